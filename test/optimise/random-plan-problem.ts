import type { Battery, TerminalCondition } from '../../src/domain/battery.ts';
import type { PlanProblem, PlanService } from '../../src/domain/plan-problem.ts';
import { shortfallPenaltyBound } from '../../src/optimise/shortfall-penalty.ts';
import { seededUniform } from '../dispatch/seeded-uniform.ts';

export interface RandomPlanSize {
  readonly periodCount: number;
  readonly scenarioCount: number;
  readonly decision?: 'position' | 'bidCurve';
}

/** A random plan problem: any mix of services, deviation limit, weights, ties, losses, terminals, tight windows. */
export function randomPlanProblem(seed: number, size: RandomPlanSize): PlanProblem {
  const random = seededUniform(seed);
  const uniform = (from: number, to: number): number => from + (to - from) * random();
  const chance = (probability: number): boolean => random() < probability;
  const { periodCount: T, scenarioCount: S } = size;
  const fill = (count: number, value: () => number): Float64Array => Float64Array.from({ length: count }, value);
  const lossless = chance(0.15);
  const capacity = uniform(0.5, 5);
  const minimum = chance(0.3) ? uniform(0, 0.3) * capacity : 0;
  const maximum = chance(0.3) ? uniform(0.6, 1) * capacity : capacity;
  const terminals: TerminalCondition[] = [
    { kind: 'free' },
    { kind: 'atLeast', stateOfChargeMWh: uniform(0, maximum) },
    { kind: 'cyclic' },
    { kind: 'value', waterValue: uniform(-30, 90) },
  ];
  const battery: Battery = {
    name: 'random',
    maxChargeMW: chance(0.05) ? 0 : uniform(0.3, 2),
    maxDischargeMW: chance(0.05) ? 0 : uniform(0.3, 2),
    energyCapacityMWh: capacity,
    minStateOfChargeMWh: minimum,
    maxStateOfChargeMWh: maximum,
    initialStateOfChargeMWh: chance(0.2) ? minimum : uniform(minimum, maximum),
    terminal: terminals[Math.floor(uniform(0, 4))],
    chargeEfficiency: lossless ? 1 : uniform(0.7, 1),
    dischargeEfficiency: lossless ? 1 : uniform(0.7, 1),
    standingLossPerHour: chance(0.3) ? uniform(0, 0.05) : 0,
    throughputCost: chance(0.4) ? uniform(0, 15) : 0,
  };
  const lowest = chance(0.5) ? -60 : 10;
  const ties = chance(0.3);
  const price = (): number => {
    const value = uniform(lowest, 120);
    return ties ? Math.round(value / 25) * 25 : value;
  };
  const intervalStarts = starts(T, 1 + Math.floor(uniform(0, 2)));
  const dayAhead = new Float64Array(S * T);
  const imbalance = new Float64Array(S * T);
  for (let s = 0; s < S; s++) {
    for (let j = 0; j + 1 < intervalStarts.length; j++) {
      dayAhead.fill(price(), s * T + intervalStarts[j], s * T + intervalStarts[j + 1]);
    }
    const source = ties && s > 0 && chance(0.3) ? s - 1 : s;
    for (let t = 0; t < T; t++) {
      const basis = uniform(-40, 40);
      imbalance[s * T + t] =
        source === s ? dayAhead[s * T + t] + (ties ? Math.round(basis / 20) * 20 : basis) : imbalance[source * T + t];
      if (source !== s) dayAhead[s * T + t] = dayAhead[source * T + t];
    }
  }
  const services = Array.from({ length: Math.floor(uniform(0, 4)) }, (_, k): PlanService => {
    const blockStarts = starts(T, 1 + Math.floor(uniform(0, 4)));
    return {
      name: `service${k}`,
      direction: chance(0.5) ? 'up' : 'down',
      blockStarts,
      sustainHours: chance(0.2) ? 0 : uniform(0.1, 1),
      maxMW: chance(0.1) ? 0.2 : uniform(0.2, 3),
      availability: fill(S * (blockStarts.length - 1), () => uniform(chance(0.1) ? -5 : 0, 25)),
      activation: fill(T, () => (chance(0.5) ? uniform(0, 0.4) : 0)),
      utilisationPrice: chance(0.3) ? fill(S * T, price) : null,
    };
  });
  const weights = fill(S, () => (chance(0.3) ? 0.5 : uniform(0, 1)));
  if (S > 2 && chance(0.2)) weights[0] = 0;
  const total = chance(0.5) ? weights.reduce((sum, weight) => sum + weight, 0) : 0;
  const outage = chance(0.15);
  const decision = size.decision ?? 'position';
  const problem: PlanProblem = {
    periodHours: chance(0.5) ? 0.5 : uniform(0.25, 2),
    periodCount: T,
    scenarioCount: S,
    confidenceLevel: [0, 0.5, 0.8, 0.9, 0.95][Math.floor(uniform(0, 5))],
    battery,
    maxChargeMW: fill(T, () => battery.maxChargeMW * (outage && services.length === 0 ? uniform(0.3, 1) : 1)),
    maxDischargeMW: fill(T, () => battery.maxDischargeMW * (outage && services.length === 0 ? uniform(0.3, 1) : 1)),
    weights: total > 0 ? weights.map((weight) => weight / total) : new Float64Array(S).fill(1 / S),
    dayAhead,
    imbalance,
    services,
    intervalStarts,
    decision: decision === 'position' ? { kind: 'position' } : bidCurve(seed, intervalStarts.length - 1),
    deviationLimitMW: chance(0.45) ? uniform(0, 1) : null,
    shortfallPenalty: 0,
  };
  return { ...problem, shortfallPenalty: shortfallPenaltyBound(problem).value * uniform(1.1, 8) + 1 };
}

/** Two steps: the same prices in every interval, or, for half of the seeds, each interval its own. */
function bidCurve(seed: number, intervals: number): PlanProblem['decision'] {
  if (Math.floor(seed / 60) % 2 === 0) return { kind: 'bidCurve', thresholds: Float64Array.of(20, 60) };
  const thresholds = Float64Array.from({ length: 2 * intervals }, (_, i) => (i % 2 === 0 ? 20 : 60) + 7 * (i >> 1));
  return { kind: 'bidCurve', stepCount: 2, thresholds };
}

function starts(T: number, step: number): Int32Array {
  const list: number[] = [];
  for (let t = 0; t < T; t += step) list.push(t);
  return Int32Array.from([...list, T]);
}
