import type { DaySegments } from './day-segments.ts';

/** What is left is worth: cells of equal width from `lowMWh` to `highMWh` with descending slopes, currency per MWh. */
export interface EnergyWorth {
  lowMWh: number;
  highMWh: number;
  readonly slopes: Float64Array;
}

/**
 * The state at the end of period t, MWh, that earns most: the period's own profit at `price`, exact where it is not
 * concave, plus the worth of what is left, from a store that idling would leave at `idleMWh`. Idling wins ties. NaN where
 * no state in the range of `worth` can be reached within the deviation limit.
 */
export function bestEndMWh(
  segments: DaySegments,
  t: number,
  price: number,
  idleMWh: number,
  worth: EnergyWorth,
): number {
  const { start, firstMWh, widthMWh, priceFactor, constant } = segments;
  const free = segments.freeRange(t);
  const lowest = Math.max(worth.lowMWh, idleMWh - free.most);
  const highest = Math.min(worth.highMWh, idleMWh - free.least);
  let best = Number.NaN;
  let most = -Infinity;
  let from = firstMWh[t];
  let profit = 0;
  for (let j = start[t]; j < start[t + 1]; j++) {
    const slope = priceFactor[j] * price + constant[j];
    const to = from + widthMWh[j];
    // Charging (from < 0) must pay to be done, discharging must pay not to be.
    const unbound = worthUpTo(worth, slope, from >= 0);
    const least = Math.max(idleMWh - to, lowest);
    const greatest = Math.min(idleMWh - from, highest);
    if (least <= greatest) {
      const end = Math.min(Math.max(unbound, least), greatest);
      const total = profit + slope * (idleMWh - end - from) + worthOf(worth, end);
      if (total > most) {
        most = total;
        best = end;
      }
    }
    profit += slope * widthMWh[j];
    from = to;
  }
  return best;
}

/** Up to which state energy is worth more than `price`, or as much where `orEqual`. */
function worthUpTo({ lowMWh, highMWh, slopes }: EnergyWorth, price: number, orEqual: boolean): number {
  let i = 0;
  while (i < slopes.length && (orEqual ? slopes[i] >= price : slopes[i] > price)) i++;
  return lowMWh + (i / slopes.length) * (highMWh - lowMWh);
}

/** Worth of `atMWh` more than that of the least state. */
function worthOf({ lowMWh, highMWh, slopes }: EnergyWorth, atMWh: number): number {
  const cell = (highMWh - lowMWh) / slopes.length;
  let total = 0;
  let left = atMWh - lowMWh;
  for (let i = 0; i < slopes.length && left > 0; i++) {
    total += slopes[i] * Math.min(left, cell);
    left -= cell;
  }
  return total;
}
