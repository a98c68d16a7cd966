import { fitRidge, predictRidge, type RidgeModel } from '../math/ridge.ts';
import type { TrainingRow } from './training-row.ts';
import type { WholeDayPass } from './whole-day-pass.ts';

const regressedAfterRows = 120;
const windowRows = 730;
const penalty = 10;

/**
 * Ĝ of every day of history given its day-ahead prices: the 20 features of the pass and five of the prices (ln A,
 * (L − c)/s, ln A − ln s, level, change of the level), refitted monthly on up to 730 days with basis to the day before
 * the eve; below 120 days the pass's own Ĝ. NaN where the day has no day-ahead prices or no forecast.
 */
export function knownBasisSizes({ table, forward }: WholeDayPass): Float64Array {
  const { states, forecasts, rows } = forward;
  const sizes = new Float64Array(table.historyDays).fill(NaN);
  const features = new Map(rows.map((row) => [row.day, knownDayFeatures(row, states, table.lastDayAhead)]));
  const out = new Float64Array(1);
  let model: RidgeModel | undefined;
  for (let day = 0; day < table.historyDays; day++) {
    if (table.dates[day].endsWith('-01')) model = fitBasisSize(features, states.logBasisSize, day - 2);
    const x = features.get(day);
    if (x === undefined) continue;
    if (model === undefined) out[0] = forecasts[day]?.logBasisSize[0] ?? NaN;
    else predictRidge(model, x, out);
    sizes[day] = out[0];
  }
  return sizes;
}

function knownDayFeatures(
  { day, scale: { centre, scale }, state }: TrainingRow,
  { level, logAmplitude }: WholeDayPass['forward']['states'],
  lastDayAhead: Int32Array,
): Float64Array {
  const eve = lastDayAhead[day - 1];
  return Float64Array.of(
    ...state,
    logAmplitude[day],
    (level[day] - centre) / scale,
    logAmplitude[day] - Math.log(scale),
    Math.asinh(level[day] / 10),
    (level[day] - level[eve]) / scale,
  );
}

function fitBasisSize(
  features: ReadonlyMap<number, Float64Array>,
  logBasisSize: Float64Array,
  lastDay: number,
): RidgeModel | undefined {
  const used = [...features].filter(([day]) => day <= lastDay && !Number.isNaN(logBasisSize[day])).slice(-windowRows);
  if (used.length < regressedAfterRows) return undefined;
  const p = used[0][1].length;
  const x = new Float64Array(used.length * p);
  used.forEach(([, row], index) => x.set(row, index * p));
  return fitRidge(
    x,
    Float64Array.from(used, ([day]) => logBasisSize[day]),
    used.length,
    p,
    1,
    penalty,
  );
}
