import type { RivalComparison } from '../backtest/compare-generators.ts';
import type { GeneratorCard } from '../backtest/scorecard.ts';
import { gateRules, type GateCheck } from '../backtest/scorecard-gate.ts';
import type { ServiceCard, ServiceComparison } from '../backtest/score-services.ts';
import type { WeekCard } from '../backtest/week-card.ts';
import type { PipelineConfig } from '../config.ts';
import { plansAfterAuction } from '../ingest/plan-time.ts';
import { artefactKey } from '../io/artefact-store.ts';
import type { DayRange } from './day-range.ts';

/** What was asked of a scorecard. */
export interface ScoreRequest extends DayRange {
  readonly scenarioCount: number;
  readonly seed: number;
  /** The generator that the configuration draws from first, then its rivals. */
  readonly generators: readonly string[];
  readonly weeks: boolean;
  readonly ablation: boolean;
}

/** A scorecard as `fit --score` leaves it and `run` reads it: plain JSON, every figure with its error. */
export interface StoredScorecard {
  readonly schemaVersion: 1;
  readonly name: string;
  /** `bess-risk 0.1.0`. */
  readonly madeBy: string;
  /** Digest of the parts of the configuration that prices and scenarios depend on. */
  readonly configuration: string;
  readonly currency: string;
  /** `synthetic prices`, `Day-ahead: proxy marketIndexPrice`. */
  readonly labels: readonly string[];
  readonly request: ScoreRequest;
  readonly days: {
    readonly judged: number;
    readonly first: string;
    readonly last: string;
    /** Days asked for that were not judged: prices missing, a clock change, or too little history. */
    readonly passedOver: readonly { readonly date: string; readonly reason: string }[];
  };
  readonly cards: readonly GeneratorCard[];
  /** The configuration's generator against each rival. */
  readonly comparisons: readonly RivalComparison[];
  /** Of the generators that know tomorrow's day-ahead price, the first named against the others. */
  readonly knownDayAhead: readonly RivalComparison[];
  /** Each component switched off, against the generator with all of them. */
  readonly ablation: readonly RivalComparison[];
  readonly services: readonly ServiceCard[];
  /** The services' prices against each simple rival's. */
  readonly serviceRivals: readonly ServiceComparison[];
  readonly weeks: WeekCard | null;
  /** The same paths with the day-ahead prices of their first day known. Absent from scorecards of earlier versions. */
  readonly knownDayAheadWeeks?: WeekCard | null;
  readonly gate: { readonly state: 'passed' | 'caution' | 'failed'; readonly checks: readonly GateCheck[] };
}

/** The generator that is scored: a view is of the coming days and would be wrong on past ones. */
export function scoredSettings({ generator }: PipelineConfig): PipelineConfig['generator'] {
  const { view: _view, ...settings } = generator;
  return settings;
}

/**
 * Digest of what a scorecard must share with a run: markets with their sources, calendar, data rules, generator, and
 * whether it knows the day-ahead prices of the day.
 */
export function scorecardConfiguration(config: PipelineConfig): string {
  const { markets, calendar, reportingCurrency, data } = config;
  return artefactKey('scorecard', {
    markets,
    calendar,
    reportingCurrency,
    data: { ...data, directory: '' },
    generator: scoredSettings(config),
    ...(plansAfterAuction(config) ? { dayAheadKnown: true } : {}),
  });
}

/** Whether a stored scorecard speaks for a run. */
export type ScorecardStanding = { readonly usable: true } | { readonly usable: false; readonly reason: string };

/**
 * A scorecard speaks for the plan of `date` where it was made with the same configuration and program, ends before the
 * day planned and at most 35 days before it, and judged at least 90 days with at least 200 scenarios each.
 */
export function scorecardStanding(
  scorecard: StoredScorecard,
  run: { readonly configuration: string; readonly date: string; readonly madeBy: string },
): ScorecardStanding {
  const { days, request } = scorecard;
  const age = Math.round((Date.parse(run.date) - Date.parse(days.last)) / 86_400_000);
  const { fewestDays, fewestScenarios, oldestDays } = gateRules;
  const reasons = [
    scorecard.configuration === run.configuration ? '' : 'the stored scorecard is of another configuration',
    scorecard.madeBy === run.madeBy
      ? ''
      : `the stored scorecard was made by ${scorecard.madeBy}, this is ${run.madeBy}`,
    age > 0 ? '' : `the stored scorecard judges days up to ${days.last}, which this plan could not know`,
    age <= oldestDays
      ? ''
      : `the stored scorecard ends ${age} days before the day planned, at most ${oldestDays} are allowed`,
    days.judged >= fewestDays ? '' : `the stored scorecard has ${days.judged} days, at least ${fewestDays} are needed`,
    request.scenarioCount >= fewestScenarios
      ? ''
      : `the stored scorecard has ${request.scenarioCount} scenarios a day, at least ${fewestScenarios} are needed`,
  ];
  const reason = reasons.find((text) => text !== '');
  return reason === undefined ? { usable: true } : { usable: false, reason };
}
