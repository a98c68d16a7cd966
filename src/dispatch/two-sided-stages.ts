import type { StageCurves } from './storage-problem.ts';

/**
 * A stage that need not be concave: the better of a concave charging side (v ≤ 0) and a concave
 * discharging side (v ≥ 0). Where both are open, both contain v = 0.
 */
export interface TwoSidedStages {
  readonly charge: StageCurves;
  readonly discharge: StageCurves;
}

/** Whether both sides of a stage together are one concave curve: they meet, and slopes descend from one to the other. */
export function isConcaveStage({ charge, discharge }: TwoSidedStages, t: number, near: number, money: number): boolean {
  if (Number.isNaN(charge.firstMWh[t]) || Number.isNaN(discharge.firstMWh[t])) return true;
  let taken = charge.firstMWh[t];
  let worth = charge.firstValue[t];
  const last = charge.starts[t + 1];
  for (let j = charge.starts[t]; j < last; j++) {
    taken += charge.width[j];
    worth += charge.width[j] * charge.slope[j];
  }
  if (!(Math.abs(taken - discharge.firstMWh[t]) <= near && Math.abs(worth - discharge.firstValue[t]) <= money))
    return false;
  const first = discharge.starts[t];
  return (
    last === charge.starts[t] || first === discharge.starts[t + 1] || charge.slope[last - 1] >= discharge.slope[first]
  );
}
