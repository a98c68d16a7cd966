import type { BatteryProblem, DispatchProblem } from '../dispatch-problem.ts';
import { fleetOfOne } from '../dispatch-program.ts';
import { featuresOf } from '../feature.ts';
import type { Feature } from '../feature.ts';
import { nestMarkets } from '../market-nest.ts';
import type { MarketNode } from '../market-nest.ts';
import { solveNestedMarkets } from '../nested-recursion.ts';
import { powersOf, pricedStages } from '../priced-stages.ts';
import type { PricedStages } from '../priced-stages.ts';
import { solveStages } from '../solve-stages.ts';
import { losesWithinCommitments } from '../trading-stages.ts';
import { deliveredPowers } from './engine.ts';
import type { DispatchEngine, EngineSolution } from './engine.ts';
import { noSchedule, programFeatures, soleSolution, solveRelaxedOrWhole } from './program-solution.ts';
import { unreachable } from './separate-stages.ts';

/**
 * The best exact method for the problem given: the concave kernel where every stage is concave, the exact
 * kernel where prices make some stage a kink the wrong way, the recursion over nested markets, and HiGHS
 * (the relaxation if it happens to keep every rule, else the MILP) for netting between markets, intervals
 * that overlap without nesting, standing loss within a longer commitment, and what kernels do not cover.
 */
export const exactEngine: DispatchEngine = {
  name: 'exact',
  description: 'the optimum, never charging and discharging at once, with proof',
  exclusive: true,
  covers: programFeatures,
  async solve(problem, options) {
    const fleet = fleetOfOne(problem);
    const asked = [...featuresOf(fleet).keys()];
    if (asked.every((feature) => stageFeatures.includes(feature))) {
      const stages = stagesOf(problem);
      if (stages !== null) return solveByStages(problem, stages);
      const nest = asked.length === 0 ? separableNest(problem) : null;
      if (nest !== null) return solveNest(problem, nest);
    }
    return soleSolution(await solveRelaxedOrWhole(fleet, options));
  },
  solveFleet: (problem: DispatchProblem, options) => solveRelaxedOrWhole(problem, options),
};

/** What the kernels may cover, where every interval is the better of two concave sides. */
const stageFeatures: readonly Feature[] = ['availability', 'efficiencyByPeriod', 'untradedIntervals', 'site'];

/** Every delivery interval as a stage of its own; null where the problem has no such stages. */
function stagesOf(problem: BatteryProblem): PricedStages | null {
  if (problem.markets.length === 0) return pricedStages(problem, null);
  const nest = separableNest(problem);
  return nest !== null && nest.every(({ children }) => children.length === 0) ? pricedStages(problem, nest) : null;
}

/** The markets' intervals, where they nest and decide without each other. */
function separableNest(problem: BatteryProblem): MarketNode[] | null {
  if (problem.netting && problem.markets.length > 1) return null;
  const roots = nestMarkets(problem.markets);
  return roots === null || losesWithinCommitments(problem, roots) ? null : roots;
}

function solveNest(problem: BatteryProblem, roots: readonly MarketNode[]): EngineSolution {
  const solution = solveNestedMarkets(problem, roots);
  if (solution === null) throw unreachable(problem);
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
  const waterValue = new Float64Array(problem.periodCount);
  for (const [i, { start, end }] of stages.intervals.entries()) waterValue.fill(solution.waterValue[i], start, end);
  return {
    status: 'optimal',
    bound: solution.bound,
    ...powersOf(problem, stages.intervals, solution.takenMWh),
    waterValue,
  };
}
