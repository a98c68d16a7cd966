import { planBacktest, type PlanBacktest, type PlanOutcomeOfDay } from '../backtest/plan-backtest.ts';
import type { PipelineConfig } from '../config.ts';
import { addDays } from '../domain/market-calendar.ts';
import type { NightState } from '../domain/night-state.ts';
import { DataError } from '../errors.ts';
import { artefactKey, type ArtefactKey } from '../io/artefact-store.ts';
import type { BacktestedDay, BacktestShard } from './backtest-day.ts';
import type { DayRange } from './day-range.ts';
import { scoredSettings } from './stored-scorecard.ts';
import { runStoredShards, type ShardTools } from './stored-shards.ts';

export interface BacktestInput {
  readonly config: PipelineConfig;
  /** Without what was sold: that is of one date. */
  readonly night: NightState;
  readonly ingestKey: ArtefactKey;
  readonly range: DayRange;
  /** `synthetic prices`, as the page labels the run. */
  readonly labels: readonly string[];
  readonly madeBy: string;
}

/** A back-test as it is stored: plain JSON, every figure with its error. */
export interface StoredBacktest extends PlanBacktest {
  readonly schemaVersion: 1;
  readonly name: string;
  readonly title: string;
  readonly madeBy: string;
  /** Digest of everything in the configuration that the plans of past days depend on. */
  readonly configuration: string;
  readonly currency: string;
  readonly labels: readonly string[];
  readonly policy: string;
  /** Most that CVaR may be, currency, and its level; null: no limit. */
  readonly limit: number | null;
  readonly confidenceLevel: number;
  /** Scenarios a day: the plan is made, chosen and judged on. */
  readonly scenarios: { readonly plan: number; readonly choose: number; readonly evaluate: number };
  readonly range: DayRange;
  readonly passedOver: readonly { readonly date: string; readonly reason: string }[];
}

const testedLevels = [0.95, 0.99];

/**
 * Judges the plans of past days by what came, each day by itself (`backtestDay`) on a thread; a day that is done is
 * stored, so that a killed command goes on after it and a longer range does not judge it again.
 *
 * @throws DataError where fewer than two days can be judged
 */
export async function backtestStage(input: BacktestInput, tools: ShardTools): Promise<StoredBacktest> {
  const { config, night, ingestKey, range } = input;
  const configuration = backtestConfiguration(config);
  const historyPath = tools.store.path(ingestKey);
  const outcomes = await runStoredShards<BacktestShard, BacktestedDay>(
    datesOf(range).map((date) => ({ kind: 'backtest', historyPath, config, night, date })),
    ({ date }) => artefactKey('backtest', { ingest: ingestKey, configuration, night, date }),
    'backtest',
    tools,
  );
  const judged = outcomes.filter((day): day is PlanOutcomeOfDay => 'profits' in day);
  const passedOver = outcomes.flatMap((day) =>
    'passedOver' in day ? [{ date: day.date, reason: day.passedOver }] : [],
  );
  if (judged.length < 2) {
    throw new DataError('too few days to back-test', {
      field: '--from, --to',
      rule: 'at least two days that a plan can be made for and whose prices are all known',
      value: passedOver[0] === undefined ? `${judged.length} days` : `${passedOver[0].date}: ${passedOver[0].reason}`,
      remedy: 'give a longer range, or add history',
    });
  }
  const { confidenceLevel } = config.risk;
  const levels = [...new Set([...testedLevels, ...(confidenceLevel < 1 ? [confidenceLevel] : [])])].toSorted();
  const { plan, choose, count } = config.scenarios;
  return {
    schemaVersion: 1,
    name: config.name,
    title: config.title ?? config.name,
    madeBy: input.madeBy,
    configuration,
    currency: config.reportingCurrency,
    labels: input.labels,
    policy: config.policy.kind,
    limit: config.risk.limit,
    confidenceLevel,
    scenarios: { plan, choose, evaluate: count },
    range,
    passedOver,
    ...planBacktest(judged, levels, config.seed),
  };
}

/** Digest of what plans depend on: not the state of the night, the stress cases, the worker count, where the data lie. */
export function backtestConfiguration(config: PipelineConfig): string {
  const { name: _name, title: _title, state: _state, stress: _stress, run, data, ...rest } = config;
  return artefactKey('backtestConfiguration', {
    ...rest,
    data: { ...data, directory: '' },
    generator: scoredSettings(config),
    solverTimeLimitSeconds: run.solverTimeLimitSeconds,
  });
}

function datesOf({ from, to, every }: DayRange): string[] {
  const dates: string[] = [];
  for (let date = from; date <= to; date = addDays(date, every)) dates.push(date);
  return dates;
}
