import type { PlanProblem } from '../../src/domain/plan-problem.ts';

/** A lossless 1 MW / 1 MWh battery, empty at the start, hourly periods, one scenario a row: change what matters. */
export function smallPlanProblem(
  dayAhead: readonly (readonly number[])[],
  imbalance: readonly (readonly number[])[],
  change: Partial<PlanProblem> = {},
): PlanProblem {
  const [S, T] = [dayAhead.length, dayAhead[0].length];
  return {
    periodHours: 1,
    periodCount: T,
    scenarioCount: S,
    confidenceLevel: 0.5,
    battery: smallBattery,
    maxChargeMW: new Float64Array(T).fill(1),
    maxDischargeMW: new Float64Array(T).fill(1),
    weights: new Float64Array(S).fill(1 / S),
    dayAhead: Float64Array.from(dayAhead.flat()),
    imbalance: Float64Array.from(imbalance.flat()),
    services: [],
    intervalStarts: Int32Array.from({ length: T + 1 }, (_, t) => t),
    decision: { kind: 'position' },
    deviationLimitMW: null,
    shortfallPenalty: 5000,
    ...change,
  };
}

export const smallBattery: PlanProblem['battery'] = {
  name: 'small',
  maxChargeMW: 1,
  maxDischargeMW: 1,
  energyCapacityMWh: 1,
  minStateOfChargeMWh: 0,
  maxStateOfChargeMWh: 1,
  initialStateOfChargeMWh: 0,
  terminal: { kind: 'free' },
  chargeEfficiency: 1,
  dischargeEfficiency: 1,
  standingLossPerHour: 0,
  throughputCost: 0,
};
