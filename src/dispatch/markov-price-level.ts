import { modulo } from './price-state-chain.ts';

/** Half-lives of the slow level and of the time-of-day profile that it is measured from, in days. */
const LEVEL_DAYS = 1;
const PROFILE_DAYS = 28;
/** A deviation counts for at most this many times the mean deviation, so that a spike does not move the level. */
const MOST_DEVIATION = 3;

/**
 * By how much prices stood above their usual time-of-day profile lately, as known before each observation: an
 * exponentially weighted mean, half of it from the last day. Value i uses observations 0 … i − 1 only; one more
 * value than prices. Prices stay high or low for days, which a chain of some hours' memory cannot know.
 */
export function priceLevels(prices: Float64Array, firstSlot: number, slotCount: number): Float64Array {
  const levels = new Float64Array(prices.length + 1);
  const profile = new Float64Array(slotCount);
  const levelPace = 1 - 0.5 ** (1 / (LEVEL_DAYS * slotCount));
  const profilePace = 1 - 0.5 ** (1 / PROFILE_DAYS);
  let meanDeviation = 0;
  for (let i = 0; i < prices.length; i++) {
    const slot = modulo(firstSlot + i, slotCount);
    if (i < slotCount) {
      profile[slot] = prices[i];
      continue;
    }
    const raw = prices[i] - profile[slot];
    const most = i < 2 * slotCount ? Infinity : MOST_DEVIATION * meanDeviation;
    const deviation = Math.min(Math.max(raw, -most), most);
    const pace = Math.max(profilePace / slotCount, 1 / (i + 1 - slotCount));
    meanDeviation += pace * (Math.abs(deviation) - meanDeviation);
    levels[i + 1] = levels[i] + levelPace * (deviation - levels[i]);
    profile[slot] += Math.max(profilePace, 1 / (2 + Math.floor(i / slotCount))) * deviation;
  }
  return levels;
}
