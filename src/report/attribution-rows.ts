import { largestRemainder, roundToPlace, tablePlace } from './format.ts';
import type { PageContext } from './page-context.ts';

/** One stream as printed: gain-positive, rounded so that each column adds up to its total. */
export interface AttributionRow {
  readonly name: string;
  readonly displayName: string;
  readonly fill: string;
  readonly average: number;
  readonly worst: number;
  /** Worst less average, of the printed figures. */
  readonly difference: number;
  /** Money by hour, not rounded: the average day, and worst days less average. */
  readonly averageByHour: readonly number[];
  readonly differenceByHour: readonly number[];
}

export interface AttributionRows {
  readonly place: number;
  readonly rows: readonly AttributionRow[];
  readonly total: { readonly average: number; readonly worst: number; readonly difference: number };
  /** Streams whose money is below what the table prints, left out of it. */
  readonly empty: readonly string[];
}

/** The rows of the stream table and of the heat maps: one rounded array for both. */
export function attributionRows({ model, headline, streamColour }: PageContext): AttributionRows {
  const { streams, meanByHour, conditionalValueAtRiskByHour } = model.attribution;
  const average = streams.reduce((sum, stream) => sum + stream.mean, 0);
  const place = tablePlace(average, headline('mean')?.standardError ?? null);
  const averages = largestRemainder(
    streams.map(({ mean }) => mean),
    place,
  );
  const worsts = largestRemainder(
    streams.map(({ conditionalValueAtRisk }) => -conditionalValueAtRisk),
    place,
  );
  const rows = streams.map(({ name, displayName }, i) => ({
    name,
    displayName,
    fill: streamColour(name),
    average: averages[i],
    worst: worsts[i],
    difference: roundToPlace(worsts[i] - averages[i], place),
    averageByHour: meanByHour[i],
    differenceByHour: meanByHour[i].map((mean, hour) => -conditionalValueAtRiskByHour[i][hour] - mean),
  }));
  const isEmpty = ({ average, worst, averageByHour, differenceByHour }: AttributionRow): boolean =>
    average === 0 && worst === 0 && [...averageByHour, ...differenceByHour].every((value) => Math.abs(value) < place);
  const sum = (values: readonly number[]): number =>
    roundToPlace(
      values.reduce((total, value) => total + value, 0),
      place,
    );
  return {
    place,
    rows: rows.filter((row) => !isEmpty(row)),
    total: { average: sum(averages), worst: sum(worsts), difference: roundToPlace(sum(worsts) - sum(averages), place) },
    empty: rows.filter(isEmpty).map(({ displayName }) => displayName),
  };
}
