import { seededUniform } from './seeded-uniform.ts';

/** A random dispatch problem as JSON: `markets` names the interval structure, `negative` lets prices fall below zero. */
export function randomDispatchProblem(
  seed: number,
  periodCount: number,
  structure: Structure,
  negative: boolean,
): Record<string, unknown> {
  const random = seededUniform(seed);
  const uniform = (from: number, to: number): number => from + (to - from) * random();
  const chance = (probability: number): boolean => random() < probability;
  const capacity = uniform(0.5, 6);
  const min = chance(0.3) ? uniform(0, 0.4) * capacity : 0;
  const max = chance(0.3) ? uniform(0.6, 1) * capacity : capacity;
  const initial = chance(0.3) ? min : uniform(min, max);
  const lossless = chance(0.2);
  const maxChargeMW = chance(0.05) ? 0 : uniform(0.3, 3);
  const singlePeriods = structure === 'one' || structure === 'two';
  const standingLossPerHour = singlePeriods && min === 0 && chance(0.4) ? uniform(0, 0.05) : 0;
  const hours = chance(0.5) ? 0.5 : 1;
  // A terminal state that one full-power period less than the horizon can reach.
  const target = chance(0.5) ? min : Math.min(max, initial * (1 - standingLossPerHour) ** (hours * periodCount));
  const kinds = [
    { kind: 'free' },
    { kind: 'atLeast', stateOfChargeMWh: target },
    { kind: 'value', waterValue: uniform(-40, 100) },
    ...(standingLossPerHour === 0 ? [{ kind: 'cyclic' }] : []),
  ];
  const rounded = chance(0.3);
  const prices = (count: number): number[] =>
    Array.from({ length: count }, () => {
      const price = uniform(negative ? -90 : 1, 120);
      return rounded ? Math.round(price / 15) * 15 : price;
    });
  const market = (name: string, periods: number) => ({
    name,
    kind: 'energy',
    intervalHours: periods * hours,
    prices: prices(periodCount / periods),
  });
  const markets = {
    one: () => [market('spot', 1)],
    long: () => [market('block', 2)],
    two: () => [market('a', 1), market('b', 1)],
    nested: () => [market('halfHourly', 1), market('hourly', 2)],
    deep: () => [market('halfHourly', 1), market('hourly', 2), market('daily', periodCount / 2)],
    uneven: () => [
      market('halfHourly', 1),
      { name: 'block', kind: 'energy', intervalStarts: [0, 3, 4], prices: prices(3) },
    ],
    crossing: () => [
      market('spot', 1),
      market('block', 2),
      { name: 'shifted', kind: 'energy', intervalStarts: [0, 1, 3], prices: prices(3) },
    ],
  }[structure]();
  return {
    periodHours: hours,
    batteries: [
      {
        name: 'B1',
        maxChargeMW,
        maxDischargeMW: uniform(0.3, 3),
        energyCapacityMWh: capacity,
        minStateOfChargeMWh: min,
        maxStateOfChargeMWh: max,
        initialStateOfChargeMWh: initial,
        terminal: kinds[Math.floor(uniform(0, kinds.length))],
        chargeEfficiency: lossless ? 1 : uniform(0.6, 1),
        dischargeEfficiency: lossless ? 1 : uniform(0.6, 1),
        standingLossPerHour,
        throughputCost: chance(0.4) ? uniform(0, 15) : 0,
      },
    ],
    markets,
  };
}

export type Structure = 'one' | 'long' | 'two' | 'nested' | 'deep' | 'uneven' | 'crossing';
