import { FitError } from '../../errors.ts';
import { dayAheadBySlot, imbalanceBySlot } from '../../fit/day-prices.ts';
import { localScale } from '../../fit/location-profile.ts';
import type { WholeDayPass } from '../../fit/whole-day-pass.ts';
import { meanDistance, meanOwnDistance } from '../../math/energy-distance.ts';
import { memo } from '../../math/memo.ts';
import { randomStream } from '../../math/random-stream.ts';
import type { DayModel, DayPainter, Generator } from './generator.ts';
import { monthly } from './monthly.ts';

/** Several generators, each drawn with its weight. */
export interface MixtureModel extends DayModel {
  readonly parts: readonly DayModel[];
  /** Sum 1. */
  readonly weights: readonly number[];
}

const pastDays = 90;
const everySecond = 2;
const trialScenarios = 40;
const weightSteps = 20;
const trialSeed = 1;
/** Fractional part of √2: scenarios take the parts evenly, and unlike the bank days, which go by the golden ratio. */
const evenStep = Math.SQRT2 - 1;

/**
 * A linear pool of generators with the weights that had the best energy score on the last 90 days (every second one),
 * each simulated from its own gate; refitted monthly. With a_k the mean distance of part k's scenarios to what came and
 * b_kl that between scenarios of parts k and l, the pool's energy score is Σ w_k·a_k − ½·Σ w_k·w_l·b_kl.
 *
 * Source: Gneiting and Ranjan (2013), "Combining predictive distributions"; the score: Gneiting and Raftery (2007), 4.3.
 */
export function mixture(name: string, parts: readonly Generator[]): Generator<MixtureModel> {
  return {
    name,
    description: `${parts.map((part) => part.name).join(', ')} in the shares that scored best in the last months`,
    open(pass, settings) {
      const fits = parts.map((part) => part.open(pass, settings));
      const trialOf = memo((day) => {
        const samples = parts.map((part, k) => standardSample(pass, day, part, fits[k](day)));
        return trial(samples, standardOutcome(pass, day));
      });
      const { table } = pass;
      const weightsOf = monthly(table, (firstDay) => {
        const days: number[] = [];
        for (let day = firstDay - 2; day > firstDay - pastDays && day >= 0; day -= everySecond) {
          if (table.valid[day] === 1) days.push(day);
        }
        const usable = days.flatMap((day) => {
          try {
            return [trialOf(day)];
          } catch (error) {
            if (!(error instanceof FitError)) throw error;
            // A day so early that a part could not be fitted says nothing about the weights.
            return [];
          }
        });
        return { weights: bestWeights(usable, parts.length), days: usable.length };
      });
      return (target) => {
        const models = fits.map((fit) => fit(target));
        const { weights, days } = weightsOf(target);
        const equal = days === 0 ? ['No past day to weigh the parts on: equal shares.'] : [];
        return {
          generator: name,
          leads: 1,
          slots: table.slots,
          notes: [...models.flatMap((model) => model.notes), ...equal],
          bankDates: models.flatMap((model) => model.bankDates),
          parts: models,
          weights,
        };
      };
    },
    painter: (model, seed) => paintMixture(parts, model, seed),
  };
}

function paintMixture(parts: readonly Generator[], model: MixtureModel, seed: number): DayPainter {
  const painters = model.parts.map((part, k) => parts[k].painter(part, seed));
  const offsets = model.parts.map((_, k) =>
    model.parts.slice(0, k).reduce((sum, part) => sum + part.bankDates.length, 0),
  );
  const start = randomStream(seed, 'mixture').uniform();
  return (scenario, days, dayAhead, imbalance) => {
    let share = (start + scenario * evenStep) % 1;
    let k = 0;
    while (k < painters.length - 1 && share >= model.weights[k]) share -= model.weights[k++];
    const origin = painters[k](scenario, days, dayAhead, imbalance);
    return origin < 0 ? -1 : offsets[k] + origin;
  };
}

/** Mean distances of the parts' scenarios of one day: to the outcome, and between parts (K × K). */
interface Trial {
  readonly toOutcome: readonly number[];
  readonly between: readonly (readonly number[])[];
}

function trial(samples: readonly Float64Array[], outcome: Float64Array): Trial {
  const D = outcome.length;
  return {
    toOutcome: samples.map((sample) => meanDistance(sample, outcome, D)),
    between: samples.map((a, k) => samples.map((b, l) => (k === l ? meanOwnDistance(a, D) : meanDistance(a, b, D)))),
  };
}

/** The weights in steps of 5 % with the best pooled energy score; equal without trials. */
export function bestWeights(trials: readonly Trial[], K: number): number[] {
  let best = { weights: Array.from({ length: K }, () => 1 / K), score: Infinity };
  if (trials.length === 0) return best.weights;
  const average = (of: (one: Trial) => number): number => trials.reduce((sum, one) => sum + of(one), 0) / trials.length;
  const a = Array.from({ length: K }, (_, k) => average(({ toOutcome }) => toOutcome[k]));
  const b = a.map((_, k) => a.map((__, l) => average(({ between }) => between[k][l])));
  for (const weights of simplexGrid(K, weightSteps)) {
    let score = 0;
    for (let k = 0; k < K; k++) {
      score += weights[k] * a[k];
      for (let l = 0; l < K; l++) score -= 0.5 * weights[k] * weights[l] * b[k][l];
    }
    if (score < best.score) best = { weights, score };
  }
  return best.weights;
}

/** All weights of K parts in whole steps that sum to 1. */
function* simplexGrid(K: number, steps: number, left = steps): Iterable<number[]> {
  if (K === 1) {
    yield [left / steps];
    return;
  }
  for (let first = 0; first <= left; first++) {
    for (const rest of simplexGrid(K - 1, steps, left - first)) yield [first / steps, ...rest];
  }
}

/** Scenarios of a day on asinh((p − c)/s), both markets side by side. */
function standardSample({ table }: WholeDayPass, day: number, part: Generator, model: DayModel): Float64Array {
  const { slots } = table;
  const paint = part.painter(model, trialSeed + day);
  const sample = new Float64Array(trialScenarios * 2 * slots);
  for (let m = 0; m < trialScenarios; m++) {
    const row = sample.subarray(m * 2 * slots, (m + 1) * 2 * slots);
    paint(m, 1, row.subarray(0, slots), row.subarray(slots));
  }
  return standardise(sample, table, day);
}

function standardOutcome({ table }: WholeDayPass, day: number): Float64Array {
  return standardise(Float64Array.of(...dayAheadBySlot(table, day), ...imbalanceBySlot(table, day)), table, day);
}

function standardise(prices: Float64Array, table: WholeDayPass['table'], day: number): Float64Array {
  const { centre, scale } = localScale(table, day);
  return prices.map((price) => Math.asinh((price - centre) / scale));
}
