import { formatShareExact } from '../format.ts';
import type { MarketCoverage } from '../scorecard-model.ts';
import { colour } from '../theme.ts';
import type { Chart } from './chart.ts';
import { frame, narrowWidth } from './frame.ts';
import { label } from './label.ts';
import { points, rectangles, rules } from './marks.ts';

export interface CoverageByThirdData {
  readonly markets: readonly MarketCoverage[];
  /** Allowed distance from 50 and 90 % of a third of the day. */
  readonly tolerance: number;
}

/** Ticks of the whole day and its thirds; the caption names the market. */
const partTicks = ['all', '1st', '2nd', '3rd'];

/** Shares of real prices inside the central 50 and 90 % of the simulated ones, against what they should be. */
export const coverageByThirdChart: Chart<CoverageByThirdData> = {
  name: 'coverage-by-third',

  describe: ({ markets }) =>
    `Coverage of the central 50 and 90 % over the day and by third of it: ${markets
      .map(({ displayName, parts }) => {
        const [all] = parts;
        return `${displayName} ${Math.round(100 * all.fifty.value)} and ${Math.round(100 * all.ninety.value)} % over the day`;
      })
      .join('; ')}`,

  spec: ({ markets, tolerance }) => {
    const places = markets.flatMap(({ role, parts }, m) =>
      parts.map((part, i) => ({ role, part, tick: partTicks[i], x: m * (parts.length + 1) + i + 1 })),
    );
    const marks = places.flatMap(({ role, part, x }) =>
      [part.fifty, part.ninety].map(({ value, standardError }) => ({
        role,
        x,
        y: value,
        x0: x,
        x1: x,
        y0: Math.max(0, value - 1.96 * standardError),
        y1: Math.min(1, value + 1.96 * standardError),
      })),
    );
    const end = places.length + markets.length;
    const lowest = Math.min(0.3, ...marks.map(({ y0 }) => Math.floor(10 * y0) / 10));
    const targets = [0.5, 0.9];
    const plot = frame(
      { width: narrowWidth, height: 214, left: 46, right: 18, top: 26, bottom: 58 },
      { domain: [0, end], ticks: places.map(({ x, tick }) => ({ value: x, label: tick })) },
      {
        domain: [lowest, 1],
        ticks: [0.25, 0.5, 0.75, 0.9, 1]
          .filter((value) => value >= lowest)
          .map((value) => ({ value, label: formatShareExact(value) })),
      },
    );
    const bands = targets.map((target) => ({ x0: 0, x1: end, y0: target - tolerance, y1: target + tolerance }));
    return plot.toSpec(
      [
        rectangles(plot, bands, colour('fill'), 0.6, 0),
        ...markets.flatMap(({ role, displayName, parts }, m) => [
          rules(
            plot,
            marks.filter((mark) => mark.role === role),
            colour(role),
            1.5,
          ),
          points(
            plot,
            marks.filter((mark) => mark.role === role),
            { colour: colour(role), size: 40 },
          ),
          label(plot, {
            x: m * (parts.length + 1) + (parts.length + 1) / 2,
            y: lowest,
            text: displayName,
            align: 'center',
            dy: 36,
            colour: colour(role === 'dayAhead' ? 'dayAheadText' : 'imbalanceText'),
          }),
        ]),
      ],
      'Real prices inside the simulated 50 and 90 %, 95 % intervals',
    );
  },
};
