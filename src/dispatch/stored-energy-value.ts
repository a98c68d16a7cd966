import { energyScale, lastLowerMWh, lastUpperMWh, terminalSlope } from './storage-problem.ts';
import type { StageCurves, StorageProblem } from './storage-problem.ts';

/**
 * The multipliers m_t of a concave storage problem: the value of one more MWh in the store at the end of
 * period t (the water value), T values into `waterValue`, from an optimal schedule and without a solver.
 *
 * Backward, the interval of multipliers that the future allows (times retention, opened by the window
 * where the state stands on or outside of it) is intersected with the subdifferential of h_t at v_t;
 * forward, the value nearest to m_{t−1}/retention is taken. docs/method/dispatch.md. `scratch` holds 2·T values. Returns whether multipliers exist: if so, they prove that the
 * schedule is optimal for this problem (a schedule made with hard windows is then optimal for soft ones).
 */
export function fillWaterValues(
  problem: StorageProblem,
  stages: StageCurves,
  takenMWh: Float64Array,
  stateMWh: Float64Array,
  waterValue: Float64Array,
  scratch: Float64Array,
): boolean {
  const { periodCount, retention } = problem;
  const tolerance = 1e-9 * energyScale(problem, stages);
  const interval = { low: 0, high: 0 };

  let exist = true;
  let low = terminalSlope(problem);
  let high = low;
  for (let t = periodCount - 1; t >= 0; t--) {
    windowMultiplier(problem, t + 1, stateMWh[t + 1], tolerance, interval);
    low += interval.low;
    high += interval.high;
    stageMultiplier(stages, t, takenMWh[t], tolerance, interval);
    low = Math.max(low, interval.low);
    high = Math.min(high, interval.high);
    if (low > high) {
      if (low - high > 1e-9 * Math.max(1, Math.abs(low), Math.abs(high))) exist = false;
      // Only rounding separates them: any value in between is within tolerance of both.
      low = 0.5 * (low + high);
      high = low;
    }
    scratch[t] = low;
    scratch[periodCount + t] = high;
    low *= retention;
    high *= retention;
  }

  for (let t = 0; t < periodCount; t++) {
    const lowest = scratch[t];
    const highest = scratch[periodCount + t];
    if (t === 0) {
      waterValue[0] = middle(lowest, highest);
      continue;
    }
    // m_{t−1} = retention·m_t + g with g allowed by the window at boundary t.
    windowMultiplier(problem, t, stateMWh[t], tolerance, interval);
    const from = Math.max(lowest, (waterValue[t - 1] - interval.high) / retention);
    const to = Math.min(highest, (waterValue[t - 1] - interval.low) / retention);
    const wanted = waterValue[t - 1] / retention;
    const nearest = from > to ? 0.5 * (from + to) : Math.min(Math.max(wanted, from), to);
    waterValue[t] = Math.min(Math.max(nearest, lowest), highest);
  }
  return exist;
}

function middle(low: number, high: number): number {
  if (low > -Infinity && high < Infinity) return 0.5 * (low + high);
  if (low > -Infinity) return low;
  return high < Infinity ? high : 0;
}

/** The multipliers that the window at boundary i can have at this state: positive at its lower end. */
function windowMultiplier(
  problem: StorageProblem,
  i: number,
  state: number,
  tolerance: number,
  result: { low: number; high: number },
): void {
  const last = i === problem.periodCount;
  const lower = last ? lastLowerMWh(problem) : problem.lowerMWh[i];
  const upper = last ? lastUpperMWh(problem) : problem.upperMWh[i];
  const penalty = problem.windowPenalty;
  result.low = 0;
  result.high = 0;
  if (state < lower - tolerance) {
    result.low += penalty;
    result.high += penalty;
  } else if (state <= lower + tolerance) result.high += penalty;
  if (state > upper + tolerance) {
    result.low -= penalty;
    result.high -= penalty;
  } else if (state >= upper - tolerance) result.low -= penalty;
}

/** The subdifferential of h_t at v, open-ended at the ends of its domain. */
function stageMultiplier(
  stages: StageCurves,
  t: number,
  taken: number,
  tolerance: number,
  result: { low: number; high: number },
): void {
  result.low = -Infinity;
  result.high = Infinity;
  let left = stages.firstMWh[t];
  for (let j = stages.starts[t]; j < stages.starts[t + 1]; j++) {
    const right = left + stages.width[j];
    // Segments left of v bound the multiplier from above, segments right of it from below.
    if (right <= taken + tolerance) result.high = Math.min(result.high, stages.slope[j]);
    else if (left >= taken - tolerance) {
      result.low = Math.max(result.low, stages.slope[j]);
      return;
    } else {
      result.low = stages.slope[j];
      result.high = stages.slope[j];
      return;
    }
    left = right;
  }
}
