import type { PlanProblem } from '../domain/plan-problem.ts';
import type { ScenarioSet } from '../domain/scenario-set.ts';
import { randomStream } from '../math/random-stream.ts';
import { profitByScenario } from '../optimise/settle.ts';
import type { ReportFigure } from '../report/model/report-figure.ts';
import { attributeByHour, type Attribution } from '../risk/attribution.ts';
import { bankBand } from '../risk/bank-band.ts';
import { conditionalValueAtRisk } from '../risk/conditional-value-at-risk.ts';
import { maximumDrawdowns, summariseDrawdown } from '../risk/drawdown.ts';
import { lossOrder } from '../risk/loss-order.ts';
import { measureRisk } from '../risk/measure-risk.ts';
import { samplingErrors, subsetValues } from '../risk/sampling-error.ts';
import { tailConcentration, type TailConcentration } from '../risk/tail-concentration.ts';
import { tailDrivers, type TailDriver } from '../risk/tail-drivers.ts';
import { tailWeights } from '../risk/tail-weights.ts';
import type { PolicyName } from '../config.ts';
import type { KnowledgeOutcome, PolicyOutcome, RecourseOutcome } from './evaluate-outcome.ts';
import { knowledgeFigures } from './measure-knowledge.ts';
import { profitFigureNames, profitStandardErrors, profitStatistics } from './profit-figures.ts';
import { scenarioFeatures } from './scenario-features.ts';

/** All risk figures of a run. */
export interface MeasuredRisk {
  readonly figures: readonly ReportFigure[];
  /** By stream and delivery hour of the first day; the asset is the battery. */
  readonly attribution: Attribution;
  readonly hourCount: number;
  /** Weight of each evaluate scenario in the tail. */
  readonly tailWeights: Float64Array;
  readonly concentration: TailConcentration;
  readonly drivers: readonly TailDriver[];
  /** S: maximum drawdown of each policy path over the horizon. */
  readonly drawdowns: Float64Array;
  /** CVaR of the policy on the first n scenarios. */
  readonly bySampleSize: readonly {
    readonly scenarios: number;
    readonly conditionalValueAtRisk: number;
    readonly standardError: number;
  }[];
}

export interface MeasureInput {
  readonly evaluate: ScenarioSet;
  /** The first day on `evaluate`. */
  readonly problem: PlanProblem;
  readonly headlinePolicy: PolicyName;
  readonly policy: PolicyOutcome;
  readonly recourse: RecourseOutcome;
  readonly knowledge: KnowledgeOutcome;
  readonly confidenceLevel: number;
  readonly seed: number;
}

/** Level of the drawdown quantile and of conditional drawdown-at-risk, whatever the level of CVaR. */
const drawdownLevel = 0.95;

/** Measures the first day and the horizon, for the policy (headline) and for the recourse beside it. */
export function measureOutcome(input: MeasureInput): MeasuredRisk {
  const { evaluate, problem, policy, recourse, knowledge, confidenceLevel, seed } = input;
  const { currency, scenarioCount: S } = evaluate;
  const { periodCount: T, periodHours } = problem;
  const hourCount = Math.ceil(T * periodHours - 1e-9);
  const profit = profitByScenario(policy.flows);
  const loss = profit.map((value) => -value);
  const tail = tailWeights(loss, evaluate.weights, confidenceLevel);
  const streams = policy.flows.streams.map(({ name, values }) => ({
    asset: problem.battery.name,
    stream: name,
    values: byHour(values, S, T, periodHours, hourCount),
  }));
  const total = evaluate.dayOffsets[evaluate.days.length];
  const drawdowns = maximumDrawdowns(policy.profitByPeriod, S, total);
  const dayFigures = (values: Float64Array, method: string, index: number): ReportFigure[] =>
    profitFigures(values, evaluate, confidenceLevel, seed, index).map((figure) => ({
      ...figure,
      sample: 'evaluate',
      method,
    }));
  const horizon = `evaluate, ${evaluate.days.length} days`;
  const pathFigures = (paths: Float64Array, method: string, index: number): ReportFigure[] =>
    drawdownFigures(paths, evaluate, confidenceLevel, seed, index).map((figure) => ({
      ...figure,
      sample: horizon,
      method,
    }));
  return {
    figures: [
      ...dayFigures(profit, 'policy', 0),
      ...dayFigures(recourse.dayProfit, 'recourse', 1),
      ...dayFigures(recourse.exactDayProfit, 'recourseExact', 2).slice(0, 1),
      ...pathFigures(policy.profitByPeriod, 'policy', 3),
      ...pathFigures(recourse.profitByPeriod, 'recourse', 4),
      ...knowledgeFigures({
        policyProfit: profit,
        headlinePolicy: input.headlinePolicy,
        recourse,
        knowledge,
        weights: evaluate.weights,
        confidenceLevel,
      }).map(({ method, ...figure }) => ({ ...figure, sample: 'evaluate', method })),
    ].map((figure) => ({ ...figure, unit: figure.unit === 'money' ? currency : figure.unit })),
    attribution: attributeByHour(streams, hourCount, evaluate.weights, tail),
    hourCount,
    tailWeights: tail,
    concentration: tailConcentration(evaluate.bankDay, tail),
    drivers: tailDrivers(scenarioFeatures(evaluate, problem), evaluate.weights, tail, confidenceLevel),
    drawdowns,
    bySampleSize: bySampleSize(loss, confidenceLevel),
  };
}

type BareFigure = Omit<ReportFigure, 'sample' | 'method'>;

function profitFigures(
  profit: Float64Array,
  set: ScenarioSet,
  confidenceLevel: number,
  seed: number,
  index: number,
): BareFigure[] {
  const order = lossOrder(profit.map((value) => -value));
  const statistics = (weights: Float64Array): number[] => profitStatistics(profit, weights, confidenceLevel, order);
  const values = statistics(set.weights);
  const errors = profitStandardErrors(profit, set.weights, confidenceLevel);
  const bands = bankBand(
    { bankDay: set.bankDay, weights: set.weights, blockDays: 1, stream: randomStream(seed, 'bankBand', index) },
    statistics,
  );
  return profitFigureNames.map((name, i) => ({
    name,
    value: values[i],
    standardError: errors[i],
    bankBand: errors[i] === null ? null : bands[i],
    unit: name === 'probabilityOfLoss' ? 'share' : 'money',
  }));
}

function drawdownFigures(
  paths: Float64Array,
  set: ScenarioSet,
  confidenceLevel: number,
  seed: number,
  index: number,
): BareFigure[] {
  const { scenarioCount: S } = set;
  const total = set.dayOffsets[set.days.length];
  const falls = maximumDrawdowns(paths, S, total);
  const sums = Float64Array.from({ length: S }, (_, s) =>
    paths.subarray(s * total, (s + 1) * total).reduce((sum, value) => sum + value, 0),
  );
  const order = lossOrder(falls);
  const statistics = (
    drawdowns: Float64Array,
    profits: Float64Array,
    weights: Float64Array | null,
    sorted: Int32Array,
  ): number[] => {
    const { mean, quantile, conditionalDrawdownAtRisk } = summariseDrawdown(drawdowns, weights, drawdownLevel, sorted);
    const profit = measureRisk({ streams: [{ name: 'profit', values: profits }], weights, confidenceLevel }).mean;
    return [mean, quantile, conditionalDrawdownAtRisk, profit];
  };
  const values = statistics(falls, sums, set.weights, order);
  const errors = samplingErrors((subset) => {
    const own = subsetValues(falls, subset);
    return statistics(own, subsetValues(sums, subset), subset.weights, lossOrder(own));
  }, S);
  const bands = bankBand(
    { bankDay: set.bankDay, weights: set.weights, blockDays: 7, stream: randomStream(seed, 'bankBand', index) },
    (weights) => statistics(falls, sums, weights, order),
  );
  const names = ['maximumDrawdownMean', 'maximumDrawdownQuantile95', 'conditionalDrawdownAtRisk', 'horizonMean'];
  return names.map((name, i) => ({
    name,
    value: values[i],
    standardError: errors[i],
    bankBand: bands[i],
    unit: 'money',
  }));
}

function bySampleSize(loss: Float64Array, confidenceLevel: number): MeasuredRisk['bySampleSize'] {
  const sizes = Array.from({ length: 12 }, (_, i) => Math.round((loss.length * (i + 1)) / 12)).filter(
    (size) => size >= 40,
  );
  return sizes.flatMap((scenarios) => {
    const own = loss.slice(0, scenarios);
    const [standardError] = samplingErrors(
      (subset) => [conditionalValueAtRisk(subsetValues(own, subset), subset.weights, confidenceLevel)],
      scenarios,
    );
    return standardError === null
      ? []
      : [{ scenarios, conditionalValueAtRisk: conditionalValueAtRisk(own, null, confidenceLevel), standardError }];
  });
}

/** S × T by period to S × H by hour. */
function byHour(values: Float64Array, S: number, T: number, periodHours: number, hourCount: number): Float64Array {
  const result = new Float64Array(S * hourCount);
  for (let s = 0; s < S; s++) {
    for (let t = 0; t < T; t++) result[s * hourCount + Math.floor(t * periodHours + 1e-9)] += values[s * T + t];
  }
  return result;
}
