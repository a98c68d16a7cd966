import { FitError } from '../../errors.ts';
import { dayAheadBySlot } from '../../fit/day-prices.ts';
import type { DeliveryDayTable } from '../../fit/delivery-day-table.ts';
import { wholeDayModel } from '../../fit/fit-whole-day.ts';
import { knownDayPass } from '../../fit/known-day-pass.ts';
import { drawnDays, paintDrawnDays, type DrawnDays } from './drawn-days.ts';
import type { Generator } from './generator.ts';
import { fewDaysNote } from './past-days.ts';
import { paintWholeDays, wholeDayGeneratorModel, type WholeDayGeneratorModel } from './whole-day.ts';

/**
 * Tomorrow's day-ahead price known: x₂ = x₁ + B_b·exp(Ĝ_d − Ĝ_b), the basis of one past day at the size forecast with
 * the day-ahead prices of the day; the days after it are those of the same past week, forecast with those prices known.
 * docs/method/generators.md.
 */
export const knownDayAhead: Generator<WholeDayGeneratorModel> = {
  name: 'known-day-ahead',
  description: 'day-ahead price known; the basis of whole past days of like shape, at the forecast size',
  knowsDayAhead: true,
  open(pass, settings) {
    const known = knownDayPass(pass);
    return (target) => {
      requireKnownPrices(pass.table, target);
      const model = wholeDayModel(known, { ...settings, date: pass.table.dates[target] });
      return wholeDayGeneratorModel('known-day-ahead', model);
    };
  },
  painter: paintWholeDays,
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
        requireKnownPrices(table, target);
        const known = dayAheadBySlot(table, target);
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
          days.map((day) => basisRow(table, forward.states.basis, known, day)),
          fewDaysNote(days.length),
        );
      },
    painter: paintDrawnDays,
  };
}

function requireKnownPrices(table: DeliveryDayTable, target: number): void {
  if (table.dayAheadKnown[target] === 1) return;
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

function basisRow({ dates, slots }: DeliveryDayTable, basis: Float64Array, known: Float64Array, day: number) {
  const imbalance = known.map((price, slot) => price + basis[day * slots + slot]);
  return { date: dates[day], dayAhead: known, imbalance };
}
