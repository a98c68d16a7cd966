import type { PolicyName } from '../config.ts';
import { weightedMean } from '../math/weighted-mean.ts';
import { conditionalValueAtRisk } from '../risk/conditional-value-at-risk.ts';
import { samplingErrors, subsetValues } from '../risk/sampling-error.ts';
import type { KnowledgeOutcome, RecourseOutcome } from './evaluate-outcome.ts';
import type { ReportFigure } from '../report/model/report-figure.ts';

export interface KnowledgeInput {
  /** S: profit of the proposed plan under the headline policy, first day. */
  readonly policyProfit: Float64Array;
  readonly headlinePolicy: PolicyName;
  readonly recourse: RecourseOutcome;
  readonly knowledge: KnowledgeOutcome;
  /** S, sum 1. */
  readonly weights: Float64Array;
  readonly confidenceLevel: number;
}

type KnowledgeFigure = Omit<ReportFigure, 'sample'>;

/**
 * What each level of knowledge earns, and what lies between them, on the same scenarios throughout (common random
 * numbers), so that the errors are those of paired differences. docs/method/optimise.md.
 */
export function knowledgeFigures(input: KnowledgeInput): KnowledgeFigure[] {
  const { policyProfit, headlinePolicy, recourse, knowledge } = input;
  const { perfectForesight, riskNeutral, meanPath, unpublished, reserving } = knowledge;
  const { rolling, follow } = knowledge.policies;
  const others = Object.entries(knowledge.policies).filter(([name]) => name !== headlinePolicy);
  const difference = (name: string, method: string, more: Float64Array, less: Float64Array): KnowledgeFigure =>
    statistic(input, name, 'money', method, [more.map((value, s) => value - less[s])], ([values], weights) =>
      weightedMean(values, weights),
    );
  return [
    ...meanAndRisk(input, 'perfectForesight', perfectForesight.exact),
    ...meanAndRisk(input, 'recourseExact', recourse.exactDayProfit).slice(1),
    ...others.flatMap(([name, profit]) => meanAndRisk(input, name, profit)),
    ...meanAndRisk(input, 'rollingUnpublished', unpublished),
    difference('expectedValueOfPerfectInformation', 'recourse', perfectForesight.relaxed, riskNeutral),
    difference('valueOfStochasticSolution', 'recourse', riskNeutral, meanPath),
    ...(['recourse', 'policy'] as const).flatMap((method) =>
      reserving === null
        ? []
        : [difference('valueOfDayAheadWhenReserving', method, reserving[method].known, reserving[method].unknown)],
    ),
    difference('valueOfDayAheadInDispatch', 'rolling', unpublished, follow),
    difference('valueOfPublishedImbalance', 'rolling', rolling, unpublished),
    difference('priceOfNotSeeing', 'policy', recourse.exactDayProfit, policyProfit),
    ...captureRate(input),
  ];
}

function meanAndRisk(input: KnowledgeInput, method: string, profit: Float64Array): KnowledgeFigure[] {
  return [
    statistic(input, 'mean', 'money', method, [profit], ([values], weights) => weightedMean(values, weights)),
    statistic(input, 'conditionalValueAtRisk', 'money', method, [profit], ([values], weights) =>
      conditionalValueAtRisk(
        values.map((value) => -value),
        weights,
        input.confidenceLevel,
      ),
    ),
  ];
}

/** Policy mean ÷ mean of perfect foresight; none where foresight earns nothing. */
function captureRate(input: KnowledgeInput): KnowledgeFigure[] {
  const profits = [input.policyProfit, input.knowledge.perfectForesight.exact];
  const figure = statistic(input, 'captureRate', 'share', 'policy', profits, ([policy, foresight], weights) => {
    const most = weightedMean(foresight, weights);
    return most > 0 ? weightedMean(policy, weights) / most : NaN;
  });
  return Number.isFinite(figure.value) ? [figure] : [];
}

/** A statistic of several profits over the same scenarios, with its sampling error. */
function statistic(
  { weights }: KnowledgeInput,
  name: string,
  unit: string,
  method: string,
  profits: readonly Float64Array[],
  of: (profits: readonly Float64Array[], weights: Float64Array | null) => number,
): KnowledgeFigure {
  const [standardError] = samplingErrors(
    (subset) => [
      of(
        profits.map((values) => subsetValues(values, subset)),
        subset.weights,
      ),
    ],
    weights.length,
    weights,
  );
  return { name, value: of(profits, weights), standardError, bankBand: null, unit, method };
}
