import type { DeliveryDay } from './market-calendar.ts';

/** Availability prices of one service: scenario × delivery interval over the horizon. */
export interface ServiceScenarios {
  readonly name: string;
  /** Period index (over the whole horizon) at which each interval starts, and one past the last. */
  readonly intervalStarts: Int32Array;
  /** S × intervals, row-major, currency per MW per hour. */
  readonly availability: Float64Array;
}

/** Correlated price paths of all markets over the horizon. */
export interface ScenarioSet {
  readonly days: readonly DeliveryDay[];
  /** Index of each day's first period, and one past the last: length days + 1. */
  readonly dayOffsets: Int32Array;
  readonly periodHours: number;
  readonly currency: string;
  /** Number of the first scenario; scenario i has the same prices whatever the set it is drawn in. */
  readonly firstScenario: number;
  readonly scenarioCount: number;
  /** Sum to 1. */
  readonly weights: Float64Array;
  /** S × T, row-major, currency per MWh. */
  readonly dayAhead: Float64Array;
  /** S × T, row-major, currency per MWh. */
  readonly imbalance: Float64Array;
  readonly services: readonly ServiceScenarios[];
  /** Index into `bankDates` of the past day that each scenario came from. */
  readonly bankDay: Int32Array;
  readonly bankDates: readonly string[];
}

/** The part of a scenario set with scenarios `from` (included) to `to` (excluded), counted from its first. */
export function scenarioSlice(set: ScenarioSet, from: number, to: number): ScenarioSet {
  const periods = set.dayOffsets[set.days.length];
  const count = to - from;
  const weights = set.weights.slice(from, to);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return {
    ...set,
    firstScenario: set.firstScenario + from,
    scenarioCount: count,
    weights: weights.map((weight) => weight / total),
    dayAhead: set.dayAhead.slice(from * periods, to * periods),
    imbalance: set.imbalance.slice(from * periods, to * periods),
    services: set.services.map((service) => {
      const intervals = service.intervalStarts.length - 1;
      return { ...service, availability: service.availability.slice(from * intervals, to * intervals) };
    }),
    bankDay: set.bankDay.slice(from, to),
  };
}

/** The first day of a scenario set. */
export function firstDayOf(set: ScenarioSet): ScenarioSet {
  const periods = set.dayOffsets[1];
  const cut = (matrix: Float64Array, width: number): Float64Array => {
    const before = matrix.length / set.scenarioCount;
    const result = new Float64Array(set.scenarioCount * width);
    for (let s = 0; s < set.scenarioCount; s++) result.set(matrix.subarray(s * before, s * before + width), s * width);
    return result;
  };
  return {
    ...set,
    days: set.days.slice(0, 1),
    dayOffsets: set.dayOffsets.slice(0, 2),
    dayAhead: cut(set.dayAhead, periods),
    imbalance: cut(set.imbalance, periods),
    services: set.services.map((service) => {
      const intervals = service.intervalStarts.filter((start) => start < periods);
      return {
        ...service,
        intervalStarts: Int32Array.from([...intervals, periods]),
        availability: cut(service.availability, intervals.length),
      };
    }),
  };
}
