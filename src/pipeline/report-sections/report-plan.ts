import { positionByPeriod, reservedPower, type Plan, type PlanProblem } from '../../domain/plan-problem.ts';
import { deviationLimit, offeredServices } from '../../optimise/plan-problem-of-day.ts';
import type { PipelineResult } from '../../pipeline.ts';
import type { ReportPlan } from '../../report/model/report-plan.ts';
import { displayName } from './display-name.ts';
import type { ReportContext } from './report-context.ts';

/** The submitted plan, with expected prices and the mean schedule that carries it out. */
export function reportPlan(result: PipelineResult, { config, night }: ReportContext): ReportPlan {
  const { problem, policy, submitted } = result;
  const { battery } = night;
  const reserved = reservedPower(problem, submitted);
  const T = problem.periodCount;
  const chargeMW = meanByColumn(policy.chargeMW, problem.weights, T);
  const dischargeMW = meanByColumn(policy.dischargeMW, problem.weights, T);
  return {
    dayAhead: {
      intervalStarts: Array.from(problem.intervalStarts),
      positionMW: expectedPosition(problem, submitted),
      // Published prices are the same in every scenario: no mean, which would round them.
      expectedPrice: columnMeans(
        problem.dayAhead,
        problem.dayAheadClosed === true ? 1 : problem.scenarioCount,
        T,
        problem.intervalStarts,
      ),
      ...(problem.dayAheadClosed === true ? { closed: true } : {}),
    },
    services: offeredServices(config, result.sets.evaluate).map(({ service }, k) => {
      const { blockStarts, availability } = problem.services[k];
      const blocks = blockStarts.length - 1;
      return {
        name: service.name,
        displayName: displayName(service),
        direction: service.direction,
        reservedMW: Array.from(submitted.reservedMW[k]),
        expectedPrice: columnMeans(
          availability,
          problem.scenarioCount,
          blocks,
          Int32Array.from({ length: blocks + 1 }, (_, b) => b),
        ),
      };
    }),
    maxChargeMW: battery.maxChargeMW,
    maxDischargeMW: battery.maxDischargeMW,
    energyCapacityMWh: battery.energyCapacityMWh,
    minStateOfChargeMWh: battery.minStateOfChargeMWh,
    maxStateOfChargeMWh: battery.maxStateOfChargeMWh,
    deviationLimitMW: deviationLimit(config),
    chargeMW,
    dischargeMW,
    stateOfChargeMWh: meanByColumn(policy.stateOfChargeMWh, problem.weights, T + 1),
    expectedDeliveryMW: Array.from(
      { length: T },
      (_, t) => dischargeMW[t] - chargeMW[t] + reserved.activationMWh[t] / problem.periodHours,
    ),
    reasonForNothing: null,
  };
}

/** MW by interval: the position, or the weighted mean of what the scenarios' prices accept of a bid curve. */
function expectedPosition(problem: PlanProblem, submitted: Plan): number[] {
  if (problem.decision.kind === 'position') return Array.from(submitted.dayAheadMW);
  const mean = new Float64Array(problem.intervalStarts.length - 1);
  problem.weights.forEach((weight, s) => {
    const position = positionByPeriod(problem, submitted, s);
    mean.forEach((_, i) => (mean[i] += weight * position[problem.intervalStarts[i]]));
  });
  return Array.from(mean);
}

/** Weighted mean over scenarios of each column; the value itself where all scenarios agree. */
function meanByColumn(matrix: Float64Array, weights: Float64Array, width: number): number[] {
  return Array.from({ length: width }, (_, column) => {
    const first = matrix[column];
    // Summed as differences from the first, so that one schedule for all keeps its values to the bit.
    return weights.reduce((mean, weight, s) => mean + weight * (matrix[s * width + column] - first), first);
  });
}

/** Mean over scenarios and over the columns of each interval. */
function columnMeans(matrix: Float64Array, S: number, width: number, starts: Int32Array): number[] {
  return Array.from({ length: starts.length - 1 }, (_, i) => {
    let sum = 0;
    for (let s = 0; s < S; s++) for (let t = starts[i]; t < starts[i + 1]; t++) sum += matrix[s * width + t];
    return sum / (S * (starts[i + 1] - starts[i]));
  });
}
