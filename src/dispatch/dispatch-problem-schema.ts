import { z } from 'zod';
import { batterySchema, resolveBattery, terminalSchema } from '../battery-schema.ts';
import { ConfigError } from '../errors.ts';
import { parseStrict } from '../schema.ts';
import type { DispatchBattery, DispatchProblem } from './dispatch-problem.ts';
import { lifetimeSchema, resolveLifetime } from './lifetime/lifetime-schema.ts';
import {
  checkStarts,
  marketSchema,
  periodsPerInterval,
  requireOneInterval,
  resolveCapacityMarket,
  resolveEnergyMarket,
} from './market-schema.ts';
import type { MarketSpec } from './market-schema.ts';
import { operationFields, resolveOperation } from './operation-schema.ts';
import { requireReachableEnd } from './reachable-end.ts';
import { requireBoundedFigures } from './require-bounded-figures.ts';
import { resolveSite, sitePeriods, siteSchema } from './site-schema.ts';

const problemSchema = z.strictObject({
  schemaVersion: z.literal(1).default(1),
  currency: z.string().min(1).optional(),
  startTime: z.string().min(1).optional(),
  timeZone: z.string().min(1).optional(),
  netting: z.boolean().default(false),
  periodHours: z.number().gt(0, 'must be greater than 0'),
  /** First period of each day; default: every 24 h from the first. */
  dayStarts: z.array(z.number().int('must be a whole number').gte(0)).min(1, 'must not be empty').optional(),
  /** One per period, for efficiencies that depend on it. */
  temperatureC: z.array(z.number()).optional(),
  batteries: z
    .array(
      batterySchema.extend({
        initialStateOfChargeMWh: z.number().gte(0, 'must not be negative'),
        terminal: terminalSchema.default({ kind: 'free' }),
        ...operationFields,
        lifetime: lifetimeSchema.optional(),
      }),
    )
    .min(1, 'must not be empty'),
  markets: z.array(marketSchema),
  site: siteSchema.optional(),
});

type ProblemSpec = z.output<typeof problemSchema>;

/**
 * The dispatch problem of docs/problems.md from parsed JSON. Throws a ConfigError for the first thing that
 * is wrong: unknown keys, arrays of unequal length, numbers out of range, an end that cannot be reached.
 */
export function parseDispatchProblem(input: unknown, file: string): DispatchProblem {
  const spec = parseStrict(problemSchema, input, file);
  requireBoundedFigures(input, file);
  requireDistinctNames(spec.batteries, 'batteries', file);
  requireDistinctNames(spec.markets, 'markets', file);
  const { periodHours } = spec;
  const periodCount = horizon(spec, file);
  const place = (index: number) => ({ file, index, periodHours });
  const markets = spec.markets.flatMap((market, i) =>
    market.kind === 'energy' ? [resolveEnergyMarket(market, place(i), periodCount)] : [],
  );
  const capacityMarkets = spec.markets.flatMap((market, i) =>
    market.kind === 'capacity' ? [resolveCapacityMarket(market, place(i), periodCount)] : [],
  );
  const context = {
    file,
    periodHours,
    periodCount,
    dayStarts: dayStarts(spec, periodCount, file),
    temperaturesC: temperatures(spec, periodCount, file),
    capacityMarkets,
  };
  const batteries = spec.batteries.map((batterySpec, i): DispatchBattery => {
    const battery = resolveBattery(batterySpec, file, `batteries[${i}]`);
    requireReachableEnd(battery, periodHours, periodCount, file, `batteries[${i}]`);
    return {
      ...battery,
      operation: resolveOperation(batterySpec, battery, { ...context, field: `batteries[${i}]` }),
      ...(batterySpec.lifetime === undefined
        ? {}
        : { lifetime: resolveLifetime(batterySpec.lifetime, file, `batteries[${i}].lifetime`) }),
    };
  });
  const { currency, startTime, timeZone } = spec;
  return {
    periodHours,
    periodCount,
    batteries,
    markets,
    capacityMarkets,
    site: spec.site === undefined ? null : resolveSite(spec.site, periodCount, file),
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

/** The number of periods, from the market with the shortest constant interval, else from the site's profiles. */
function horizon({ markets, site, periodHours }: ProblemSpec, file: string): number {
  let shortest: { length: number; market: MarketSpec } | null = null;
  for (const [index, market] of markets.entries()) {
    const place = { file, index, periodHours };
    requireOneInterval(market, place);
    if (market.intervalHours === undefined) continue;
    const length = periodsPerInterval(market, place);
    if (shortest === null || length < shortest.length) shortest = { length, market };
  }
  if (shortest !== null) return shortest.length * shortest.market.prices.length;
  const profiles = sitePeriods(site);
  if (profiles !== undefined) return profiles;
  throw new ConfigError(markets.length === 0 ? 'nothing can be earned' : 'the number of periods is not defined', {
    file,
    field: 'markets',
    rule:
      markets.length === 0
        ? 'at least one market, or a site with prices by period'
        : 'at least one market has intervalHours, so that the last interval has an end',
    remedy: markets.length === 0 ? 'add a market' : 'give one market intervalHours',
  });
}

function dayStarts(spec: ProblemSpec, periodCount: number, file: string): number[] {
  if (spec.dayStarts !== undefined) {
    checkStarts(spec.dayStarts, periodCount, (i, rule, value, remedy) => {
      throw new ConfigError('the days', { file, field: `dayStarts[${i}]`, rule, value, remedy });
    });
    return spec.dayStarts;
  }
  const day = Math.round(24 / spec.periodHours);
  const limited = spec.batteries.findIndex(({ maxCyclesPerDay }) => maxCyclesPerDay !== undefined);
  if (Math.abs(day * spec.periodHours - 24) > 1e-9) {
    if (limited < 0) return [0];
    throw new ConfigError('days are not whole periods', {
      file,
      field: `batteries[${limited}].maxCyclesPerDay`,
      rule: 'a day of 24 h is a whole number of periods, or dayStarts says where days start',
      value: `${spec.periodHours} h periods`,
      remedy: 'add dayStarts, the first period of each day',
    });
  }
  return Array.from({ length: Math.ceil(periodCount / day) }, (_, i) => i * day);
}

function temperatures({ temperatureC }: ProblemSpec, periodCount: number, file: string): number[] | null {
  if (temperatureC === undefined) return null;
  if (temperatureC.length === periodCount) return temperatureC;
  throw new ConfigError('the temperatures', {
    file,
    field: 'temperatureC',
    rule: `one per period, so ${periodCount}`,
    value: temperatureC.length,
    remedy: 'give one per period',
  });
}
