import { dayClass, type DayClass } from '../domain/holidays.ts';
import { addDays, dayOfWeek, slotsPerDay, wallClockSlots, type DeliveryDay, type MarketCalendar } from '../domain/market-calendar.ts';
import { type PriceHistory, type PriceSeries, seriesWithRole } from '../domain/price-history.ts';
import { FitError } from '../errors.ts';

/**
 * History as the generator sees it: one row a delivery day on the wall clock, without clock changes
 * (the skipped hour of spring interpolated, the second of the repeated hours in autumn kept).
 */
export interface DeliveryDayTable {
  /** N delivery days of history, then the day planned and those after it. */
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
  /** Day d, or the last valid day before it (−1: none). For day-ahead, the eve of the planned day counts. */
  readonly lastValidDay: Int32Array;
  /** 1 where both prices of a day may be used. */
  readonly valid: Uint8Array;
}

/**
 * Builds the table of the days known when `date` is planned. `history` must be cut to that knowledge
 * (`knownHistory`) and end on the eve of `date`.
 */
export function deliveryDayTable(history: PriceHistory, date: string, horizonDays: number, maxMissingPeriods: number): DeliveryDayTable {
  const { calendar, days } = history;
  const historyDays = days.length;
  if (historyDays === 0 || days[historyDays - 1].date !== addDays(date, -1)) {
    throw new FitError('the history must end on the eve of the day planned', {
      rule: `eve of ${date}`,
      value: days.at(-1)?.date ?? 'no days',
      remedy: 'plan a day right after the last one with data',
    });
  }
  const slots = slotsPerDay(calendar);
  const [dayAheadSeries] = seriesWithRole(history, 'dayAhead');
  const [imbalanceSeries] = seriesWithRole(history, 'imbalance');
  const step = dayAheadSeries.interval === 'hour' ? 60 / calendar.periodMinutes : 1;
  const dates = [...days.map((day) => day.date), ...Array.from({ length: horizonDays }, (_, h) => addDays(date, h))];

  const halfHourly = wallClockRows(history, dayAheadSeries);
  const dayAhead = thin(halfHourly, step);
  const imbalance = wallClockRows(history, imbalanceSeries);
  const valid = history.validDays.slice();
  const eve = historyDays - 1;
  valid[eve] = 0; // its imbalance prices are not known yet
  const lastValidDay = new Int32Array(historyDays);
  let last = -1;
  for (let day = 0; day < historyDays; day++) {
    if (valid[day] === 1 || (day === eve && missingPeriods(dayAheadSeries, history, eve) <= maxMissingPeriods)) last = day;
    lastValidDay[day] = last;
  }
  return {
    dates,
    classes: dates.map((name) => dayClass(calendar.name, name)),
    weekdays: dates.map(dayOfWeek),
    historyDays,
    slots,
    intervals: slots / step,
    dayAhead,
    imbalance,
    lastValidDay,
    valid,
  };
}

/** One series on the wall clock: days × slots. */
export function wallClockRows(history: PriceHistory, series: PriceSeries): Float64Array {
  const slots = slotsPerDay(history.calendar);
  const rows = new Float64Array(history.days.length * slots).fill(NaN);
  history.days.forEach((day, index) => {
    const row = rows.subarray(index * slots, (index + 1) * slots);
    wallClockSlotsOf(history.calendar, day).forEach((slot, period) => {
      row[slot] = series.values[history.dayOffsets[index] + period];
    });
    if (day.periodCount < slots && series.role !== 'service') fillGap(row);
  });
  return rows;
}

const ordinarySlots = new Map<number, Int32Array>();

function wallClockSlotsOf(calendar: MarketCalendar, day: DeliveryDay): Int32Array {
  const slots = slotsPerDay(calendar);
  if (day.periodCount !== slots) return wallClockSlots(calendar, day);
  const known = ordinarySlots.get(slots) ?? Int32Array.from({ length: slots }, (_, slot) => slot);
  ordinarySlots.set(slots, known);
  return known;
}

/** Straight line over the inner NaN of a row. */
function fillGap(row: Float64Array): void {
  for (let from = 1; from < row.length; from++) {
    if (!Number.isNaN(row[from]) || Number.isNaN(row[from - 1])) continue;
    let to = from;
    while (to < row.length && Number.isNaN(row[to])) to++;
    if (to === row.length) return;
    const before = row[from - 1];
    const slope = (row[to] - before) / (to - from + 1);
    for (let slot = from; slot < to; slot++) row[slot] = before + slope * (slot - from + 1);
  }
}

function thin(rows: Float64Array, step: number): Float64Array {
  return step === 1 ? rows : Float64Array.from({ length: rows.length / step }, (_, i) => rows[i * step]);
}

function missingPeriods(series: PriceSeries, history: PriceHistory, day: number): number {
  let missing = 0;
  for (let period = history.dayOffsets[day]; period < history.dayOffsets[day + 1]; period++) {
    if (Number.isNaN(series.values[period])) missing++;
  }
  return missing;
}
