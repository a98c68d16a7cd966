import { createConcaveWorkspace, solveConcaveStorage } from './concave-kernel.ts';
import type { BatteryProblem } from './dispatch-problem.ts';
import { createExactWorkspace, solveExactStorage } from './exact-kernel.ts';
import { joinedStages } from './priced-stages.ts';
import type { PricedStages } from './priced-stages.ts';
import type { StorageProblem } from './storage-problem.ts';
import { fillWaterValues } from './stored-energy-value.ts';

/** The optimum over the energy taken in each interval, MWh in the store. */
export interface StageSolution {
  readonly value: number;
  /** Upper bound of the value; equals it within rounding. */
  readonly bound: number;
  readonly takenMWh: Float64Array;
  /** Currency per MWh in the store at the end of each interval. */
  readonly waterValue: Float64Array;
}

/** The best schedule of the stages by the kernel that they allow; null where none keeps window and terminal state. */
export function solveStages({ battery }: BatteryProblem, stages: PricedStages): StageSolution | null {
  const count = stages.intervals.length;
  const storage: StorageProblem = {
    periodCount: count,
    initialMWh: battery.initialStateOfChargeMWh,
    retention: stages.retention,
    inflowMWh: new Float64Array(count),
    lowerMWh: new Float64Array(count + 1).fill(battery.minStateOfChargeMWh),
    upperMWh: new Float64Array(count + 1).fill(battery.maxStateOfChargeMWh),
    windowPenalty: Infinity,
    terminal: battery.terminal,
  };
  if (!stages.concave) {
    const workspace = createExactWorkspace(count);
    const value = solveExactStorage(storage, stages, workspace);
    const { bound, takenMWh, waterValue } = workspace;
    return value === -Infinity ? null : { value, bound, takenMWh, waterValue };
  }
  const joined = joinedStages(stages);
  const workspace = createConcaveWorkspace(count, joined.slope.length);
  const value = solveConcaveStorage(storage, joined, workspace);
  if (value === -Infinity) return null;
  const { takenMWh, stateMWh } = workspace;
  const waterValue = new Float64Array(count);
  fillWaterValues(storage, joined, takenMWh, stateMWh, waterValue, new Float64Array(2 * count));
  return { value, bound: value, takenMWh, waterValue };
}
