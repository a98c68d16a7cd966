import { fitRidge, predictRidge, type RidgeModel } from '../math/ridge.ts';
import { meanAndDeviation, type DayStates } from './day-state.ts';
import { DecayedMean } from './decayed-mean.ts';
import type { DeliveryDayTable } from './delivery-day-table.ts';
import { annualWaves, calendarFlags, locationFeatures } from './location-features.ts';
import { classProfiles, localScale, transformDay, updatedProfiles, type LocalScale } from './location-profile.ts';

/**
 * What was forecast on one day for itself (lead 0) and the days after it, with the knowledge of its gate:
 * day-ahead prices to the eve, imbalance prices to the day before the eve.
 */
export interface DayForecast {
  /** L̂ by lead, currency per MWh. */
  readonly level: Float64Array;
  /** Â = forecast of ln A, by lead. */
  readonly logAmplitude: Float64Array;
  /** Ĝ = forecast of ln G, by lead. */
  readonly logBasisSize: Float64Array;
  /** φ by lead: leads × intervals, mean 0. */
  readonly shape: Float64Array;
  /** σ̂ of the level error at lead 0. */
  readonly levelErrorScale: number;
}

const firstForecastAfter = 60;
const ridgeAfter = 365;
const logRegressionAfter = 120;
const trainingRows = 730;
const shapeDeviationFloor = 0.5;

interface TrainingRow {
  readonly day: number;
  readonly features: Float64Array;
}

/** Coefficients in force; refitted on the first delivery day of each calendar month only. */
interface Coefficients {
  location?: RidgeModel;
  logAmplitude?: RidgeModel;
  logBasisSize?: RidgeModel;
  levelError?: RidgeModel;
}

/**
 * One pass over all days in order: each day is forecast with what was known then, and its errors are
 * learnt from afterwards. Stored forecasts never change. SCENARIOS sections 4, 9 and 10.4.
 *
 * @returns a forecast for every day of history and the planned day (last entry); null before 60 valid days
 */
export function forwardPass(table: DeliveryDayTable, states: DayStates, leads: number): (DayForecast | null)[] {
  const { historyDays, intervals } = table;
  const forecasts: (DayForecast | null)[] = [];
  const locationRows: (TrainingRow & { readonly profile: Float64Array; readonly scale: LocalScale })[] = [];
  const stateRows: TrainingRow[] = [];
  const scaleRows: TrainingRow[] = [];
  const logLevelError = new Float64Array(historyDays).fill(NaN);
  const means = {
    amplitude: [3, 10, 40].map((halfLife) => new DecayedMean(halfLife)),
    basisSize: [5, 20].map((halfLife) => new DecayedMean(halfLife)),
    levelError: [5, 25].map((halfLife) => new DecayedMean(halfLife)),
  };
  let coefficients: Coefficients = {};
  let validDays = 0;

  for (let day = 0; day <= historyDays; day++) {
    if (day >= 1) {
      if (table.lastValidDay[day - 1] === day - 1) validDays++;
      for (const mean of means.amplitude) mean.push(states.logAmplitude[day - 1]);
      for (const mean of means.levelError) mean.push(logLevelError[day - 1]);
    }
    if (day >= 2) for (const mean of means.basisSize) mean.push(states.logBasisSize[day - 2]);
    if (validDays < firstForecastAfter || Number.isNaN(means.basisSize[0].value)) {
      forecasts.push(null);
      continue;
    }
    if (table.dates[day].endsWith('-01')) coefficients = refit(day, validDays);
    forecasts.push(forecastDay(day));
    const forecast = forecasts[day] as DayForecast;
    if (day < historyDays && table.lastValidDay[day] === day) {
      const scale = locationRows[locationRows.length - 1].scale.scale;
      logLevelError[day] = Math.log(Math.abs(states.level[day] - forecast.level[0]) + 0.05 * scale);
    }
  }
  return forecasts;

  function refit(day: number, valid: number): Coefficients {
    const known = (row: TrainingRow, lastDay: number): boolean => row.day <= lastDay && table.lastValidDay[row.day] === row.day;
    const fitOn = <R extends TrainingRow>(rows: R[], lastDay: number, target: (row: R) => ArrayLike<number>, m: number, penalty: number, minimum: number) => {
      const used = rows.filter((row) => known(row, lastDay) && !Number.isNaN(target(row)[0])).slice(-trainingRows);
      if (used.length < minimum) return undefined;
      const p = used[0].features.length;
      const features = new Float64Array(used.length * p);
      const targets = new Float64Array(used.length * m);
      used.forEach((row, i) => {
        features.set(row.features, i * p);
        targets.set(target(row), i * m);
      });
      return fitRidge(features, targets, used.length, p, m, penalty);
    };
    const eve = day - 1;
    return {
      location:
        valid < ridgeAfter
          ? undefined
          : fitOn(locationRows, eve, (row) => transformDay(table, row.day, row.scale).map((z, i) => z - row.profile[i]), intervals, 300, 1),
      logAmplitude: fitOn(stateRows, eve, (row) => [states.logAmplitude[row.day]], 1, 10, logRegressionAfter),
      logBasisSize: fitOn(stateRows, eve - 1, (row) => [states.logBasisSize[row.day]], 1, 10, logRegressionAfter),
      levelError: fitOn(scaleRows, eve, (row) => [logLevelError[row.day]], 1, 20, logRegressionAfter),
    };
  }

  /** The iterated forecast: each lead is pushed as a pseudo-day that the next lead looks back on. */
  function forecastDay(day: number): DayForecast {
    const scale = localScale(table, day);
    const cache = new Map<number, Float64Array>();
    const transformed = (past: number): Float64Array => {
      let z = cache.get(past);
      if (z === undefined) cache.set(past, (z = transformDay(table, past, scale)));
      return z;
    };
    let profiles = classProfiles(table, day, transformed);
    const amplitudeMeans = means.amplitude.map((mean) => mean.copy());
    const basisMeans = means.basisSize.map((mean) => mean.copy());
    const pseudo = { z: [] as Float64Array[], level: [] as number[], logAmplitude: [] as number[], logBasisSize: [] as number[] };
    const shape = new Float64Array(leads * intervals);
    let levelErrorScale = NaN;

    for (let lead = 0; lead < leads; lead++) {
      const target = day + lead;
      const lookBack = <T>(lag: number, real: (past: number) => T, made: readonly T[]): T => {
        const index = target - lag;
        return index >= day ? made[index - day] : real(lastValid(index));
      };
      const deviation = (lag: number): Float64Array => {
        const index = target - lag >= day ? target - lag : lastValid(target - lag);
        const z = index >= day ? pseudo.z[index - day] : transformed(index);
        const profile = profiles.rows[table.classes[index]];
        return z.map((value, i) => value - profile[i]);
      };
      const features = locationFeatures(table, target, deviation, scale);
      const location = forecastLocation(features, profiles.rows[table.classes[target]], deviation(1), scale);
      const { mean: level, deviation: spread } = meanAndDeviation(location);
      const basisLag = target - 2 === day - 1 ? forecastOfEve(day) : lookBack(2, (past) => states.logBasisSize[past], pseudo.logBasisSize);
      if (lead > 0) for (const mean of basisMeans) mean.push(basisLag);
      const flags = calendarFlags(table, target);
      const stateFeatures = Float64Array.of(
        lookBack(1, (past) => states.logAmplitude[past], pseudo.logAmplitude),
        lookBack(2, (past) => states.logAmplitude[past], pseudo.logAmplitude),
        lookBack(7, (past) => states.logAmplitude[past], pseudo.logAmplitude),
        ...amplitudeMeans.map((mean) => mean.value),
        Math.log(scale.scale),
        basisLag,
        ...basisMeans.map((mean) => mean.value),
        (lookBack(1, (past) => states.level[past], pseudo.level) - scale.centre) / scale.scale,
        flags.saturday,
        flags.rest,
        flags.monday,
        flags.yesterdayRest,
        ...annualWaves(table.dates[target], 2),
        Math.log(spread + 0.3),
      );
      const logAmplitude = predictOne(coefficients.logAmplitude, stateFeatures, amplitudeMeans[1].value);
      const logBasisSize = predictOne(coefficients.logBasisSize, stateFeatures, basisMeans[1].value);
      for (let i = 0; i < intervals; i++) shape[lead * intervals + i] = (location[i] - level) / Math.max(spread, shapeDeviationFloor);
      if (lead === 0) {
        const scaleFeatures = Float64Array.of(
          ...means.levelError.map((mean) => (Number.isNaN(mean.value) ? Math.log(scale.scale) : mean.value)),
          Math.log(scale.scale),
          logAmplitude,
          logBasisSize,
          flags.saturday,
          flags.rest,
          flags.monday,
          flags.yesterdayRest,
          ...annualWaves(table.dates[target], 1),
        );
        levelErrorScale = Math.exp(predictOne(coefficients.levelError, scaleFeatures, meanKnown(logLevelError, Math.log(scale.scale))));
        const profile = profiles.rows[table.classes[target]].slice();
        locationRows.push({ day, features, profile, scale });
        stateRows.push({ day, features: stateFeatures });
        scaleRows.push({ day, features: scaleFeatures });
      }
      const amplitude = Math.exp(logAmplitude);
      const z = shape
        .slice(lead * intervals, (lead + 1) * intervals)
        .map((value) => Math.asinh((level + amplitude * value - scale.centre) / scale.scale));
      profiles = updatedProfiles(profiles, table.classes[target], target, z);
      pseudo.z.push(z);
      pseudo.level.push(level);
      pseudo.logAmplitude.push(logAmplitude);
      pseudo.logBasisSize.push(logBasisSize);
      for (const mean of amplitudeMeans) mean.push(logAmplitude);
    }
    return {
      level: Float64Array.from(pseudo.level),
      logAmplitude: Float64Array.from(pseudo.logAmplitude),
      logBasisSize: Float64Array.from(pseudo.logBasisSize),
      shape,
      levelErrorScale,
    };
  }

  function forecastLocation(features: Float64Array, profile: Float64Array, yesterday: Float64Array, { centre, scale }: LocalScale): Float64Array {
    const residual = new Float64Array(intervals);
    if (coefficients.location === undefined) residual.fill(0.7 * meanAndDeviation(yesterday).mean);
    else predictRidge(coefficients.location, features, residual);
    return profile.map((value, i) => centre + scale * Math.sinh(value + residual[i]));
  }

  /** ln G of the eve is not known at the gate: its own forecast stands in. */
  function forecastOfEve(day: number): number {
    return forecasts[day - 1]?.logBasisSize[0] ?? means.basisSize[1].value;
  }

  function lastValid(day: number): number {
    const found = day < 0 ? -1 : table.lastValidDay[day];
    return found >= 0 ? found : table.lastValidDay.find((candidate) => candidate >= 0) ?? 0;
  }
}

/** Mean of the values that are known; `otherwise` before the first. */
function meanKnown(values: Float64Array, otherwise: number): number {
  const known = values.filter((value) => !Number.isNaN(value));
  return known.length === 0 ? otherwise : known.reduce((sum, value) => sum + value, 0) / known.length;
}

function predictOne(model: RidgeModel | undefined, features: Float64Array, otherwise: number): number {
  if (model === undefined) return otherwise;
  const out = new Float64Array(1);
  predictRidge(model, features, out);
  return out[0];
}
