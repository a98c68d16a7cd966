import { z } from 'zod';
import { ConfigError } from '../errors.ts';
import type { CapacityMarket } from './capacity-market.ts';
import type { EnergyMarket, ForecastRow } from './dispatch-problem.ts';

const intervals = {
  name: z.string().min(1),
  /** Length of every interval, a whole number of periods; or `intervalStarts`. */
  intervalHours: z.number().gt(0, 'must be greater than 0').optional(),
  /** The period in which each interval starts, the first 0. */
  intervalStarts: z
    .array(z.number().int('must be a whole number').gte(0, 'must not be negative'))
    .min(1, 'must not be empty')
    .optional(),
  /** One per interval; null where it is not traded. */
  prices: z.array(z.number().nullable()).min(1, 'must not be empty'),
};

const forecastSchema = z.strictObject({
  /** Period at whose start it was made; negative before the horizon. */
  madeAt: z.number().int('must be a whole number'),
  /** Period in which the first price's interval starts; default: the first interval from `madeAt` on. */
  from: z.number().int('must be a whole number').gte(0, 'must not be negative').optional(),
  /** One per interval from there on; those beyond the horizon are not used. */
  prices: z.array(z.number()).min(1, 'must not be empty'),
});

const share = z.number().gte(0, 'must be in [0, 1]').lte(1, 'must be in [0, 1]');

export const marketSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('energy'),
    ...intervals,
    /** Prices of the intervals before the first, oldest first. */
    history: z.array(z.number()).min(1, 'must not be empty').optional(),
    forecasts: z.array(forecastSchema).min(1, 'must not be empty').optional(),
  }),
  z.strictObject({
    kind: z.literal('capacity'),
    ...intervals,
    direction: z.enum(['up', 'down']),
    sustainHours: z.number().gte(0, 'must not be negative'),
    /** Most that all batteries together sell. */
    maxMW: z.number().gte(0, 'must not be negative').optional(),
    /** Share of the reserved MW that is called: one figure, or one per period. */
    activation: z.union([share, z.array(share)]).optional(),
    /** Per MWh called: one figure, or one per period. */
    utilisationPrices: z.union([z.number(), z.array(z.number())]).optional(),
    headroom: z.enum(['own', 'shared']).default('own'),
  }),
]);

export type MarketSpec = z.output<typeof marketSchema>;
type CapacitySpec = Extract<MarketSpec, { kind: 'capacity' }>;
type EnergySpec = Extract<MarketSpec, { kind: 'energy' }>;

/** Where a market stands in the file, and the grid of periods. */
export interface MarketPlace {
  readonly file: string;
  readonly index: number;
  readonly periodHours: number;
}

/** Length of the market's intervals in periods; throws a ConfigError where it is not whole. */
export function periodsPerInterval(market: MarketSpec, { file, index, periodHours }: MarketPlace): number {
  const intervalHours = market.intervalHours!;
  const length = Math.round(intervalHours / periodHours);
  if (length >= 1 && Math.abs(length * periodHours - intervalHours) <= 1e-9 * intervalHours) return length;
  throw new ConfigError(`market '${market.name}'`, {
    file,
    field: `markets[${index}].intervalHours`,
    rule: `an interval is a whole number of periods of ${periodHours} h`,
    value: intervalHours,
    remedy: 'change intervalHours or periodHours',
  });
}

/** Throws a ConfigError unless the market states exactly one of intervalHours and intervalStarts. */
export function requireOneInterval(market: MarketSpec, { file, index }: MarketPlace): void {
  if ((market.intervalHours === undefined) !== (market.intervalStarts === undefined)) return;
  throw new ConfigError(`market '${market.name}'`, {
    file,
    field: `markets[${index}]`,
    rule: 'a market has either intervalHours or intervalStarts',
    value: market.intervalHours === undefined ? 'neither' : 'both',
    remedy: market.intervalHours === undefined ? 'add one of them' : 'remove one of them',
  });
}

/** Checks intervals against the horizon. NaN stands for an interval that is not traded. */
export function resolveEnergyMarket(market: EnergySpec, place: MarketPlace, periodCount: number): EnergyMarket {
  const prices = resolvePrices(market, place, periodCount);
  const { history, forecasts } = market;
  if (history !== undefined && market.intervalHours === undefined) {
    fail(
      market,
      place,
      'history',
      'a market with a history has intervals of one length',
      'intervalStarts',
      'state intervalHours, or leave the history out',
    );
  }
  return {
    ...prices,
    ...(history === undefined ? {} : { history: Float64Array.from(history) }),
    ...(forecasts === undefined
      ? {}
      : { forecasts: forecasts.map((row, i) => resolveForecast(row, i, prices.starts, market, place)) }),
  };
}

function resolvePrices(
  market: MarketSpec,
  place: MarketPlace,
  periodCount: number,
): Pick<EnergyMarket, 'name' | 'prices' | 'starts'> {
  return {
    name: market.name,
    prices: Float64Array.from(market.prices, (price) => price ?? Number.NaN),
    starts: resolveStarts(market, place, periodCount),
  };
}

function resolveForecast(
  { madeAt, from, prices }: z.output<typeof forecastSchema>,
  row: number,
  starts: Int32Array,
  market: MarketSpec,
  place: MarketPlace,
): ForecastRow {
  const first = from ?? starts.find((start) => start >= madeAt) ?? -1;
  const last = starts.at(-1)!;
  if (first >= 0 && first < last && starts.includes(first))
    return { madeAt, from: first, prices: Float64Array.from(prices) };
  return fail(
    market,
    place,
    `forecasts[${row}].${from === undefined ? 'madeAt' : 'from'}`,
    `the first price is for an interval that starts in a period below ${last}`,
    from ?? madeAt,
    'name the first period of an interval',
  );
}

export function resolveCapacityMarket(market: CapacitySpec, place: MarketPlace, periodCount: number): CapacityMarket {
  const activation = byPeriod(market.activation, 'activation', market, place, periodCount);
  const utilisationPrices = byPeriod(market.utilisationPrices, 'utilisationPrices', market, place, periodCount);
  const called = activation !== null && activation.some((part) => part > 0);
  if (called && utilisationPrices === null) {
    fail(
      market,
      place,
      'utilisationPrices',
      'a market whose MW are called says what a called MWh earns',
      undefined,
      'add utilisationPrices, 0 where calling pays nothing',
    );
  }
  return {
    ...resolvePrices(market, place, periodCount),
    direction: market.direction,
    sustainHours: market.sustainHours,
    maxMW: market.maxMW ?? Infinity,
    activation: called ? activation : null,
    utilisationPrices: called ? utilisationPrices : null,
    headroom: market.headroom,
  };
}

function byPeriod(
  given: number | readonly number[] | undefined,
  field: string,
  market: MarketSpec,
  place: MarketPlace,
  periodCount: number,
): Float64Array | null {
  if (given === undefined) return null;
  if (typeof given === 'number') return new Float64Array(periodCount).fill(given);
  if (given.length !== periodCount)
    fail(market, place, field, `one figure, or one per period, so ${periodCount}`, given.length, 'give one per period');
  return Float64Array.from(given);
}

function resolveStarts(market: MarketSpec, place: MarketPlace, periodCount: number): Int32Array {
  const count = market.prices.length;
  if (market.intervalStarts === undefined) {
    const length = periodsPerInterval(market, place);
    if (count * length !== periodCount) {
      fail(
        market,
        place,
        'prices',
        `the markets cover the same ${periodCount} periods, so ${periodCount / length} prices`,
        count,
        'give one price per interval',
      );
    }
    return Int32Array.from({ length: count + 1 }, (_, i) => i * length);
  }
  const starts = market.intervalStarts;
  if (starts.length !== count) {
    fail(
      market,
      place,
      'prices',
      `one price per interval start, so ${starts.length} prices`,
      count,
      'give one price per start',
    );
  }
  checkStarts(starts, periodCount, (field, rule, value, remedy) =>
    fail(market, place, `intervalStarts[${field}]`, rule, value, remedy),
  );
  return Int32Array.from([...starts, periodCount]);
}

/** Starts of intervals ascend from 0 and lie within the horizon; `fail` gets the index of the wrong one. */
export function checkStarts(
  starts: readonly number[],
  periodCount: number,
  fail: (index: number, rule: string, value: number, remedy: string) => never,
): void {
  if (starts[0] !== 0) fail(0, 'the first interval starts in period 0', starts[0], 'start with 0');
  for (let i = 1; i < starts.length; i++)
    if (starts[i] <= starts[i - 1]) fail(i, 'starts ascend', starts[i], 'put the starts in order');
  const last = starts.length - 1;
  if (starts[last] >= periodCount) {
    fail(
      last,
      `must be below the number of periods ${periodCount}`,
      starts[last],
      'remove it, or lengthen the horizon',
    );
  }
}

function fail(
  market: MarketSpec,
  { file, index }: MarketPlace,
  field: string,
  rule: string,
  value: unknown,
  remedy: string,
): never {
  throw new ConfigError(`market '${market.name}'`, { file, field: `markets[${index}].${field}`, rule, value, remedy });
}
