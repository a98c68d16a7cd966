import {
  acceptedPlans,
  intervalOfPeriod,
  positionByPeriod,
  type Plan,
  type PlanProblem,
  type ReservedPower,
} from '../domain/plan-problem.ts';

/** Physical dispatch of one day beside a plan: power by period, energy at the boundaries. */
export interface Schedule {
  readonly chargeMW: Float64Array;
  readonly dischargeMW: Float64Array;
  /** T + 1, the initial state first. */
  readonly stateOfChargeMWh: Float64Array;
  /** low − high at each boundary, T + 1, MWh: what the page shows. Settlement reads the state itself. */
  readonly shortfallMWh: Float64Array;
  /** Beyond the deviation limit, by period. */
  readonly excessDeviationMW: Float64Array;
}

/** A schedule to be filled period by period. */
export function emptySchedule(T: number, initialStateMWh: number): Schedule {
  const stateOfChargeMWh = new Float64Array(T + 1);
  stateOfChargeMWh[0] = initialStateMWh;
  return {
    chargeMW: new Float64Array(T),
    dischargeMW: new Float64Array(T),
    stateOfChargeMWh,
    shortfallMWh: new Float64Array(T + 1),
    excessDeviationMW: new Float64Array(T),
  };
}

/** Profit by stream, scenario and period; gain positive; streams add up to the profit of docs/method/optimise.md. */
export interface CashFlows {
  readonly scenarioCount: number;
  readonly periodCount: number;
  /** Each S × T, row-major. */
  readonly streams: readonly { readonly name: string; readonly values: Float64Array }[];
}

/** Streams that are no cash: the desk's own valuation. */
export const notCash: ReadonlySet<string> = new Set(['penalties', 'storedEnergy']);

/**
 * Settles a plan and its schedule against every scenario's prices. A boundary's shortfall belongs to the
 * period before it; stored energy counts waterValue·(e_{t+1} − e_t).
 */
export function settle(problem: PlanProblem, plan: Plan, scheduleOf: (scenario: number) => Schedule): CashFlows {
  const { periodCount: T, scenarioCount: S, periodHours, battery, imbalance, dayAhead } = problem;
  const accepted = acceptedPlans(problem, plan);
  const blocks = problem.services.map((service) => intervalOfPeriod(service.blockStarts));
  const stream = (name: string) => ({ name, values: new Float64Array(S * T) });
  const flows = {
    dayAhead: stream('dayAhead'),
    imbalance: stream('imbalance'),
    availability: problem.services.map((service) => stream(`availability:${service.name}`)),
    utilisation: stream('utilisation'),
    throughput: stream('throughput'),
    penalties: stream('penalties'),
    storedEnergy: stream('storedEnergy'),
  };
  const waterValue = battery.terminal.kind === 'value' ? battery.terminal.waterValue : 0;
  for (let s = 0; s < S; s++) {
    const { plan: own, reserved } = accepted(s);
    const departure = windowDeparture(problem, reserved);
    const schedule = scheduleOf(s);
    const position = positionByPeriod(problem, plan, s);
    for (let t = 0; t < T; t++) {
      const at = s * T + t;
      const charge = schedule.chargeMW[t];
      const discharge = schedule.dischargeMW[t];
      flows.dayAhead.values[at] = periodHours * dayAhead[at] * position[t];
      flows.imbalance.values[at] = periodHours * imbalance[at] * (discharge - charge - position[t]);
      problem.services.forEach((service, k) => {
        const blockCount = service.blockStarts.length - 1;
        const block = blocks[k][t];
        const megawatts = own.reservedMW[k][block];
        flows.availability[k].values[at] = periodHours * service.availability[s * blockCount + block] * megawatts;
        const price = service.utilisationPrice === null ? imbalance[at] : service.utilisationPrice[at];
        const sign = service.direction === 'up' ? 1 : -1;
        flows.utilisation.values[at] += sign * periodHours * service.activation[t] * megawatts * price;
      });
      flows.throughput.values[at] = -battery.throughputCost * (periodHours * discharge + reserved.upActivationMWh[t]);
      flows.penalties.values[at] =
        -problem.shortfallPenalty * (departure(schedule, t) + periodHours * schedule.excessDeviationMW[t]);
      flows.storedEnergy.values[at] = waterValue * (schedule.stateOfChargeMWh[t + 1] - schedule.stateOfChargeMWh[t]);
    }
  }
  const { dayAhead: ahead, imbalance: open, availability, utilisation, throughput, penalties, storedEnergy } = flows;
  return {
    scenarioCount: S,
    periodCount: T,
    streams: [
      ahead,
      open,
      ...availability,
      ...(problem.services.length > 0 ? [utilisation] : []),
      throughput,
      penalties,
      ...(battery.terminal.kind === 'value' ? [storedEnergy] : []),
    ],
  };
}

/** Profit by period, S × T: the sum of the streams. */
export function profitByPeriod(flows: CashFlows): Float64Array {
  const total = new Float64Array(flows.scenarioCount * flows.periodCount);
  for (const { values } of flows.streams) for (let i = 0; i < total.length; i++) total[i] += values[i];
  return total;
}

/** Profit by scenario, S. */
export function profitByScenario(flows: CashFlows): Float64Array {
  const profit = new Float64Array(flows.scenarioCount);
  const total = profitByPeriod(flows);
  for (let s = 0; s < flows.scenarioCount; s++) {
    for (let t = 0; t < flows.periodCount; t++) profit[s] += total[s * flows.periodCount + t];
  }
  return profit;
}

/** MWh below which a departure from the energy window is rounding. */
const roundingMWh = 1e-9;

/**
 * MWh outside of the energy window that the penalty counts in period t: low + high of the boundary after it,
 * and in the first period of the boundary before it too. Where reservations narrow the window until its ends
 * cross, a state is below and above it at once, and both count.
 */
function windowDeparture(
  problem: PlanProblem,
  { lowerMWh, upperMWh }: ReservedPower,
): (schedule: Schedule, t: number) => number {
  const { battery, periodCount: T } = problem;
  const { terminal } = battery;
  const outside = (distance: number): number => (distance > roundingMWh ? distance : 0);
  const at = (schedule: Schedule, boundary: number): number => {
    const state = schedule.stateOfChargeMWh[boundary];
    let [lowest, highest] = [lowerMWh[boundary], upperMWh[boundary]];
    if (boundary === T) {
      if (terminal.kind === 'atLeast') lowest = Math.max(lowest, terminal.stateOfChargeMWh);
      if (terminal.kind === 'cyclic') {
        lowest = Math.max(lowest, schedule.stateOfChargeMWh[0]);
        highest = Math.min(highest, schedule.stateOfChargeMWh[0]);
      }
    }
    return outside(lowest - state) + outside(state - highest);
  };
  return (schedule, t) => (t === 0 ? at(schedule, 0) : 0) + at(schedule, t + 1);
}
