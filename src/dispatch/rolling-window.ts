import { createConcaveWorkspace, solveConcaveStorage } from './concave-kernel.ts';
import type { BatteryProblem } from './dispatch-problem.ts';
import type { EngineSolution } from './engines/engine.ts';
import { createExactWorkspace, solveExactStorage } from './exact-kernel.ts';
import type { MarketNode } from './market-nest.ts';
import { joinedStages, powersOf, pricedStages } from './priced-stages.ts';
import type { StorageProblem } from './storage-problem.ts';
import { fillWaterValues } from './stored-energy-value.ts';
import { spreadOverPeriods } from './trading-stages.ts';

/** What a window decides; its value is of no interest. */
export type WindowPlan = Pick<EngineSolution, 'trades' | 'chargeMW' | 'dischargeMW' | 'waterValue'>;

/**
 * The optimum of a window whose intervals decide without each other (`nodes`), ending within
 * [endLowMWh, endHighMWh]; energy left is worth `terminalSlope` per MWh. Null where no schedule keeps that.
 */
export function solveWindow(
  problem: BatteryProblem,
  nodes: readonly MarketNode[],
  endLowMWh: number,
  endHighMWh: number,
  terminalSlope: number,
): WindowPlan | null {
  const stages = pricedStages(problem, nodes);
  if (stages === null) return null;
  const { battery } = problem;
  const count = nodes.length;
  const lowerMWh = new Float64Array(count + 1).fill(battery.minStateOfChargeMWh);
  const upperMWh = new Float64Array(count + 1).fill(battery.maxStateOfChargeMWh);
  lowerMWh[count] = endLowMWh;
  upperMWh[count] = endHighMWh;
  const storage: StorageProblem = {
    periodCount: count,
    initialMWh: battery.initialStateOfChargeMWh,
    retention: stages.retention,
    inflowMWh: new Float64Array(count),
    lowerMWh,
    upperMWh,
    windowPenalty: Infinity,
    terminal: terminalSlope === 0 ? { kind: 'free' } : { kind: 'value', waterValue: terminalSlope },
  };
  let takenMWh: Float64Array;
  let waterValue: Float64Array;
  if (stages.concave) {
    const joined = joinedStages(stages);
    const workspace = createConcaveWorkspace(count, joined.slope.length);
    if (solveConcaveStorage(storage, joined, workspace) === -Infinity) return null;
    takenMWh = workspace.takenMWh;
    waterValue = new Float64Array(count);
    fillWaterValues(storage, joined, takenMWh, workspace.stateMWh, waterValue, new Float64Array(2 * count));
  } else {
    const workspace = createExactWorkspace(count);
    if (solveExactStorage(storage, stages, workspace) === -Infinity) return null;
    takenMWh = workspace.takenMWh;
    waterValue = workspace.waterValue;
  }
  return {
    ...powersOf(problem, stages.intervals, takenMWh),
    waterValue: spreadOverPeriods(problem, nodes, waterValue),
  };
}
