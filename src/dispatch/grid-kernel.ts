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
  const scratch = createScratch(levels);

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

interface Scratch {
  readonly buy: Float64Array;
  readonly sell: Float64Array;
  readonly buyQueue: Int32Array;
  readonly sellQueue: Int32Array;
}

function createScratch(levels: number): Scratch {
  return {
    buy: new Float64Array(levels),
    sell: new Float64Array(levels),
    buyQueue: new Int32Array(levels),
    sellQueue: new Int32Array(levels),
  };
}

/** `value` at the start of interval i from `next` at its end. */
function stepBack(
  stages: TradingStages,
  viable: ViableStates,
  i: number,
  next: Float64Array,
  value: Float64Array,
  scratch: Scratch,
): void {
  if (!stepBackConcave(stages, viable, i, next, value)) stepBackByWindows(stages, viable, i, next, value, scratch);
}

/**
 * Where V is concave and the price does not reward burning the best end needs no window: charge up to the last
 * level that pays, discharge down to the first one. False where that does not hold.
 */
function stepBackConcave(
  stages: TradingStages,
  { lowMWh, highMWh }: ViableStates,
  i: number,
  next: Float64Array,
  value: Float64Array,
): boolean {
  const levels = next.length;
  const last = levels - 1;
  const buySlope = stages.buySlope[i];
  const sellSlope = stages.sellSlope[i];
  const nextLow = lowMWh[i + 1];
  const nextStep = (highMWh[i + 1] - nextLow) / last;
  if (!(nextStep > 0) || buySlope < sellSlope) return false;
  const buyStep = buySlope * nextStep;
  const sellStep = sellSlope * nextStep;
  const rounding = 1e-9 * (Math.abs(buyStep) + Math.abs(sellStep));
  let chargeTo = 0;
  let dischargeTo = 0;
  let before = Infinity;
  for (let k = 0; k < last; k++) {
    const gain = next[k + 1] - next[k];
    if (gain > before + rounding) return false;
    before = gain;
    if (gain > buyStep) chargeTo = k + 1;
    if (gain > sellStep) dischargeTo = k + 1;
  }
  const charge = stages.storableMWh[i] / nextStep;
  const discharge = stages.drawableMWh[i] / nextStep;
  const first = (stages.retention * lowMWh[i] - nextLow) / nextStep;
  const pace = (stages.retention * (highMWh[i] - lowMWh[i])) / nextStep / last;
  for (let k = 0; k < levels; k++) {
    const idle = first + k * pace;
    let end = idle;
    let step = 0;
    if (idle < chargeTo) {
      end = idle + charge;
      if (end > chargeTo) end = chargeTo;
      step = buyStep;
    } else if (idle > dischargeTo) {
      end = idle - discharge;
      if (end < dischargeTo) end = dischargeTo;
      step = sellStep;
    }
    // Idling may leave the viable states; reaching them is part of the trade.
    if (end < 0) {
      end = 0;
      step = buyStep;
    } else if (end > last) {
      end = last;
      step = sellStep;
    }
    const cell = end >= last ? last - 1 : end | 0;
    value[k] = next[cell] + (next[cell + 1] - next[cell]) * (end - cell) + step * (idle - end);
  }
  return true;
}

/** Any V: sliding-window maxima for both directions. */
function stepBackByWindows(
  stages: TradingStages,
  { lowMWh, highMWh }: ViableStates,
  i: number,
  next: Float64Array,
  value: Float64Array,
  { buy, sell, buyQueue, sellQueue }: Scratch,
): void {
  const levels = next.length;
  const last = levels - 1;
  const buySlope = stages.buySlope[i];
  const sellSlope = stages.sellSlope[i];
  const nextLow = lowMWh[i + 1];
  const nextHigh = highMWh[i + 1];
  const nextStep = (nextHigh - nextLow) / last;
  // A single state has no step: every position is 0.
  const perMWh = nextStep > 0 ? 1 / nextStep : 0;
  for (let k = 0; k < levels; k++) {
    const energy = nextLow + k * nextStep;
    buy[k] = next[k] - buySlope * energy;
    sell[k] = next[k] - sellSlope * energy;
  }
  // Windows on the levels, in positions (levels from the lowest): both ends ascend with the state.
  const charge = stages.storableMWh[i] * perMWh;
  const discharge = stages.drawableMWh[i] * perMWh;
  const zFirst = stages.retention * lowMWh[i];
  const first = (zFirst - nextLow) * perMWh;
  const zStep = (stages.retention * (highMWh[i] - lowMWh[i])) / last;
  const pace = zStep * perMWh;
  let buyHead = 0;
  let buyTail = 0;
  let buySeen = 0;
  let sellHead = 0;
  let sellTail = 0;
  let sellSeen = 0;
  for (let k = 0; k < levels; k++) {
    const idle = first + k * pace;
    const inside = idle < 0 ? 0 : idle > last ? last : idle;
    const cell = inside >= last ? last - 1 : inside | 0;
    const share = inside - cell;
    // Charging ends between `inside` and `top`; levels floor(inside) + 1 … floor(top).
    let best = buy[cell] + (buy[cell + 1] - buy[cell]) * share;
    let top = idle + charge;
    if (top > last) top = last;
    if (top > inside) {
      const topCell = top >= last ? last - 1 : top | 0;
      const atTop = buy[topCell] + (buy[topCell + 1] - buy[topCell]) * (top - topCell);
      if (atTop > best) best = atTop;
    }
    for (const until = top | 0; buySeen <= until; buySeen++) {
      const candidate = buy[buySeen];
      while (buyTail > buyHead && buy[buyQueue[buyTail - 1]] <= candidate) buyTail--;
      buyQueue[buyTail++] = buySeen;
    }
    while (buyTail > buyHead && buyQueue[buyHead] < inside) buyHead++;
    if (buyTail > buyHead && buy[buyQueue[buyHead]] > best) best = buy[buyQueue[buyHead]];

    // Discharging ends between `bottom` and `inside`.
    let bestSale = sell[cell] + (sell[cell + 1] - sell[cell]) * share;
    let bottom = idle - discharge;
    if (bottom < 0) bottom = 0;
    if (bottom < inside) {
      const bottomCell = bottom | 0;
      const atBottom = sell[bottomCell] + (sell[bottomCell + 1] - sell[bottomCell]) * (bottom - bottomCell);
      if (atBottom > bestSale) bestSale = atBottom;
    }
    for (const until = inside | 0; sellSeen <= until; sellSeen++) {
      const candidate = sell[sellSeen];
      while (sellTail > sellHead && sell[sellQueue[sellTail - 1]] <= candidate) sellTail--;
      sellQueue[sellTail++] = sellSeen;
    }
    while (sellTail > sellHead && sellQueue[sellHead] < bottom) sellHead++;
    if (sellTail > sellHead && sell[sellQueue[sellHead]] > bestSale) bestSale = sell[sellQueue[sellHead]];

    const z = zFirst + k * zStep;
    const bought = best + buySlope * z;
    const sold = bestSale + sellSlope * z;
    // Where idling would leave the viable states only one of the two directions is open.
    value[k] = z < nextLow ? bought : z > nextHigh ? sold : bought > sold ? bought : sold;
  }
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
