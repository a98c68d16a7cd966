import type { Battery } from '../domain/battery.ts';
import type { TradingStages } from './trading-stages.ts';

/** Windows of consecutive intervals at full power, by their first interval. */
interface Windows {
  /** Cost of filling (revenue of emptying) the store from this interval on; NaN where the horizon is too short. */
  readonly value: Float64Array;
  /** One after the last interval. */
  readonly end: Int32Array;
}

/** Intervals `from` … `to` − 1 in which the store is full or empty and nothing is planned. */
interface Gap {
  readonly from: number;
  readonly to: number;
  readonly full: boolean;
}

/** Slices that a battery is cut into at most. */
const MOST_SLICES = 200;

/**
 * The moves of the ranked-windows rule, MWh taken from the store by interval (negative: put in).
 *
 * The range of the store is cut into equal slices, none larger than what an interval at full power moves (at
 * most 200 slices). They are planned one after the other, each with the power that the slices before it left;
 * an interval in which one charges is closed for discharging by the others, and the reverse. A slice is either
 * empty or full, and a window of consecutive open intervals leads from one to the other; standing loss is
 * ignored. (1) Where a slice has to end, or gains by ending, in the other state than it starts in: the best
 * single window. A slice ends full where the terminal state covers at least half of it; with a free end or a
 * terminal water value, where switching pays at that value (0 if free). (2) In a gap where it is empty, the
 * pair of a filling window and a later emptying window that earns most; where it is full, an emptying window
 * and a later filling one. Each pair leaves three gaps (before, between, after), treated alike until no pair
 * earns anything.
 */
export function rankWindows(battery: Battery, stages: TradingStages): Float64Array {
  const range = battery.maxStateOfChargeMWh - battery.minStateOfChargeMWh;
  const wanted = new Float64Array(stages.count);
  const interval = Math.min(largest(stages.storableMWh), largest(stages.drawableMWh));
  if (range <= 0 || interval <= 0) return wanted;
  const sliceCount = Math.min(MOST_SLICES, Math.ceil(range / interval - 1e-9));
  const depth = range / sliceCount;
  const open = { ...stages, storableMWh: stages.storableMWh.slice(), drawableMWh: stages.drawableMWh.slice() };
  for (let slice = 0; slice < sliceCount; slice++) {
    const middle = battery.minStateOfChargeMWh + (slice + 0.5) * depth;
    planSlice(battery, open, middle, depth, (from, sign) => move(wanted, open, from, depth, sign));
  }
  return wanted;
}

/** Plans one slice, which is full where a state of charge lies above its `middle`; `take` books a window. */
function planSlice(
  battery: Battery,
  { count, buySlope, sellSlope, storableMWh, drawableMWh }: TradingStages,
  middle: number,
  depth: number,
  take: (from: number, sign: 1 | -1) => void,
): void {
  const fill = windows(storableMWh, buySlope, depth);
  const empty = windows(drawableMWh, sellSlope, depth);
  const startsFull = battery.initialStateOfChargeMWh >= middle;
  const gaps: Gap[] = [{ from: 0, to: count, full: startsFull }];
  const away = startsFull ? empty : fill;
  const switching = bestWindow(away, startsFull ? 1 : -1);
  const chosen: { from: number; sign: 1 | -1 }[] = [];
  if (switching >= 0 && switches(battery, startsFull, middle, depth, away.value[switching])) {
    chosen.push({ from: switching, sign: startsFull ? 1 : -1 });
    gaps[0] = { from: 0, to: switching, full: startsFull };
    gaps.push({ from: away.end[switching], to: count, full: !startsFull });
  }
  for (let gap = gaps.pop(); gap !== undefined; gap = gaps.pop()) {
    const { from, to, full } = gap;
    const [first, second] = full ? [empty, fill] : [fill, empty];
    const pair = bestPair(first, second, from, to, full ? 1 : -1);
    if (pair === null) continue;
    chosen.push({ from: pair.first, sign: full ? 1 : -1 }, { from: pair.second, sign: full ? -1 : 1 });
    gaps.push(
      { from, to: pair.first, full },
      { from: first.end[pair.first], to: pair.second, full: !full },
      { from: second.end[pair.second], to, full },
    );
  }
  for (const { from, sign } of chosen) take(from, sign);
}

/** Whether a slice ends in the other state than it starts in; `value` is the cost or revenue of switching. */
function switches(
  { terminal, maxStateOfChargeMWh }: Battery,
  startsFull: boolean,
  middle: number,
  depth: number,
  value: number,
): boolean {
  if (terminal.kind === 'cyclic') return false;
  if (terminal.kind === 'atLeast' && Math.min(terminal.stateOfChargeMWh, maxStateOfChargeMWh) >= middle)
    return !startsFull;
  const worth = terminal.kind === 'value' ? terminal.waterValue * depth : 0;
  return startsFull ? value > worth : value < worth;
}

/** Every window that moves `depth` MWh at full power, the last interval in part: two pointers. */
function windows(energyMWh: Float64Array, slope: Float64Array, depth: number): Windows {
  const count = energyMWh.length;
  const value = new Float64Array(count).fill(Number.NaN);
  const end = new Int32Array(count);
  const slack = 1e-9 * depth;
  const energyBefore = new Float64Array(count + 1);
  const valueBefore = new Float64Array(count + 1);
  for (let i = 0; i < count; i++) {
    energyBefore[i + 1] = energyBefore[i] + energyMWh[i];
    valueBefore[i + 1] = valueBefore[i] + slope[i] * energyMWh[i];
  }
  let last = 0;
  for (let i = 0; i < count; i++) {
    while (last < count && energyBefore[last] - energyBefore[i] < depth - slack) last++;
    if (energyBefore[last] - energyBefore[i] < depth - slack) break;
    const excess = energyBefore[last] - energyBefore[i] - depth;
    value[i] = valueBefore[last] - valueBefore[i] - excess * slope[last - 1];
    end[i] = last;
  }
  return { value, end };
}

/** The window of the greatest sign × value; −1 where there is none. */
function bestWindow({ value }: Windows, sign: 1 | -1): number {
  let best = -1;
  for (let i = 0; i < value.length && !Number.isNaN(value[i]); i++) {
    if (best < 0 || sign * value[i] > sign * value[best]) best = i;
  }
  return best;
}

/** The pair of a `first` and a later `second` window in the gap that earns most, `sign` the sign of the first one's value. */
function bestPair(
  first: Windows,
  second: Windows,
  from: number,
  to: number,
  sign: 1 | -1,
): { first: number; second: number } | null {
  let best: { first: number; second: number } | null = null;
  let bestValue = 0;
  let candidate = -1;
  let next = from;
  for (let i = from; i < to; i++) {
    if (Number.isNaN(second.value[i]) || second.end[i] > to) break;
    for (; next < i && !Number.isNaN(first.value[next]) && first.end[next] <= i; next++) {
      if (candidate < 0 || sign * first.value[next] > sign * first.value[candidate]) candidate = next;
    }
    if (candidate < 0) continue;
    const value = sign * first.value[candidate] - sign * second.value[i];
    if (value <= bestValue) continue;
    bestValue = value;
    best = { first: candidate, second: i };
  }
  return best;
}

/** Books a window at full power and closes its intervals for the other direction. */
function move(
  wanted: Float64Array,
  { storableMWh, drawableMWh }: TradingStages,
  from: number,
  depth: number,
  sign: 1 | -1,
): void {
  const [used, closed] = sign === 1 ? [drawableMWh, storableMWh] : [storableMWh, drawableMWh];
  let rest = depth;
  for (let i = from; i < wanted.length && rest > 1e-12 * depth; i++) {
    const part = Math.min(rest, used[i]);
    if (part === 0) continue;
    wanted[i] += sign * part;
    used[i] -= part;
    closed[i] = 0;
    rest -= part;
  }
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}
