import { memo } from '../math/memo.ts';
import { predictRidge, type RidgeModel } from '../math/ridge.ts';
import type { DayForecast } from './day-forecast.ts';
import { meanAndDeviation, type DayStates } from './day-state.ts';
import type { DecayedMean } from './decayed-mean.ts';
import type { DeliveryDayTable } from './delivery-day-table.ts';
import { locationFeatures } from './location-features.ts';
import { classProfiles, localScale, transformDay, updatedProfiles, type LocalScale } from './location-profile.ts';
import { levelErrorFeatures, stateFeatures } from './state-features.ts';
import type { Coefficients, TrainingRow } from './training-row.ts';

/** What the forecaster of one day knows at its gate. */
export interface GateKnowledge {
  readonly table: DeliveryDayTable;
  /** Read to the eve (day-ahead) and to the day before it (basis) only. */
  readonly states: DayStates;
  readonly coefficients: Coefficients;
  /** Of ln A to the eve, half-lives 3, 10 and 40 days. */
  readonly amplitudeMeans: readonly DecayedMean[];
  /** Of ln G to the day before the eve, half-lives 5 and 20 days. */
  readonly basisMeans: readonly DecayedMean[];
  /** Of v to the eve, half-lives 5 and 25 days. */
  readonly levelErrorMeans: readonly DecayedMean[];
  /** Mean of all v so far; NaN before the first. */
  readonly meanLevelError: number;
  /** ln G of the eve is not known at the gate: its own forecast stands in. */
  readonly eveLogBasisSize: number;
}

/** A forecast day, pushed as if it had happened, for the leads after it to look back on. */
interface PseudoDay {
  readonly z: Float64Array;
  readonly level: number;
  readonly logAmplitude: number;
  readonly logBasisSize: number;
}

export const shapeDeviationFloor = 0.5;
const levelPersistence = 0.7;

/**
 * Forecast of `day` and the days after it: scale and coefficients stay as they are at the gate, and each lead is
 * pushed as a pseudo-day that the next one looks back on. Null without enough recent days for a profile.
 * docs/method/scenarios.md.
 *
 * @param knownLogBasisSize given where the day-ahead prices of `day` itself are known: lead 0 is then what they are, with
 *   this forecast of ln G, and the leads after it look back on that
 */
export function iteratedForecast(
  known: GateKnowledge,
  day: number,
  leads: number,
  knownLogBasisSize?: number,
): { forecast: DayForecast; row: TrainingRow } | null {
  const { table, states, coefficients } = known;
  const { intervals } = table;
  const scale = localScale(table, day);
  const transformed = memo((past) => transformDay(table, past, scale));
  let profiles = classProfiles(table, day, transformed);
  if (profiles === null) return null;
  const amplitudeMeans = known.amplitudeMeans.map((mean) => mean.copy());
  const basisMeans = known.basisMeans.map((mean) => mean.copy());
  const made: PseudoDay[] = [];
  const shape = new Float64Array(leads * intervals);
  const deviations = new Float64Array(leads);
  let levelErrorScale = NaN;
  let row: TrainingRow | null = null;

  for (let lead = 0; lead < leads; lead++) {
    const target = day + lead;
    const { rows } = profiles;
    const dayClass = table.classes[target];
    // A day from the gate on is a pseudo-day; a day without prices is the last before it that has them.
    const dayAhead = (lag: number): PseudoDay | number => made[target - lag - day] ?? table.lastDayAhead[target - lag];
    const deviation = memo((lag) => {
      const past = dayAhead(lag);
      const z = typeof past === 'number' ? transformed(past) : past.z;
      const profile = rows[table.classes[typeof past === 'number' ? past : target - lag]];
      return z.map((value, i) => value - profile[i]);
    });
    const logAmplitudeOf = (past: PseudoDay | number): number =>
      typeof past === 'number' ? states.logAmplitude[past] : past.logAmplitude;
    const yesterday = dayAhead(1);

    const location = locationFeatures(table, target, deviation, scale);
    const prices = forecastPrices(coefficients.location, location, rows[dayClass], deviation(1), scale);
    const { mean: level, deviation: spread } = meanAndDeviation(prices);
    deviations[lead] = spread;
    const lastBasis =
      lead === 0
        ? states.logBasisSize[table.lastValid[day - 2]]
        : lead === 1
          ? known.eveLogBasisSize
          : made[lead - 2].logBasisSize;
    if (lead > 0) for (const mean of basisMeans) mean.push(lastBasis);
    const state = stateFeatures(
      table,
      target,
      {
        logAmplitude: [logAmplitudeOf(yesterday), logAmplitudeOf(dayAhead(2)), logAmplitudeOf(dayAhead(7))],
        amplitudeMeans: amplitudeMeans.map((mean) => mean.value),
        logBasisSize: lastBasis,
        basisMeans: basisMeans.map((mean) => mean.value),
        level: typeof yesterday === 'number' ? states.level[yesterday] : yesterday.level,
        forecastDeviation: spread,
      },
      scale,
    );
    const logAmplitude = predictOne(coefficients.logAmplitude, state, amplitudeMeans[1].value);
    const logBasisSize = predictOne(coefficients.logBasisSize, state, basisMeans[1].value);
    for (let i = 0; i < intervals; i++) {
      shape[lead * intervals + i] = (prices[i] - level) / Math.max(spread, shapeDeviationFloor);
    }
    if (lead === 0) {
      const logScale = Math.log(scale.scale);
      const errorMeans = known.levelErrorMeans.map((mean) => orElse(mean.value, logScale));
      const levelError = levelErrorFeatures(table, target, errorMeans, scale, logAmplitude, logBasisSize);
      levelErrorScale = Math.exp(
        predictOne(coefficients.levelError, levelError, orElse(known.meanLevelError, logScale)),
      );
      row = { day, scale, profile: rows[dayClass], location, state, levelError };
    }

    let pseudoDay: PseudoDay;
    if (lead === 0 && knownLogBasisSize !== undefined) {
      pseudoDay = knownDay(states, day, transformed(day), knownLogBasisSize);
      shape.set(states.shape.subarray(day * intervals, (day + 1) * intervals));
      deviations[0] = Math.exp(pseudoDay.logAmplitude);
    } else {
      const amplitude = Math.exp(logAmplitude);
      const z = new Float64Array(intervals);
      for (let i = 0; i < intervals; i++) {
        z[i] = Math.asinh((level + amplitude * shape[lead * intervals + i] - scale.centre) / scale.scale);
      }
      pseudoDay = { z, level, logAmplitude, logBasisSize };
    }
    made.push(pseudoDay);
    profiles = updatedProfiles(profiles, dayClass, target, pseudoDay.z);
    for (const mean of amplitudeMeans) mean.push(pseudoDay.logAmplitude);
  }
  const forecast: DayForecast = {
    level: Float64Array.from(made, (pseudo) => pseudo.level),
    logAmplitude: Float64Array.from(made, (pseudo) => pseudo.logAmplitude),
    logBasisSize: Float64Array.from(made, (pseudo) => pseudo.logBasisSize),
    shape,
    deviation: deviations,
    levelErrorScale,
    regressed: {
      location: coefficients.location !== undefined,
      logAmplitude: coefficients.logAmplitude !== undefined,
      logBasisSize: coefficients.logBasisSize !== undefined,
      levelError: coefficients.levelError !== undefined,
    },
  };
  return { forecast, row: row as TrainingRow };
}

function knownDay(states: DayStates, day: number, z: Float64Array, logBasisSize: number): PseudoDay {
  return { z, level: states.level[day], logAmplitude: states.logAmplitude[day], logBasisSize };
}

/** f = c + s·sinh(profile + residual); without a regression the residual is 0.7 × yesterday's mean deviation. */
function forecastPrices(
  model: RidgeModel | undefined,
  features: Float64Array,
  profile: Float64Array,
  yesterday: Float64Array,
  { centre, scale }: LocalScale,
): Float64Array {
  const residual = new Float64Array(profile.length);
  if (model === undefined) residual.fill(levelPersistence * meanAndDeviation(yesterday).mean);
  else predictRidge(model, features, residual);
  return profile.map((value, i) => centre + scale * Math.sinh(value + residual[i]));
}

function predictOne(model: RidgeModel | undefined, features: Float64Array, otherwise: number): number {
  if (model === undefined) return otherwise;
  const out = new Float64Array(1);
  predictRidge(model, features, out);
  return out[0];
}

function orElse(value: number, otherwise: number): number {
  return Number.isNaN(value) ? otherwise : value;
}
