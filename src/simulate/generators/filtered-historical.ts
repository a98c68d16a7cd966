import {
  locationPrice,
  locationResiduals,
  residualBank,
  residualTarget,
  type ResidualTarget,
} from '../../fit/location-residuals.ts';
import { originDrawer } from '../bank-draw.ts';
import type { DayModel, DayPainter, Generator } from './generator.ts';

/** Whole residual vectors of past days on today's location and in today's size. n days. */
export interface FilteredHistoricalModel extends DayModel {
  readonly intervals: number;
  readonly location: ResidualTarget;
  /** n × (intervals + slots): residuals scaled to today, transformed scale. */
  readonly residuals: Float64Array;
  readonly weights: Float64Array;
}

const windowDays = 365;
const minimumDays = 60;

/**
 * Filtered historical simulation: y = y(forecast) + σ̂_d·(r_b/σ̂_b), the residuals of both markets of one past day
 * together, σ̂ the forecast size of the day's residuals.
 *
 * Source: Barone-Adesi, Giannopoulos and Vosper (1999), "VaR without correlations for portfolios of derivative securities".
 */
export const filteredHistorical: Generator<FilteredHistoricalModel> = {
  name: 'filtered-historical',
  description: 'whole residual days of the location forecast, in units of their forecast size',
  open(pass) {
    const residuals = locationResiduals(pass);
    const { intervals, slots } = pass.table;
    return (target) => {
      const bank = residualBank(pass, residuals, target, windowDays, minimumDays);
      const location = residualTarget(pass, residuals, target);
      const { size } = location;
      const n = bank.dates.length;
      return {
        generator: 'filtered-historical',
        leads: 1,
        slots,
        intervals,
        notes: [],
        bankDates: bank.dates,
        location,
        residuals: bank.rows.map(
          (value, k) => value * (k % residuals.width < intervals ? size.dayAhead : size.imbalance),
        ),
        weights: new Float64Array(n).fill(1 / n),
      };
    };
  },
  painter: paintResiduals,
};

function paintResiduals(model: FilteredHistoricalModel, seed: number): DayPainter {
  const { intervals, slots, location, residuals } = model;
  const repeat = slots / intervals;
  const draw = originDrawer(model.weights, seed);
  return (scenario, _days, dayAhead, imbalance) => {
    const origin = draw(scenario);
    const row = residuals.subarray(origin * (intervals + slots), (origin + 1) * (intervals + slots));
    for (let slot = 0; slot < slots; slot++) {
      const interval = Math.floor(slot / repeat);
      dayAhead[slot] = locationPrice(location, location.location[interval] + row[interval]);
      imbalance[slot] = locationPrice(location, location.location[interval] + row[intervals + slot]);
    }
    return origin;
  };
}
