import { z } from 'zod';
import { batterySchema, type BatterySpec } from './battery-schema.ts';
import { ConfigError } from './errors.ts';
import { parseStrict } from './schema.ts';

const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a date written YYYY-MM-DD');
const positive = z.number().gt(0, 'must be greater than 0');
const notNegative = z.number().gte(0, 'must not be negative');
const wholeNumber = (minimum: number) =>
  z.number().int('must be a whole number').gte(minimum, `must be at least ${minimum}`);

const sourceBase = {
  /** Path of the file, relative to the data directory; `.gz` is unpacked on the fly. */
  file: z.string().min(1),
  /** Use only delivery days from this date on. Default: all. */
  from: date.optional(),
  /** Use only delivery days up to this date. Default: all. */
  to: date.optional(),
};

/** Where a series comes from. Formats are described in `docs/how-to/add-a-source.md`. */
const sourceSchema = z.discriminatedUnion('format', [
  z.strictObject({
    ...sourceBase,
    /** One row a time stamp (UTC, ISO 8601), one column a series; blank = missing or nothing cleared. */
    format: z.literal('tidy'),
    timeColumn: z.string().default('startTime'),
    valueColumn: z.string(),
    /** Take only rows in which these columns have these values: for long tables. */
    where: z.record(z.string(), z.string()).default({}),
    currency: z.string().length(3),
  }),
  z.strictObject({
    ...sourceBase,
    /** Elexon portal, system sell and buy price: settlement date and period, DD/MM/YYYY, GBP. */
    format: z.literal('elexonSystemPrice'),
  }),
  z.strictObject({
    ...sourceBase,
    /** Elexon portal, market index data: `01 January 2024`, latin-1, GBP. Zero volume = no price. */
    format: z.literal('elexonMarketIndex'),
    provider: z.string().default('APXMIDP'),
  }),
  z.strictObject({
    ...sourceBase,
    /** NESO EAC results summary: naive UTC stamps, GBP per MW per hour. Zero volume and price = nothing cleared. */
    format: z.literal('nesoEac'),
    product: z.string(),
  }),
  z.strictObject({
    ...sourceBase,
    /** NESO DC/DM/DR summary before November 2023: naive UK local stamps. */
    format: z.literal('nesoLegacy'),
    product: z.string(),
  }),
]);

const marketBase = {
  /** Name in every table and artefact. */
  name: z.string().regex(/^[A-Za-z][A-Za-z0-9-]*$/, 'letters, digits and hyphens'),
  /** Name on the page. Default: the name. */
  displayName: z.string().optional(),
  /** Where the prices come from. Where two sources have the same period, the first one counts. */
  sources: z.array(sourceSchema).min(1),
  /** How long one price of the source holds: `period` (half an hour in GB), `hour`, `block`. */
  seriesInterval: z.enum(['period', 'hour', 'block']).optional(),
  /** A run fails without this series. Default: true for energy, false for services. */
  required: z.boolean().optional(),
  /** Lowest and highest price that the market's rules allow; simulated prices are clipped to it. */
  priceLimits: z.strictObject({ min: z.number(), max: z.number() }).optional(),
  /** What this series stands in for, if it is not the market's own price: shown as a label. */
  proxy: z.string().optional(),
  /** When a price is known, for back-tests: on the eve at a local time, or minutes after the period. */
  resultsKnownAt: z
    .union([
      z.strictObject({ eveAt: z.string().regex(/^\d\d:\d\d$/) }),
      z.strictObject({ minutesAfterPeriod: notNegative }),
    ])
    .optional(),
  /** When offers must be in, local time on the eve; informational until gates are modelled. */
  gateClosure: z.string().optional(),
  /** What the exchange or auction accepts; `plan.csv` keeps it. Price limits are `priceLimits`. */
  rules: z
    .strictObject({
      /** Volumes are whole multiples of this, MW. 0 = any volume. */
      lotMW: notNegative.default(0),
      /** The least volume beside none, MW. */
      minimumMW: notNegative.default(0),
      /** Prices are whole multiples of this, currency per MWh; services: per MW and hour. 0 = any price. */
      priceTick: notNegative.default(0),
      /** Most prices that one order may have. Default: any number. */
      mostSteps: wholeNumber(1).optional(),
    })
    .prefault({}),
};

const marketSchema = z.discriminatedUnion('role', [
  z.strictObject({
    ...marketBase,
    role: z.literal('dayAhead'),
    /** The interval that is sold: the position is constant over it. */
    interval: z.enum(['period', 'hour']).default('hour'),
  }),
  z.strictObject({ ...marketBase, role: z.literal('imbalance'), interval: z.literal('period').default('period') }),
  z.strictObject({
    ...marketBase,
    role: z.literal('service'),
    interval: z.enum(['period', 'hour', 'block']).default('block'),
    /** up: the battery stands ready to discharge; down: to charge. */
    direction: z.enum(['up', 'down']),
    /** Hours of full delivery that the state of charge must be able to sustain. */
    sustainHours: notNegative,
    /** Most that may be reserved, MW. 0 = simulated but not offered. */
    maxMW: notNegative.default(0),
    /** Assumption: mean share of the reserved MW that is called, by the delivery date it holds from. */
    activation: z.array(z.strictObject({ from: date, meanShare: z.number().gte(0).lte(1) })).default([]),
  }),
]);

/** Generators that a configuration can name; the files are in `src/simulate/generators/`. */
export const generatorNames = [
  'whole-day',
  'bootstrap',
  'block-bootstrap',
  'analogue',
  'filtered-historical',
  'copula',
  'copula-gaussian',
  'mixture',
  'historical',
  'naive',
] as const;
export type GeneratorName = (typeof generatorNames)[number];

/** Policies that a configuration can name; the files are in `src/optimise/policy/`. */
export const policyNames = ['rolling', 'follow'] as const;
export type PolicyName = (typeof policyNames)[number];

const generatorSchema = z
  .strictObject({
    /** Which generator draws the prices. The others than the default draw the first day; later days are whole-day's. */
    name: z.enum(generatorNames).default('whole-day'),
    /** Calendar days of history before the day planned. */
    windowDays: wholeNumber(90).default(730),
    /** Half-life of a past day's weight, days. */
    halfLifeDays: positive.default(200),
    /** Size of the correlated noise on level, amplitude, basis size and shape; 0 = none. */
    smoothing: notNegative.default(0.2),
    /** Size of the correlated noise on the basis pattern; 0 = none. */
    basisSmoothing: notNegative.default(0.1),
    /** How a copula's normals are drawn; generators that draw past days take them evenly in any case. */
    sampling: z.enum(['independent', 'antithetic', 'sobol']).default('independent'),
    /** What the user thinks of the coming days, over what the history says. Default: nothing. */
    view: z
      .strictObject({
        /** Mean day-ahead price of each day, the planned one first: a forward curve, currency per MWh. */
        level: z.array(z.number()).min(1).max(7).optional(),
        /** Added to the level of every day, currency per MWh. */
        levelShift: z.number().optional(),
        /** Forecast of the planned day's day-ahead prices, one an interval of the market: its level and shape. */
        prices: z.array(z.number()).optional(),
        /** Multiplies the swing within the day. */
        amplitudeFactor: positive.optional(),
        /** Multiplies the difference of the imbalance from the day-ahead price. */
        basisFactor: positive.optional(),
      })
      .optional(),
  })
  .prefault({});

/** What was sold for the planned day before the plan is made: it is kept, and the plan adds to it. */
export const soldSchema = z.strictObject({
  /** Day-ahead position by start of delivery (ISO 8601): sold positive, bought negative. Intervals left out: nothing. */
  dayAheadMW: z.array(z.strictObject({ deliveryStart: z.string(), volumeMW: z.number() })).default([]),
  /** By service: power sold by start of its block. */
  reservedMW: z
    .record(z.string(), z.array(z.strictObject({ deliveryStart: z.string(), volumeMW: notNegative })))
    .default({}),
});

const configSchema = z.strictObject({
  /** Folder of the reports: `reports/<name>/<date>/`. */
  name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]*$/, 'letters, digits, hyphen and underscore'),
  /** Heading of the page. Default: the name. */
  title: z.string().optional(),
  /** Seed of every random stream: a whole number from 0 to 4,294,967,294. */
  seed: wholeNumber(0).lte(4_294_967_294).default(1),
  reportingCurrency: z.string().length(3).default('GBP'),
  /** Market calendar: delivery days, blocks, plan time. */
  calendar: z.enum(['gb', 'nem', 'sdac']).default('gb'),

  data: z.strictObject({
    /** Where relative source paths start, relative to this file. `--data` and BESS_RISK_DATA override it. */
    directory: z.string().default('.'),
    /** True where the prices are made up; the page says so. */
    synthetic: z.boolean().default(false),
    /** First delivery day to read. Default: the first in the sources. */
    from: date.optional(),
    /** Two rows of one time and price in a file: an error, or counted in the quality table and kept once. */
    identicalRows: z.enum(['error', 'keepFirst']).default('error'),
    /** A delivery day with more missing periods than this in a required series is invalid. */
    maxMissingPeriodsPerDay: wholeNumber(0).default(4),
    /** Share of invalid days in the 730 days before the day planned that turns the data light to caution. */
    cautionInvalidShare: z.number().gte(0).lte(1).default(0.05),
    /** … and the share that is an error. */
    errorInvalidShare: z.number().gte(0).lte(1).default(0.4),
    /** A series with fewer days of history is left out. */
    minimumHistoryDays: wholeNumber(90).default(180),
  }),
  markets: z.array(marketSchema).min(2),

  batteries: z.array(batterySchema).min(1),
  /** State of the night. Or a JSON file of the same fields, written by the desk's systems. */
  state: z
    .union([
      z.strictObject({ file: z.string() }),
      z.strictObject({
        /** MWh in the store at the start of delivery. Default: the battery's own. */
        stateOfChargeMWh: notNegative.optional(),
        /** When that was known, ISO 8601. */
        knownAt: z.string().optional(),
        /** Derating or outage: power limits from one instant to another, ISO 8601 UTC. */
        availability: z
          .array(
            z.strictObject({ from: z.string(), to: z.string(), maxChargeMW: notNegative, maxDischargeMW: notNegative }),
          )
          .default([]),
        /** Positions sold before, for the planned day. Default: none. */
        sold: soldSchema.optional(),
      }),
    ])
    .default({ availability: [] }),

  generator: generatorSchema,
  scenarios: z
    .strictObject({
      /** Scenarios that the headline figures are measured on; the plan never saw them. */
      count: wholeNumber(100).default(2000),
      /** Scenarios that the plan and the policy's schedule are made on. */
      plan: wholeNumber(10).default(1000),
      /** The first of them on which the two-stage problem is solved in full, each with its own recourse. */
      recourse: wholeNumber(10).default(200),
      /** Scenarios that the plan is chosen on, along the frontier. */
      choose: wholeNumber(20).default(1000),
      /** Days simulated, the planned day first. */
      horizonDays: wholeNumber(1).lte(7).default(7),
    })
    .prefault({}),
  decision: z
    .strictObject({
      /** `position`: one volume an interval, whatever the price. `bidCurve`: a base, and steps accepted from a price on. */
      dayAhead: z.enum(['position', 'bidCurve']).default('position'),
      /** Steps of a bid curve; their prices are evenly spaced quantiles of the simulated prices of the interval. */
      steps: wholeNumber(1).lte(20).default(4),
      /** Or the prices themselves, ascending: of all intervals alike, or by local start (`'17:00'`), each as many. */
      thresholds: z
        .union([z.array(z.number()).min(1), z.record(z.string().regex(/^\d\d:\d\d$/), z.array(z.number()).min(1))])
        .optional(),
      /** Most by which delivery may leave the day-ahead position, MW; null = not limited. Default: half the larger power. */
      deviationLimitMW: notNegative.nullable().optional(),
    })
    .prefault({}),
  /** How the plan is carried out when it is judged. `follow`: one schedule fixed before delivery; `rolling`: re-optimised each period on what is known then. */
  policy: z.strictObject({ kind: z.enum(policyNames).default('rolling') }).prefault({}),
  risk: z
    .strictObject({
      /** 0.95: the worst 5 %. */
      confidenceLevel: z.number().gt(0).lt(1).default(0.95),
      /** Most that the worst days may lose on average (CVaR), in currency per day; negative: least that they must earn. null = none. */
      limit: z.number().nullable().default(null),
      frontierPoints: wholeNumber(3).default(15),
    })
    .prefault({}),
  run: z
    .strictObject({
      /** Worker threads; results do not depend on it. Default: the processors available, at most 8. */
      workers: wholeNumber(1).lte(64).optional(),
      /** Longest time for one solve of the plan, seconds. */
      solverTimeLimitSeconds: positive.default(120),
    })
    .prefault({}),
});

/** What a user writes in `pipeline.config.ts`; unset fields have defaults. */
export type PipelineConfigInput = z.input<typeof configSchema>;
/** The configuration with every default filled in. */
export type PipelineConfig = z.output<typeof configSchema>;
export type MarketConfig = PipelineConfig['markets'][number];
export type ServiceConfig = Extract<MarketConfig, { role: 'service' }>;
export type SourceConfig = MarketConfig['sources'][number];
export type DataRules = PipelineConfig['data'];
export type GeneratorConfig = PipelineConfig['generator'];
/** The default generator with its default settings. */
export const defaultGenerator: GeneratorConfig = generatorSchema.parse({});
export type { BatterySpec };

/** Types a configuration file; returns it unchanged. */
export function defineConfig(config: PipelineConfigInput): PipelineConfigInput {
  return config;
}

/** Checks a configuration and fills in its defaults. Throws a ConfigError that names the field. */
export function parseConfig(input: unknown, file: string): PipelineConfig {
  const config = parseStrict(configSchema, input, file);
  checkMarkets(config, file);
  checkScenarios(config, file);
  checkBidCurve(config, file);
  checkView(config, file);
  return config;
}

/** The day-ahead or imbalance market of a configuration. */
export function energyMarket(config: PipelineConfig, role: 'dayAhead' | 'imbalance'): MarketConfig {
  return config.markets.find((market) => market.role === role) as MarketConfig;
}

export function serviceMarkets(config: PipelineConfig): ServiceConfig[] {
  return config.markets.filter((market): market is ServiceConfig => market.role === 'service');
}

/** The interval of a market's price series: its own statement, else the interval that is traded. */
export function seriesInterval(market: MarketConfig): 'period' | 'hour' | 'block' {
  return market.seriesInterval ?? market.interval;
}

/** Mean share of the reserved power that is called on a delivery date. */
export function activationShare(service: ServiceConfig, date: string): number {
  return (
    service.activation.toSorted((a, b) => a.from.localeCompare(b.from)).findLast((row) => row.from <= date)
      ?.meanShare ?? 0
  );
}

function checkScenarios({ scenarios }: PipelineConfig, file: string): void {
  if (scenarios.recourse <= scenarios.plan) return;
  throw new ConfigError('the scenario sets contradict one another', {
    file,
    field: 'scenarios.recourse',
    rule: `must not exceed scenarios.plan ${scenarios.plan}`,
    value: scenarios.recourse,
    remedy: 'lower it, or raise scenarios.plan',
  });
}

function checkBidCurve(config: PipelineConfig, file: string): void {
  const { decision, policy } = config;
  const fail = (field: string, rule: string, value: string | number, remedy: string): never => {
    throw new ConfigError('the bid curve', { file, field, rule, value, remedy });
  };
  const { thresholds } = decision;
  if (decision.dayAhead === 'position') {
    if (thresholds !== undefined)
      fail('decision.thresholds', "belongs to dayAhead 'bidCurve'", 'given', "remove it or choose 'bidCurve'");
    return;
  }
  const market = energyMarket(config, 'dayAhead');
  if (seriesInterval(market) === 'period' && market.interval !== 'period')
    fail(
      'decision.dayAhead',
      'the day-ahead price is one for each interval that is sold',
      `seriesInterval 'period', interval '${market.interval}'`,
      "use 'position', or a source with a price for each interval",
    );
  if (policy.kind === 'follow' && decision.deviationLimitMW !== null)
    fail(
      'policy.kind',
      'one schedule for all prices cannot keep a deviation limit beside positions that differ by price',
      policy.kind,
      "use 'rolling', or deviationLimitMW: null",
    );
  const lists = thresholds === undefined || Array.isArray(thresholds) ? [thresholds ?? []] : Object.values(thresholds);
  for (const list of lists) {
    if (list.some((price, i) => i > 0 && price <= list[i - 1]))
      fail('decision.thresholds', 'must ascend', list.join(', '), 'sort them and remove repeats');
    if (list.length !== lists[0].length)
      fail('decision.thresholds', 'as many prices at every local time', list.length, `give ${lists[0].length}`);
    const { priceLimits: limits } = market;
    const outside = list.find((price) => limits !== undefined && (price <= limits.min || price > limits.max));
    if (outside !== undefined)
      fail('decision.thresholds', 'within the market’s priceLimits', outside, 'correct the price or the limits');
  }
  const steps = thresholds === undefined ? decision.steps : lists[0].length;
  const { mostSteps } = market.rules;
  // An order states a volume at both price limits too.
  if (mostSteps !== undefined && steps + 2 > mostSteps)
    fail(
      'decision.steps',
      `with both price limits at most the market's mostSteps, ${mostSteps}`,
      steps,
      `use at most ${mostSteps - 2}`,
    );
}

function checkView({ generator }: PipelineConfig, file: string): void {
  if (generator.view === undefined || generator.name === 'whole-day') return;
  throw new ConfigError('the generator takes no view', {
    file,
    field: 'generator.view',
    rule: "only 'whole-day' has a forecast to move",
    value: generator.name,
    remedy: "leave the view out, or set generator.name to 'whole-day'",
  });
}

function checkMarkets(config: PipelineConfig, file: string): void {
  const names = config.markets.map((market) => market.name);
  const repeated = names.find((name, i) => names.indexOf(name) !== i);
  if (repeated !== undefined) {
    throw new ConfigError('two markets have one name', {
      file,
      field: 'markets',
      value: repeated,
      remedy: 'rename one of them',
    });
  }
  for (const role of ['dayAhead', 'imbalance'] as const) {
    const count = config.markets.filter((market) => market.role === role).length;
    if (count !== 1) {
      throw new ConfigError(`the markets need exactly one with role '${role}'`, {
        file,
        field: 'markets',
        value: `${count} of them`,
        remedy: count === 0 ? `add a market with role: '${role}'` : 'remove the others',
      });
    }
  }
  if (config.batteries.length !== 1) {
    throw new ConfigError('the plan is made for one battery', {
      file,
      field: 'batteries',
      value: `${config.batteries.length} batteries`,
      remedy: 'use one configuration for each battery',
    });
  }
}
