import type { BatteryProblem } from '../dispatch-problem.ts';
import { fleetOfOne } from '../dispatch-program.ts';
import { featuresOf } from '../feature.ts';
import type { MarketNode } from '../market-nest.ts';
import { solveNestedMarkets } from '../nested-recursion.ts';
import { noSchedule } from '../no-schedule.ts';
import type { PricedStages } from '../priced-stages.ts';
import { separableNest, stageFeatures, stagesOf } from '../stage-coverage.ts';
import { scheduleOf, solveStages } from '../solve-stages.ts';
import { deliveredPowers } from './engine.ts';
import type { DispatchEngine, EngineSolution } from './engine.ts';
import { programFeatures, soleSolution } from './program-solution.ts';
import { solveRelaxedOrWhole } from './relaxed-or-whole.ts';

/**
 * The best exact method for the problem given: the concave kernel where every stage is concave, the exact
 * kernel where prices make some stage a kink the wrong way, the recursion over nested markets, and HiGHS
 * (the relaxation if it happens to keep every rule, multipliers where the problem is long, else the MILP) for
 * netting between markets, intervals that overlap without nesting, standing loss within a longer commitment,
 * and what kernels do not cover. A gap that is left is reported: status `feasible`, with the bound.
 */
export const exactEngine: DispatchEngine = {
  name: 'exact',
  description: 'the optimum, never charging and discharging at once, with its bound',
  exclusive: true,
  options: ['timeLimitSeconds'],
  covers: programFeatures,
  async solve(problem, options) {
    const fleet = fleetOfOne(problem);
    const asked = [...featuresOf(fleet).keys()];
    if (asked.every((feature) => feature === 'cycleBudget' || stageFeatures.includes(feature))) {
      const nest = separableNest(problem);
      const stages = stagesOf(problem, null, nest);
      const found = stages === null ? null : solveByStages(problem, stages);
      if (found !== null && keepsBudgets(problem, found)) return found;
      if (nest !== null && asked.length === 0) return solveNest(problem, nest);
    }
    return soleSolution(await solveRelaxedOrWhole(fleet, options));
  },
  solveFleet: solveRelaxedOrWhole,
};

/** True where no cycle budget binds: then what is best without them is best. */
function keepsBudgets({ battery, periodHours }: BatteryProblem, { dischargeMW }: EngineSolution): boolean {
  return battery.operation.cycleBudgets.every(
    ({ from, to, maxDischargedMWh }) =>
      periodHours * dischargeMW.subarray(from, to).reduce((sum, power) => sum + power, 0) <= maxDischargedMWh,
  );
}

function solveNest(problem: BatteryProblem, roots: readonly MarketNode[]): EngineSolution {
  const solution = solveNestedMarkets(problem, roots);
  if (solution === null) throw noSchedule(fleetOfOne(problem));
  const trades = problem.markets.map(({ starts }, m) => {
    const hoursOf = (i: number): number => (starts[i + 1] - starts[i]) * problem.periodHours;
    return {
      buyMW: solution.boughtMWh[m].map((energy, i) => energy / hoursOf(i)),
      sellMW: solution.soldMWh[m].map((energy, i) => energy / hoursOf(i)),
    };
  });
  return {
    status: 'optimal',
    bound: solution.bound,
    ...deliveredPowers(problem, trades),
    trades,
    waterValue: solution.waterValue,
  };
}

function solveByStages(problem: BatteryProblem, stages: PricedStages): EngineSolution {
  const solution = solveStages(problem, stages);
  if (solution === null) throw noSchedule(fleetOfOne(problem));
  return { status: 'optimal', bound: solution.bound, ...scheduleOf(problem, stages, solution) };
}
