import { randomDispatchProblem } from './random-dispatch-problem.ts';
import { seededUniform } from './seeded-uniform.ts';

/** What a random problem asks for besides energy. */
export type Limits =
  | 'availability and ramp'
  | 'runs'
  | 'runs and rests'
  | 'cycles'
  | 'temperature and gaps'
  | 'reserves'
  | 'enablement'
  | 'meter'
  | 'demand charge'
  | 'fleet at a site'
  | 'fleet of reserves';

/** A random problem of `periodCount` hours (an even number) as JSON, small enough to try every mode. */
export function randomLimitedProblem(seed: number, periodCount: number, limits: Limits): Record<string, unknown> {
  const random = seededUniform(1000 + seed);
  const uniform = (from: number, to: number): number => from + (to - from) * random();
  const list = (count: number, draw: () => number): number[] => Array.from({ length: count }, draw);
  const base = randomDispatchProblem(seed, periodCount, 'one', true) as {
    periodHours: number;
    batteries: Record<string, unknown>[];
    markets: Record<string, unknown>[];
  };
  const prices = (from: number, to: number, count = periodCount): number[] => list(count, () => uniform(from, to));
  // Every problem has a schedule: a window whose lower end is empty and an end that is free or priced.
  const battery = {
    ...base.batteries[0],
    maxChargeMW: uniform(0.5, 3),
    minStateOfChargeMWh: 0,
    terminal: random() < 0.5 ? { kind: 'free' } : { kind: 'value', waterValue: uniform(-20, 90) },
  };
  const capacity = (name: string, direction: string, rest: object = {}) => ({
    name,
    kind: 'capacity',
    direction,
    intervalHours: 2 * base.periodHours,
    prices: prices(0, 60, periodCount / 2),
    sustainHours: uniform(0, 1),
    activation: list(periodCount, () => uniform(0, 0.4)),
    utilisationPrices: prices(-20, 120),
    ...rest,
  });
  const site = (rest: object = {}) => ({
    importLimitMW: uniform(2.5, 5),
    exportLimitMW: uniform(1.5, 3),
    demandMW: list(periodCount, () => uniform(0, 2)),
    generationMW: list(periodCount, () => (random() < 0.5 ? uniform(0, 2.5) : 0)),
    importPrices: prices(20, 150),
    exportPrices: prices(-30, 110),
    ...rest,
  });
  const one = (overrides: object, rest: object = {}) => ({
    ...base,
    batteries: [{ ...battery, ...overrides }],
    ...rest,
  });
  const markets = base.markets;
  switch (limits) {
    case 'availability and ramp':
      return one({
        availability: list(periodCount, () => (random() < 0.3 ? 0 : uniform(0.3, 1))),
        rampMWPerHour: uniform(0.4, 3),
      });
    case 'runs':
      return one({ minimumPowerMW: uniform(0.1, 0.3), minimumRunHours: uniform(1, 2.5) });
    case 'runs and rests':
      return one({
        minimumPowerMW: uniform(0.1, 0.3),
        minimumRunHours: uniform(0, 2),
        minimumRestHours: uniform(0.5, 2),
        initialPowerMW: [-0.3, 0, 0.3][seed % 3],
        availability: list(periodCount, () => (random() < 0.2 ? 0 : 1)),
      });
    case 'cycles':
      return { ...one({ maxCyclesPerDay: uniform(0.1, 0.6) }), dayStarts: [0, periodCount / 2] };
    case 'temperature and gaps':
      return one(
        { efficiencyByTemperature: { temperaturesC: [0, 30], factors: [0.7, 1] }, lossFactor: uniform(0.9, 1.05) },
        {
          temperatureC: list(periodCount, () => uniform(-5, 35)),
          markets: markets.map((market) => ({
            ...market,
            prices: (market.prices as number[]).map((price) => (random() < 0.25 ? null : price)),
          })),
        },
      );
    case 'reserves':
      return one(
        {
          reserve: { up1: uniform(0.5, 2), up2: uniform(0.5, 2), up3: 1, down1: uniform(0.5, 2) },
          maxCyclesPerDay: 0.8,
        },
        {
          markets: [
            ...markets,
            capacity('up1', 'up'),
            capacity('up2', 'up', { headroom: 'shared' }),
            capacity('up3', 'up', { headroom: 'shared', maxMW: 0.6 }),
            capacity('down1', 'down'),
          ],
        },
      );
    case 'enablement':
      return one(
        {
          reserve: {
            raise: {
              maxMW: 1,
              enablementMinMW: uniform(0, 0.3),
              lowBreakMW: 0.3,
              highBreakMW: 0.4,
              enablementMaxMW: 1,
            },
            lower: { maxMW: 1, enablementMinMW: -9, lowBreakMW: -2, highBreakMW: 0, enablementMaxMW: uniform(0, 0.2) },
          },
        },
        { markets: [...markets, capacity('raise', 'up'), capacity('lower', 'down', { activation: 0 })] },
      );
    case 'meter':
      return one({}, { markets: [], site: site() });
    case 'demand charge':
      return one(
        {},
        {
          markets: [],
          site: site({
            demandCharge: {
              pricePerKVA: uniform(0, 0.1),
              powerFactor: uniform(0.8, 1),
              billingStarts: [0, periodCount / 2],
              peakSoFarKVA: uniform(0, 1500),
            },
          }),
        },
      );
    case 'fleet at a site':
      return {
        ...base,
        batteries: [
          battery,
          {
            ...battery,
            name: 'B2',
            lossFactor: 0.95,
            energyCapacityMWh: 4,
            maxStateOfChargeMWh: 4,
            initialStateOfChargeMWh: 2,
          },
        ],
        site: site({ importPrices: prices(-5, 15), exportPrices: prices(-15, 10) }),
      };
    case 'fleet of reserves':
      return {
        ...base,
        batteries: [
          { ...battery, reserve: { up: 1 } },
          { ...battery, name: 'B2', maxDischargeMW: 1, reserve: { up: 2 } },
        ],
        markets: [...markets, capacity('up', 'up', { maxMW: 1.2 })],
      };
  }
}
