import { seriesWithRole, type PriceHistory } from '../../domain/price-history.ts';

/** End of the last period with a known imbalance price. */
export function lastKnownTime(known: PriceHistory): number {
  const [imbalance] = seriesWithRole(known, 'imbalance');
  let period = imbalance.values.length - 1;
  while (period > 0 && Number.isNaN(imbalance.values[period])) period--;
  const dayIndex = known.dayOffsets.findLastIndex((offset) => offset <= period);
  const inDay = period - known.dayOffsets[dayIndex] + 1;
  return (
    known.days[Math.min(dayIndex, known.days.length - 1)].startTime + inDay * known.calendar.periodMinutes * 60_000
  );
}
