import type { TradingStages } from './trading-stages.ts';
import type { ViableStates } from './viable-states.ts';

/** Memory of a step. */
export interface GridScratch {
  readonly buy: Float64Array;
  readonly sell: Float64Array;
  readonly buyQueue: Int32Array;
  readonly sellQueue: Int32Array;
}

export function createGridScratch(levels: number): GridScratch {
  return {
    buy: new Float64Array(levels),
    sell: new Float64Array(levels),
    buyQueue: new Int32Array(levels),
    sellQueue: new Int32Array(levels),
  };
}

/** One step of the value iteration: `value` at the levels of the start of interval i from `next` at those of its end. */
export function stepBack(
  stages: TradingStages,
  viable: ViableStates,
  i: number,
  next: Float64Array,
  value: Float64Array,
  scratch: GridScratch,
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
  { buy, sell, buyQueue, sellQueue }: GridScratch,
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
