import {
  acceptedPlan,
  acceptedPlans,
  positionByPeriod,
  type Plan,
  type PlanProblem,
} from '../../domain/plan-problem.ts';
import { deviationLimit, servicesOfPlan } from '../../optimise/plan-problem-of-day.ts';
import type { PipelineResult } from '../../pipeline.ts';
import type { PlannedService, ReportPlan } from '../../report/model/report-plan.ts';
import { displayName } from './display-name.ts';
import type { ReportContext } from './report-context.ts';

/** The submitted plan, with expected prices and the mean schedule that carries it out. */
export function reportPlan(result: PipelineResult, { config, night }: ReportContext): ReportPlan {
  const { problem, policy, submitted } = result;
  const { battery } = night;
  const activationMWh = expectedActivation(problem, submitted);
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
    services: servicesOfPlan(config, night, result.sets.evaluate).map(({ service }, k) => {
      return {
        name: service.name,
        displayName: displayName(service),
        direction: service.direction,
        ...expectedReservation(problem, submitted, k),
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
      (_, t) => dischargeMW[t] - chargeMW[t] + activationMWh[t] / problem.periodHours,
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

/** Reserved MW and price by block; of offers with a price what the scenarios accept of them, and the steps. */
function expectedReservation(
  problem: PlanProblem,
  submitted: Plan,
  k: number,
): Pick<PlannedService, 'reservedMW' | 'expectedPrice' | 'offers'> {
  const { blockStarts, availability, offerThresholds } = problem.services[k];
  const steps = submitted.offerStepsMW?.[k] ?? null;
  const blocks = blockStarts.length - 1;
  if (offerThresholds === undefined || steps === null) {
    const each = Int32Array.from({ length: blocks + 1 }, (_, b) => b);
    return {
      reservedMW: Array.from(submitted.reservedMW[k]),
      expectedPrice: columnMeans(availability, problem.scenarioCount, blocks, each),
    };
  }
  const acceptedMW = new Float64Array(blocks);
  const paid = new Float64Array(blocks);
  problem.weights.forEach((weight, s) => {
    acceptedPlan(problem, submitted, s).reservedMW[k].forEach((volumeMW, b) => {
      acceptedMW[b] += weight * volumeMW;
      paid[b] += weight * volumeMW * availability[s * blocks + b];
    });
  });
  return {
    reservedMW: Array.from(acceptedMW),
    expectedPrice: Array.from(paid, (amount, b) => (acceptedMW[b] > 0 ? amount / acceptedMW[b] : null)),
    offers: Array.from({ length: blocks }, (_, b) =>
      Array.from(offerThresholds, (price, i) => ({ price, volumeMW: steps[b * offerThresholds.length + i] })).filter(
        ({ volumeMW }) => volumeMW > 0,
      ),
    ),
  };
}

/** Activation energy at the grid, MWh by period, the weighted mean of what the scenarios accept. */
function expectedActivation(problem: PlanProblem, submitted: Plan): Float64Array {
  const accepted = acceptedPlans(problem, submitted);
  if (submitted.offerStepsMW === undefined) return accepted(0).reserved.activationMWh;
  const mean = new Float64Array(problem.periodCount);
  problem.weights.forEach((weight, s) =>
    accepted(s).reserved.activationMWh.forEach((energy, t) => (mean[t] += weight * energy)),
  );
  return mean;
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
