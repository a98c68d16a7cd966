import type { WholeDayPass } from '../fit/whole-day-pass.ts';
import { randomStream } from '../math/random-stream.ts';
import type { DayGenerator } from './day-generator.ts';
import { scoreDay, type DayScore } from './score-day.ts';
import { randomPairs } from './variogram-score.ts';

export interface WalkForwardRequest {
  /** Delivery days to judge; days without all prices and clock-change days are passed over. */
  readonly dates: readonly string[];
  readonly generators: Readonly<Record<string, DayGenerator>>;
  /** Scenarios a day; at least 500 for comparisons. */
  readonly scenarioCount: number;
  readonly seed: number;
  readonly onDay?: (done: number, total: number) => void;
}

export interface WalkForwardResult {
  /** Days judged. */
  readonly dates: readonly string[];
  readonly skipped: readonly string[];
  /** By generator, one score a day judged. */
  readonly scores: Readonly<Record<string, readonly DayScore[]>>;
}

const variogramPairs = 590;

/**
 * Judges generators on days that they had not seen: each day is simulated from what was known at its gate, with
 * regressions refitted monthly, and scored against the prices that came. One pass serves all days.
 */
export function walkForward(pass: WholeDayPass, request: WalkForwardRequest): WalkForwardResult {
  const { table, history } = pass;
  const { generators, scenarioCount, seed } = request;
  const targets = request.dates.map((date) => table.dates.indexOf(date));
  const judged = targets.filter(
    (day) => day >= 0 && table.valid[day] === 1 && history.days[day].periodCount === table.slots,
  );
  const pairs = randomPairs(2 * table.slots, variogramPairs, randomStream(seed, 'variogramPairs'));
  const scores: Record<string, DayScore[]> = {};
  for (const name of Object.keys(generators)) scores[name] = [];
  judged.forEach((day, index) => {
    for (const [name, generate] of Object.entries(generators)) {
      scores[name].push(scoreDay(pass, day, generate(pass, day, scenarioCount, seed + day), pairs));
    }
    request.onDay?.(index + 1, judged.length);
  });
  return {
    dates: judged.map((day) => table.dates[day]),
    skipped: request.dates.filter((_, index) => !judged.includes(targets[index])),
    scores,
  };
}
