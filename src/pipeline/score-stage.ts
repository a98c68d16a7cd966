import { ablations } from '../backtest/ablations.ts';
import { compareGenerators } from '../backtest/compare-generators.ts';
import type { DayScore } from '../backtest/score-day.ts';
import { compareServices, serviceCards, type ServiceDayScore } from '../backtest/score-services.ts';
import { serviceRivals } from '../backtest/service-rivals.ts';
import { judgedWeeks, type WeekScore } from '../backtest/score-week.ts';
import { generatorCard } from '../backtest/scorecard.ts';
import { gateChecks, gateState } from '../backtest/scorecard-gate.ts';
import { judgedDays } from '../backtest/walk-forward.ts';
import { weekCard, type WeekCard } from '../backtest/week-card.ts';
import { serviceMarkets, type PipelineConfig } from '../config.ts';
import { FitError } from '../errors.ts';
import { wholeDayPass, type WholeDayPass } from '../fit/whole-day-pass.ts';
import type { IngestResult } from '../ingest/assemble-history.ts';
import { artefactKey, type ArtefactKey } from '../io/artefact-store.ts';
import { knownDayAhead } from '../simulate/generators/known-day-ahead.ts';
import { generatorPriceLimits } from './run-settings.ts';
import { scoredGenerator, type ScoreShard, type ScoreShardResult } from './score-shards.ts';
import type { Stages } from './stages.ts';
import { runStoredShards, type ShardTools } from './stored-shards.ts';
import { scorecardConfiguration, scoredSettings, type ScoreRequest, type StoredScorecard } from './stored-scorecard.ts';

export interface ScoreInput {
  readonly config: PipelineConfig;
  readonly ingested: IngestResult;
  readonly ingestKey: ArtefactKey;
  readonly request: ScoreRequest;
  /** `synthetic prices`, as the page labels the run. */
  readonly labels: readonly string[];
  readonly madeBy: string;
}

/**
 * Scores the configuration's generator and its rivals on the days asked for. Work is cut into calendar months of one
 * generator each; a month that is done is stored, so that a killed command goes on after its last whole month and
 * another rival, or a longer range, does not score the others again.
 */
export async function scoreStage(input: ScoreInput, tools: ShardTools, stages: Stages): Promise<StoredScorecard> {
  const { config, ingested, request } = input;
  const passKey = artefactKey('pass', { ingest: input.ingestKey, missing: config.data.maxMissingPeriodsPerDay });
  const pass = await stages.run('pass', passKey, async () =>
    wholeDayPass(ingested.history, config.data.maxMissingPeriodsPerDay),
  );
  const { asked, dates, notJudged } = datesOf(pass, request);
  const chunked = (kind: ScoreShard['kind'], generator: string, all: readonly string[]): Chunk[] =>
    byMonth(all).map((month) => ({
      kind,
      passPath: tools.store.path(passKey),
      generator,
      settings: { generator: scoredSettings(config), priceLimits: generatorPriceLimits(config) },
      dates: month,
      scenarioCount: request.scenarioCount,
      seed: request.seed,
    }));
  const ablated = request.ablation ? ablations.map(({ name }) => name) : [];
  const names = [...request.generators, ...ablated];
  const afterAuction = scoredGenerator(request.generators[0]).knowsDayAhead === true;
  // Paths and services are the whole-day generator's, whichever draws the first day.
  const pathGenerator = afterAuction ? knownDayAhead.name : 'whole-day';
  const weekGenerators = request.weeks
    ? [...new Set([pathGenerator, ...names.filter((name) => name === knownDayAhead.name)])]
    : [];
  const jobs = [
    ...names.flatMap((name) => chunked('scoreDays', name, dates)),
    ...(serviceMarkets(config).length === 0
      ? []
      : [pathGenerator, ...serviceRivals.map(({ name }) => name)].flatMap((name) =>
          chunked('scoreServices', name, dates),
        )),
    ...weekGenerators.flatMap((name) => chunked('scoreWeeks', name, judgedWeeks(pass, dates))),
  ];
  const keyOf = ({ passPath: _path, ...parts }: Chunk): ArtefactKey =>
    artefactKey('score', { pass: passKey, ...parts });
  const results = await runStoredShards<Chunk, ScoreShardResult>(jobs, keyOf, 'score', tools);
  const collected = <T>(kind: ScoreShard['kind'], generator: string): Map<string, T | null> =>
    new Map(
      jobs.flatMap((job, j) =>
        job.kind === kind && job.generator === generator
          ? job.dates.map((date, i) => [date, results[j][i] as T | null] as const)
          : [],
      ),
    );

  const scored = names.map((name) => ({ generator: name, byDate: collected<DayScore>('scoreDays', name) }));
  const judged = dates.filter((date) => scored.every(({ byDate }) => byDate.get(date) !== null));
  if (judged.length < 2) throw tooFewDays(scored, dates);
  const days = scored.map(({ generator, byDate }) => ({
    generator,
    days: judged.map((date) => byDate.get(date) as DayScore),
  }));
  const [own, ...others] = days;
  const scoredOthers = others.filter(({ generator }) => !ablated.includes(generator));
  const knowsDayAhead = ({ generator }: { generator: string }): boolean =>
    scoredGenerator(generator).knowsDayAhead === true;
  const rivals = scoredOthers.filter((rival) => knowsDayAhead(rival) === afterAuction);
  const [informed, ...informedRivals] = afterAuction ? [] : scoredOthers.filter(knowsDayAhead);
  const comparisons = rivals.map((rival) => compareGenerators(own, rival));
  const card = generatorCard(own.generator, own.days);
  const checks = gateChecks(card, comparisons, afterAuction);
  const weeksOf = (generator: string): WeekCard | null => {
    const weeks = [...collected<WeekScore>('scoreWeeks', generator).values()].filter((week) => week !== null);
    return weeks.length < 2 ? null : weekCard(weeks);
  };
  const servicesOf = (name: string): (readonly ServiceDayScore[])[] =>
    [...collected<readonly ServiceDayScore[]>('scoreServices', name).values()].map((day) => day ?? []);
  const services = servicesOf(pathGenerator);
  return {
    schemaVersion: 1,
    name: config.name,
    madeBy: input.madeBy,
    configuration: scorecardConfiguration(config),
    currency: config.reportingCurrency,
    labels: input.labels,
    request,
    days: {
      judged: judged.length,
      first: judged[0],
      last: judged[judged.length - 1],
      passedOver: [
        ...notJudged,
        ...dates
          .filter((date) => !judged.includes(date))
          .map((date) => ({ date, reason: `too little history for ${withoutScore(scored, date)}` })),
      ].toSorted((a, b) => asked.indexOf(a.date) - asked.indexOf(b.date)),
    },
    cards: [card, ...scoredOthers.map((rival) => generatorCard(rival.generator, rival.days))],
    comparisons,
    knownDayAhead: informedRivals.map((rival) => compareGenerators(informed, rival)),
    ablation: others
      .filter(({ generator }) => ablated.includes(generator))
      .map((without) => compareGenerators(without, own)),
    services: serviceCards(services),
    serviceRivals: serviceRivals.flatMap(({ name }) => compareServices(services, name, servicesOf(name))),
    weeks: weeksOf(pathGenerator),
    knownDayAheadWeeks: afterAuction ? null : weeksOf(knownDayAhead.name),
    gate: { state: gateState(checks), checks },
  };
}

type Chunk = ScoreShard;

/** Every `every`-th calendar day of the range, and which of them have prices to be judged by. */
function datesOf(pass: WholeDayPass, { from, to, every }: ScoreRequest) {
  const inRange = pass.history.days.map((day) => day.date).filter((date) => date >= from && date <= to);
  const asked = inRange.filter((_, index) => index % every === 0);
  const dates = judgedDays(pass, asked);
  const known = new Set(dates);
  const notJudged = asked
    .filter((date) => !known.has(date))
    .map((date) => {
      const day = pass.table.dates.indexOf(date);
      const clockChange = pass.history.days[day].periodCount !== pass.table.slots;
      return { date, reason: clockChange ? 'clock change' : 'prices missing' };
    });
  return { asked, dates, notJudged };
}

function byMonth(dates: readonly string[]): string[][] {
  const months = new Map<string, string[]>();
  for (const date of dates) {
    const month = date.slice(0, 7);
    months.set(month, [...(months.get(month) ?? []), date]);
  }
  return [...months.values()];
}

type ScoredByDate = { readonly generator: string; readonly byDate: ReadonlyMap<string, DayScore | null> };

/** The generators that could not be fitted for a day. */
function withoutScore(scored: readonly ScoredByDate[], date: string): string {
  return scored
    .filter(({ byDate }) => byDate.get(date) === null)
    .map(({ generator }) => generator)
    .join(' and ');
}

function tooFewDays(scored: readonly ScoredByDate[], dates: readonly string[]): FitError {
  const counts = scored.map(({ generator, byDate }) => ({
    generator,
    days: dates.filter((date) => byDate.get(date) !== null).length,
  }));
  const fewest = counts.reduce((least, one) => (one.days < least.days ? one : least));
  return new FitError('too few days to score', {
    rule: 'at least 2 days with all prices that every generator can be fitted for',
    value:
      dates.length < 2
        ? `${dates.length} days with all prices in the range`
        : `${fewest.days} of ${dates.length} days by '${fewest.generator}'`,
    remedy: 'give a longer range or a longer history, or leave that generator out',
  });
}
