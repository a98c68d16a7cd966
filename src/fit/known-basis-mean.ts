import { fitRidge, predictRidge, type RidgeModel } from '../math/ridge.ts';
import { blockMeans, calendarFlags } from './location-features.ts';
import type { TrainingRow } from './training-row.ts';
import type { WholeDayPass } from './whole-day-pass.ts';

const fittedAfterRows = 120;
const windowRows = 730;
const penalty = 600;

/**
 * m̂ of every day of history: expected basis by slot in units of its size exp(Ĝ), given the day's own day-ahead prices.
 * Ridge on the basis of the last whole day known, the day-ahead shape, level and swing and the kind of day, refitted
 * monthly on up to 730 days with basis to the day before the eve. Days × slots; NaN without a forecast or with fewer than
 * 120 days to fit on.
 *
 * @param sizes Ĝ by day, of `knownBasisSizes`
 */
export function knownBasisMeans(pass: WholeDayPass, sizes: Float64Array): Float64Array {
  const { table, forward } = pass;
  const { slots, historyDays } = table;
  const means = new Float64Array(historyDays * slots).fill(NaN);
  const features = new Map(
    forward.rows
      .filter(({ day }) => !Number.isNaN(sizes[day]))
      .map((row) => [row.day, meanFeatures(pass, row, sizes[row.day])]),
  );
  let model: RidgeModel | undefined;
  for (let day = 0; day < historyDays; day++) {
    if (table.dates[day].endsWith('-01')) model = fitBasisMean(pass, features, sizes, day - 2);
    const x = features.get(day);
    if (model !== undefined && x !== undefined) predictRidge(model, x, means.subarray(day * slots, (day + 1) * slots));
  }
  return means;
}

/** 25 features of a day; the basis by 4 hours and of the last 2, the shape by 2 hours. */
function meanFeatures(
  { table, forward: { states } }: WholeDayPass,
  { day, scale: { centre, scale } }: TrainingRow,
  size: number,
): Float64Array {
  const { slots, intervals } = table;
  const last = table.lastValid[day - 2];
  const basis = states.basis.slice(last * slots, (last + 1) * slots).map((value) => value / Math.exp(size));
  const { monday, saturday, rest, yesterdayRest } = calendarFlags(table, day);
  return Float64Array.of(
    ...blockMeans(basis, 6),
    ...blockMeans(basis.subarray(slots - slots / 12), 1),
    ...blockMeans(states.shape.subarray(day * intervals, (day + 1) * intervals), 12),
    (states.level[day] - centre) / scale,
    states.logAmplitude[day] - Math.log(scale),
    saturday,
    rest,
    monday,
    yesterdayRest,
  );
}

function fitBasisMean(
  { table: { slots, valid }, forward: { states } }: WholeDayPass,
  features: ReadonlyMap<number, Float64Array>,
  sizes: Float64Array,
  lastDay: number,
): RidgeModel | undefined {
  const used = [...features].filter(([day]) => day <= lastDay && valid[day] === 1).slice(-windowRows);
  if (used.length < fittedAfterRows) return undefined;
  const p = used[0][1].length;
  const x = new Float64Array(used.length * p);
  const y = new Float64Array(used.length * slots);
  used.forEach(([day, row], i) => {
    x.set(row, i * p);
    const size = Math.exp(sizes[day]);
    for (let slot = 0; slot < slots; slot++) y[i * slots + slot] = states.basis[day * slots + slot] / size;
  });
  return fitRidge(x, y, used.length, p, slots, penalty);
}
