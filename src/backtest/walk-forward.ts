import type { WholeDayPass } from '../fit/whole-day-pass.ts';
import { randomStream } from '../math/random-stream.ts';
import type { DayGenerator } from './day-generator.ts';
import { scoreDay, type DayScore } from './score-day.ts';
import { randomPairs } from './variogram-score.ts';

export interface WalkForwardRequest {
  /** Delivery days to judge, each one of `judgedDays`. */
  readonly dates: readonly string[];
  readonly generate: DayGenerator;
  /** Scenarios a day; at least 500 for comparisons. */
  readonly scenarioCount: number;
  readonly seed: number;
}

const variogramPairs = 590;

/** The days that can be judged: all prices known, no clock change. */
export function judgedDays({ table, history }: WholeDayPass, dates: readonly string[]): string[] {
  return dates.filter((date) => {
    const day = table.dates.indexOf(date);
    return day >= 0 && table.valid[day] === 1 && history.days[day]?.periodCount === table.slots;
  });
}

/**
 * Judges a generator on days that it had not seen: each is simulated from what was known at its gate, with
 * regressions refitted monthly, and scored against the prices that came. One pass serves all days, and a day's score
 * does not depend on which others are asked for.
 */
export function walkForward(pass: WholeDayPass, request: WalkForwardRequest): DayScore[] {
  const { table } = pass;
  const { dates, generate, scenarioCount, seed } = request;
  const pairs = randomPairs(2 * table.slots, variogramPairs, randomStream(seed, 'variogramPairs'));
  return dates.map((date) => {
    const day = table.dates.indexOf(date);
    return scoreDay(pass, day, generate(pass, day, scenarioCount, seed + day), pairs);
  });
}
