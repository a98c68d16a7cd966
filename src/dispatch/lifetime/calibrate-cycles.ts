import { sharesLimits } from '../dispatch-problem.ts';
import type { DispatchProblem } from '../dispatch-problem.ts';
import type { DispatchResult } from '../dispatch-result.ts';
import { cashOf } from './battery-cash.ts';
import type { DispatchSolver } from './dispatch-solver.ts';
import { calibrateThroughputCost } from './throughput-cost-calibration.ts';
import type { CalibrationTrial, ThroughputCostCalibration } from './throughput-cost-calibration.ts';

/** A calibration with what each trial earns in money. */
export interface CycleCalibration extends Omit<ThroughputCostCalibration, 'trials'> {
  /** The batteries that the cost holds for: one, or all where they share limits. */
  readonly batteries: readonly string[];
  /** Cycles are per day of 24 h and, of several batteries, their mean; `cash` is profit without throughput cost. */
  readonly trials: readonly (CalibrationTrial & { readonly cash: number })[];
}

/**
 * Throughput costs at which the batteries make `cyclesPerDay` equivalent full cycles a day, each battery its
 * own, or one for all where they share limits. Costs that the problem states are replaced. Returns the
 * problem with these costs, and how each was found. Throws what the solver throws, and a SolverError where
 * cycles stay above the target whatever the cost.
 */
export async function calibrateCycles(
  problem: DispatchProblem,
  cyclesPerDay: number,
  solve: DispatchSolver,
): Promise<{ problem: DispatchProblem; calibrations: CycleCalibration[] }> {
  const groups = sharesLimits(problem) ? [problem.batteries] : problem.batteries.map((battery) => [battery]);
  const calibrations: CycleCalibration[] = [];
  for (const batteries of groups) {
    calibrations.push(await calibrateGroup({ ...problem, batteries }, cyclesPerDay, solve));
  }
  const costs = new Map(
    calibrations.flatMap(({ batteries, throughputCost }) => batteries.map((name) => [name, throughputCost] as const)),
  );
  return {
    problem: {
      ...problem,
      batteries: problem.batteries.map((battery) => ({ ...battery, throughputCost: costs.get(battery.name)! })),
    },
    calibrations,
  };
}

async function calibrateGroup(
  problem: DispatchProblem,
  cyclesPerDay: number,
  solve: DispatchSolver,
): Promise<CycleCalibration> {
  const days = (problem.periodHours * problem.periodCount) / 24;
  const cashes = new Map<number, number>();
  const cyclesAt = async (throughputCost: number): Promise<number> => {
    const batteries = problem.batteries.map((battery) => ({ ...battery, throughputCost }));
    const result: DispatchResult = await solve({ ...problem, batteries });
    cashes.set(throughputCost, cashOf(result));
    return result.equivalentFullCycles / batteries.length / days;
  };
  const { trials, ...found } = await calibrateThroughputCost(cyclesAt, cyclesPerDay, {
    firstCost: priceRange(problem) / 8,
  });
  return {
    batteries: problem.batteries.map(({ name }) => name),
    ...found,
    trials: trials.map((trial) => ({ ...trial, cash: cashes.get(trial.throughputCost)! })),
  };
}

/** Largest less smallest price of energy; 80 where prices do not differ. */
function priceRange({ markets, site }: DispatchProblem): number {
  let low = Infinity;
  let high = -Infinity;
  const series = [
    ...markets.map(({ prices }) => prices),
    ...(site === null ? [] : [site.importPrices, site.exportPrices]),
  ];
  for (const prices of series) {
    for (const price of prices) {
      // Comparisons with NaN, an interval without a price, are false.
      if (price < low) low = price;
      if (price > high) high = price;
    }
  }
  return high > low ? high - low : 80;
}
