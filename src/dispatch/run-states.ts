import { memo } from '../math/memo.ts';
import type { Operation } from './operation.ts';

/** What the past of a run obliges a battery to: its direction, how long it has lasted, and the last power where ramp matters. */
export interface RunState {
  /** −1 charges, 0 rests, 1 discharges. */
  readonly direction: -1 | 0 | 1;
  /** Periods that the run or rest has lasted, counted up to what the rules ask for. */
  readonly lasted: number;
  /** Last net export, MW; NaN where ramp does not matter. */
  readonly powerMW: number;
}

/** The states of a run and which powers may follow them. */
export interface RunStates {
  readonly states: readonly RunState[];
  /** The state before the first period. */
  readonly first: number;
  /**
   * The state that follows each state after `periods` periods at each power, at state × powers + power; −1 where
   * it is not allowed.
   */
  next(periods: number): Int32Array;
}

/**
 * The states that minimum run, minimum rest and ramp make of a list of powers (net export, MW). Only the
 * direction of a power counts where there is no ramp rate, so that the list of states stays short.
 */
export function runStates(operation: Operation, powersMW: readonly number[], rampMW: number): RunStates {
  const { minimumRunPeriods, minimumRestPeriods, initialPowerMW } = operation;
  const ramped = rampMW < Infinity;
  const restLength = Math.max(1, minimumRestPeriods);
  const lengthOf = (direction: number): number => (direction === 0 ? restLength : minimumRunPeriods);
  const states: RunState[] = [];
  const places = new Map<string, number>();
  const add = (direction: -1 | 0 | 1, power: number): void => {
    for (let lasted = 1; lasted <= lengthOf(direction); lasted++) {
      places.set(`${direction} ${lasted} ${power}`, states.length);
      states.push({ direction, lasted, powerMW: power < 0 ? Number.NaN : powersMW[power] });
    }
  };
  for (const [j, power] of powersMW.entries()) {
    const direction = directionOf(power);
    if (ramped) add(direction, j);
    else if (!places.has(`${direction} 1 -1`)) add(direction, -1);
  }
  const place = (direction: -1 | 0 | 1, lasted: number, power: number): number =>
    places.get(`${direction} ${Math.min(lasted, lengthOf(direction))} ${ramped ? power : -1}`) ?? -1;
  const follows = (state: RunState, power: number, periods: number): number => {
    const to = directionOf(powersMW[power]);
    if (ramped && Math.abs(powersMW[power] - state.powerMW) > rampMW * (1 + 1e-12) + 1e-12) return -1;
    if (to === state.direction) return place(to, state.lasted + periods, power);
    const ends = state.direction === 0 ? minimumRestPeriods : minimumRunPeriods;
    if (state.lasted < ends) return -1;
    if (state.direction !== 0 && to !== 0 && minimumRestPeriods > 0) return -1;
    return place(to, periods, power);
  };
  // What ran before the horizon has lasted long enough, at a power that need not be in the list.
  const direction = directionOf(initialPowerMW);
  const first = states.length;
  states.push({ direction, lasted: lengthOf(direction), powerMW: initialPowerMW });
  const next = memo((periods) =>
    Int32Array.from({ length: states.length * powersMW.length }, (_, at) =>
      follows(states[Math.floor(at / powersMW.length)], at % powersMW.length, periods),
    ),
  );
  return { states, first, next };
}

function directionOf(power: number): -1 | 0 | 1 {
  return power > 0 ? 1 : power < 0 ? -1 : 0;
}
