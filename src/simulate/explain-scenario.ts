import type { ScenarioSet } from '../domain/scenario-set.ts';
import { meanAndDeviation } from '../fit/day-state.ts';
import { drawsPastDays } from './draws-past-days.ts';
import type { ScenarioModel } from './fit-scenario-model.ts';

/** What a number of the first day was forecast to be, and what it is in a scenario; currency per MWh. */
export interface DrawnAgainstForecast {
  readonly forecast: number;
  readonly drawn: number;
}

/** Where a scenario comes from and what was made of it. */
export interface ScenarioExplanation {
  readonly scenario: number;
  /** The past day that it was drawn from; null where the generator does not draw days. */
  readonly date: string | null;
  /** Mean day-ahead price, standard deviation within the day, mean |imbalance − day-ahead|. */
  readonly level: DrawnAgainstForecast;
  readonly amplitude: DrawnAgainstForecast;
  readonly basisSize: DrawnAgainstForecast;
  /** One sentence. */
  readonly text: string;
}

/** Explains the first day of the scenario in row `row` of a set drawn from `model`. */
export function explainScenario(model: ScenarioModel, set: ScenarioSet, row: number): ScenarioExplanation {
  const periods = set.dayOffsets[set.days.length];
  const count = set.dayOffsets[1];
  const dayAhead = set.dayAhead.subarray(row * periods, row * periods + count);
  const imbalance = set.imbalance.subarray(row * periods, row * periods + count);
  const { mean, deviation } = meanAndDeviation(dayAhead);
  const basis = imbalance.reduce((sum, price, t) => sum + Math.abs(price - dayAhead[t]) / count, 0);
  const date = drawsPastDays(model) ? set.bankDates[set.bankDay[row]] : null;
  const level = { forecast: model.level[0], drawn: mean };
  const amplitude = { forecast: Math.exp(model.logAmplitude[0]), drawn: deviation };
  // G carries 0.5 to keep its logarithm finite.
  const basisSize = { forecast: Math.exp(model.logBasisSize[0]) - 0.5, drawn: basis };
  const figure = (name: string, { drawn, forecast }: DrawnAgainstForecast): string =>
    `${name} ${drawn.toFixed(1)} (forecast ${forecast.toFixed(1)})`;
  const origin = date === null ? 'Drawn from fitted distributions' : `${date} at today's level`;
  const figures = [
    figure('day-ahead mean', level),
    figure('swing', amplitude),
    figure('imbalance off day-ahead by', basisSize),
  ];
  return {
    scenario: set.firstScenario + row,
    date,
    level,
    amplitude,
    basisSize,
    text: `${origin}: ${figures.join(', ')} ${set.currency}/MWh.`,
  };
}
