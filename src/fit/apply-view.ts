import { ConfigError } from '../errors.ts';
import { meanAndDeviation } from './day-state.ts';
import { shapeDeviationFloor } from './iterated-forecast.ts';
import type { WholeDayModel } from './whole-day-model.ts';

/**
 * What a user thinks of the coming days, over what the history says: level, amplitude, basis and expected shape are
 * moved, errors and dependence stay those of the bank.
 */
export interface View {
  /** Mean of the simulated day-ahead prices of each day, the planned one first (a forward curve), currency per MWh. */
  readonly level?: readonly number[];
  /** Added to the level of every day, currency per MWh. */
  readonly levelShift?: number;
  /** Forecast of the planned day's day-ahead prices by interval: its level and its shape. */
  readonly prices?: readonly number[];
  /** Multiplies the swing within the day. */
  readonly amplitudeFactor?: number;
  /** Multiplies the difference of the imbalance from the day-ahead price. */
  readonly basisFactor?: number;
}

/**
 * The model under a view. A level is that of the scenarios' mean: what the bank's errors add to the forecast on average
 * is taken off it.
 *
 * @throws ConfigError where a forecast has another number of prices than the day-ahead market has intervals
 */
export function applyView(model: WholeDayModel, view: View): WholeDayModel {
  const { leads, intervals, known } = model;
  const level = model.level.slice();
  const shape = model.shape.slice();
  const target = [...(view.level ?? [])];
  if (view.prices !== undefined) {
    if (view.prices.length !== intervals) {
      throw new ConfigError('the forecast does not fit the day-ahead market', {
        field: 'generator.view.prices',
        rule: `${intervals} prices, one an interval of the market`,
        value: `${view.prices.length} prices`,
        remedy: 'give one price an interval',
      });
    }
    const { mean, deviation } = meanAndDeviation(Float64Array.from(view.prices));
    target[0] = mean;
    view.prices.forEach((price, i) => (shape[i] = (price - mean) / Math.max(deviation, shapeDeviationFloor)));
  }
  for (let lead = 0; lead < leads; lead++) {
    if (target[lead] !== undefined) level[lead] = target[lead] - meanLevelError(model, lead);
    level[lead] += view.levelShift ?? 0;
  }
  return {
    ...model,
    level,
    shape,
    logAmplitude: model.logAmplitude.map((value) => value + Math.log(view.amplitudeFactor ?? 1)),
    logBasisSize: model.logBasisSize.map((value) => value + Math.log(view.basisFactor ?? 1)),
    ...(known === undefined
      ? {}
      : { known: { ...known, basisShift: known.basisShift.map((value) => value * (view.basisFactor ?? 1)) } }),
    notes: [...model.notes, viewNote(view)],
  };
}

/** Mean of what the bank's errors add to the forecast level, currency per MWh. */
function meanLevelError({ bank, weights, leads, levelErrorScale }: WholeDayModel, lead: number): number {
  return levelErrorScale * weights.reduce((sum, weight, b) => sum + weight * bank.levelError[b * leads + lead], 0);
}

function viewNote(view: View): string {
  const parts = [
    view.level === undefined ? [] : [`level of ${view.level.length} days as given`],
    view.prices === undefined ? [] : ['level and shape of the planned day as given'],
    view.levelShift === undefined ? [] : [`level ${view.levelShift >= 0 ? '+' : '−'}${Math.abs(view.levelShift)}`],
    view.amplitudeFactor === undefined ? [] : [`swing × ${view.amplitudeFactor}`],
    view.basisFactor === undefined ? [] : [`imbalance basis × ${view.basisFactor}`],
  ].flat();
  return `Moved by a view of the user: ${parts.join(', ')}.`;
}
