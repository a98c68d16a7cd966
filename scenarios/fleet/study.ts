import { parseDispatchProblem } from '../../src/dispatch/dispatch-problem-schema.ts';
import type { DispatchProblem } from '../../src/dispatch/dispatch-problem.ts';
import { solveDispatch } from '../../src/dispatch/solve-dispatch.ts';
import { verifySchedule } from '../../src/dispatch/verify-schedule.ts';
import { printTable } from '../study-tools.ts';

// A fleet of batteries in up and down markets (docs/studies/fleet.md): prequalified MW by battery and market, a least
// state of charge, never charging and discharging at once, least runs, one grid connection. Prices are made here from a
// seed and are no market's. `npx tsx scenarios/fleet/study.ts`
const rows: string[][] = [];
for (const [assets, markets, periods, rules] of [
  [2, 2, 24, false],
  [3, 4, 48, false],
  [5, 4, 48, false],
  [10, 6, 48, false],
  [3, 4, 24, true],
] as const) {
  const problem = fleet(assets, markets, periods, rules);
  for (const engine of ['lp', 'milp', 'exact']) {
    const result = await solveDispatch(problem, { engine, timeLimitSeconds: 60, clock: () => performance.now() });
    const violations = verifySchedule(problem, result, true);
    rows.push([
      `${assets} assets, ${markets} markets, T = ${periods}${rules ? ', runs and ramp' : ''}`,
      engine,
      result.profit.toFixed(2),
      result.bound === null ? '' : result.bound.toFixed(2),
      result.availabilityRevenue.toFixed(2),
      result.equivalentFullCycles.toFixed(2),
      result.status,
      String(result.simultaneousPeriods),
      String(violations.length),
      result.solveSeconds.toFixed(2),
    ]);
  }
}
printTable(
  ['fleet', 'engine', 'profit', 'bound', 'availability', 'cycles', 'status', 'at once', 'violations', 'seconds'],
  rows,
);

/** Batteries of 1 to 3 MW and one to four hours at one connection of 60 % of their power; hours with negative prices. */
function fleet(assets: number, markets: number, periods: number, rules: boolean): DispatchProblem {
  const random = mulberry(1000 * assets + 10 * markets + periods);
  const uniform = (from: number, to: number): number => from + (to - from) * random();
  const services = Array.from({ length: markets }, (_, k) => ({
    name: `${k % 2 === 0 ? 'up' : 'down'}${k >> 1}`,
    kind: 'capacity',
    direction: k % 2 === 0 ? 'up' : 'down',
    intervalHours: 4,
    prices: Array.from({ length: periods / 4 }, () => uniform(-2, 14)),
    sustainHours: 0.25 * (1 + (k >> 1)),
    maxMW: 0.8 * assets,
    activation: 0.05,
    utilisationPrices: 60,
  }));
  const batteries = Array.from({ length: assets }, (_, a) => {
    const power = uniform(1, 3);
    const capacity = power * uniform(1, 4);
    return {
      name: `B${a + 1}`,
      maxChargeMW: power,
      maxDischargeMW: power,
      energyCapacityMWh: capacity,
      minStateOfChargeMWh: 0.1 * capacity,
      initialStateOfChargeMWh: 0.5 * capacity,
      terminal: { kind: 'cyclic' },
      chargeEfficiency: 0.93,
      dischargeEfficiency: 0.93,
      throughputCost: 3,
      // Every third battery is not prequalified for a market, the others for a part of their power.
      reserve: Object.fromEntries(
        services.map(({ name }, k) => [name, (a + k) % 3 === 2 ? 0 : power * uniform(0.3, 0.8)]),
      ),
      ...(rules ? { rampMWPerHour: power, minimumPowerMW: 0.3 * power, minimumRunHours: 2, minimumRestHours: 1 } : {}),
    };
  });
  const connection = 0.6 * batteries.reduce((sum, { maxDischargeMW }) => sum + maxDischargeMW, 0);
  return parseDispatchProblem(
    {
      periodHours: 1,
      currency: 'GBP',
      batteries,
      markets: [
        {
          name: 'energy',
          kind: 'energy',
          intervalHours: 1,
          prices: Array.from(
            { length: periods },
            (_, t) => 25 + 45 * Math.sin((2 * Math.PI * (t - 8)) / 24) + uniform(-50, 50),
          ),
        },
        ...services,
      ],
      site: { importLimitMW: connection, exportLimitMW: connection },
    },
    'fleet study',
  );
}

/** Mulberry32: the same prices for everybody. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
