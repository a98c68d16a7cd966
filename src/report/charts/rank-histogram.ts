import { formatCount } from '../format.ts';
import { colour, type ColourName } from '../theme.ts';
import type { Chart } from './chart.ts';
import { levelLine } from './day-grid.ts';
import { frame, narrowWidth } from './frame.ts';
import { niceDomain } from './linear-scale.ts';
import { rectangles } from './marks.ts';

export interface RankHistogramData {
  /** `Imbalance storage value`. */
  readonly title: string;
  /** Days by tenth of the simulated distribution. */
  readonly counts: readonly number[];
  readonly fill: ColourName;
}

/** Where the real figure of each day fell in its simulated distribution: flat where the simulation is right. */
export const rankHistogramChart: Chart<RankHistogramData> = {
  name: 'rank-histogram',

  describe: ({ title, counts }) =>
    `${title}: days by tenth of the simulated distribution that the real value fell in, ${counts.map(formatCount).join(', ')}`,

  spec: ({ title, counts, fill }) => {
    const bins = counts.length;
    const days = counts.reduce((sum, count) => sum + count, 0);
    const expected = days / bins;
    const spread = 1.96 * Math.sqrt((days * (bins - 1)) / bins ** 2);
    const y = niceDomain(0, Math.max(...counts, expected + spread), 4);
    const shares = [0, 0.25, 0.5, 0.75, 1];
    const plot = frame(
      { width: narrowWidth, height: 214, left: 46, right: 18, top: 26, bottom: 42 },
      {
        domain: [0, 1],
        ticks: shares.map((value) => ({ value, label: String(value) })),
        title: 'share of scenarios below the real value',
      },
      {
        domain: y.domain,
        ticks: y.values.filter(Number.isInteger).map((value) => ({ value, label: formatCount(value) })),
        grid: true,
      },
    );
    const bars = counts.map((count, bin) => ({ x0: bin / bins, x1: (bin + 1) / bins, y0: 0, y1: count }));
    const band = [{ x0: 0, x1: 1, y0: Math.max(0, expected - spread), y1: expected + spread }];
    return plot.toSpec(
      [
        rectangles(plot, bars, colour(fill), 0.55),
        rectangles(plot, band, colour('fillDark'), 0.3, 0),
        levelLine(plot, expected, colour('ink'), [4, 3]),
      ],
      `${title}: days, expected 95 % band`,
    );
  },
};
