import { createConcaveWorkspace, solveConcaveStorage } from './concave-kernel.ts';
import type { BatteryProblem } from './dispatch-problem.ts';
import type { EngineSolution } from './engines/engine.ts';
import { createExactWorkspace, solveExactStorage } from './exact-kernel.ts';
import { joinedStages, powersOf } from './priced-stages.ts';
import type { PricedStages } from './priced-stages.ts';
import type { StorageProblem } from './storage-problem.ts';
import { fillWaterValues } from './stored-energy-value.ts';
import type { StateWindow } from './terminal-window.ts';
import { spreadOverPeriods } from './trading-stages.ts';

/** The optimum over the energy taken in each interval, MWh in the store. */
export interface StageSolution {
  /** Upper bound of what it earns; equals it within rounding. */
  readonly bound: number;
  readonly takenMWh: Float64Array;
  /** Currency per MWh in the store at the end of each interval. */
  readonly waterValue: Float64Array;
}

/** What stages decide by period. */
export type StageSchedule = Pick<EngineSolution, 'trades' | 'chargeMW' | 'dischargeMW' | 'waterValue'>;

/** A stage solution as the powers, trades and water values of an engine. */
export function scheduleOf(
  problem: BatteryProblem,
  { intervals }: PricedStages,
  { takenMWh, waterValue }: StageSolution,
): StageSchedule {
  return {
    ...powersOf(problem, intervals, takenMWh),
    waterValue: spreadOverPeriods(problem, intervals, waterValue),
  };
}

/** The best schedule of the stages by the kernel that they allow; null where none keeps window and terminal state and ends within `end`. */
export function solveStages(
  { battery }: BatteryProblem,
  stages: PricedStages,
  end?: StateWindow,
): StageSolution | null {
  const count = stages.intervals.length;
  const lowerMWh = new Float64Array(count + 1).fill(battery.minStateOfChargeMWh);
  const upperMWh = new Float64Array(count + 1).fill(battery.maxStateOfChargeMWh);
  lowerMWh[count] = end?.lowMWh ?? lowerMWh[count];
  upperMWh[count] = end?.highMWh ?? upperMWh[count];
  const storage: StorageProblem = {
    periodCount: count,
    initialMWh: battery.initialStateOfChargeMWh,
    retention: stages.retention,
    inflowMWh: new Float64Array(count),
    lowerMWh,
    upperMWh,
    windowPenalty: Infinity,
    terminal: battery.terminal,
  };
  if (!stages.concave) {
    const workspace = createExactWorkspace(count);
    const value = solveExactStorage(storage, stages, workspace);
    const { bound, takenMWh, waterValue } = workspace;
    return value === -Infinity ? null : { bound, takenMWh, waterValue };
  }
  const joined = joinedStages(stages);
  const workspace = createConcaveWorkspace(count, joined.slope.length);
  const value = solveConcaveStorage(storage, joined, workspace);
  if (value === -Infinity) return null;
  const { takenMWh, stateMWh } = workspace;
  const waterValue = new Float64Array(count);
  fillWaterValues(storage, joined, takenMWh, stateMWh, waterValue, new Float64Array(2 * count));
  return { bound: value, takenMWh, waterValue };
}
