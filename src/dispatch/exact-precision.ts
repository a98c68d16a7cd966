import { energyScale, terminalSlope } from './storage-problem.ts';
import type { StorageProblem } from './storage-problem.ts';
import type { TwoSidedStages } from './two-sided-stages.ts';

/** Tolerances of one solve, from the size of the problem (docs/method/dispatch.md). */
export interface Precision {
  /** Money: pruning may move a value function by this much. */
  readonly money: number;
  /** MWh: breakpoints nearer than this are one. */
  readonly near: number;
  /** MWh: rounding of domains. */
  readonly slack: number;
}

export function precisionOf(problem: StorageProblem, stages: TwoSidedStages): Precision {
  let price = Math.max(1e-9, Math.abs(terminalSlope(problem)));
  for (const side of [stages.charge, stages.discharge]) {
    const count = side.starts[problem.periodCount];
    for (let j = 0; j < count; j++) if (side.width[j] > 0) price = Math.max(price, Math.abs(side.slope[j]));
  }
  if (problem.windowPenalty !== Infinity) price = Math.max(price, problem.windowPenalty);
  const energy = energyScale(problem, stages.charge, stages.discharge);
  return { money: 1e-13 * energy * price, near: 1e-14 * energy, slack: 1e-9 * energy };
}
