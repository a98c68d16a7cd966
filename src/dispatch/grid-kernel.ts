import { createGridScratch, stepBack } from './grid-step.ts';
import type { TradingStages } from './trading-stages.ts';
import type { ViableStates } from './viable-states.ts';

export interface GridSolution {
  /** Energy taken from the store in each interval, MWh; negative: put in. */
  readonly takenMWh: Float64Array;
  /** Slope of the value function at the state at the end of each interval, currency per MWh. */
  readonly waterValue: Float64Array;
  /** The same slope at each of the states asked for, one array of intervals a state; NaN where it is not viable. */
  readonly valueByState: readonly Float64Array[];
}

/** Values kept at once: 64 MB. */
const STORED_VALUES = 2 ** 23;

/**
 * Value iteration on `levels` equally spaced states of charge between the lowest and the highest viable one
 * of each boundary. V_i(e) = max over e' of profit(ρe − e') + V_{i+1}(e'), where e' is any level within reach,
 * idling, or full power; V between levels is interpolated, so that limits need not fall on a level. The best
 * level within reach is a sliding-window maximum of V(e') − slope·e', one window for charging and one for
 * discharging: O(levels × intervals). The schedule keeps every limit exactly; its value converges to the optimum
 * as levels grow. `terminalSlope` is the value per MWh in the store at the end; horizons of more than
 * `storedValues` values are recomputed in blocks.
 */
export function solveGrid(
  stages: TradingStages,
  viable: ViableStates,
  levels: number,
  terminalSlope: number,
  statesMWh: readonly number[] = [],
  storedValues = STORED_VALUES,
): GridSolution {
  const { count, retention, buySlope, sellSlope, storableMWh, drawableMWh } = stages;
  const { lowMWh, highMWh } = viable;
  const takenMWh = new Float64Array(count);
  const waterValue = new Float64Array(count);
  const valueByState = statesMWh.map(() => new Float64Array(count).fill(Number.NaN));
  const blockLength = count * levels <= storedValues ? Math.max(1, count) : Math.ceil(Math.sqrt(count));
  const blockCount = Math.ceil(count / blockLength);
  const scratch = createGridScratch(levels);

  // Values at the start of every block, the end of the horizon last; a first sweep finds them.
  const atBlock = new Float64Array((blockCount + 1) * levels);
  const end = atBlock.subarray(blockCount * levels);
  const endStep = (highMWh[count] - lowMWh[count]) / (levels - 1);
  for (let k = 0; k < levels; k++) end[k] = terminalSlope * (lowMWh[count] + k * endStep);
  if (blockCount > 1) {
    let next = end.slice();
    let value = new Float64Array(levels);
    for (let i = count - 1; i >= blockLength; i--) {
      stepBack(stages, viable, i, next, value, scratch);
      if (i % blockLength === 0) atBlock.set(value, (i / blockLength) * levels);
      [next, value] = [value, next];
    }
  }

  const rows = new Float64Array(blockLength * levels);
  let state = lowMWh[0];
  for (let block = 0; block < blockCount; block++) {
    const from = block * blockLength;
    const to = Math.min(count, from + blockLength);
    // Row r holds the values at boundary from + r + 1.
    rows.set(atBlock.subarray((block + 1) * levels, (block + 2) * levels), (to - from - 1) * levels);
    for (let i = to - 1; i > from; i--) {
      const next = (i - from) * levels;
      stepBack(stages, viable, i, rows.subarray(next, next + levels), rows.subarray(next - levels, next), scratch);
    }
    for (let i = from; i < to; i++) {
      const row = rows.subarray((i - from) * levels, (i - from + 1) * levels);
      const low = lowMWh[i + 1];
      const high = highMWh[i + 1];
      const step = (high - low) / (levels - 1);
      const z = retention * state;
      const bestEnd = bestState(row, low, step, high, z, buySlope[i], sellSlope[i], storableMWh[i], drawableMWh[i]);
      takenMWh[i] = z - bestEnd;
      waterValue[i] = slopeAt(row, (bestEnd - low) / step, step);
      for (const [s, stateMWh] of statesMWh.entries())
        if (stateMWh >= low && stateMWh <= high) valueByState[s][i] = slopeAt(row, (stateMWh - low) / step, step);
      state = bestEnd;
    }
  }
  return { takenMWh, waterValue, valueByState };
}

/** The best state at the end of an interval that idling would end at `z`; idling wins ties. */
function bestState(
  next: Float64Array,
  low: number,
  step: number,
  high: number,
  z: number,
  buySlope: number,
  sellSlope: number,
  storableMWh: number,
  drawableMWh: number,
): number {
  const top = Math.min(high, z + storableMWh);
  const bottom = Math.max(low, z - drawableMWh);
  let end = Math.min(Math.max(z, low), high);
  let best = -Infinity;
  const consider = (candidate: number, value: number): void => {
    const profit = (candidate > z ? buySlope : sellSlope) * (z - candidate) + value;
    if (profit <= best) return;
    best = profit;
    end = candidate;
  };
  consider(end, valueAt(next, (end - low) / step));
  if (step > 0) {
    consider(top, valueAt(next, (top - low) / step));
    consider(bottom, valueAt(next, (bottom - low) / step));
    const lastLevel = Math.min(next.length - 1, Math.floor((top - low) / step));
    for (let k = Math.max(0, Math.ceil((bottom - low) / step)); k <= lastLevel; k++) consider(low + k * step, next[k]);
  }
  return end;
}

function valueAt(values: Float64Array, position: number): number {
  if (!(position > 0)) return values[0];
  const cell = Math.min(Math.floor(position), values.length - 2);
  const share = Math.min(position - cell, 1);
  return values[cell] + (values[cell + 1] - values[cell]) * share;
}

/** Slope in the cell of `position`; on a level the mean of both sides. */
function slopeAt(values: Float64Array, position: number, step: number): number {
  if (!(step > 0)) return 0;
  const last = values.length - 1;
  const nearest = Math.round(position);
  const onLevel = Math.abs(position - nearest) < 1e-6;
  const from = onLevel ? Math.max(0, nearest - 1) : Math.min(Math.max(0, Math.floor(position)), last - 1);
  const to = onLevel ? Math.min(last, nearest + 1) : from + 1;
  return (values[to] - values[from]) / ((to - from) * step);
}
