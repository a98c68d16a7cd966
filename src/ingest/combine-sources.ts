import type { AlignedSource } from './align-records.ts';
import type { PeriodGrid } from './period-grid.ts';

/** Prices differ when they are more than half a penny apart: files round to pennies. */
const priceTolerance = 0.005;

/** How far two sources of one series differ in the periods for which both have a price. */
export interface SourceOverlap {
  readonly series: string;
  /** The source whose prices were used. */
  readonly countedSource: string;
  readonly otherSource: string;
  readonly periods: number;
  /** Periods whose prices are more than half a penny apart. */
  readonly differing: number;
  /** Counted less other. */
  readonly meanDifference: number;
  readonly meanAbsoluteDifference: number;
  readonly largestDifference: number;
  /** Epoch ms of the period with the largest difference. */
  readonly largestAt: number;
}

/** Sources of one series, merged in the order of the configuration: the first statement on a period counts. */
export function combineSources(
  series: string,
  sources: readonly { readonly name: string; readonly aligned: AlignedSource }[],
  grid: PeriodGrid,
): { combined: AlignedSource; overlaps: SourceOverlap[] } {
  const count = grid.dayOffsets[grid.days.length];
  const values = new Float64Array(count).fill(NaN);
  const known = new Uint8Array(count);
  const owner = new Int32Array(count).fill(-1);
  const duplicates = new Int32Array(grid.days.length);
  const overlaps: SourceOverlap[] = [];
  sources.forEach(({ aligned }, index) => {
    for (let counted = 0; counted < index; counted++) {
      const overlap = compare(values, owner, counted, aligned.values, grid);
      if (overlap.periods > 0) {
        overlaps.push({ series, countedSource: sources[counted].name, otherSource: sources[index].name, ...overlap });
      }
    }
    for (let period = 0; period < count; period++) {
      if (known[period] === 1 || aligned.known[period] === 0) continue;
      values[period] = aligned.values[period];
      known[period] = 1;
      owner[period] = index;
    }
    for (let day = 0; day < duplicates.length; day++) duplicates[day] += aligned.duplicates[day];
  });
  return { combined: { values, known, duplicates }, overlaps };
}

function compare(
  values: Float64Array,
  owner: Int32Array,
  counted: number,
  others: Float64Array,
  grid: PeriodGrid,
): Omit<SourceOverlap, 'series' | 'countedSource' | 'otherSource'> {
  let [periods, differing, sum, signedSum, largest, largestPeriod] = [0, 0, 0, 0, 0, 0];
  for (let period = 0; period < values.length; period++) {
    const difference = Math.abs(values[period] - others[period]);
    if (owner[period] !== counted || Number.isNaN(difference)) continue;
    if (periods === 0) largestPeriod = period;
    periods++;
    sum += difference;
    signedSum += values[period] - others[period];
    if (difference > priceTolerance) differing++;
    if (difference > largest) [largest, largestPeriod] = [difference, period];
  }
  return {
    periods,
    differing,
    meanDifference: periods === 0 ? 0 : signedSum / periods,
    meanAbsoluteDifference: periods === 0 ? 0 : sum / periods,
    largestDifference: largest,
    largestAt: grid.startTime + largestPeriod * grid.periodMs,
  };
}
