import type { PriceHistory } from '../domain/price-history.ts';
import type { StressCase } from '../domain/stress.ts';
import { ConfigError } from '../errors.ts';
import { deliveryDayTable } from '../fit/delivery-day-table.ts';
import { mostMissingPeriods } from './replay-days.ts';

/**
 * Past days that stress cases replay must be days of the history with prices, and known in full when the plan is made:
 * a later one would be foresight.
 *
 * @param history the whole of it
 * @param known what of it is known when the plan for `planned` is made
 * @throws ConfigError that names the case
 */
export function requireReplayedDays(
  cases: readonly StressCase[],
  history: PriceHistory,
  known: PriceHistory,
  planned: string,
): void {
  const replays = cases.flatMap(({ stresses }, i) =>
    stresses.flatMap((stress, j) =>
      stress.kind === 'replay' ? [{ date: stress.date, field: `stress[${i}].stresses[${j}].date` }] : [],
    ),
  );
  if (replays.length === 0) return;
  const table = deliveryDayTable(known, 0, mostMissingPeriods);
  const last = lastWholeDay(history, known);
  for (const { date, field } of replays) {
    const fail = (message: string, rule: string, remedy: string): never => {
      throw new ConfigError(message, { field, rule, value: date, remedy });
    };
    const [{ date: first }] = history.days;
    if (date > last || date >= planned)
      fail(
        'a day is to be replayed that is not over when the plan is made',
        `a delivery day known in full when ${planned} is planned: up to ${last}; a later one is foresight`,
        'replay an earlier day',
      );
    const day = table.dates.indexOf(date);
    if (day < 0)
      fail(
        'a day to be replayed is not in the history',
        `a delivery day from ${first} to ${last}`,
        'replay another day, or add its prices',
      );
    if (table.valid[day] === 0)
      fail(
        'a day to be replayed has no prices',
        `at most ${mostMissingPeriods} periods of the day-ahead and of the imbalance price may be missing`,
        'replay another day, or add its prices',
      );
  }
}

/** The last day of which nothing becomes known later. */
function lastWholeDay(history: PriceHistory, known: PriceHistory): string {
  const hides = (day: number): boolean =>
    known.series.some(({ name, values, role }) => {
      const whole = history.series.find((series) => series.name === name);
      if (role === 'service' || whole === undefined) return false;
      for (let t = known.dayOffsets[day]; t < known.dayOffsets[day + 1]; t++)
        if (Number.isNaN(values[t]) && !Number.isNaN(whole.values[t])) return true;
      return false;
    });
  let day = known.days.length - 1;
  while (day > 0 && hides(day)) day--;
  return known.days[day].date;
}
