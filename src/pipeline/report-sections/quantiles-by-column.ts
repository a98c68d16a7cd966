import { sampleQuantiles } from '../../math/sample-statistics.ts';
import type { FiveQuantiles } from '../../report/model/quantiles.ts';

const fiveLevels = [0.05, 0.25, 0.5, 0.75, 0.95];

/** Quantiles of the chosen columns of a row-major matrix with one row a scenario. */
export function quantilesByColumn(
  matrix: Float64Array,
  S: number,
  width: number,
  columns: readonly number[],
): FiveQuantiles {
  const rows = columns.map((column) =>
    sampleQuantiles(
      Float64Array.from({ length: S }, (_, s) => matrix[s * width + column]),
      fiveLevels,
    ),
  );
  const [p05, p25, p50, p75, p95] = fiveLevels.map((_, level) => rows.map((row) => row[level]));
  return { p05, p25, p50, p75, p95 };
}
