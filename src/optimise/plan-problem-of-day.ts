import { activationShare, serviceMarkets, type PipelineConfig, type ServiceConfig } from '../config.ts';
import type { NightState } from '../domain/night-state.ts';
import type { Plan, PlanProblem, PlanService } from '../domain/plan-problem.ts';
import type { ScenarioSet, ServiceScenarios } from '../domain/scenario-set.ts';
import { dayAheadDecision } from './bid-thresholds.ts';
import { limitsByPeriod } from './limits-by-period.ts';
import { askedPricesOf } from './offer-prices.ts';
import { dayAheadStarts, heldServices, mostSoldMW, soldOfDay } from './sold-of-day.ts';

/**
 * M, computed once per run over all scenario sets: 10 times the largest price or water value, and at least twice
 * the bounds of docs/method/optimise.md (round-trip efficiency, availability of services that have to sustain).
 */
export function runShortfallPenalty(config: PipelineConfig, night: NightState, set: ScenarioSet): number {
  const { battery } = night;
  const largest = (values: Float64Array): number => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const waterValue = battery.terminal.kind === 'value' ? Math.abs(battery.terminal.waterValue) : 0;
  const price = Math.max(largest(set.dayAhead), largest(set.imbalance), waterValue);
  const sustained = servicesOfPlan(config, night, set).map(({ service, scenarios }) =>
    service.sustainHours === 0 ? 0 : (2 * largest(scenarios.availability) * set.periodHours) / service.sustainHours,
  );
  const roundTrip = battery.chargeEfficiency * battery.dischargeEfficiency;
  return Math.ceil(Math.max(10 * price, (4 * price) / roundTrip, ...sustained, 1));
}

/** Services of the plan, in its order: held by `heldServices` and simulated. */
export function servicesOfPlan(
  config: PipelineConfig,
  night: NightState,
  set: ScenarioSet,
): { service: ServiceConfig; scenarios: ServiceScenarios }[] {
  return heldServices(config, night).flatMap((service) => {
    const scenarios = set.services.find((candidate) => candidate.name === service.name);
    return scenarios === undefined ? [] : [{ service, scenarios }];
  });
}

/** The largest allowed distance between delivery and position: the configuration's, else half the larger power; null: none. */
export function deviationLimit(config: PipelineConfig): number | null {
  const { deviationLimitMW } = config.decision;
  const [battery] = config.batteries;
  return deviationLimitMW === undefined ? Math.max(battery.maxChargeMW, battery.maxDischargeMW) / 2 : deviationLimitMW;
}

/** The plan problem of one day of the horizon (0: the planned day, with what was sold for it) on the scenarios of `set`. */
export function planProblemOfDay(
  config: PipelineConfig,
  night: NightState,
  set: ScenarioSet,
  dayIndex: number,
  shortfallPenalty: number,
): PlanProblem {
  const day = set.days[dayIndex];
  const from = set.dayOffsets[dayIndex];
  const T = day.periodCount;
  const total = set.dayOffsets[set.days.length];
  const { maxChargeMW, maxDischargeMW } = limitsByPeriod(night, config, day);
  const services = servicesOfPlan(config, night, set).map(({ service, scenarios }) => ({
    ...planService(service, scenarios, set, day.date, from, T),
    ...offerOf(service, night),
  }));
  const intervalStarts = dayAheadStarts(config, day);
  const sold = dayIndex === 0 ? soldOfDay(config, night, day, services) : undefined;
  return {
    periodHours: set.periodHours,
    periodCount: T,
    scenarioCount: set.scenarioCount,
    confidenceLevel: config.risk.confidenceLevel,
    battery: night.battery,
    maxChargeMW,
    maxDischargeMW,
    weights: set.weights,
    dayAhead: columns(set.dayAhead, set.scenarioCount, total, from, T),
    imbalance: columns(set.imbalance, set.scenarioCount, total, from, T),
    services,
    intervalStarts,
    decision: dayAheadDecision(config, day, intervalStarts),
    deviationLimitMW: deviationLimit(config),
    shortfallPenalty,
    ...(sold === undefined ? {} : { sold }),
    ...(dayIndex === 0 && config.decision.dayAhead === 'closed' ? { dayAheadClosed: true } : {}),
  };
}

/**
 * The plan of the first day on a day of the horizon: on a day of the same clock as it is, else by wall clock. On the long
 * day the repeated hour repeats its volume; of the long day's own two the later one is repeated.
 */
export function planOnDay(plan: Plan, first: DayClock, other: DayClock): Plan {
  const { slots } = first;
  if (slots.length === other.slots.length && slots.every((slot, period) => slot === other.slots[period])) return plan;
  const positionsOn = (volumes: Float64Array): Float64Array =>
    atStarts(other.slots, other.intervalStarts, byClock(first.slots, first.intervalStarts, volumes));
  const reservationsOn = (k: number, volumes: Float64Array): Float64Array => {
    const { starts, isBlock } = first.services[k];
    if (isBlock) return volumes.slice();
    return atStarts(other.slots, other.services[k].starts, byClock(first.slots, starts, volumes));
  };
  const { offerStepsMW } = plan;
  return {
    dayAheadMW: positionsOn(plan.dayAheadMW),
    stepsMW: stepsOnDay(plan.stepsMW, plan.dayAheadMW.length, positionsOn),
    reservedMW: plan.reservedMW.map((reserved, k) => reservationsOn(k, reserved)),
    ...(offerStepsMW === undefined
      ? {}
      : {
          offerStepsMW: offerStepsMW.map((steps, k) =>
            steps === null
              ? null
              : stepsOnDay(steps, plan.reservedMW[k].length, (volumes) => reservationsOn(k, volumes)),
          ),
        }),
  };
}

/** Volumes of several steps, intervals × steps, each step moved to another day. */
function stepsOnDay(
  steps: Float64Array,
  intervals: number,
  onOther: (volumes: Float64Array) => Float64Array,
): Float64Array {
  const count = steps.length / intervals;
  const moved = Array.from({ length: count }, (_, i) =>
    onOther(Float64Array.from({ length: intervals }, (__, interval) => steps[interval * count + i])),
  );
  return Float64Array.from(
    { length: count === 0 ? 0 : count * moved[0].length },
    (_, at) => moved[at % count][Math.floor(at / count)],
  );
}

/** Where the intervals of a day lie on the wall clock. */
export interface DayClock {
  /** Wall-clock slot of each period. */
  readonly slots: Int32Array;
  readonly intervalStarts: Int32Array;
  readonly services: readonly { readonly starts: Int32Array; readonly isBlock: boolean }[];
}

export function dayClock(config: PipelineConfig, problem: PlanProblem, slots: Int32Array): DayClock {
  const services = serviceMarkets(config);
  return {
    slots,
    intervalStarts: problem.intervalStarts,
    services: problem.services.map(({ name, blockStarts }) => ({
      starts: blockStarts,
      isBlock: services.find((service) => service.name === name)?.interval === 'block',
    })),
  };
}

/** What a service may still offer: with `maxMW` 0 nothing beside what was sold. */
function offerOf(
  service: ServiceConfig,
  { sold }: NightState,
): Pick<PlanService, 'maxMW' | 'closed' | 'offerThresholds'> {
  if (service.maxMW === 0) return { maxMW: mostSoldMW(sold, service.name), closed: true };
  return { maxMW: service.maxMW, ...askedPricesOf(service) };
}

function planService(
  service: ServiceConfig,
  scenarios: ServiceScenarios,
  set: ScenarioSet,
  date: string,
  from: number,
  T: number,
): Omit<PlanService, 'maxMW'> {
  const inside = Array.from(scenarios.intervalStarts.keys()).filter((b) => {
    const start = scenarios.intervalStarts[b];
    return start >= from && start < from + T;
  });
  const width = scenarios.intervalStarts.length - 1;
  return {
    name: service.name,
    direction: service.direction,
    blockStarts: Int32Array.from([...inside.map((b) => scenarios.intervalStarts[b] - from), T]),
    sustainHours: service.sustainHours,
    availability: columns(scenarios.availability, set.scenarioCount, width, inside[0], inside.length),
    activation: new Float64Array(T).fill(activationShare(service, date)),
    utilisationPrice: null,
  };
}

/** Columns from … from + count of a row-major matrix. */
function columns(matrix: Float64Array, rows: number, width: number, from: number, count: number): Float64Array {
  const result = new Float64Array(rows * count);
  for (let s = 0; s < rows; s++) result.set(matrix.subarray(s * width + from, s * width + from + count), s * count);
  return result;
}

function byClock(slots: Int32Array, starts: Int32Array, values: Float64Array): Map<number, number> {
  const bySlot = new Map<number, number>();
  for (let i = 0; i + 1 < starts.length; i++) {
    for (let t = starts[i]; t < starts[i + 1]; t++) bySlot.set(slots[t], values[i]);
  }
  return bySlot;
}

/** Value of the slot at which each interval starts; a slot that the first day skipped takes the one before it. */
function atStarts(slots: Int32Array, starts: Int32Array, bySlot: Map<number, number>): Float64Array {
  return Float64Array.from({ length: starts.length - 1 }, (_, i) => {
    for (let slot = slots[starts[i]]; slot >= 0; slot--) {
      const value = bySlot.get(slot);
      if (value !== undefined) return value;
    }
    return 0;
  });
}
