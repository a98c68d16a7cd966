import { fitRidge, type RidgeModel } from '../math/ridge.ts';
import type { DayStates } from './day-state.ts';
import type { LocalScale } from './location-profile.ts';

/** What a day was forecast with, kept to learn from once its prices are known. */
export interface TrainingRow {
  readonly day: number;
  readonly scale: LocalScale;
  /** Profile of the day's class at its gate, transformed scale. */
  readonly profile: Float64Array;
  readonly location: Float64Array;
  readonly state: Float64Array;
  readonly levelError: Float64Array;
}

/** What the days turned out to be; NaN where not known. */
export interface TrainingTargets {
  readonly states: DayStates;
  /** z_d − profile by day, on the day's own scale; absent without day-ahead prices. */
  readonly locationResidual: readonly (Float64Array | undefined)[];
  /** v = ln(|L − L̂| + 0.05·s) by day. */
  readonly logLevelError: Float64Array;
}

/** Coefficients in force; refitted on the first delivery day of each calendar month only. */
export interface Coefficients {
  readonly location?: RidgeModel;
  readonly logAmplitude?: RidgeModel;
  readonly logBasisSize?: RidgeModel;
  readonly levelError?: RidgeModel;
}

const locationAfterDays = 365;
const logRegressionAfterRows = 120;
const windowRows = 730;
const penalty = { location: 300, state: 10, levelError: 20 } as const;

/**
 * Coefficients from what is known at the gate of `day`: day-ahead prices to its eve, imbalance prices to the day
 * before; `dayCount` days with day-ahead prices so far. docs/method/scenarios.md.
 */
export function fitCoefficients(
  rows: readonly TrainingRow[],
  targets: TrainingTargets,
  day: number,
  dayCount: number,
): Coefficients {
  const { states, locationResidual, logLevelError } = targets;
  const one = (values: Float64Array) => (past: number) =>
    Number.isNaN(values[past]) ? undefined : values.subarray(past, past + 1);
  const eve = day - 1;
  return {
    location:
      dayCount < locationAfterDays
        ? undefined
        : fitRows(rows, 'location', (past) => locationResidual[past], eve, penalty.location, 1),
    logAmplitude: fitRows(rows, 'state', one(states.logAmplitude), eve, penalty.state, logRegressionAfterRows),
    logBasisSize: fitRows(rows, 'state', one(states.logBasisSize), eve - 1, penalty.state, logRegressionAfterRows),
    levelError: fitRows(rows, 'levelError', one(logLevelError), eve, penalty.levelError, logRegressionAfterRows),
  };
}

function fitRows(
  rows: readonly TrainingRow[],
  kind: 'location' | 'state' | 'levelError',
  targetOf: (day: number) => Float64Array | undefined,
  lastDay: number,
  ridgePenalty: number,
  minimumRows: number,
): RidgeModel | undefined {
  const used: { x: Float64Array; y: Float64Array }[] = [];
  for (let i = rows.length - 1; i >= 0 && used.length < windowRows; i--) {
    const y = rows[i].day > lastDay ? undefined : targetOf(rows[i].day);
    if (y !== undefined) used.push({ x: rows[i][kind], y });
  }
  if (used.length < minimumRows) return undefined;
  used.reverse();
  const p = used[0].x.length;
  const m = used[0].y.length;
  const features = new Float64Array(used.length * p);
  const outputs = new Float64Array(used.length * m);
  used.forEach(({ x, y }, i) => {
    features.set(x, i * p);
    outputs.set(y, i * m);
  });
  return fitRidge(features, outputs, used.length, p, m, ridgePenalty);
}
