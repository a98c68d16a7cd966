import { FitError } from '../../errors.ts';
import { dayAheadBySlot } from '../../fit/day-prices.ts';
import type { DeliveryDayTable } from '../../fit/delivery-day-table.ts';
import { knownBasisSizes } from '../../fit/known-basis-size.ts';
import { median } from '../../math/median.ts';
import { drawnDays, paintDrawnDays, type DrawnDays } from './drawn-days.ts';
import type { Generator } from './generator.ts';
import { fewDaysNote } from './past-days.ts';

const minimumDays = 90;

/**
 * Tomorrow's day-ahead price known: x₂ = x₁ + B_b·exp(Ĝ_d − Ĝ_b), the basis of one past day at the size forecast with
 * the day-ahead prices of the day. Past days weigh 2^(−age/halfLife), a third across weekday and weekend, and
 * exp(−D/(2·0.5²·median D)), D the mean squared distance of the day-ahead shapes themselves.
 */
export const knownDayAhead: Generator<DrawnDays> = {
  name: 'known-day-ahead',
  description: 'day-ahead price known; the basis of whole past days of like shape, at the forecast size',
  knowsDayAhead: true,
  open(pass, { generator }) {
    const { table, forward } = pass;
    const sizes = knownBasisSizes(pass);
    return (target) => {
      const known = knownPrices(table, target);
      const days = basisDays(table, target, generator.windowDays).filter((day) => !Number.isNaN(sizes[day]));
      if (days.length < minimumDays || Number.isNaN(sizes[target])) {
        throw new FitError('too few past days to draw the basis from', {
          rule: `at least ${minimumDays} valid days with a forecast, in the ${generator.windowDays} days before`,
          value: `${days.length} before ${table.dates[target]}`,
          remedy: 'give a longer history',
        });
      }
      const weights = shapeWeights(table, forward.states.shape, days, target, generator.halfLifeDays);
      const rows = days.map((day) => {
        const factor = Math.exp(sizes[target] - sizes[day]);
        return basisRow(table, forward.states.basis, known, day, factor);
      });
      return drawnDays('known-day-ahead', rows, [], weights);
    };
  },
  painter: paintDrawnDays,
};

/** The rival with the day-ahead price known: the basis of whole past days as it was. */
export function basisBootstrap(name: string, windowDays: number): Generator<DrawnDays> {
  return {
    name,
    description: `day-ahead price known; the basis of the last ${windowDays} days as it was`,
    knowsDayAhead: true,
    open:
      ({ table, forward }) =>
      (target) => {
        const known = knownPrices(table, target);
        const days = basisDays(table, target, windowDays);
        if (days.length === 0) {
          throw new FitError('no past day to draw the basis from', {
            rule: `a day with all prices in the ${windowDays} days before`,
            value: `none before ${table.dates[target]}`,
            remedy: 'give a history without long gaps',
          });
        }
        return drawnDays(
          name,
          days.map((day) => basisRow(table, forward.states.basis, known, day, 1)),
          fewDaysNote(days.length),
        );
      },
    painter: paintDrawnDays,
  };
}

function knownPrices(table: DeliveryDayTable, target: number): Float64Array {
  if (table.dayAheadKnown[target] === 1) return dayAheadBySlot(table, target);
  throw new FitError('the day-ahead price of the day to plan is not known', {
    rule: 'this generator draws the imbalance price only',
    value: table.dates[target],
    remedy: 'give the published prices, or use another generator',
  });
}

function basisDays({ valid }: DeliveryDayTable, target: number, windowDays: number): number[] {
  const days: number[] = [];
  for (let day = Math.max(0, target - windowDays); day <= target - 2; day++) if (valid[day] === 1) days.push(day);
  return days;
}

function basisRow(
  { dates, slots }: DeliveryDayTable,
  basis: Float64Array,
  known: Float64Array,
  day: number,
  factor: number,
) {
  const imbalance = known.map((price, slot) => price + factor * basis[day * slots + slot]);
  return { date: dates[day], dayAhead: known, imbalance };
}

function shapeWeights(
  table: DeliveryDayTable,
  shapes: Float64Array,
  days: readonly number[],
  target: number,
  halfLifeDays: number,
): Float64Array {
  const { intervals, classes } = table;
  const distances = days.map((day) => {
    let sum = 0;
    for (let i = 0; i < intervals; i++) sum += (shapes[day * intervals + i] - shapes[target * intervals + i]) ** 2;
    return sum / intervals;
  });
  const middle = median(distances);
  const weights = Float64Array.from(days, (day, b) => {
    const likeness = middle < 1e-12 ? 1 : Math.exp(-distances[b] / (2 * 0.25 * middle));
    const sameKind = (classes[day] === 0) === (classes[target] === 0);
    return 2 ** (-(target - day) / halfLifeDays) * likeness * (sameKind ? 1 : 1 / 3);
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
