import { dayClass, type DayClass } from '../domain/holidays.ts';
import { addDays, dayOfWeek, slotsPerDay, wallClockSlots } from '../domain/market-calendar.ts';
import { seriesWithRole, type PriceHistory, type PriceSeries, type SeriesRole } from '../domain/price-history.ts';
import { FitError } from '../errors.ts';

/**
 * History as the generator sees it: one row a delivery day on the wall clock, without clock changes
 * (the skipped hour of spring interpolated, the second of the repeated hours in autumn kept).
 */
export interface DeliveryDayTable {
  /** N delivery days of history, then as many days as are looked ahead. */
  readonly dates: readonly string[];
  readonly classes: readonly DayClass[];
  /** Monday 1 … Sunday 7. */
  readonly weekdays: readonly number[];
  readonly historyDays: number;
  readonly slots: number;
  /** Day-ahead prices in a day: 24 of an hourly auction, 48 of a half-hourly series. */
  readonly intervals: number;
  /** N × intervals. */
  readonly dayAhead: Float64Array;
  /** N × slots. */
  readonly imbalance: Float64Array;
  /** 1 where the day-ahead prices of a day may be used, whatever the imbalance prices are. */
  readonly dayAheadKnown: Uint8Array;
  /** 1 where both prices of a day may be used. */
  readonly valid: Uint8Array;
  /** Day d or the last day before it with day-ahead prices (−1: none). */
  readonly lastDayAhead: Int32Array;
  /** Day d or the last valid day before it (−1: none). */
  readonly lastValid: Int32Array;
}

/**
 * Builds the table of all days of `history` and the `horizonDays` after it. Day-ahead prices are judged and
 * repaired by themselves (at most `maxMissingPeriods` of a day missing), because at the gate the eve's are known
 * and its imbalance prices are not: so a day looks the same to the forecast whatever became known later.
 *
 * @throws FitError without a day-ahead or an imbalance series, or without days
 */
export function deliveryDayTable(
  history: PriceHistory,
  horizonDays: number,
  maxMissingPeriods: number,
): DeliveryDayTable {
  const { calendar, days } = history;
  const historyDays = days.length;
  if (historyDays === 0) throw new FitError('the history has no days', { remedy: 'give a history of prices' });
  const slots = slotsPerDay(calendar);
  const dayAheadSeries = onlySeries(history, 'dayAhead');
  const imbalanceSeries = onlySeries(history, 'imbalance');
  const step = dayAheadSeries.interval === 'hour' ? 60 / calendar.periodMinutes : 1;
  const intervals = slots / step;
  const dates = [
    ...days.map((day) => day.date),
    ...Array.from({ length: horizonDays }, (_, h) => addDays(days[historyDays - 1].date, h + 1)),
  ];

  const repaired = repairedDays(history, dayAheadSeries, step, maxMissingPeriods);
  const dayAhead = wallClockValues(history, repaired, step, true);
  const imbalance = wallClockValues(history, imbalanceSeries.values, 1, true);
  const dayAheadKnown = completeRows(dayAhead, intervals);
  const imbalanceKnown = completeRows(imbalance, slots);
  const valid = history.validDays.map((flag, day) => flag & dayAheadKnown[day] & imbalanceKnown[day]);
  return {
    dates,
    classes: dates.map((name) => dayClass(calendar.name, name)),
    weekdays: dates.map(dayOfWeek),
    historyDays,
    slots,
    intervals,
    dayAhead,
    imbalance,
    dayAheadKnown,
    valid,
    lastDayAhead: lastMarked(dayAheadKnown),
    lastValid: lastMarked(valid),
  };
}

/** One series by slot of the wall clock: days × slots. The skipped hour is interpolated, NaN in a service. */
export function wallClockRows(history: PriceHistory, series: PriceSeries): Float64Array {
  return wallClockValues(history, series.values, 1, series.role !== 'service');
}

/**
 * Values by period on the wall clock: days × (slots ÷ step), each the price at the start of `step` slots.
 * With `fillSkipped` the skipped hour of a short day is interpolated; otherwise it is NaN.
 */
function wallClockValues(
  history: PriceHistory,
  values: Float64Array,
  step: number,
  fillSkipped: boolean,
): Float64Array {
  const { calendar, days, dayOffsets } = history;
  const slots = slotsPerDay(calendar);
  const width = slots / step;
  const rows = new Float64Array(days.length * width).fill(NaN);
  days.forEach((day, index) => {
    const row = rows.subarray(index * width, (index + 1) * width);
    if (day.periodCount === slots) {
      for (let i = 0; i < width; i++) row[i] = values[dayOffsets[index] + i * step];
      return;
    }
    const skipped = new Uint8Array(width).fill(1);
    wallClockSlots(calendar, day).forEach((slot, period) => {
      if (slot % step !== 0) return;
      row[slot / step] = values[dayOffsets[index] + period];
      skipped[slot / step] = 0;
    });
    if (fillSkipped) interpolate(row, skipped);
  });
  return rows;
}

/** Series values with the gaps of each day that misses at most `maxMissing` periods interpolated, interval by interval. */
function repairedDays(history: PriceHistory, series: PriceSeries, step: number, maxMissing: number): Float64Array {
  const { days, dayOffsets } = history;
  const values = series.values.slice();
  for (let day = 0; day < days.length; day++) {
    const prices = values.subarray(dayOffsets[day], dayOffsets[day + 1]);
    let missing = 0;
    for (const price of prices) if (Number.isNaN(price)) missing++;
    if (missing === 0 || missing > maxMissing) continue;
    const starts = Float64Array.from({ length: prices.length / step }, (_, i) => prices[i * step]);
    interpolate(
      starts,
      Uint8Array.from(starts, (price) => Number(Number.isNaN(price))),
    );
    for (let period = 0; period < prices.length; period++) prices[period] = starts[Math.floor(period / step)];
  }
  return values;
}

/** Straight lines over the marked places of a row, the nearest value at its ends. */
function interpolate(row: Float64Array, marked: Uint8Array): void {
  for (let from = 0; from < row.length; from++) {
    if (marked[from] === 0) continue;
    let to = from;
    while (to < row.length && marked[to] === 1) to++;
    const before = from === 0 ? row[to] : row[from - 1];
    const after = to === row.length ? before : row[to];
    for (let i = from; i < to; i++) row[i] = before + ((i - from + 1) / (to - from + 1)) * (after - before);
    from = to;
  }
}

function completeRows(rows: Float64Array, width: number): Uint8Array {
  const complete = new Uint8Array(rows.length / width).fill(1);
  for (let i = 0; i < rows.length; i++) if (!Number.isFinite(rows[i])) complete[Math.floor(i / width)] = 0;
  return complete;
}

function lastMarked(marks: Uint8Array): Int32Array {
  let last = -1;
  return Int32Array.from(marks, (mark, day) => {
    if (mark === 1) last = day;
    return last;
  });
}

function onlySeries(history: PriceHistory, role: SeriesRole): PriceSeries {
  const [series] = seriesWithRole(history, role);
  if (series !== undefined) return series;
  throw new FitError(`the history has no ${role} series`, {
    rule: 'scenarios need a day-ahead and an imbalance price',
    value: history.series.map((one) => one.name),
    remedy: `give a market of role ${role}`,
  });
}
