import type { Battery } from '../domain/battery.ts';
import { retentionOf } from './dispatch-problem.ts';
import type { BatteryProblem } from './dispatch-problem.ts';
import type { MarketNode } from './market-nest.ts';
import { leastAvailable, stateFactorAt } from './operation.ts';

/** One delivery interval of the power grid. */
export interface PowerInterval {
  readonly hours: number;
  readonly periods: number;
  readonly maxChargeMW: number;
  readonly maxDischargeMW: number;
  /** Currency per MWh at the grid; NaN: closed. */
  readonly buyPrice: number;
  /** Less the throughput cost. */
  readonly sellPrice: number;
  readonly efficiencyFactor: number;
  /** States of charge that a power of its own leads to, where there is no ramp rate: full, empty, the terminal state. */
  readonly targetsMWh: readonly number[];
  /** Value of ending here by state of charge; null: the next interval's value function. */
  readonly endValue: ((stateMWh: number) => number) | null;
}

/** What each power does from each level in one interval; entry level × places + place: the powers, then the targets. */
export interface Moves {
  readonly profit: Float64Array;
  /** Position of the end on the levels; NaN where the power is not open or leaves the window. */
  readonly position: Float64Array;
  /** Place of a power of the list with the same direction; of a power itself where ramp matters. */
  readonly alike: Int32Array;
}

/** Levels of the state of charge: the k-th at low + k·step MWh. */
export interface Grid {
  readonly low: number;
  readonly step: number;
  readonly levels: number;
}

/** A ramp rate that asks for more powers than this ends in a grid that is too large. */
const MOST_POWER_LEVELS = 10_000;

/** Places of a row of moves: the powers and at most three targets. */
export function placesOf(powers: readonly number[]): number {
  return powers.length + 3;
}

export function createMoves(levels: number, powers: readonly number[]): Moves {
  const count = levels * placesOf(powers);
  return { profit: new Float64Array(count), position: new Float64Array(count), alike: new Int32Array(count) };
}

/** Powers from full charge to full discharge, with rest and the least power of a run. */
export function powerList({ battery }: BatteryProblem, powerLevels: number, rampMW: number): number[] {
  const { maxChargeMW, maxDischargeMW, operation } = battery;
  const least = operation.minimumPowerMW;
  const side = (full: number): number[] => {
    if (full === 0 || full < least) return [];
    const steps = Math.max(powerLevels, Math.min(MOST_POWER_LEVELS, Math.ceil(full / rampMW - 1e-9)));
    return Array.from({ length: steps }, (_, j) => ((j + 1) * full) / steps).filter((power) => power > least);
  };
  const leastOn = (full: number): number[] => (least > 0 && least <= full ? [least] : []);
  const charge = [...leastOn(maxChargeMW), ...side(maxChargeMW)].map((power) => -power).toReversed();
  return [...charge, 0, ...leastOn(maxDischargeMW), ...side(maxDischargeMW)];
}

export function intervalOf(
  { battery, periodHours }: BatteryProblem,
  { start, end, buy, sell }: MarketNode,
  last: boolean,
  reachesTargets: boolean,
): PowerInterval {
  const { efficiencyFactor } = battery.operation;
  const { terminal, minStateOfChargeMWh: low, maxStateOfChargeMWh: high } = battery;
  const ends =
    terminal.kind === 'cyclic'
      ? [battery.initialStateOfChargeMWh]
      : terminal.kind === 'atLeast'
        ? [terminal.stateOfChargeMWh]
        : [];
  const available = leastAvailable(battery.operation, start, end);
  return {
    hours: (end - start) * periodHours,
    periods: end - start,
    maxChargeMW: battery.maxChargeMW * available,
    maxDischargeMW: battery.maxDischargeMW * available,
    buyPrice: buy.price,
    sellPrice: sell.price - battery.throughputCost,
    efficiencyFactor: efficiencyFactor?.[start] ?? 1,
    targetsMWh: reachesTargets ? [high, low, ...(last ? ends : [])] : [],
    endValue: last ? (state) => endValue(battery, state) : null,
  };
}

/** Energy that one MW of charge adds, and one MW of discharge takes, in an interval from `state`. */
export function perMW(
  { battery }: BatteryProblem,
  interval: PowerInterval,
  state: number,
): { charge: number; discharge: number } {
  const { operation, chargeEfficiency, dischargeEfficiency, energyCapacityMWh } = battery;
  const byState = operation.efficiencyByState;
  const factor = interval.efficiencyFactor * (byState === null ? 1 : stateFactorAt(byState, state / energyCapacityMWh));
  return {
    charge: interval.hours * chargeEfficiency * factor,
    discharge: interval.hours / (dischargeEfficiency * factor),
  };
}

/** Net export of a place: a power of the list, or what leads to a target. */
export function powerAt(
  problem: BatteryProblem,
  interval: PowerInterval,
  powers: readonly number[],
  place: number,
  state: number,
): number {
  if (place < powers.length) return powers[place];
  const moved = keptOf(problem, interval, state) - interval.targetsMWh[place - powers.length];
  const { charge, discharge } = perMW(problem, interval, state);
  return moved < 0 ? moved / charge : moved / discharge;
}

function keptOf({ battery, periodHours }: BatteryProblem, interval: PowerInterval, state: number): number {
  return retentionOf(battery, periodHours) ** interval.periods * state;
}

/** Writes what each power does from `state` into a row of the moves. */
export function movesFrom(
  problem: BatteryProblem,
  interval: PowerInterval,
  powers: readonly number[],
  grid: Grid,
  state: number,
  row: number,
  { profit, position, alike }: Moves,
): void {
  const kept = keptOf(problem, interval, state);
  const { charge, discharge } = perMW(problem, interval, state);
  const least = problem.battery.operation.minimumPowerMW;
  const slack = 1e-9 * problem.battery.energyCapacityMWh;
  const last = grid.levels - 1;
  const count = placesOf(powers);
  position.fill(Number.NaN, row * count, (row + 1) * count);
  for (let j = 0; j < powers.length + interval.targetsMWh.length; j++) {
    const power = powerAt(problem, interval, powers, j, state);
    if (power !== 0 && Math.abs(power) < least * (1 - 1e-12)) continue;
    if (-power > interval.maxChargeMW * (1 + 1e-12) || power > interval.maxDischargeMW * (1 + 1e-12)) continue;
    if (power !== 0 && Number.isNaN(power < 0 ? interval.buyPrice : interval.sellPrice)) continue;
    const end = kept - power * (power < 0 ? charge : discharge);
    // A window of one state: only what stays there.
    const reached = grid.step > 0 ? (end - grid.low) / grid.step : Math.abs(end - grid.low) <= slack ? 0 : Number.NaN;
    if (Number.isNaN(reached)) continue;
    if (reached < -1e-9 || reached > last + 1e-9) continue;
    const at = row * count + j;
    position[at] = Math.min(Math.max(reached, 0), last);
    alike[at] = j < powers.length ? j : power < 0 ? 0 : power > 0 ? powers.length - 1 : powers.indexOf(0);
    profit[at] = power === 0 ? 0 : interval.hours * power * (power < 0 ? interval.buyPrice : interval.sellPrice);
  }
}

/** Value of a state of charge at the end of the horizon; −Infinity where the terminal condition forbids it. */
function endValue({ terminal, initialStateOfChargeMWh: initial, energyCapacityMWh }: Battery, state: number): number {
  const slack = 1e-9 * energyCapacityMWh;
  if (terminal.kind === 'value') return terminal.waterValue * (state - initial);
  if (terminal.kind === 'atLeast') return state >= terminal.stateOfChargeMWh - slack ? 0 : -Infinity;
  return terminal.kind === 'cyclic' && Math.abs(state - initial) > slack ? -Infinity : 0;
}
