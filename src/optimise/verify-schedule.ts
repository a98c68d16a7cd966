import type { Plan, PlanProblem } from '../domain/plan-problem.ts';
import { SolverError } from '../errors.ts';
import type { Schedule } from './settle.ts';

/** MW and MWh within which a limit counts as kept, relative to the battery's size. */
const relativeTolerance = 1e-7;
/** Currency within which profits agree, relative to the larger of 1 and the money that changed hands. */
const cashTolerance = 1e-9;

/**
 * The independent checker: derives a plan's schedule again from physics and prices alone, without the code
 * that made it. A schedule that fails is never published.
 *
 * Of a bid curve or of offers with a price each scenario is checked on its own: its prices decide what is accepted.
 *
 * @param profit S: the profit that was reported for each scenario
 * @throws SolverError that names the first rule that is broken, with period and value
 */
export function verifySchedule(problem: PlanProblem, plan: Plan, schedule: Schedule, profit: Float64Array): void {
  const { battery, periodCount: T, periodHours: hours } = problem;
  const tolerance =
    relativeTolerance * Math.max(1, battery.energyCapacityMWh, battery.maxChargeMW, battery.maxDischargeMW);
  const retention = Math.pow(1 - battery.standingLossPerHour, hours);
  const fail = (rule: string, period: number, value: number): never => {
    throw new SolverError('a schedule failed the independent check and is not published', {
      field: `period ${period}`,
      rule,
      value,
      remedy: 'please report this with the configuration and the data',
    });
  };
  const within = (value: number, limit: number, rule: string, period: number): void => {
    if (!(value <= limit + tolerance)) fail(`${rule}, at most ${limit}`, period, value);
  };
  const megawattsAt = (starts: Int32Array, values: Float64Array, t: number): number => {
    let interval = 0;
    while (starts[interval + 1] <= t) interval++;
    return values[interval];
  };

  const volumesMW = problem.services.map((_, k) => acceptedVolumes(problem, plan, k));
  let energy = battery.initialStateOfChargeMWh;
  if (Math.abs(schedule.stateOfChargeMWh[0] - energy) > tolerance)
    fail('state of charge at the start', 0, schedule.stateOfChargeMWh[0]);
  const position: number[] = [];
  const metered: number[] = [];
  const needs: number[] = [];
  const rooms: number[] = [];
  for (let t = 0; t < T; t++) {
    const charge = schedule.chargeMW[t];
    const discharge = schedule.dischargeMW[t];
    let up = 0;
    let down = 0;
    let called = 0;
    let inflow = 0;
    let needed = 0;
    let room = 0;
    problem.services.forEach((service, k) => {
      const reserved = megawattsAt(service.blockStarts, volumesMW[k], t);
      within(reserved, service.maxMW, `reserved MW of ${service.name}`, t);
      within(-reserved, 0, `minus reserved MW of ${service.name}`, t);
      const power = service.activation[t] * reserved;
      if (service.direction === 'up') {
        up += reserved;
        called += power;
        inflow -= (power * hours) / battery.dischargeEfficiency;
        needed += (reserved * service.sustainHours) / battery.dischargeEfficiency;
      } else {
        down += reserved;
        called -= power;
        inflow += power * hours * battery.chargeEfficiency;
        room += reserved * service.sustainHours * battery.chargeEfficiency;
      }
    });
    const sold = megawattsAt(problem.intervalStarts, plan.dayAheadMW, t) + acceptedSteps(problem, plan, t);
    position.push(sold);
    metered.push(discharge - charge + called);
    within(-Math.min(charge, discharge), 0, 'minus power', t);
    within(Math.min(charge, discharge), 0, 'charge and discharge at once, MW', t);
    within(charge, problem.maxChargeMW[t], 'charge MW', t);
    within(discharge, problem.maxDischargeMW[t], 'discharge MW', t);
    within(sold + up, problem.maxDischargeMW[t], 'position plus reserve up, MW', t);
    within(down - sold, problem.maxChargeMW[t], 'reserve down less position, MW', t);
    within(discharge - charge + up, problem.maxDischargeMW[t], 'net discharge plus reserve up, MW', t);
    within(charge - discharge + down, problem.maxChargeMW[t], 'net charge plus reserve down, MW', t);
    if (problem.deviationLimitMW !== null) {
      within(
        Math.abs(discharge - charge - sold) - schedule.excessDeviationMW[t],
        problem.deviationLimitMW,
        'deviation from the position, MW',
        t,
      );
    }
    energy =
      retention * energy +
      battery.chargeEfficiency * hours * charge -
      (hours * discharge) / battery.dischargeEfficiency +
      inflow;
    if (Math.abs(energy - schedule.stateOfChargeMWh[t + 1]) > tolerance)
      fail(`state of charge must be ${energy}`, t + 1, schedule.stateOfChargeMWh[t + 1]);
    needs.push(battery.minStateOfChargeMWh + needed);
    rooms.push(battery.maxStateOfChargeMWh - room);
  }
  const departure = departures(problem, schedule, needs, rooms);
  profit.forEach((reported, s) => {
    const { profit: own, turnover } = profitOf(problem, volumesMW, schedule, position, metered, departure, s);
    if (!(Math.abs(own - reported) <= cashTolerance * Math.max(1, turnover)))
      fail(`profit of scenario ${s} must be ${own}`, T, reported);
  });
}

/** MW of a bid curve's steps that the first scenario's price accepts in period t. */
function acceptedSteps({ decision, intervalStarts, dayAhead }: PlanProblem, plan: Plan, t: number): number {
  if (decision.kind === 'position') return 0;
  const { thresholds, stepCount } = decision;
  const steps = stepCount ?? thresholds.length;
  const interval = intervalStarts.findLastIndex((start) => start <= t);
  let sum = 0;
  for (let i = 0; i < steps; i++) {
    const threshold = thresholds[stepCount === undefined ? i : interval * steps + i];
    if (threshold <= dayAhead[t]) sum += plan.stepsMW[interval * steps + i];
  }
  return sum;
}

/** MW of a service by block: of offers with a price those that the first scenario's availability price reaches. */
function acceptedVolumes({ services }: PlanProblem, { reservedMW, offerStepsMW }: Plan, k: number): Float64Array {
  const steps = offerStepsMW?.[k];
  const { offerThresholds = new Float64Array(0), availability } = services[k];
  if (steps === undefined || steps === null) return reservedMW[k];
  const prices = offerThresholds.length;
  return reservedMW[k].map((_, block) => {
    let sum = 0;
    for (let i = 0; i < prices; i++) if (offerThresholds[i] <= availability[block]) sum += steps[block * prices + i];
    return sum;
  });
}

/** MWh outside of the window at all boundaries together: allowed, at the penalty. */
function departures(
  problem: PlanProblem,
  schedule: Schedule,
  needs: readonly number[],
  rooms: readonly number[],
): number {
  const { battery, periodCount: T } = problem;
  const start = battery.initialStateOfChargeMWh;
  let sum = 0;
  for (let boundary = 0; boundary <= T; boundary++) {
    const touching = [boundary - 1, boundary].filter((t) => t >= 0 && t < T);
    let floor = Math.max(...touching.map((t) => needs[t]));
    let ceiling = Math.min(...touching.map((t) => rooms[t]));
    if (boundary === T && battery.terminal.kind === 'atLeast')
      floor = Math.max(floor, battery.terminal.stateOfChargeMWh);
    if (boundary === T && battery.terminal.kind === 'cyclic')
      [floor, ceiling] = [Math.max(floor, start), Math.min(ceiling, start)];
    const state = schedule.stateOfChargeMWh[boundary];
    for (const distance of [floor - state, state - ceiling]) if (distance > 1e-9) sum += distance;
  }
  return sum;
}

/** Profit by the sum of docs/method/optimise.md, written down once more, and the sum of its flows' sizes. */
function profitOf(
  problem: PlanProblem,
  volumesMW: readonly Float64Array[],
  schedule: Schedule,
  position: readonly number[],
  metered: readonly number[],
  departure: number,
  s: number,
): { profit: number; turnover: number } {
  const { battery, periodCount: T, periodHours: hours } = problem;
  const waterValue = battery.terminal.kind === 'value' ? battery.terminal.waterValue : 0;
  let profit = 0;
  let turnover = 0;
  for (let t = 0; t < T; t++) {
    const dayAhead = problem.dayAhead[s * T + t];
    const imbalance = problem.imbalance[s * T + t];
    // Activation is settled at its utilisation price below; the rest of the metered energy at the imbalance price.
    let discharged = schedule.dischargeMW[t];
    let utilisation = 0;
    let called = 0;
    problem.services.forEach((service, k) => {
      const block = service.blockStarts.findLastIndex((start) => start <= t);
      const reserved = volumesMW[k][block];
      const blocks = service.blockStarts.length - 1;
      const price = service.utilisationPrice === null ? imbalance : service.utilisationPrice[s * T + t];
      const power = (service.direction === 'up' ? 1 : -1) * service.activation[t] * reserved;
      if (power > 0) discharged += power;
      called += power;
      utilisation += power * price + service.availability[s * blocks + block] * reserved;
    });
    const excess = problem.shortfallPenalty * hours * schedule.excessDeviationMW[t];
    const flows = [
      hours * dayAhead * position[t],
      hours * imbalance * (metered[t] - called - position[t]),
      hours * utilisation,
      -hours * battery.throughputCost * discharged,
      -excess,
      waterValue * (schedule.stateOfChargeMWh[t + 1] - schedule.stateOfChargeMWh[t]),
    ];
    for (const flow of flows) {
      profit += flow;
      turnover += Math.abs(flow);
    }
  }
  const penalty = problem.shortfallPenalty * departure;
  return { profit: profit - penalty, turnover: turnover + penalty };
}
