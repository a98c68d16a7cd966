import type { PipelineConfig } from '../../config.ts';
import { isReplay, type StressCase } from '../../domain/stress.ts';
import { weightedMean } from '../../math/weighted-mean.ts';
import { profitByScenario } from '../../optimise/settle.ts';
import type { PipelineResult } from '../../pipeline.ts';
import type { ReportStress, StressedRow } from '../../report/model/report-stress.ts';
import { samplingErrors, subsetValues } from '../../risk/sampling-error.ts';
import { drawsPastDays } from '../../simulate/draws-past-days.ts';
import { profitFigureNames, profitStandardErrors, profitStatistics } from '../profit-figures.ts';
import type { StressOutcome } from '../stress-outcome.ts';

/** The plan under the configuration's stress cases, beside the simulated scenarios; null: there are none. */
export function reportStress(result: PipelineResult, config: PipelineConfig): ReportStress | null {
  const { policy, stress } = result;
  if (stress.length === 0) return null;
  const { streams } = policy.flows;
  const outcome: StressOutcome = {
    profit: profitByScenario(policy.flows),
    penalties: profitByScenario({ ...policy.flows, streams: streams.filter(({ name }) => name === 'penalties') }),
  };
  const title = 'As simulated.';
  return {
    simulated: simulatedRow(result, config, { name: 'simulated', title, stresses: [] }, outcome),
    cases: config.stress.map((one, i) => {
      const row = isReplay(one) ? replayedRow(one, stress[i]) : simulatedRow(result, config, one, stress[i]);
      return { ...row, ...difference(stress[i].profit, outcome.profit, result.sets.evaluate.weights) };
    }),
    hasOutage: config.stress.some(({ stresses }) => stresses.some(({ kind }) => kind === 'outage')),
  };
}

function simulatedRow(
  { model, sets: { evaluate } }: PipelineResult,
  { risk: { confidenceLevel } }: PipelineConfig,
  { name, title }: StressCase,
  { profit, penalties }: StressOutcome,
): StressedRow {
  const values = profitStatistics(profit, evaluate.weights, confidenceLevel);
  const errors = profitStandardErrors(profit, evaluate.weights, confidenceLevel);
  const at = (figure: (typeof profitFigureNames)[number]): number => profitFigureNames.indexOf(figure);
  const worst = profit.reduce((least, value, s) => (value < profit[least] ? s : least), 0);
  return {
    name,
    title,
    scenarios: profit.length,
    mean: values[at('mean')],
    meanStandardError: errors[at('mean')],
    valueAtRisk: values[at('valueAtRisk')],
    valueAtRiskStandardError: errors[at('valueAtRisk')],
    conditionalValueAtRisk: values[at('conditionalValueAtRisk')],
    conditionalValueAtRiskStandardError: errors[at('conditionalValueAtRisk')],
    meanDifference: null,
    meanDifferenceStandardError: null,
    worstLoss: -profit[worst],
    worstScenario: evaluate.firstScenario + worst,
    worstDate: drawsPastDays(model) ? evaluate.bankDates[evaluate.bankDay[worst]] : null,
    penalties: weightedMean(penalties, evaluate.weights),
  };
}

function replayedRow({ name, title, stresses }: StressCase, { profit, penalties }: StressOutcome): StressedRow {
  const [replay] = stresses;
  return {
    name,
    title,
    scenarios: 1,
    mean: profit[0],
    meanStandardError: null,
    valueAtRisk: null,
    valueAtRiskStandardError: null,
    conditionalValueAtRisk: null,
    conditionalValueAtRiskStandardError: null,
    meanDifference: null,
    meanDifferenceStandardError: null,
    worstLoss: -profit[0],
    worstScenario: null,
    worstDate: replay.kind === 'replay' ? replay.date : null,
    penalties: penalties[0],
  };
}

/** Scenario by scenario; a replay is one day against the mean of all. */
function difference(
  stressed: Float64Array,
  simulated: Float64Array,
  weights: Float64Array,
): Pick<StressedRow, 'meanDifference' | 'meanDifferenceStandardError'> {
  const change = simulated.map((value, s) => stressed[stressed.length === 1 ? 0 : s] - value);
  const [meanDifferenceStandardError] = samplingErrors(
    (subset) => [weightedMean(subsetValues(change, subset), subset.weights)],
    change.length,
    weights,
  );
  return { meanDifference: weightedMean(change, weights), meanDifferenceStandardError };
}
