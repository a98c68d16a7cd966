import type { ForwardPass } from './forward-pass.ts';
import { normalScore } from './normal-score.ts';
import { fewestBankDays, lookBackDays, priorDays } from './recalibration.ts';
import { bankWeights, knownLikeness, weekBank, type WeekErrors } from './week-bank.ts';
import type { WholeDayPass } from './whole-day-pass.ts';

/** What an origin's bank is made of. */
export interface BankOptions {
  readonly windowDays: number;
  readonly halfLifeDays: number;
}

/** By pass and bank options: normal scores of past origins, undefined where there is none. */
const knownScores = new WeakMap<ForwardPass, Map<string, (number | undefined)[]>>();

/**
 * How much further than their banks' the levels of past weeks came out from their forecast, on the days after the
 * first: g² = (Σz² + 60)/(n + 60) of the normal scores z of the mean level error at leads 1 and on, over the origins of
 * the 120 days up to the last whose week was known on the eve of `target`. 1 where the process has not changed.
 * docs/method/scenarios.md.
 */
export function levelPathSpread(pass: WholeDayPass, target: number, options: BankOptions): number {
  const { leads } = pass;
  if (leads < 2) return 1;
  const scores = scoresOf(pass.forward, `${leads}/${options.windowDays}/${options.halfLifeDays}`);
  let squares = priorDays;
  let count = priorDays;
  const last = target - leads;
  for (let origin = Math.max(0, last - lookBackDays + 1); origin <= last; origin++) {
    if (!(origin in scores)) scores[origin] = pathScore(pass, origin, options);
    const score = scores[origin];
    if (score === undefined) continue;
    squares += score * score;
    count++;
  }
  return Math.sqrt(squares / count);
}

/** The bank with its level errors after the first day `spread` times as far from their weighted mean by lead. */
export function spreadLevelPaths(bank: WeekErrors, weights: Float64Array, leads: number, spread: number): WeekErrors {
  const levelError = bank.levelError.slice();
  for (let lead = 1; lead < leads; lead++) {
    let mean = 0;
    for (let b = 0; b < weights.length; b++) mean += weights[b] * bank.levelError[b * leads + lead];
    for (let b = 0; b < weights.length; b++) {
      const at = b * leads + lead;
      levelError[at] = mean + spread * (bank.levelError[at] - mean);
    }
  }
  return { ...bank, levelError };
}

/** Where the mean level error of the days after `origin` stood among those of its own bank. */
function pathScore(
  { table, forward, leads, knownBasisMean }: WholeDayPass,
  origin: number,
  { windowDays, halfLifeDays }: BankOptions,
): number | undefined {
  const forecast = forward.forecasts[origin];
  if (forecast === null) return undefined;
  let realised = 0;
  for (let lead = 1; lead < leads; lead++) {
    // As in the bank, a day without prices is filled by the day before it.
    const day = table.dayAheadKnown[origin + lead] === 1 ? origin + lead : origin + lead - 1;
    if (table.dayAheadKnown[day] === 0) return undefined;
    realised += (forward.states.level[day] - forecast.level[lead]) / forecast.levelErrorScale;
  }
  const bank = weekBank(table, forward, origin, leads, windowDays);
  if (bank.days.length < fewestBankDays) return undefined;
  const likeness = knownBasisMean === undefined ? undefined : knownLikeness;
  const weights = bankWeights(table, bank, origin, forecast.shape, halfLifeDays, likeness);
  const drawn = Float64Array.from(weights, (_, b) => {
    let sum = 0;
    for (let lead = 1; lead < leads; lead++) sum += bank.levelError[b * leads + lead];
    return sum;
  });
  return normalScore(drawn, weights, realised);
}

function scoresOf(forward: ForwardPass, key: string): (number | undefined)[] {
  const ofPass = knownScores.get(forward) ?? new Map<string, (number | undefined)[]>();
  knownScores.set(forward, ofPass);
  const scores = ofPass.get(key) ?? [];
  ofPass.set(key, scores);
  return scores;
}
