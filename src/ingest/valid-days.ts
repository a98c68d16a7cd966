import type { MarketConfig } from '../config.ts';
import { quality, type PriceSeries } from '../domain/price-history.ts';

/** Whether a run fails without the series: energy markets unless stated otherwise. */
export function isRequired(market: MarketConfig): boolean {
  return market.required ?? market.role !== 'service';
}

/** 1 for each day on which every required series misses at most `maxMissing` of its periods. */
export function validDays(series: readonly PriceSeries[], dayOffsets: Int32Array, maxMissing: number): Uint8Array {
  const required = series.filter((one) => one.required);
  const valid = new Uint8Array(dayOffsets.length - 1);
  for (let day = 0; day < valid.length; day++) {
    const complete = required.every(
      (one) => missingPeriods(one.flags, dayOffsets[day], dayOffsets[day + 1]) <= maxMissing,
    );
    valid[day] = complete ? 1 : 0;
  }
  return valid;
}

/** Periods from `from` up to `to` for which no source had a statement and which were not repaired. */
export function missingPeriods(flags: Uint8Array, from: number, to: number): number {
  let missing = 0;
  for (let period = from; period < to; period++) if (flags[period] === quality.missing) missing++;
  return missing;
}
