import { localScale } from '../fit/location-profile.ts';
import type { WholeDayPass } from '../fit/whole-day-pass.ts';
import {
  continuousRankedProbabilityScore,
  probabilityIntegralTransform,
} from './continuous-ranked-probability-score.ts';
import { dayFunctionals, functionalNames, type DayFunctional, type FunctionalName } from './day-functionals.ts';
import type { DayScenarios } from './day-generator.ts';
import { dayAheadBySlot, imbalanceBySlot } from '../fit/day-prices.ts';
import { energyScore } from './energy-score.ts';
import { variogramScore } from './variogram-score.ts';

/** One number of a day, simulated against real. */
export interface FunctionalScore {
  readonly realised: number;
  readonly simulatedMean: number;
  /** CRPS. */
  readonly score: number;
  /** PIT. */
  readonly rank: number;
  /** Simulated values in the middle of 20 equally likely parts, ascending: pooled over days, their distribution. */
  readonly quantiles: Float64Array;
}

export const marketNames = ['dayAhead', 'imbalance'] as const;
export type MarketName = (typeof marketNames)[number];

/** Scores of one market by slot of the wall clock. */
export interface SlotScores {
  /** CRPS, currency per MWh. */
  readonly crps: Float64Array;
  /** PIT. */
  readonly ranks: Float64Array;
}

/** How one generator did on one day. */
export interface DayScore {
  /** On asinh((p − c)/s), both markets. */
  readonly energyScore: number;
  readonly energyScoreRaw: number;
  /** On p/s. */
  readonly variogramScore: number;
  readonly markets: Readonly<Record<MarketName, SlotScores>>;
  readonly functionals: Readonly<Record<FunctionalName, FunctionalScore>>;
}

const quantileParts = 20;

/** Scores simulated prices of the day with index `target` against what came; the day must be valid. */
export function scoreDay(
  { table, history }: WholeDayPass,
  target: number,
  scenarios: DayScenarios,
  pairs: Int32Array,
): DayScore {
  const { scenarioCount: M, slots } = scenarios;
  const { centre, scale } = localScale(table, target);
  const realDayAhead = dayAheadBySlot(table, target);
  const realImbalance = imbalanceBySlot(table, target);
  const realised = joined(realDayAhead, realImbalance, 1, slots);
  const sample = joined(scenarios.dayAhead, scenarios.imbalance, M, slots);
  const standard = (price: number): number => Math.asinh((price - centre) / scale);
  const relative = (price: number): number => price / scale;
  const functionals = dayFunctionals(table, target, history.calendar.periodMinutes / 60);
  const real = { dayAhead: realDayAhead, imbalance: realImbalance };
  return {
    energyScore: energyScore(sample.map(standard), realised.map(standard)),
    energyScoreRaw: energyScore(sample, realised),
    variogramScore: variogramScore(sample.map(relative), realised.map(relative), pairs),
    markets: {
      dayAhead: scoreSlots(scenarios.dayAhead, realDayAhead),
      imbalance: scoreSlots(scenarios.imbalance, realImbalance),
    },
    functionals: Object.fromEntries(
      functionalNames.map((name) => [name, scoreFunctional(functionals[name], scenarios, real)]),
    ) as Record<FunctionalName, FunctionalScore>,
  };
}

function scoreFunctional(
  of: DayFunctional,
  { scenarioCount: M, slots, dayAhead, imbalance }: DayScenarios,
  real: Readonly<Record<MarketName, Float64Array>>,
): FunctionalScore {
  const values = new Float64Array(M);
  let sum = 0;
  for (let m = 0; m < M; m++) {
    const row = [m * slots, (m + 1) * slots] as const;
    values[m] = of(dayAhead.subarray(...row), imbalance.subarray(...row));
    sum += values[m];
  }
  values.sort();
  const realised = of(real.dayAhead, real.imbalance);
  return {
    realised,
    simulatedMean: sum / M,
    score: continuousRankedProbabilityScore(values, realised),
    rank: probabilityIntegralTransform(values, realised),
    quantiles: Float64Array.from(
      { length: quantileParts },
      (_, part) => values[Math.min(M - 1, Math.floor(((part + 0.5) / quantileParts) * M))],
    ),
  };
}

/** CRPS and PIT of each column of M rows. */
export function scoreSlots(sample: Float64Array, realised: Float64Array): SlotScores {
  const slots = realised.length;
  const crps = new Float64Array(slots);
  const ranks = new Float64Array(slots);
  const column = new Float64Array(sample.length / slots);
  for (let slot = 0; slot < slots; slot++) {
    for (let m = 0; m < column.length; m++) column[m] = sample[m * slots + slot];
    column.sort();
    crps[slot] = continuousRankedProbabilityScore(column, realised[slot]);
    ranks[slot] = probabilityIntegralTransform(column, realised[slot]);
  }
  return { crps, ranks };
}

/** M rows of both markets side by side: M × 2·slots. */
function joined(dayAhead: Float64Array, imbalance: Float64Array, M: number, slots: number): Float64Array {
  const rows = new Float64Array(2 * M * slots);
  for (let m = 0; m < M; m++) {
    rows.set(dayAhead.subarray(m * slots, (m + 1) * slots), 2 * m * slots);
    rows.set(imbalance.subarray(m * slots, (m + 1) * slots), (2 * m + 1) * slots);
  }
  return rows;
}
