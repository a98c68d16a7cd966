import type { DeliveryDayTable } from './delivery-day-table.ts';
import { annualWaves, calendarFlags } from './location-features.ts';
import type { LocalScale } from './location-profile.ts';

/** What the two log regressions look back on, at the gate of their target day. */
export interface StateLookBack {
  /** ln A one, two and seven days before. */
  readonly logAmplitude: readonly [number, number, number];
  /** Decayed means of ln A with half-lives 3, 10 and 40 days. */
  readonly amplitudeMeans: readonly number[];
  /** ln G two days before. */
  readonly logBasisSize: number;
  /** Decayed means of ln G to two days before, half-lives 5 and 20 days. */
  readonly basisMeans: readonly number[];
  /** L of the day before, currency per MWh. */
  readonly level: number;
  /** Standard deviation of the forecast prices of the day. */
  readonly forecastDeviation: number;
}

/** The 20 features of the regressions of ln A and ln G. docs/method/scenarios.md. */
export function stateFeatures(
  table: DeliveryDayTable,
  day: number,
  past: StateLookBack,
  { centre, scale }: LocalScale,
): Float64Array {
  return Float64Array.of(
    ...past.logAmplitude,
    ...past.amplitudeMeans,
    Math.log(scale),
    past.logBasisSize,
    ...past.basisMeans,
    (past.level - centre) / scale,
    ...dayFlags(table, day),
    ...annualWaves(table.dates[day], 2),
    Math.log(past.forecastDeviation + 0.3),
  );
}

/** The 11 features of the regression of the level error's size; decayed means with half-lives 5 and 25 days. */
export function levelErrorFeatures(
  table: DeliveryDayTable,
  day: number,
  errorMeans: readonly number[],
  { scale }: LocalScale,
  logAmplitude: number,
  logBasisSize: number,
): Float64Array {
  return Float64Array.of(
    ...errorMeans,
    Math.log(scale),
    logAmplitude,
    logBasisSize,
    ...dayFlags(table, day),
    ...annualWaves(table.dates[day], 1),
  );
}

function dayFlags(table: DeliveryDayTable, day: number): [number, number, number, number] {
  const { saturday, rest, monday, yesterdayRest } = calendarFlags(table, day);
  return [saturday, rest, monday, yesterdayRest];
}
