import { ablations } from '../backtest/ablations.ts';
import { dayGenerator, type DayGenerator } from '../backtest/day-generator.ts';
import type { DayScore } from '../backtest/score-day.ts';
import { scoreServiceRival, scoreServices, type ServiceDayScore } from '../backtest/score-services.ts';
import { serviceRivals } from '../backtest/service-rivals.ts';
import { scoreWeek, type WeekScore } from '../backtest/score-week.ts';
import { walkForward } from '../backtest/walk-forward.ts';
import { ConfigError, FitError } from '../errors.ts';
import { wholeDayModel } from '../fit/fit-whole-day.ts';
import { knownDayPass } from '../fit/known-day-pass.ts';
import type { WholeDayPass } from '../fit/whole-day-pass.ts';
import { nearestName } from '../nearest-name.ts';
import type { Generator, GeneratorSettings } from '../simulate/generators/generator.ts';
import { rivals } from '../simulate/generators/registry.ts';
import { simulateWholeDay } from '../simulate/whole-day-scenarios.ts';

/** Days or weeks to be scored, described by data: the same on any thread or machine. */
export interface ScoreShard {
  readonly kind: 'scoreDays' | 'scoreServices' | 'scoreWeeks';
  readonly passPath: string;
  /** Name of a generator; the weeks are the whole-day generator's or `known-day-ahead`'s, the services theirs or those of a `serviceRivals`. */
  readonly generator: string;
  readonly settings: GeneratorSettings;
  /** Days, or first days of weeks. */
  readonly dates: readonly string[];
  readonly scenarioCount: number;
  readonly seed: number;
}

/** One entry a date; null where the generator had too little history before it. */
export type ScoreShardResult = readonly (DayScore | readonly ServiceDayScore[] | WeekScore | null)[];

export function scoreShard(task: ScoreShard, pass: WholeDayPass): ScoreShardResult {
  const score = {
    scoreDays: (date: string) => walkForward(pass, { ...task, dates: [date], generate: openGenerator(task) })[0],
    scoreServices: (date: string) => scoreServicesOf(task, pass, date),
    scoreWeeks: (date: string) => scoreWeek(passOfPaths(task, pass), date, { ...task, ...task.settings }),
  }[task.kind];
  return task.dates.map((date) => {
    try {
      return score(date);
    } catch (error) {
      if (error instanceof FitError) return null;
      throw error;
    }
  });
}

/** A generator that can be scored, by name: of the registry or an ablation. */
export function scoredGenerator(name: string): Generator {
  const all = [...rivals, ...ablations];
  const found = all.find((generator) => generator.name === name);
  if (found !== undefined) return found;
  const names = all.map((generator) => generator.name);
  const nearest = nearestName(name, names);
  throw new ConfigError('there is no such generator', {
    field: '--generators',
    rule: `one of ${names.join(', ')}`,
    value: name,
    remedy: nearest === undefined ? 'choose from the list' : `write ${nearest}`,
  });
}

/** Generators opened by this thread: the fits of a month are shared by its shards. */
const opened = new Map<string, DayGenerator>();

function openGenerator({ generator, settings, passPath }: ScoreShard): DayGenerator {
  const key = JSON.stringify([generator, settings, passPath]);
  const known = opened.get(key) ?? dayGenerator(scoredGenerator(generator), settings);
  opened.set(key, known);
  return known;
}

/** Passes with each day's own day-ahead prices known, made once by this thread. */
const knownPasses = new WeakMap<WholeDayPass, WholeDayPass>();

/** What the weeks and services of a generator are simulated from. */
function passOfPaths({ generator }: ScoreShard, pass: WholeDayPass): WholeDayPass {
  if (scoredGenerator(generator).knowsDayAhead !== true) return pass;
  const known = knownPasses.get(pass) ?? knownDayPass(pass);
  knownPasses.set(pass, known);
  return known;
}

function scoreServicesOf(task: ScoreShard, pass: WholeDayPass, date: string): ServiceDayScore[] {
  const { scenarioCount } = task;
  const target = pass.table.dates.indexOf(date);
  const rival = serviceRivals.find(({ name }) => name === task.generator);
  if (rival !== undefined) return scoreServiceRival(pass, target, rival);
  const model = wholeDayModel(passOfPaths(task, pass), { date, ...task.settings });
  const set = simulateWholeDay(model, { seed: task.seed + target, firstScenario: 0, scenarioCount, horizonDays: 1 });
  return scoreServices(pass, target, set.services, scenarioCount);
}
