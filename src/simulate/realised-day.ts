import { seriesWithRole, type PriceHistory, type PriceSeries } from '../domain/price-history.ts';
import { firstDayOf, type ScenarioSet } from '../domain/scenario-set.ts';

/** A day as it came, or why it cannot be told. */
export type RealisedDay = { readonly set: ScenarioSet } | { readonly missing: string };

/**
 * The first day of `set` as it came: one scenario of the prices of `history`, with the services named and no other.
 *
 * @param history the whole one, the day itself included
 */
export function realisedDay(set: ScenarioSet, history: PriceHistory, services: readonly string[]): RealisedDay {
  const day = firstDayOf(set);
  const { date, periodCount } = day.days[0];
  const index = history.days.findIndex((one) => one.date === date);
  if (index < 0) return { missing: `no prices of ${date}` };
  const pricesOf = ({ values }: PriceSeries): Float64Array =>
    values.slice(history.dayOffsets[index], history.dayOffsets[index] + periodCount);
  const [dayAhead, imbalance] = (['dayAhead', 'imbalance'] as const).map((role) => seriesWithRole(history, role)[0]);
  const energy = [dayAhead, imbalance].map((series) => ({ name: series.name, prices: pricesOf(series) }));
  const capacity = day.services
    .filter(({ name }) => services.includes(name))
    .map((service) => {
      const series = history.series.find(({ name }) => name === service.name);
      const prices = series === undefined ? new Float64Array(periodCount).fill(NaN) : pricesOf(series);
      const availability = Float64Array.from(service.intervalStarts.slice(0, -1), (start) => prices[start]);
      return { ...service, availability };
    });
  const gap = [...energy, ...capacity.map(({ name, availability }) => ({ name, prices: availability }))].find(
    ({ prices }) => prices.includes(NaN),
  );
  if (gap !== undefined) return { missing: `a price of ${gap.name} is missing` };
  return {
    set: {
      ...day,
      firstScenario: 0,
      scenarioCount: 1,
      weights: Float64Array.of(1),
      dayAhead: energy[0].prices,
      imbalance: energy[1].prices,
      services: capacity,
      bankDay: Int32Array.of(0),
      bankDates: [date],
    },
  };
}
