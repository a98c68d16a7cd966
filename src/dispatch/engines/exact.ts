import { createConcaveWorkspace, solveConcaveStorage } from '../concave-kernel.ts';
import type { BatteryProblem } from '../dispatch-problem.ts';
import { createExactWorkspace, solveExactStorage } from '../exact-kernel.ts';
import { nestMarkets } from '../market-nest.ts';
import type { MarketNode } from '../market-nest.ts';
import { solveNestedMarkets } from '../nested-recursion.ts';
import type { StageCurves, StorageProblem } from '../storage-problem.ts';
import { fillWaterValues } from '../stored-energy-value.ts';
import { losesWithinCommitments, spreadOverPeriods, tradesOf, tradingStages } from '../trading-stages.ts';
import { deliveredPowers } from './engine.ts';
import type { DispatchEngine, EngineOptions, EngineSolution } from './engine.ts';
import { isExclusive, solveExclusive, solveRelaxation } from './program-solution.ts';
import { unreachable } from './separate-stages.ts';

/**
 * The best exact method for the problem given: the concave kernel where every stage is concave, the exact
 * kernel where prices make some stage a kink the wrong way, the recursion over nested markets, and HiGHS
 * (the relaxation if it happens to be exclusive, else the MILP) for netting between markets, intervals
 * that overlap without nesting, and standing loss within a longer commitment.
 */
export const exactEngine: DispatchEngine = {
  name: 'exact',
  description: 'the optimum, never charging and discharging at once, with proof',
  exclusive: true,
  async solve(problem, options) {
    const roots = nestMarkets(problem.markets);
    const nettingMatters = problem.netting && problem.markets.length > 1;
    if (roots === null || nettingMatters || losesWithinCommitments(problem, roots))
      return solveByProgram(problem, options);
    return roots.every(({ children }) => children.length === 0)
      ? solveSingleLevel(problem, roots)
      : solveNest(problem, roots);
  },
};

async function solveByProgram(problem: BatteryProblem, { timeLimitSeconds }: EngineOptions): Promise<EngineSolution> {
  const limit = timeLimitSeconds === undefined ? {} : { timeLimitSeconds };
  const relaxed = await solveRelaxation(problem, limit);
  return isExclusive(relaxed) ? relaxed : solveExclusive(problem, limit);
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

/** Every delivery interval is a stage of its own: buy at its cheapest market, sell at its dearest. */
function solveSingleLevel(problem: BatteryProblem, roots: readonly MarketNode[]): EngineSolution {
  const { battery } = problem;
  const separate = tradingStages(problem, roots);
  const { count, retention } = separate;
  const storage: StorageProblem = {
    periodCount: count,
    initialMWh: battery.initialStateOfChargeMWh,
    retention,
    inflowMWh: new Float64Array(count),
    lowerMWh: new Float64Array(count + 1).fill(battery.minStateOfChargeMWh),
    upperMWh: new Float64Array(count + 1).fill(battery.maxStateOfChargeMWh),
    windowPenalty: Infinity,
    terminal: battery.terminal,
  };
  const { buySlope, sellSlope, storableMWh: storable, drawableMWh: drawable } = separate;

  let bound: number;
  let takenMWh: Float64Array;
  const waterValue = new Float64Array(count);
  if (buySlope.every((slope, i) => slope >= sellSlope[i] || storable[i] === 0 || drawable[i] === 0)) {
    const stages = concaveStages(buySlope, sellSlope, storable, drawable);
    const workspace = createConcaveWorkspace(count, 2 * count);
    bound = solveConcaveStorage(storage, stages, workspace);
    takenMWh = workspace.takenMWh;
    if (bound !== -Infinity)
      fillWaterValues(storage, stages, takenMWh, workspace.stateMWh, waterValue, new Float64Array(2 * count));
  } else {
    const workspace = createExactWorkspace(count);
    const zero = new Float64Array(count);
    const charge = oneSegment(
      buySlope,
      storable,
      storable.map((energy) => -energy),
      buySlope.map((slope, i) => -slope * storable[i]),
    );
    bound = solveExactStorage(storage, { charge, discharge: oneSegment(sellSlope, drawable, zero, zero) }, workspace);
    if (bound !== -Infinity) bound = workspace.bound;
    takenMWh = workspace.takenMWh;
    waterValue.set(workspace.waterValue);
  }
  if (bound === -Infinity) throw unreachable(problem);
  return {
    status: 'optimal',
    bound,
    ...tradesOf(problem, roots, takenMWh),
    waterValue: spreadOverPeriods(problem, roots, waterValue),
  };
}

function concaveStages(
  buySlope: Float64Array,
  sellSlope: Float64Array,
  storable: Float64Array,
  drawable: Float64Array,
): StageCurves {
  const count = buySlope.length;
  const slope = new Float64Array(2 * count);
  const width = new Float64Array(2 * count);
  const starts = new Int32Array(count + 1);
  let next = 0;
  for (let i = 0; i < count; i++) {
    if (storable[i] > 0) {
      slope[next] = buySlope[i];
      width[next++] = storable[i];
    }
    if (drawable[i] > 0) {
      slope[next] = sellSlope[i];
      width[next++] = drawable[i];
    }
    starts[i + 1] = next;
  }
  const firstMWh = storable.map((energy) => -energy);
  return { starts, slope, width, firstMWh, firstValue: buySlope.map((price, i) => -price * storable[i]) };
}

function oneSegment(
  slope: Float64Array,
  width: Float64Array,
  firstMWh: Float64Array,
  firstValue: Float64Array,
): StageCurves {
  return { starts: Int32Array.from({ length: slope.length + 1 }, (_, i) => i), slope, width, firstMWh, firstValue };
}
