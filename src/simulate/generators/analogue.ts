import type { DayStates } from '../../fit/day-state.ts';
import type { DeliveryDayTable } from '../../fit/delivery-day-table.ts';
import { annualWaves } from '../../fit/location-features.ts';
import { localScale } from '../../fit/location-profile.ts';
import { memo } from '../../math/memo.ts';
import { weightedMoments } from '../../math/weighted-moments.ts';
import { movedDays } from './bootstrap.ts';
import { drawnDays, paintDrawnDays, type DrawnDays } from './drawn-days.ts';
import type { Generator } from './generator.ts';
import { pastDays } from './past-days.ts';

const windowDays = 730;
const neighbours = 80;

/** The 80 past days of the class that began most alike: level, volatility, basis size and season known at their gate. */
export const analogue: Generator<DrawnDays> = {
  name: 'analogue',
  description: `the ${neighbours} days of ${windowDays} most alike in level, volatility and season, re-scaled`,
  open: ({ table, forward: { states } }) => {
    const featuresOf = memo((day) => gateFeatures(table, states, day));
    return (target) => {
      const { days, notes } = pastDays(table, target, { windowDays, sameClass: true, daysBefore: 28 });
      const distances = standardisedDistances(featuresOf(target), days.map(featuresOf));
      const nearest = days
        .map((day, index) => ({ day, distance: distances[index] }))
        .toSorted((a, b) => a.distance - b.distance || a.day - b.day)
        .slice(0, neighbours)
        .map(({ day }) => day)
        .toSorted((a, b) => a - b);
      const rows = movedDays(table, target, nearest, 'scale');
      const few =
        nearest.length < neighbours ? [`${nearest.length} past days to choose from: all of them are drawn.`] : [];
      return drawnDays('analogue', rows, [...notes, ...few]);
    };
  },
  painter: paintDrawnDays,
};

/** What is known of a day at its gate: centre over scale, the eve's level, scale, the eve's swing, the basis, the season. */
function gateFeatures(table: DeliveryDayTable, states: DayStates, day: number): Float64Array {
  const { centre, scale } = localScale(table, day);
  const eve = table.lastDayAhead[day - 1];
  const basis = states.logBasisSize[table.lastValid[day - 2]];
  return Float64Array.of(
    Math.asinh(centre / 10),
    (states.level[eve] - centre) / scale,
    Math.log(scale),
    states.logAmplitude[eve] - Math.log(scale),
    Number.isNaN(basis) ? 0 : basis,
    ...annualWaves(table.dates[day], 1),
  );
}

/** Squared distances to `target`, each feature in units of its standard deviation over the rows. */
function standardisedDistances(target: Float64Array, rows: readonly Float64Array[]): Float64Array {
  const p = target.length;
  const joined = new Float64Array(rows.length * p);
  rows.forEach((row, index) => joined.set(row, index * p));
  const { standardDeviation } = weightedMoments(joined, new Float64Array(rows.length).fill(1 / rows.length), p);
  return Float64Array.from(rows, (row) => {
    let sum = 0;
    for (let k = 0; k < p; k++) if (standardDeviation[k] > 0) sum += ((row[k] - target[k]) / standardDeviation[k]) ** 2;
    return sum;
  });
}
