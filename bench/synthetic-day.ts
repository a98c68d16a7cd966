import type { PlanProblem, PlanService } from '../src/domain/plan-problem.ts';
import { seededUniform } from '../test/dispatch/seeded-uniform.ts';

export interface SyntheticDay {
  readonly scenarioCount: number;
  readonly serviceCount: number;
  readonly periodCount?: number;
  readonly deviationLimitMW?: number | null;
  readonly seed?: number;
}

/** Sustain hours, mean share called and mean availability price of the six services, alternately up and down. */
const serviceKinds = [
  { sustainHours: 0.25, activation: 0.02, price: 3 },
  { sustainHours: 0.5, activation: 0.06, price: 4.5 },
  { sustainHours: 1, activation: 0.12, price: 7 },
] as const;

/**
 * A synthetic day for measurements: 50 MW / 100 MWh, hourly day-ahead prices around a two-peaked shape with
 * a common level and persistent noise, half-hourly imbalance prices with spikes, services in blocks of four
 * hours. The same seed gives the same day; nothing in it is market data.
 */
export function syntheticDay({
  scenarioCount: S,
  serviceCount,
  periodCount: T = 48,
  deviationLimitMW = null,
  seed = 1,
}: SyntheticDay): PlanProblem {
  const random = seededUniform(seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const dayAhead = new Float64Array(S * T);
  const imbalance = new Float64Array(S * T);
  const blockStarts = Int32Array.from({ length: Math.ceil(T / 8) + 1 }, (_, b) => Math.min(8 * b, T));
  const blocks = blockStarts.length - 1;
  const availability = Array.from({ length: serviceCount }, () => new Float64Array(S * blocks));
  for (let s = 0; s < S; s++) {
    const level = 18 * normal();
    const amplitude = Math.exp(0.25 * normal());
    let slow = 0;
    let basis = 6 * normal();
    for (let t = 0; t < T; t++) {
      const hour = (t % 48) / 2;
      const shape =
        -18 * Math.cos((2 * Math.PI * (hour - 3)) / 24) +
        22 * Math.exp(-(((hour - 18) / 2) ** 2)) +
        9 * Math.exp(-(((hour - 8) / 1.5) ** 2));
      if (t % 2 === 0) slow = 0.85 * slow + 5 * normal();
      dayAhead[s * T + t] = t % 2 === 1 ? dayAhead[s * T + t - 1] : 62 + level + amplitude * shape + slow;
      basis = 0.75 * basis + 12 * normal();
      const spike = random() < 0.012 ? 120 * random() : random() < 0.02 ? -70 * random() : 0;
      imbalance[s * T + t] = dayAhead[s * T + t] + basis + spike - 1;
    }
    for (let k = 0; k < serviceCount; k++) {
      for (let b = 0; b < blocks; b++)
        availability[k][s * blocks + b] = serviceKinds[(k >> 1) % 3].price * Math.exp(0.35 * normal() - 0.06);
    }
  }
  const services = Array.from({ length: serviceCount }, (_, k): PlanService => {
    const kind = serviceKinds[(k >> 1) % 3];
    return {
      name: `service ${k + 1}`,
      direction: k % 2 === 0 ? 'up' : 'down',
      blockStarts,
      sustainHours: kind.sustainHours,
      maxMW: 25,
      availability: availability[k],
      activation: new Float64Array(T).fill(kind.activation),
      utilisationPrice: null,
    };
  });
  return {
    periodHours: 0.5,
    periodCount: T,
    scenarioCount: S,
    confidenceLevel: 0.95,
    battery: {
      name: 'synthetic',
      maxChargeMW: 50,
      maxDischargeMW: 50,
      energyCapacityMWh: 100,
      minStateOfChargeMWh: 5,
      maxStateOfChargeMWh: 95,
      initialStateOfChargeMWh: 50,
      terminal: { kind: 'cyclic' },
      chargeEfficiency: 0.92,
      dischargeEfficiency: 0.92,
      standingLossPerHour: 0,
      throughputCost: 4,
    },
    maxChargeMW: new Float64Array(T).fill(50),
    maxDischargeMW: new Float64Array(T).fill(50),
    weights: new Float64Array(S).fill(1 / S),
    dayAhead,
    imbalance,
    services,
    intervalStarts: Int32Array.from({ length: T / 2 + 1 }, (_, j) => 2 * j),
    decision: { kind: 'position' },
    deviationLimitMW,
    shortfallPenalty: 10 * imbalance.reduce((most, price) => Math.max(most, Math.abs(price)), 0),
  };
}
