import { z } from 'zod';
import { batterySchema, resolveBattery, terminalSchema } from '../battery-schema.ts';
import { ConfigError } from '../errors.ts';
import { parseStrict } from '../schema.ts';
import type { DispatchProblem, EnergyMarket } from './dispatch-problem.ts';
import { requireReachableEnd } from './reachable-end.ts';

const marketSchema = z.strictObject({
  name: z.string().min(1),
  kind: z.literal('energy'),
  /** Length of every interval, a whole number of periods; or `intervalStarts`. */
  intervalHours: z.number().gt(0, 'must be greater than 0').optional(),
  /** The period in which each interval starts, the first 0. */
  intervalStarts: z
    .array(z.number().int('must be a whole number').gte(0, 'must not be negative'))
    .min(1, 'must not be empty')
    .optional(),
  prices: z.array(z.number()).min(1, 'must not be empty'),
});

type MarketSpec = z.output<typeof marketSchema>;

const problemSchema = z.strictObject({
  schemaVersion: z.literal(1).default(1),
  currency: z.string().min(1).optional(),
  startTime: z.string().min(1).optional(),
  timeZone: z.string().min(1).optional(),
  netting: z.boolean().default(false),
  periodHours: z.number().gt(0, 'must be greater than 0'),
  batteries: z
    .array(
      batterySchema.extend({
        initialStateOfChargeMWh: z.number().gte(0, 'must not be negative'),
        terminal: terminalSchema.default({ kind: 'free' }),
      }),
    )
    .min(1, 'must not be empty'),
  markets: z.array(marketSchema).min(1, 'must not be empty'),
});

/**
 * The dispatch problem of docs/problems.md from parsed JSON. Throws a ConfigError for the first thing that
 * is wrong: unknown keys, arrays of unequal length, numbers out of range, an end that cannot be reached.
 */
export function parseDispatchProblem(input: unknown, file: string): DispatchProblem {
  const spec = parseStrict(problemSchema, input, file);
  requireDistinctNames(spec.batteries, 'batteries', file);
  requireDistinctNames(spec.markets, 'markets', file);
  const periodCount = horizon(spec.markets, spec.periodHours, file);
  const markets = spec.markets.map((market, i) => resolveMarket(market, i, spec.periodHours, periodCount, file));
  const batteries = spec.batteries.map((battery, i) => resolveBattery(battery, file, `batteries[${i}]`));
  for (const [i, battery] of batteries.entries()) {
    requireReachableEnd(battery, spec.periodHours, periodCount, file, `batteries[${i}]`);
  }
  const { currency, startTime, timeZone } = spec;
  return {
    periodHours: spec.periodHours,
    periodCount,
    batteries,
    markets,
    netting: spec.netting,
    labels: { currency, startTime, timeZone },
  };
}

function requireDistinctNames(items: readonly { readonly name: string }[], field: string, file: string): void {
  const seen = new Set<string>();
  for (const [i, { name }] of items.entries()) {
    if (seen.has(name)) {
      throw new ConfigError('a name is used twice', {
        file,
        field: `${field}[${i}].name`,
        rule: 'names are distinct',
        value: name,
        remedy: 'rename one of them',
      });
    }
    seen.add(name);
  }
}

/** The number of periods, from the market with the shortest constant interval. */
function horizon(markets: readonly MarketSpec[], periodHours: number, file: string): number {
  let periodCount: number | null = null;
  let shortest = Infinity;
  for (const [i, market] of markets.entries()) {
    if ((market.intervalHours === undefined) === (market.intervalStarts === undefined)) {
      throw new ConfigError(`market '${market.name}'`, {
        file,
        field: `markets[${i}]`,
        rule: 'a market has either intervalHours or intervalStarts',
        value: market.intervalHours === undefined ? 'neither' : 'both',
        remedy: market.intervalHours === undefined ? 'add one of them' : 'remove one of them',
      });
    }
    if (market.intervalHours === undefined) continue;
    const length = periodsPerInterval(market.intervalHours, i, market.name, periodHours, file);
    if (length >= shortest) continue;
    shortest = length;
    periodCount = length * market.prices.length;
  }
  if (periodCount !== null) return periodCount;
  throw new ConfigError('the number of periods is not defined', {
    file,
    field: 'markets',
    rule: 'at least one market has intervalHours, so that the last interval has an end',
    remedy: 'give one market intervalHours',
  });
}

function periodsPerInterval(
  intervalHours: number,
  index: number,
  name: string,
  periodHours: number,
  file: string,
): number {
  const length = Math.round(intervalHours / periodHours);
  if (length >= 1 && Math.abs(length * periodHours - intervalHours) <= 1e-9 * intervalHours) return length;
  throw new ConfigError(`market '${name}'`, {
    file,
    field: `markets[${index}].intervalHours`,
    rule: `an interval is a whole number of periods of ${periodHours} h`,
    value: intervalHours,
    remedy: 'change intervalHours or periodHours',
  });
}

function resolveMarket(
  market: MarketSpec,
  index: number,
  periodHours: number,
  periodCount: number,
  file: string,
): EnergyMarket {
  const prices = Float64Array.from(market.prices);
  const fail = (field: string, rule: string, value: unknown, remedy: string): never => {
    throw new ConfigError(`market '${market.name}'`, {
      file,
      field: `markets[${index}].${field}`,
      rule,
      value,
      remedy,
    });
  };
  if (market.intervalStarts === undefined) {
    const length = periodsPerInterval(market.intervalHours!, index, market.name, periodHours, file);
    if (prices.length * length !== periodCount) {
      fail(
        'prices',
        `the markets cover the same ${periodCount} periods, so ${periodCount / length} prices`,
        prices.length,
        'give one price per interval',
      );
    }
    return { name: market.name, prices, starts: Int32Array.from({ length: prices.length + 1 }, (_, i) => i * length) };
  }
  const starts = market.intervalStarts;
  if (starts.length !== prices.length)
    fail(
      'prices',
      `one price per interval start, so ${starts.length} prices`,
      prices.length,
      'give one price per start',
    );
  if (starts[0] !== 0) fail('intervalStarts[0]', 'the first interval starts in period 0', starts[0], 'start with 0');
  for (let i = 1; i < starts.length; i++) {
    if (starts[i] <= starts[i - 1]) fail(`intervalStarts[${i}]`, 'starts ascend', starts[i], 'put the starts in order');
  }
  if (starts.at(-1)! >= periodCount) {
    fail(
      `intervalStarts[${starts.length - 1}]`,
      `must be below the number of periods ${periodCount}`,
      starts.at(-1),
      'remove it or add prices to the other markets',
    );
  }
  return { name: market.name, prices, starts: Int32Array.from([...starts, periodCount]) };
}
