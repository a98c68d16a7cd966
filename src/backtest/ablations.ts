import { localScale } from '../fit/location-profile.ts';
import { fitSmoothing } from '../fit/smoothing-model.ts';
import { wholeDayModel } from '../fit/fit-whole-day.ts';
import type { WholeDayModel } from '../fit/whole-day-model.ts';
import type { WholeDayPass } from '../fit/whole-day-pass.ts';
import type { Generator, GeneratorSettings } from '../simulate/generators/generator.ts';
import {
  paintWholeDays,
  wholeDayGeneratorModel,
  type WholeDayGeneratorModel,
} from '../simulate/generators/whole-day.ts';

/** The day to be simulated and what its model was made from. */
interface Target {
  readonly pass: WholeDayPass;
  readonly target: number;
  readonly settings: GeneratorSettings;
}

type Change = (model: WholeDayModel, from: Target) => WholeDayModel;

/**
 * The whole-day generator with one of its components switched off, first day only: what the component is worth is how
 * much worse these score. Each changes the fitted model, never the code that draws from it.
 */
export const ablations: readonly Generator[] = [
  ablation('no-tilt', 'the drawn shape as it was, not tilted to the forecast shape', withoutTilt),
  ablation('no-kernel', 'past days whatever their forecast shape', (model, from) =>
    reweighted(model, from, 'likeness'),
  ),
  ablation('no-recency', 'all days of the window alike in age', (model, from) => reweighted(model, from, 'recency')),
  ablation('no-class', 'weekdays and weekends alike', (model, from) => reweighted(model, from, 'class')),
  ablation(
    'no-amplitude-model',
    'the drawn amplitude by the scale of the last weeks, not by its forecast',
    (model, from) => scaledByRecentPrices(model, from, 'logAmplitude', 'amplitudeError'),
  ),
  ablation(
    'no-basis-size-model',
    'the drawn basis by the scale of the last weeks, not by its forecast',
    (model, from) => scaledByRecentPrices(model, from, 'logBasisSize', 'basisSizeError'),
  ),
  ablation('no-smoothing', 'past days without noise', (model) => resmoothed(model, 0, 0)),
  {
    ...ablation('independent-basis', 'the basis of another past day than the shape', (model) => model),
    painter: paintIndependentBasis,
  } as Generator,
];

function ablation(name: string, description: string, change: Change): Generator {
  return {
    name,
    description,
    open: (pass, settings) => (target) => {
      const model = wholeDayModel(pass, { ...settings, date: pass.table.dates[target] });
      return wholeDayGeneratorModel(name, change(model, { pass, target, settings }));
    },
    painter: paintWholeDays,
  } as Generator<WholeDayGeneratorModel> as Generator;
}

/** With the forecast shape of every past day set to today's, u' = u + 0.6·(φ_d − φ_b) is u. */
function withoutTilt(model: WholeDayModel): WholeDayModel {
  const forecastShape = new Float64Array(model.bank.forecastShape.length);
  for (let at = 0; at < forecastShape.length; at += model.shape.length) forecastShape.set(model.shape, at);
  return resmoothed({ ...model, bank: { ...model.bank, forecastShape } });
}

/** Weights without one of their factors: divides it out and normalises. */
function reweighted(model: WholeDayModel, from: Target, without: 'likeness' | 'recency' | 'class'): WholeDayModel {
  const { table } = from.pass;
  const { halfLifeDays } = from.settings.generator;
  const weekday = (day: number): boolean => table.classes[day] === 0;
  const recency = (day: number): number => 2 ** (-(from.target - day) / halfLifeDays);
  const ofClass = (day: number): number => (weekday(day) === weekday(from.target) ? 1 : 1 / 3);
  const weights = Float64Array.from(model.bank.days, (day, origin) => {
    if (without === 'likeness') return recency(day) * ofClass(day);
    return model.weights[origin] / (without === 'recency' ? recency(day) : ofClass(day));
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return resmoothed({ ...model, weights: weights.map((weight) => weight / total) });
}

/** Replaces the forecast of ln A or ln G by ln s, of the day planned and of every past day alike; first lead only. */
function scaledByRecentPrices(
  model: WholeDayModel,
  { pass, target }: Target,
  forecast: 'logAmplitude' | 'logBasisSize',
  error: 'amplitudeError' | 'basisSizeError',
): WholeDayModel {
  const { bank, leads } = model;
  const logScale = (day: number): number => Math.log(localScale(pass.table, day).scale);
  const forecasts = model[forecast].slice();
  forecasts[0] = logScale(target);
  const errors = bank[error].slice();
  bank.days.forEach((day, origin) => {
    const then = pass.forward.forecasts[day]?.[forecast][0] ?? NaN;
    errors[origin * leads] += then - logScale(day);
  });
  return resmoothed({ ...model, [forecast]: forecasts, bank: { ...bank, [error]: errors } });
}

function resmoothed(
  model: WholeDayModel,
  size = model.smoothing.size,
  basisSize = model.smoothing.basisSize,
): WholeDayModel {
  return { ...model, smoothing: fitSmoothing(model.bank, model.weights, size, basisSize) };
}

/** Scenario i has the day-ahead prices of draw i and the basis of draw 7,919·i + 13, which is far from it in the bank. */
function paintIndependentBasis(model: WholeDayGeneratorModel, seed: number): ReturnType<typeof paintWholeDays> {
  const paint = paintWholeDays(model, seed);
  const otherDayAhead = new Float64Array(model.leads * model.slots);
  const otherImbalance = new Float64Array(model.leads * model.slots);
  return (scenario, days, dayAhead, imbalance) => {
    paint(7919 * scenario + 13, days, otherDayAhead, otherImbalance);
    const origin = paint(scenario, days, dayAhead, imbalance);
    for (let t = 0; t < days * model.slots; t++) imbalance[t] = dayAhead[t] + otherImbalance[t] - otherDayAhead[t];
    return origin;
  };
}
