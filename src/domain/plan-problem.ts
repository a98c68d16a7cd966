import type { Battery } from './battery.ts';

/** A capacity service in the plan: reserved MW by block, paid by availability, called by activation. */
export interface PlanService {
  readonly name: string;
  readonly direction: 'up' | 'down';
  /** Period index at which each block starts, and one past the last: length blocks + 1. */
  readonly blockStarts: Int32Array;
  readonly sustainHours: number;
  readonly maxMW: number;
  /** S × blocks, row-major, currency per MW per hour. */
  readonly availability: Float64Array;
  /** Share of the reserved MW that is called, by period. */
  readonly activation: Float64Array;
  /** S × T, currency per MWh of activation energy; null: the imbalance price. */
  readonly utilisationPrice: Float64Array | null;
  /** Nothing more can be offered: the reservation is what was sold. Default false. */
  readonly closed?: boolean;
  /** Offers beside what was sold are whole multiples of this, MW. Default: any volume. */
  readonly incrementMW?: number;
  /** The least offer beside what was sold, MW; none is allowed too. Default: none. */
  readonly minimumMW?: number;
  /**
   * Prices asked, ascending, currency per MW per hour: the reservation of a scenario is the sum of the steps whose
   * price its availability price reaches, paid as cleared. Default: one volume, accepted at any price.
   */
  readonly offerThresholds?: Float64Array;
}

/** What was sold before this plan: it is kept, and the plan adds to it. */
export interface SoldPositions {
  /** MW by day-ahead interval. */
  readonly dayAheadMW: Float64Array;
  /** MW by block for each service, in the problem's order. */
  readonly reservedMW: readonly Float64Array[];
}

/** How the day-ahead position is offered. */
export type DayAheadDecision =
  | { readonly kind: 'position' }
  /** Volume base + Σ steps whose threshold the day-ahead price reaches. Thresholds ascending, currency per MWh. */
  | {
      readonly kind: 'bidCurve';
      /** Of all intervals alike; with `stepCount`, intervals × steps, row-major. */
      readonly thresholds: Float64Array;
      /** Steps of an interval where intervals have thresholds of their own. Default: all thresholds serve every interval. */
      readonly stepCount?: number;
    };

/**
 * The two-stage plan: day-ahead position and reservation now, dispatch against the imbalance price later.
 * Equations: `docs/method/optimise.md`. S scenarios, T periods; matrices row-major.
 */
export interface PlanProblem {
  readonly periodHours: number;
  readonly periodCount: number;
  readonly scenarioCount: number;
  readonly confidenceLevel: number;
  readonly battery: Battery;
  /** Limits by period where they are below the battery's (outages), MW. */
  readonly maxChargeMW: Float64Array;
  readonly maxDischargeMW: Float64Array;
  /** Sum 1. */
  readonly weights: Float64Array;
  readonly dayAhead: Float64Array;
  readonly imbalance: Float64Array;
  readonly services: readonly PlanService[];
  /** Period index at which each day-ahead interval starts, and one past the last. */
  readonly intervalStarts: Int32Array;
  readonly decision: DayAheadDecision;
  /** Most by which delivery may leave the position, MW; null: not limited. */
  readonly deviationLimitMW: number | null;
  /** M: per MWh outside the energy window at a boundary, and per MWh beyond the deviation limit. */
  readonly shortfallPenalty: number;
  /** Default: nothing was sold. */
  readonly sold?: SoldPositions;
  /** The day-ahead position is what was sold. Default false. */
  readonly dayAheadClosed?: boolean;
}

/** The first-stage decision. */
export interface Plan {
  /** MW by day-ahead interval, sold > 0; the base of a bid curve. */
  readonly dayAheadMW: Float64Array;
  /** Bid curve only: volume of each step, intervals × steps, MW ≥ 0. */
  readonly stepsMW: Float64Array;
  /** MW by block for each service, in the problem's order; the sum of the steps where prices are asked. */
  readonly reservedMW: readonly Float64Array[];
  /** Blocks × prices asked for each service, MW; null where none are. Left out where no service asks a price. */
  readonly offerStepsMW?: readonly (Float64Array | null)[];
}

/** What the plan reserves in each period: R^up, R^dn (MW), the window they leave (MWh) and the inflow u. */
export interface ReservedPower {
  readonly upMW: Float64Array;
  readonly downMW: Float64Array;
  /** Emin + N^up and Emax − N^dn at boundaries 0…T. */
  readonly lowerMWh: Float64Array;
  readonly upperMWh: Float64Array;
  /** u_t: MWh into the store from activation. */
  readonly inflowMWh: Float64Array;
  /** Activation energy at the grid, MWh by period: up − down. */
  readonly activationMWh: Float64Array;
  /** Up activation alone, MWh by period: it counts as throughput. */
  readonly upActivationMWh: Float64Array;
}

/** Steps of a bid curve in every interval; 0 for a position. */
export function bidStepCount(decision: DayAheadDecision): number {
  return decision.kind === 'position' ? 0 : (decision.stepCount ?? decision.thresholds.length);
}

/** The day-ahead price from which a step of an interval's bid curve is accepted; a position has none: Infinity. */
export function bidThreshold(decision: DayAheadDecision, interval: number, step: number): number {
  if (decision.kind === 'position') return Infinity;
  const { thresholds, stepCount } = decision;
  return thresholds[stepCount === undefined ? step : interval * stepCount + step];
}

/** Block or interval of each period. */
export function intervalOfPeriod(starts: Int32Array): Int32Array {
  const periods = new Int32Array(starts[starts.length - 1]);
  for (let interval = 0; interval + 1 < starts.length; interval++)
    periods.fill(interval, starts[interval], starts[interval + 1]);
  return periods;
}

export function reservedPower(problem: PlanProblem, plan: Plan): ReservedPower {
  const { battery, periodCount: T, periodHours } = problem;
  const upMW = new Float64Array(T);
  const downMW = new Float64Array(T);
  const sustainUp = new Float64Array(T);
  const sustainDown = new Float64Array(T);
  const inflowMWh = new Float64Array(T);
  const activationMWh = new Float64Array(T);
  const upActivationMWh = new Float64Array(T);
  problem.services.forEach((service, k) => {
    const blocks = intervalOfPeriod(service.blockStarts);
    for (let t = 0; t < T; t++) {
      const reserved = plan.reservedMW[k][blocks[t]];
      const called = service.activation[t] * reserved * periodHours;
      if (service.direction === 'up') {
        upMW[t] += reserved;
        sustainUp[t] += (reserved * service.sustainHours) / battery.dischargeEfficiency;
        inflowMWh[t] -= called / battery.dischargeEfficiency;
        activationMWh[t] += called;
        upActivationMWh[t] += called;
      } else {
        downMW[t] += reserved;
        sustainDown[t] += reserved * service.sustainHours * battery.chargeEfficiency;
        inflowMWh[t] += called * battery.chargeEfficiency;
        activationMWh[t] -= called;
      }
    }
  });
  const larger = (values: Float64Array, i: number): number =>
    Math.max(i > 0 ? values[i - 1] : 0, i < T ? values[i] : 0);
  return {
    upMW,
    downMW,
    lowerMWh: Float64Array.from({ length: T + 1 }, (_, i) => battery.minStateOfChargeMWh + larger(sustainUp, i)),
    upperMWh: Float64Array.from({ length: T + 1 }, (_, i) => battery.maxStateOfChargeMWh - larger(sustainDown, i)),
    inflowMWh,
    activationMWh,
    upActivationMWh,
  };
}

/** True where two plans of one problem are equal to the bit. */
export function samePlan(one: Plan, other: Plan): boolean {
  const same = (a: Float64Array, b: Float64Array): boolean => a.every((value, i) => value === b[i]);
  return (
    same(one.dayAheadMW, other.dayAheadMW) &&
    same(one.stepsMW, other.stepsMW) &&
    one.reservedMW.every(
      (reserved, k) => same(reserved, other.reservedMW[k]) && same(stepsOf(one, k), stepsOf(other, k)),
    )
  );
}

/** The position of a plan in one scenario, MW by period. */
export function positionByPeriod(problem: PlanProblem, plan: Plan, scenario: number): Float64Array {
  const { decision, intervalStarts, periodCount } = problem;
  const position = new Float64Array(periodCount);
  const steps = bidStepCount(decision);
  for (let interval = 0; interval + 1 < intervalStarts.length; interval++) {
    position.fill(plan.dayAheadMW[interval], intervalStarts[interval], intervalStarts[interval + 1]);
    for (let i = 0; i < steps; i++) {
      const threshold = bidThreshold(decision, interval, i);
      for (let t = intervalStarts[interval]; t < intervalStarts[interval + 1]; t++) {
        if (problem.dayAhead[scenario * periodCount + t] >= threshold)
          position[t] += plan.stepsMW[interval * steps + i];
      }
    }
  }
  return position;
}

/** The position of each scenario: one and the same array for all without a bid curve. */
export function positionsByPeriod(problem: PlanProblem, plan: Plan): (scenario: number) => Float64Array {
  if (problem.decision.kind === 'bidCurve') return (scenario) => positionByPeriod(problem, plan, scenario);
  const all = positionByPeriod(problem, plan, 0);
  return () => all;
}

/** Volumes of a service's offers by block and price asked, MW; none where it asks no price. */
function stepsOf({ offerStepsMW }: Plan, service: number): Float64Array {
  return offerStepsMW?.[service] ?? new Float64Array(0);
}

/** True where a service asks a price, so that what is reserved differs between scenarios. */
export function asksPrices(problem: PlanProblem): boolean {
  return problem.services.some(({ offerThresholds }) => offerThresholds !== undefined);
}

/** The plan as one scenario accepts it: of offers with a price, the steps that its availability price reaches. */
export function acceptedPlan(problem: PlanProblem, plan: Plan, scenario: number): Plan {
  const { offerStepsMW, ...others } = plan;
  if (offerStepsMW === undefined) return plan;
  return {
    ...others,
    reservedMW: problem.services.map(({ offerThresholds, availability, blockStarts }, k) => {
      const steps = offerStepsMW[k];
      if (offerThresholds === undefined || steps === null) return plan.reservedMW[k];
      const blocks = blockStarts.length - 1;
      return Float64Array.from({ length: blocks }, (_, b) =>
        offerThresholds.reduce(
          (sum, threshold, i) =>
            availability[scenario * blocks + b] >= threshold ? sum + steps[b * offerThresholds.length + i] : sum,
          0,
        ),
      );
    }),
  };
}

/** A plan as one scenario accepts it, and what that reserves. */
export interface AcceptedPlan {
  readonly plan: Plan;
  readonly reserved: ReservedPower;
}

/** The accepted plan of each scenario: one and the same object for all where no price is asked. */
export function acceptedPlans(problem: PlanProblem, plan: Plan): (scenario: number) => AcceptedPlan {
  if (plan.offerStepsMW === undefined) {
    const all = { plan, reserved: reservedPower(problem, plan) };
    return () => all;
  }
  return (scenario) => {
    const accepted = acceptedPlan(problem, plan, scenario);
    return { plan: accepted, reserved: reservedPower(problem, accepted) };
  };
}
