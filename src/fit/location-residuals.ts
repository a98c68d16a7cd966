import { FitError } from '../errors.ts';
import { dayAheadBySlot, imbalanceBySlot } from './day-prices.ts';
import { shapeDeviationFloor } from './iterated-forecast.ts';
import { localScale, type LocalScale } from './location-profile.ts';
import { sizeForecasts } from './size-forecast.ts';
import type { WholeDayPass } from './whole-day-pass.ts';

/**
 * Transform of the residual models: y = asinh((x − c)/(4·s)). On a smaller scale added residuals explode when they are
 * brought back to prices.
 */
const scaleFactor = 4;

/** The location forecast of a day on the transformed scale. */
export interface DayLocation extends LocalScale {
  /** By interval of the day-ahead market: y of the forecast prices. */
  readonly location: Float64Array;
}

/** One-day-ahead errors of the location forecast by day, day-ahead intervals first, imbalance slots after them. */
export interface LocationResiduals {
  readonly width: number;
  /** y(price) − y(forecast), the day-ahead forecast for both markets; undefined where a price or a forecast is missing. */
  readonly rows: readonly (Float64Array | undefined)[];
  /** Forecast of the size of a day's residuals (root mean square) by market, each at its own gate; NaN without one. */
  readonly size: Readonly<Record<'dayAhead' | 'imbalance', Float64Array>>;
}

/** Location of the day with index `day`, from the pass; undefined where the pass has no forecast of it. */
function dayLocation({ table, forward }: WholeDayPass, day: number): DayLocation | undefined {
  const forecast = forward.forecasts[day];
  if (forecast === null || forecast === undefined) return undefined;
  const { centre, scale } = localScale(table, day);
  const spread = Math.max(forecast.deviation[0], shapeDeviationFloor);
  const location = new Float64Array(table.intervals);
  for (let i = 0; i < location.length; i++) {
    location[i] = Math.asinh((forecast.level[0] + spread * forecast.shape[i] - centre) / (scaleFactor * scale));
  }
  return { centre, scale, location };
}

/** What a residual model needs of the day that it draws: where it is expected, and how large its residuals. */
export interface ResidualTarget extends DayLocation {
  readonly size: Readonly<Record<'dayAhead' | 'imbalance', number>>;
}

/** @throws FitError where the day has no forecast, or the weeks before it no errors to tell their size */
export function residualTarget(pass: WholeDayPass, residuals: LocationResiduals, target: number): ResidualTarget {
  const known = dayLocation(pass, target);
  const size = { dayAhead: residuals.size.dayAhead[target], imbalance: residuals.size.imbalance[target] };
  if (known !== undefined && !Number.isNaN(size.dayAhead) && !Number.isNaN(size.imbalance)) return { ...known, size };
  throw new FitError('no forecast of the day to plan', {
    rule: '60 days with prices, and 10 forecast days among the last 28',
    value: pass.table.dates[target],
    remedy: 'give a longer history, or plan a later day',
  });
}

/** Price at transformed value `y`. */
export function locationPrice({ centre, scale }: LocalScale, y: number): number {
  return centre + scaleFactor * scale * Math.sinh(y);
}

/** All residuals of a pass; row d needs the prices of day d and is for the days after it. */
export function locationResiduals(pass: WholeDayPass): LocationResiduals {
  const { table } = pass;
  const { historyDays, intervals, slots } = table;
  const logSize = {
    dayAhead: new Float64Array(historyDays).fill(NaN),
    imbalance: new Float64Array(historyDays).fill(NaN),
  };
  const rows = Array.from({ length: historyDays }, (_, day) => {
    if (table.dayAheadKnown[day] === 0) return undefined;
    const known = dayLocation(pass, day);
    if (known === undefined) return undefined;
    const row = residualRow(pass, day, known);
    logSize.dayAhead[day] = logRootMeanSquare(row.subarray(0, intervals));
    if (table.valid[day] === 0) return undefined;
    logSize.imbalance[day] = logRootMeanSquare(row.subarray(intervals));
    return row;
  });
  return {
    width: intervals + slots,
    rows,
    // Day-ahead prices are known to the eve, imbalance prices to the day before it.
    size: {
      dayAhead: sizeForecasts(table, logSize.dayAhead, 1),
      imbalance: sizeForecasts(table, logSize.imbalance, 2),
    },
  };
}

/** Standardised residuals of past days, what the residual models draw from. n days. */
export interface ResidualBank {
  readonly dates: readonly string[];
  /** n × width: residual over the forecast of its size. */
  readonly rows: Float64Array;
}

/**
 * Standardised residuals of the valid days of the window before `target`, to the day before its eve.
 *
 * @throws FitError with fewer than `minimumDays`
 */
export function residualBank(
  { table }: WholeDayPass,
  residuals: LocationResiduals,
  target: number,
  windowDays: number,
  minimumDays: number,
): ResidualBank {
  const { width, rows, size } = residuals;
  const days: number[] = [];
  for (let day = Math.max(0, target - windowDays); day <= target - 2; day++) {
    if (rows[day] !== undefined && !Number.isNaN(size.dayAhead[day]) && !Number.isNaN(size.imbalance[day]))
      days.push(day);
  }
  if (days.length < minimumDays) {
    throw new FitError('too few past forecast errors to draw from', {
      rule: `at least ${minimumDays} valid days with a forecast, in the ${windowDays} days before`,
      value: `${days.length} before ${table.dates[target]}`,
      remedy: 'give a longer history (60 days with prices come before the first forecast)',
    });
  }
  const bank = new Float64Array(days.length * width);
  days.forEach((day, index) => {
    const row = rows[day] as Float64Array;
    for (let k = 0; k < width; k++) {
      bank[index * width + k] = row[k] / (k < table.intervals ? size.dayAhead[day] : size.imbalance[day]);
    }
  });
  return { dates: days.map((day) => table.dates[day]), rows: bank };
}

function residualRow({ table }: WholeDayPass, day: number, { centre, scale, location }: DayLocation): Float64Array {
  const { intervals, slots } = table;
  const repeat = slots / intervals;
  const transform = (price: number): number => Math.asinh((price - centre) / (scaleFactor * scale));
  const dayAhead = dayAheadBySlot(table, day);
  const imbalance = imbalanceBySlot(table, day);
  const row = new Float64Array(intervals + slots);
  for (let i = 0; i < intervals; i++) row[i] = transform(dayAhead[i * repeat]) - location[i];
  for (let slot = 0; slot < slots; slot++) {
    row[intervals + slot] = transform(imbalance[slot]) - location[Math.floor(slot / repeat)];
  }
  return row;
}

const smallestSize = 1e-4;

function logRootMeanSquare(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return Math.log(Math.max(smallestSize, Math.sqrt(sum / values.length)));
}
