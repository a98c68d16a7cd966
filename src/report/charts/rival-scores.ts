import { formatAtPlace } from '../format.ts';
import type { ScorecardRival } from '../scorecard-model.ts';
import { colour } from '../theme.ts';
import type { Chart } from './chart.ts';
import { frame, narrowWidth } from './frame.ts';
import { niceDomain } from './linear-scale.ts';
import { points, rules } from './marks.ts';

export interface RivalScoresData {
  /** At most ten, best rival first. */
  readonly rivals: readonly ScorecardRival[];
}

/** Energy score against each rival with its 95 % interval: left of zero the generator is better. */
export const rivalScoresChart: Chart<RivalScoresData> = {
  name: 'rival-scores',

  describe: ({ rivals }) =>
    `Energy score against rivals, change in %: ${rivals
      .map(({ name, changePercent }) => `${name} ${formatAtPlace(changePercent, 0.1)}`)
      .join(', ')}`,

  spec: ({ rivals }) => {
    const rows = rivals.map(({ changePercent, standardErrorPercent }, index) => ({
      x: changePercent,
      y: rivals.length - index,
      x0: changePercent - 1.96 * standardErrorPercent,
      x1: changePercent + 1.96 * standardErrorPercent,
      y0: rivals.length - index,
      y1: rivals.length - index,
    }));
    const x = niceDomain(Math.min(0, ...rows.map(({ x0 }) => x0)), Math.max(0, ...rows.map(({ x1 }) => x1)), 5);
    const top = rivals.length + 0.7;
    const plot = frame(
      { width: narrowWidth, height: 214, left: 106, right: 18, top: 26, bottom: 42 },
      {
        domain: x.domain,
        ticks: x.values.map((value) => ({ value, label: formatAtPlace(value, x.step < 1 ? 0.1 : 1) })),
        title: 'change in %, below 0 is better; 95 % interval',
        grid: true,
      },
      {
        domain: [0.3, top],
        ticks: rivals.map(({ name }, index) => ({ value: rivals.length - index, label: name })),
      },
    );
    const zero = [{ x0: 0, x1: 0, y0: 0.3, y1: top }];
    return plot.toSpec(
      [
        rules(plot, zero, colour('ink3'), 1),
        rules(plot, rows, colour('ink2'), 1.5),
        points(plot, rows, { colour: colour('ink'), size: 40 }),
      ],
      'Energy score against each rival',
    );
  },
};
