import { localScale } from '../fit/location-profile.ts';
import type { WholeDayPass } from '../fit/whole-day-pass.ts';
import {
  continuousRankedProbabilityScore,
  probabilityIntegralTransform,
} from './continuous-ranked-probability-score.ts';
import type { DayScenarios } from './day-generator.ts';
import { dayAheadBySlot, imbalanceBySlot } from './day-prices.ts';
import { energyScore } from './energy-score.ts';
import { fixedPlan, planProfit } from './fixed-plan.ts';
import { storageValuer } from './storage-value.ts';
import { variogramScore } from './variogram-score.ts';

/** One number of a day, simulated against real. */
export interface FunctionalScore {
  readonly realised: number;
  readonly simulatedMean: number;
  readonly score: number;
  /** PIT. */
  readonly rank: number;
}

export const functionalNames = [
  'dayAheadMean',
  'imbalanceMean',
  'dayAheadSpread',
  'imbalanceSpread',
  'dayAheadStorage',
  'imbalanceStorage',
  'planProfit',
  'exposedProfit',
] as const;
export type FunctionalName = (typeof functionalNames)[number];

/** How one generator did on one day. */
export interface DayScore {
  /** On asinh((p − c)/s), both markets. */
  readonly energyScore: number;
  readonly energyScoreRaw: number;
  /** On p/s. */
  readonly variogramScore: number;
  /** Mean over the slots, currency per MWh. */
  readonly crps: { readonly dayAhead: number; readonly imbalance: number };
  /** PIT of each slot. */
  readonly ranks: { readonly dayAhead: Float64Array; readonly imbalance: Float64Array };
  readonly functionals: Readonly<Record<FunctionalName, FunctionalScore>>;
}

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

  const plan = fixedPlan(table, target);
  const storage = storageValuer(history.calendar.periodMinutes / 60);
  const functional = (of: (dayAhead: Float64Array, imbalance: Float64Array) => number): FunctionalScore => {
    const values = new Float64Array(M);
    for (let m = 0; m < M; m++) {
      const row = [m * slots, (m + 1) * slots] as const;
      values[m] = of(scenarios.dayAhead.subarray(...row), scenarios.imbalance.subarray(...row));
    }
    const simulatedMean = values.reduce((sum, value) => sum + value, 0) / M;
    const real = of(realDayAhead, realImbalance);
    values.sort();
    return {
      realised: real,
      simulatedMean,
      score: continuousRankedProbabilityScore(values, real),
      rank: probabilityIntegralTransform(values, real),
    };
  };
  const dayAhead = scoreSlots(scenarios.dayAhead, realDayAhead);
  const imbalance = scoreSlots(scenarios.imbalance, realImbalance);
  return {
    energyScore: energyScore(sample.map(standard), realised.map(standard)),
    energyScoreRaw: energyScore(sample, realised),
    variogramScore: variogramScore(sample.map(relative), realised.map(relative), pairs),
    crps: { dayAhead: dayAhead.crps, imbalance: imbalance.crps },
    ranks: { dayAhead: dayAhead.ranks, imbalance: imbalance.ranks },
    functionals: {
      dayAheadMean: functional((x1) => mean(x1)),
      imbalanceMean: functional((_, x2) => mean(x2)),
      dayAheadSpread: functional((x1) => spread(x1)),
      imbalanceSpread: functional((_, x2) => spread(x2)),
      dayAheadStorage: functional((x1) => storage(x1)),
      imbalanceStorage: functional((_, x2) => storage(x2)),
      planProfit: functional((x1) => planProfit(plan, x1)),
      exposedProfit: functional((x1, x2) => planProfit(plan, x1, x2)),
    },
  };
}

function scoreSlots(sample: Float64Array, realised: Float64Array): { crps: number; ranks: Float64Array } {
  const slots = realised.length;
  const ranks = new Float64Array(slots);
  const column = new Float64Array(sample.length / slots);
  let crps = 0;
  for (let slot = 0; slot < slots; slot++) {
    for (let m = 0; m < column.length; m++) column[m] = sample[m * slots + slot];
    column.sort();
    crps += continuousRankedProbabilityScore(column, realised[slot]) / slots;
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

function mean(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** Mean of the 4 highest minus mean of the 4 lowest prices. */
function spread(values: Float64Array): number {
  const sorted = values.slice().sort();
  return mean(sorted.subarray(sorted.length - 4)) - mean(sorted.subarray(0, 4));
}
