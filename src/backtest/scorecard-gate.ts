import type { RivalComparison } from './compare-generators.ts';
import type { FunctionalName } from './day-functionals.ts';
import type { Estimate } from './newey-west-mean.ts';
import { marketNames } from './score-day.ts';
import type { GeneratorCard } from './scorecard.ts';

/**
 * `held`: within the tolerance; `withinError`: outside of it, by less than 1.645 standard errors; `failed`: by more.
 * A probability is `failed` below 1 %, `withinError` below 5 %.
 */
export type CheckVerdict = 'held' | 'withinError' | 'failed';

/** One rule of the gate, applied. */
export interface GateCheck {
  readonly rule: 'coverage' | 'coverageByThird' | 'storageRatio' | 'exceedances' | 'meanRank' | 'rival';
  /** What it was applied to: `dayAhead 90 % first third`, `imbalanceStorage`, `planProfit 99 %`, a rival's name. */
  readonly subject: string;
  readonly value: number;
  readonly standardError: number | null;
  /** What the value should be, and how far from it it may lie; a probability must not be below `tolerance`. */
  readonly target: number;
  readonly tolerance: number;
  readonly verdict: CheckVerdict;
  /** False: shown, and a failure is a caution, not a failure of the gate. */
  readonly required: boolean;
}

/** Tolerances of the gate. docs/method/scenarios.md, "The gate". */
export const gateRules = {
  coverageTolerance: 0.03,
  coverageByThirdTolerance: 0.04,
  storageRatioTolerance: 0.1,
  rejectionProbability: 0.01,
  cautionProbability: 0.05,
  meanRankTolerance: 0.07,
  /** One-sided 95 %: a difference smaller than this many standard errors beyond the tolerance may be chance. */
  errorMultiple: 1.645,
  fewestDays: 90,
  fewestScenarios: 200,
  oldestDays: 35,
} as const;

/** Numbers of a day whose mean PIT must lie near one half, and those for which it is shown only. */
const requiredRanks: readonly FunctionalName[] = [
  'dayAheadMean',
  'imbalanceMean',
  'dayAheadSpread',
  'imbalanceSpread',
  'dayAheadStorage',
  'imbalanceStorage',
  'planProfit',
  'exposedProfit',
];
const shownRanks: readonly FunctionalName[] = ['dayAheadMaximum', 'imbalanceMaximum', 'dayAheadRamp', 'imbalanceRamp'];

/**
 * Every rule applied to the model's card, and to its comparisons with its rivals. A generator that is given the day-ahead
 * prices of the day (`knowsDayAhead`) is not judged by them, nor by the profit of a plan sold at them.
 */
export function gateChecks(
  card: GeneratorCard,
  comparisons: readonly RivalComparison[],
  knowsDayAhead = false,
): GateCheck[] {
  const checks = cardChecks(card);
  const judged = knowsDayAhead ? checks.filter(({ subject }) => !/^(dayAhead|planProfit)/.test(subject)) : checks;
  return [...judged, ...comparisons.map(rivalCheck)];
}

function cardChecks(card: GeneratorCard): GateCheck[] {
  return [
    ...marketNames.flatMap((market) => coverageChecks(card, market)),
    ...(['dayAheadStorage', 'imbalanceStorage'] as const).flatMap((subject) => {
      const ratio = card.functionals[subject].simulatedOverRealised;
      return ratio === null ? [] : [near('storageRatio', subject, ratio, 1, gateRules.storageRatioTolerance)];
    }),
    ...card.exceedances.map(({ profit, confidenceLevel, kupiec }): GateCheck => {
      const { rejectionProbability, cautionProbability } = gateRules;
      const value = kupiec.probability;
      const verdict = value < rejectionProbability ? 'failed' : value < cautionProbability ? 'withinError' : 'held';
      const subject = `${profit} ${Math.round(100 * confidenceLevel)} %`;
      return {
        rule: 'exceedances',
        subject,
        value,
        standardError: null,
        target: 1,
        tolerance: rejectionProbability,
        verdict,
        required: true,
      };
    }),
    ...[...requiredRanks, ...shownRanks].map((subject) =>
      near(
        'meanRank',
        subject,
        card.functionals[subject].meanRank,
        0.5,
        gateRules.meanRankTolerance,
        requiredRanks.includes(subject),
      ),
    ),
  ];
}

/** The state of the gate: failed by a required check; caution: one within error, or one that is shown only failed. */
export function gateState(checks: readonly GateCheck[]): 'passed' | 'caution' | 'failed' {
  if (checks.some((check) => check.required && check.verdict === 'failed')) return 'failed';
  const caution = checks.some((check) => check.verdict === (check.required ? 'withinError' : 'failed'));
  return caution ? 'caution' : 'passed';
}

function coverageChecks(card: GeneratorCard, market: (typeof marketNames)[number]): GateCheck[] {
  const parts = ['', ' first third', ' second third', ' last third'];
  return card.coverage[market].flatMap((coverage, part) => {
    const rule = part === 0 ? 'coverage' : 'coverageByThird';
    const tolerance = part === 0 ? gateRules.coverageTolerance : gateRules.coverageByThirdTolerance;
    return [
      near(rule, `${market} 50 %${parts[part]}`, coverage.fifty, 0.5, tolerance),
      near(rule, `${market} 90 %${parts[part]}`, coverage.ninety, 0.9, tolerance),
    ];
  });
}

/** A rival whose energy score is lower by more than chance fails the check; one that may be as good is within error. */
function rivalCheck({ rival, scores }: RivalComparison): GateCheck {
  const found = scores.find(({ score }) => score === 'energyScore');
  const value = (found?.changePercent ?? 0) / 100;
  const standardError = (found?.standardErrorPercent ?? 0) / 100;
  const margin = gateRules.errorMultiple * standardError;
  const verdict = value - margin > 0 ? 'failed' : value + margin > 0 ? 'withinError' : 'held';
  return { rule: 'rival', subject: rival, value, standardError, target: 0, tolerance: 0, verdict, required: false };
}

function near(
  rule: GateCheck['rule'],
  subject: string,
  { value, standardError }: Estimate,
  target: number,
  tolerance: number,
  required = true,
): GateCheck {
  // Figures are compared to 1e-9, so that a tolerance met to the bit is met.
  const beyond = Math.abs(value - target) - tolerance - 1e-9;
  const verdict = beyond <= 0 ? 'held' : beyond <= gateRules.errorMultiple * standardError ? 'withinError' : 'failed';
  return { rule, subject, value, standardError, target, tolerance, verdict, required };
}
