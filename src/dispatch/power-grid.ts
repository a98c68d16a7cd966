import { ConfigError, SolverError } from '../errors.ts';
import type { BatteryProblem } from './dispatch-problem.ts';
import type { MarketNode } from './market-nest.ts';
import { createMoves, intervalOf, movesFrom, perMW, placesOf, powerAt, powerList } from './power-moves.ts';
import type { Grid, Moves, PowerInterval } from './power-moves.ts';
import { runStates } from './run-states.ts';
import type { RunStates } from './run-states.ts';

/** Values kept at once: 256 MB. */
const STORED_VALUES = 2 ** 25;

export interface PowerGridSolution {
  /** Discharge less charge in each interval, MW. */
  readonly netMW: Float64Array;
  /** Slope of the value function at the state at the end of each interval, currency per MWh. */
  readonly waterValue: Float64Array;
  /** The same slope at each of the states asked for, the run as it is then; NaN where it has no future. */
  readonly valueByState: readonly Float64Array[];
}

/**
 * Value iteration on states of charge × run states (direction, time it has lasted, last power) with powers
 * from a list: minimum power, run and rest, ramp rate, availability, and efficiencies that depend on the
 * state of charge. `powerLevels` steps lead from rest to full power on each side, or as many as the ramp rate
 * asks for, so that every power has neighbours within its reach; without a ramp rate the
 * powers that exactly fill and empty the store, or reach its terminal state, are added. V between levels is interpolated, and −Infinity
 * where a state has no future, so the schedule keeps every rule; its value converges to the optimum as both
 * grids grow. Throws a ConfigError where the grid finds no schedule or is too large.
 */
export function solvePowerGrid(
  problem: BatteryProblem,
  nodes: readonly MarketNode[],
  levels: number,
  powerLevels: number,
  statesMWh: readonly number[] = [],
): PowerGridSolution {
  const { battery, periodHours } = problem;
  const { minStateOfChargeMWh: low, maxStateOfChargeMWh: high, operation } = battery;
  const rampMW = operation.rampMWPerHour * periodHours;
  const intervals = nodes.map((node, i) => intervalOf(problem, node, i === nodes.length - 1, rampMW === Infinity));
  const powers = powerList(problem, powerLevels, rampMW);
  const runs = runStates(operation, powers, rampMW);
  const rowLength = runs.states.length * levels;
  if ((intervals.length + 1) * rowLength > STORED_VALUES) throw tooLarge(rowLength / levels, intervals.length, levels);
  const grid = { low, step: (high - low) / (levels - 1), levels };
  const values = new Float64Array((intervals.length + 1) * rowLength);
  const moves = createMoves(levels, powers);
  for (let i = intervals.length - 1; i >= 0; i--) {
    for (let k = 0; k < levels; k++) movesFrom(problem, intervals[i], powers, grid, low + k * grid.step, k, moves);
    const next = values.subarray((i + 1) * rowLength, (i + 2) * rowLength);
    const value = values.subarray(i * rowLength, (i + 1) * rowLength);
    for (let s = 0; s < runs.states.length; s++)
      for (let k = 0; k < levels; k++)
        value[s * levels + k] = best(runs, powers, s, intervals[i], moves, k, next, grid).value;
  }
  return follow(problem, intervals, powers, runs, grid, values, statesMWh);
}

function follow(
  problem: BatteryProblem,
  intervals: readonly PowerInterval[],
  powers: readonly number[],
  runs: RunStates,
  grid: Grid,
  values: Float64Array,
  statesMWh: readonly number[],
): PowerGridSolution {
  const count = intervals.length;
  const netMW = new Float64Array(count);
  const waterValue = new Float64Array(count);
  const valueByState = statesMWh.map(() => new Float64Array(count));
  const rowLength = runs.states.length * grid.levels;
  const moves = createMoves(1, powers);
  let state = problem.battery.initialStateOfChargeMWh;
  let run = runs.first;
  for (let i = 0; i < count; i++) {
    movesFrom(problem, intervals[i], powers, grid, state, 0, moves);
    const next = values.subarray((i + 1) * rowLength, (i + 2) * rowLength);
    const choice = best(runs, powers, run, intervals[i], moves, 0, next, grid);
    if (choice.power < 0) throw deadEnd(problem, i, grid.levels);
    netMW[i] = powerAt(problem, intervals[i], powers, choice.power, state);
    run = choice.next;
    const position = moves.position[choice.power];
    state = grid.low + position * grid.step;
    const value = next.subarray(run * grid.levels, (run + 1) * grid.levels);
    const reach = stepLevels(problem, intervals[i], powers, grid);
    const slope = (at: number): number =>
      slopeAt(value, at, grid.step, reach, intervals[i].endValue === null ? null : problem);
    const held = slope(position);
    waterValue[i] = Number.isNaN(held) ? 0 : held;
    for (const [s, stateMWh] of statesMWh.entries()) valueByState[s][i] = slope((stateMWh - grid.low) / grid.step);
  }
  return { netMW, waterValue, valueByState };
}

/** Levels that the largest step between two powers moves; 0 where targets make V smooth. */
function stepLevels(
  problem: BatteryProblem,
  interval: PowerInterval,
  powers: readonly number[],
  { step }: Grid,
): number {
  if (interval.targetsMWh.length > 0 || !(step > 0)) return 0;
  let largest = 0;
  for (let j = 1; j < powers.length; j++) largest = Math.max(largest, powers[j] - powers[j - 1]);
  const { charge, discharge } = perMW(problem, interval, problem.battery.initialStateOfChargeMWh);
  return Math.ceil((largest * Math.max(charge, discharge)) / step);
}

interface Choice {
  value: number;
  power: number;
  next: number;
}

const choice: Choice = { value: 0, power: 0, next: 0 };

/** The best power of a run state at a row of the moves; power −1 where there is none. The same object is returned each time. */
function best(
  runs: RunStates,
  powers: readonly number[],
  run: number,
  interval: PowerInterval,
  { profit, position, alike }: Moves,
  row: number,
  next: Float64Array,
  grid: Grid,
): Choice {
  choice.value = -Infinity;
  choice.power = -1;
  const table = runs.next(interval.periods);
  const count = placesOf(powers);
  for (let j = 0; j < powers.length + interval.targetsMWh.length; j++) {
    const at = row * count + j;
    if (Number.isNaN(position[at])) continue;
    const follows = table[run * powers.length + alike[at]];
    if (follows < 0) continue;
    const value =
      profit[at] +
      (interval.endValue === null
        ? valueAt(next, follows * grid.levels, position[at], grid.levels)
        : interval.endValue(grid.low + position[at] * grid.step));
    if (value > choice.value) {
      choice.value = value;
      choice.power = j;
      choice.next = follows;
    }
  }
  return choice;
}

/** V between two levels; −Infinity where one of them has no future, unless the position is on the other. */
function valueAt(values: Float64Array, offset: number, position: number, levels: number): number {
  const nearest = Math.round(position);
  if (Math.abs(position - nearest) < 1e-7) return values[offset + nearest];
  const cell = Math.min(Math.floor(position), levels - 2);
  const low = values[offset + cell];
  const high = values[offset + cell + 1];
  if (low === -Infinity || high === -Infinity) return -Infinity;
  return low + (high - low) * (position - cell);
}

/**
 * Slope of the value function over `reach` levels to either side; at the end of the horizon that of the
 * terminal water value. NaN where a state has no future. Powers from a list make V a staircase: its slope
 * is that over a whole step of power.
 */
function slopeAt(
  values: Float64Array,
  position: number,
  step: number,
  reach: number,
  ended: BatteryProblem | null,
): number {
  if (ended !== null) return ended.battery.terminal.kind === 'value' ? ended.battery.terminal.waterValue : 0;
  if (!(step > 0)) return 0;
  const cell = Math.min(Math.max(0, Math.floor(position)), values.length - 2);
  const from = Math.max(0, cell - reach);
  const to = Math.min(values.length - 1, cell + 1 + reach);
  const slope = (values[to] - values[from]) / ((to - from) * step);
  return Number.isFinite(slope) ? slope : Number.NaN;
}

function tooLarge(states: number, count: number, levels: number): ConfigError {
  return new ConfigError("engine 'grid' has too many states", {
    field: '--levels',
    rule: `levels × run states × intervals at most ${STORED_VALUES.toLocaleString('en-GB')}; here ${states} run states and ${count} intervals`,
    value: levels,
    remedy: 'lower --levels, shorten the horizon, or use engine milp',
  });
}

function deadEnd({ battery }: BatteryProblem, interval: number, levels: number): ConfigError | SolverError {
  const details = {
    rule: `a schedule on ${levels} levels keeps the runs, the ramp rate and the terminal state '${battery.terminal.kind}'`,
    value: `none from interval ${interval} on`,
    remedy: 'raise --levels, put the terminal state on a level, or use engine milp',
  };
  return interval === 0
    ? new ConfigError(`battery '${battery.name}'`, { field: 'terminal', ...details })
    : new SolverError(`battery '${battery.name}'`, { field: 'terminal', ...details });
}
