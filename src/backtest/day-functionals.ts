import type { DeliveryDayTable } from '../fit/delivery-day-table.ts';
import { spread } from '../math/spread.ts';
import { fixedPlan, planProfit } from './fixed-plan.ts';
import { storageValuer } from './storage-value.ts';

/**
 * Numbers of a day that say whether its prices hang together: level, spread (4 dearest less 4 cheapest slots), maximum,
 * ramp (mean absolute change from slot to slot), perfect-foresight storage value, lag of one hour and correlation
 * between the markets within the day, profit of a fixed plan, and of the same plan closed at imbalance.
 */
export const functionalNames = [
  'dayAheadMean',
  'imbalanceMean',
  'dayAheadSpread',
  'imbalanceSpread',
  'dayAheadMaximum',
  'imbalanceMaximum',
  'dayAheadRamp',
  'imbalanceRamp',
  'dayAheadStorage',
  'imbalanceStorage',
  'dayAheadAutocorrelation',
  'imbalanceAutocorrelation',
  'crossCorrelation',
  'planProfit',
  'exposedProfit',
] as const;
/** Slots at either end of a day's prices that its spread looks at. */
const spreadSlots = 4;
export type FunctionalName = (typeof functionalNames)[number];

/** A number of a day from its day-ahead and imbalance prices by slot. */
export type DayFunctional = (dayAhead: Float64Array, imbalance: Float64Array) => number;

/** The functionals of the day with index `target`; a slot is `periodHours` long. */
export function dayFunctionals(
  table: DeliveryDayTable,
  target: number,
  periodHours: number,
): Readonly<Record<FunctionalName, DayFunctional>> {
  const plan = fixedPlan(table, target);
  const storage = storageValuer(periodHours);
  const hour = Math.round(1 / periodHours);
  return {
    dayAheadMean: (x1) => mean(x1),
    imbalanceMean: (_, x2) => mean(x2),
    dayAheadSpread: (x1) => spread(x1, spreadSlots),
    imbalanceSpread: (_, x2) => spread(x2, spreadSlots),
    dayAheadMaximum: (x1) => Math.max(...x1),
    imbalanceMaximum: (_, x2) => Math.max(...x2),
    dayAheadRamp: (x1) => ramp(x1),
    imbalanceRamp: (_, x2) => ramp(x2),
    dayAheadStorage: (x1) => storage(x1),
    imbalanceStorage: (_, x2) => storage(x2),
    dayAheadAutocorrelation: (x1) => autocorrelation(x1, hour),
    imbalanceAutocorrelation: (_, x2) => autocorrelation(x2, hour),
    crossCorrelation: (x1, x2) => correlation(x1, x2),
    planProfit: (x1) => planProfit(plan, x1),
    exposedProfit: (x1, x2) => planProfit(plan, x1, x2),
  };
}

function mean(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

function ramp(values: Float64Array): number {
  let sum = 0;
  for (let t = 1; t < values.length; t++) sum += Math.abs(values[t] - values[t - 1]);
  return sum / (values.length - 1);
}

/** Autocorrelation within the day, about its mean; 0 where the prices are all equal. */
function autocorrelation(values: Float64Array, lag: number): number {
  const middle = mean(values);
  let product = 0;
  let square = 0;
  for (let t = 0; t < values.length; t++) {
    square += (values[t] - middle) ** 2;
    if (t >= lag) product += (values[t] - middle) * (values[t - lag] - middle);
  }
  return square < 1e-12 ? 0 : product / square;
}

/** Correlation of the two markets within the day; 0 where one of them is constant. */
function correlation(a: Float64Array, b: Float64Array): number {
  const [meanA, meanB] = [mean(a), mean(b)];
  let product = 0;
  let squareA = 0;
  let squareB = 0;
  for (let t = 0; t < a.length; t++) {
    product += (a[t] - meanA) * (b[t] - meanB);
    squareA += (a[t] - meanA) ** 2;
    squareB += (b[t] - meanB) ** 2;
  }
  return squareA < 1e-12 || squareB < 1e-12 ? 0 : product / Math.sqrt(squareA * squareB);
}
