import type { PipelineConfig } from '../../config.ts';
import { acceptedPlans, positionByPeriod } from '../../domain/plan-problem.ts';
import type { PipelineResult } from '../../pipeline.ts';
import type { ScenarioDispatch } from '../../report/model/scenario-dispatch.ts';
import { drawsPastDays } from '../../simulate/draws-past-days.ts';
import { streamDisplayName } from './stream-display-name.ts';

/** One evaluate scenario's day under the policy. */
export function scenarioDispatch(result: PipelineResult, config: PipelineConfig, s: number): ScenarioDispatch {
  const { policy, problem, sets, submitted } = result;
  const { flows } = policy;
  const T = problem.periodCount;
  const row = (matrix: Float64Array): number[] => Array.from(matrix.subarray(s * T, (s + 1) * T));
  const { reserved } = acceptedPlans(problem, submitted)(s);
  const streams = flows.streams.map(({ name, values }) => ({
    name,
    displayName: streamDisplayName(name, config),
    value: values.subarray(s * T, (s + 1) * T).reduce((sum, value) => sum + value, 0),
  }));
  return {
    scenario: sets.evaluate.firstScenario + s,
    profitAndLoss: streams.reduce((sum, stream) => sum + stream.value, 0),
    bankDate: drawsPastDays(result.model) ? sets.evaluate.bankDates[sets.evaluate.bankDay[s]] : null,
    dayAheadPrice: row(problem.dayAhead),
    imbalancePrice: row(problem.imbalance),
    positionMW: Array.from(positionByPeriod(problem, submitted, s)),
    netExportMW: Array.from(
      { length: T },
      (_, t) =>
        policy.dischargeMW[s * T + t] - policy.chargeMW[s * T + t] + reserved.activationMWh[t] / problem.periodHours,
    ),
    stateOfChargeMWh: Array.from(policy.stateOfChargeMWh.subarray(s * (T + 1), (s + 1) * (T + 1))),
    streams,
  };
}
