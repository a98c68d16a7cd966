import { ConfigError } from '../../errors.ts';
import { sharesLimits } from '../dispatch-problem.ts';
import type { DispatchProblem } from '../dispatch-problem.ts';
import type { DispatchResult } from '../dispatch-result.ts';
import { cashOf } from './battery-cash.ts';
import type { BatteryLifetime } from './battery-lifetime.ts';
import { energyMoved, stateOfChargeCycles } from './battery-use.ts';
import { chargingCost } from './charging-cost.ts';
import type { DispatchSolver } from './dispatch-solver.ts';
import { fadedBattery } from './faded-battery.ts';
import { horizonYears } from './horizon-years.ts';
import type { HorizonYears } from './horizon-years.ts';
import { investmentValue } from './investment-value.ts';
import type { InvestmentValue } from './investment-value.ts';
import { operatingLife } from './operating-life.ts';
import type { EndOfLife, OperatingYear, YearOfUse } from './operating-life.ts';

/** A battery's life against prices that repeat, and what it is worth. */
export interface LifetimeValue extends InvestmentValue {
  readonly battery: string;
  readonly engine: string;
  readonly horizon: HorizonYears;
  readonly endOfLife: EndOfLife;
  readonly lifetimeYears: number;
  readonly equivalentFullCycles: number;
  readonly dischargedMWh: number;
  readonly years: readonly OperatingYear[];
}

/**
 * Dispatches the battery of index `b` year after year with the capacity that fade has left it, until its
 * end of life, and values the cash. The horizon's prices repeat: several whole years count as their mean, a
 * part of a year is scaled up (`horizon.whole` false). The year's gross margin is cash without throughput
 * cost; for a battery that shares limits with others it is what all earn with it less what they earn
 * without it, the others as new. Every battery ends each year with the state of charge that it started
 * with. Throws ConfigError where the solver's engine cannot do so, besides what the solver throws.
 */
export async function lifetimeValue(
  problem: DispatchProblem,
  b: number,
  lifetime: BatteryLifetime,
  solve: DispatchSolver,
): Promise<LifetimeValue> {
  const horizon = horizonYears(problem.periodHours * problem.periodCount);
  const shared = sharesLimits(problem);
  const index = shared ? b : 0;
  const batteries = shared ? problem.batteries : [problem.batteries[b]];
  // The others' years repeat as well: none sells the energy of its start anew every year.
  const others = batteries.filter((_, i) => i !== index).map((battery) => fadedBattery(battery, 1));
  const cashWithout = shared ? cashOf(await solveCyclic(solve, { ...problem, batteries: others })) : 0;
  let engine = '';
  let last: { readonly stateOfHealth: number; readonly use: YearOfUse } | null = null;
  const yearAt = async (stateOfHealth: number): Promise<YearOfUse> => {
    if (last !== null && last.stateOfHealth === stateOfHealth) return last.use;
    const faded = {
      ...problem,
      batteries: batteries.map((battery, i) => fadedBattery(battery, i === index ? stateOfHealth : 1)),
    };
    const result = await solveCyclic(solve, faded);
    engine = result.engine;
    const perYear = 1 / horizon.years;
    const cost = chargingCost(faded, result, index);
    const use: YearOfUse = {
      dischargedMWh: perYear * energyMoved(faded, result, index).dischargedMWh,
      grossMargin: perYear * (cashOf(result) - cashWithout),
      chargingCost: cost === null ? null : perYear * cost,
      cycles: stateOfChargeCycles(faded, result, index),
      yearsCounted: horizon.years,
    };
    last = { stateOfHealth, use };
    return use;
  };
  const { energyCapacityMWh, name } = batteries[index];
  const { years, endOfLife } = await operatingLife(lifetime, energyCapacityMWh, yearAt);
  const sum = (value: (year: OperatingYear) => number): number => years.reduce((total, year) => total + value(year), 0);
  return {
    battery: name,
    engine,
    horizon,
    endOfLife,
    lifetimeYears: sum(({ operatingShare }) => operatingShare),
    equivalentFullCycles: sum(({ equivalentFullCycles }) => equivalentFullCycles),
    dischargedMWh: sum((year) => year.dischargedMWh),
    ...investmentValue(years, lifetime),
    years,
  };
}

async function solveCyclic(solve: DispatchSolver, problem: DispatchProblem): Promise<DispatchResult> {
  try {
    return await solve(problem);
  } catch (error) {
    // Engines name the terminal state among the fields that can be at fault.
    if (!(error instanceof ConfigError) || error.details.field?.includes('terminal') !== true) throw error;
    throw new ConfigError('no year of the lifetime can be dispatched', {
      field: '--lifetime',
      rule: `years repeat, so every battery ends with the state of charge that it starts with: ${error.message}`,
      remedy: 'use engine exact, or a state of charge at the start that can be reached again',
    });
  }
}
