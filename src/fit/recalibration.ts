import { normalProbability, normalQuantile } from '../math/distributions.ts';
import { normalScore } from './normal-score.ts';
import { bankWeights, weekBank } from './week-bank.ts';
import type { WholeDayModel } from './whole-day-model.ts';
import type { WholeDayPass } from './whole-day-pass.ts';

/** The quantities whose errors are recalibrated. */
const recalibratedQuantities = ['levelError', 'amplitudeError', 'basisSizeError'] as const;
type Quantity = (typeof recalibratedQuantities)[number];

/** Where past outcomes stood among what was simulated: mean and spread of their normal scores, drawn to 0 and 1. */
export interface Recalibration {
  readonly shift: number;
  readonly spread: number;
  readonly days: number;
}

/** Days looked back on, and the weight in days of having nothing to correct. */
export const lookBackDays = 120;
export const priorDays = 60;
export const fewestBankDays = 90;
/** Beyond these a generator is a proposal, not calibrated. */
const tolerated = { shift: 0.25, lowSpread: 0.85, highSpread: 1.2 };

/**
 * What recalibration needs of a pass: for a target, m = Σz/(n + 60) and g² = (Σ(z − m)² + 60)/(n + 60) of the normal
 * scores z of L, ln A and ln G over the 120 days to the day before its eve.
 */
export function recalibrationOf(
  pass: WholeDayPass,
  options: { readonly windowDays: number; readonly halfLifeDays: number },
): (target: number) => Readonly<Record<Quantity, Recalibration>> {
  const known = new Map<number, Readonly<Record<Quantity, number>> | undefined>();
  const scoresOf = (day: number): Readonly<Record<Quantity, number>> | undefined => {
    if (!known.has(day)) known.set(day, dayScores(pass, day, options));
    return known.get(day);
  };
  return (target) => {
    const scores = Array.from({ length: lookBackDays }, (_, k) => target - 1 - lookBackDays + k)
      .filter((day) => day >= 0)
      .map(scoresOf)
      .filter((score) => score !== undefined);
    const of = (quantity: Quantity): Recalibration => {
      const n = scores.length;
      const shift = scores.reduce((sum, score) => sum + score[quantity], 0) / (n + priorDays);
      const squares = scores.reduce((sum, score) => sum + (score[quantity] - shift) ** 2, 0);
      return { shift, spread: Math.sqrt((squares + priorDays) / (n + priorDays)), days: n };
    };
    return {
      levelError: of('levelError'),
      amplitudeError: of('amplitudeError'),
      basisSizeError: of('basisSizeError'),
    };
  };
}

/**
 * The model with the first day's errors of its bank moved: the weighted rank u of each becomes Φ(m + g·Φ⁻¹(u)), and its
 * value the bank's at that rank. Shapes, basis patterns and weights stay.
 */
export function recalibrate(
  model: WholeDayModel,
  corrections: Readonly<Record<Quantity, Recalibration>>,
): WholeDayModel {
  const { bank, leads, weights } = model;
  const moved = (quantity: Quantity): Float64Array => {
    const values = bank[quantity].slice();
    const first = Float64Array.from(weights, (_, b) => values[b * leads]);
    movedRanks(first, weights, corrections[quantity]).forEach((value, b) => (values[b * leads] = value));
    return values;
  };
  return {
    ...model,
    bank: {
      ...bank,
      levelError: moved('levelError'),
      amplitudeError: moved('amplitudeError'),
      basisSizeError: moved('basisSizeError'),
    },
    notes: [...model.notes, ...alarms(corrections)],
  };
}

function alarms(corrections: Readonly<Record<Quantity, Recalibration>>): string[] {
  return recalibratedQuantities
    .filter((quantity) => {
      const { shift, spread } = corrections[quantity];
      return Math.abs(shift) > tolerated.shift || spread < tolerated.lowSpread || spread > tolerated.highSpread;
    })
    .map((quantity) => {
      const { shift, spread, days } = corrections[quantity];
      return `Recalibration of ${quantity} is large: shift ${shift.toFixed(2)}, spread ${spread.toFixed(2)} over ${days} days.`;
    });
}

function movedRanks(values: Float64Array, weights: Float64Array, { shift, spread }: Recalibration): Float64Array {
  const order = Array.from(values.keys()).sort((a, b) => values[a] - values[b]);
  const sorted = Float64Array.from(order, (b) => values[b]);
  let below = 0;
  const ranks = Float64Array.from(order, (b) => {
    const rank = below + weights[b] / 2;
    below += weights[b];
    return rank;
  });
  const result = values.slice();
  order.forEach((b, k) => {
    const rank = normalProbability(shift + spread * normalQuantile(ranks[k]));
    result[b] = interpolated(ranks, sorted, rank);
  });
  return result;
}

/** The value at `rank` by straight lines between the ranks, the nearest one beyond them. */
function interpolated(ranks: Float64Array, values: Float64Array, rank: number): number {
  const above = ranks.findIndex((other) => other >= rank);
  if (above < 0) return values[values.length - 1];
  if (above === 0) return values[0];
  const gap = ranks[above] - ranks[above - 1];
  const share = gap > 0 ? (rank - ranks[above - 1]) / gap : 1;
  return values[above - 1] + share * (values[above] - values[above - 1]);
}

/** Normal scores of what came on `day` among the bank of its own gate; undefined where either is missing. */
function dayScores(
  { table, forward, leads }: WholeDayPass,
  day: number,
  { windowDays, halfLifeDays }: { readonly windowDays: number; readonly halfLifeDays: number },
): Readonly<Record<Quantity, number>> | undefined {
  const forecast = forward.forecasts[day];
  if (forecast === null || forecast === undefined || table.valid[day] === 0) return undefined;
  const bank = weekBank(table, forward, day, leads, windowDays);
  if (bank.days.length < fewestBankDays) return undefined;
  const weights = bankWeights(table, bank, day, forecast.shape, halfLifeDays);
  const { states } = forward;
  const scoreOf = (quantity: Quantity, realised: number): number =>
    normalScore(
      weights.map((_, b) => bank[quantity][b * leads]),
      weights,
      realised,
    );
  return {
    levelError: scoreOf('levelError', (states.level[day] - forecast.level[0]) / forecast.levelErrorScale),
    amplitudeError: scoreOf('amplitudeError', states.logAmplitude[day] - forecast.logAmplitude[0]),
    basisSizeError: scoreOf('basisSizeError', states.logBasisSize[day] - forecast.logBasisSize[0]),
  };
}
