import type { DispatchProblem } from './dispatch-problem.ts';
import type { BatterySchedule, DispatchResult } from './dispatch-result.ts';

/** A rule that a published schedule breaks, and by how much. */
export interface ScheduleViolation {
  readonly battery: string;
  readonly rule: string;
  /** Period or interval of the largest breach; −1 for totals. */
  readonly period: number;
  readonly amount: number;
}

/** Breaches below this share of the battery's size (MW, MWh) or of the cash turned over are rounding. */
const TOLERANCE = 1e-6;

/**
 * Re-derives a published dispatch from prices and physics alone, without the solver's code: power limits,
 * exclusion (unless `exclusive` is false: then the shared limit), state of charge, terminal state,
 * interval commitments, delivery of every trade, and the cash. Returns what is broken; empty is good.
 */
export function verifySchedule(
  problem: DispatchProblem,
  result: DispatchResult,
  exclusive: boolean,
): ScheduleViolation[] {
  const worst = new Map<string, ScheduleViolation>();
  const report = (battery: string, rule: string, period: number, amount: number, tolerance: number): void => {
    if (amount <= tolerance) return;
    const key = `${battery} ${rule}`;
    if (amount > (worst.get(key)?.amount ?? 0)) worst.set(key, { battery, rule, period, amount });
  };

  let revenue = 0;
  let cost = 0;
  let wear = 0;
  let turnover = 1;
  let stored = 0;
  let finalState = 0;
  let cycles = 0;
  for (const [b, battery] of problem.batteries.entries()) {
    const { name, schedule } = result.batteries[b];
    const check = (rule: string, period: number, amount: number, scale: number): void => {
      // A figure that is not a number breaks every rule.
      report(battery.name, rule, period, Number.isNaN(amount) ? Infinity : amount, TOLERANCE * scale);
    };
    if (name !== battery.name) check('batteries stand in the order of the problem', -1, 1, 1);
    const delivered = tradesByPeriod(problem, schedule);
    const power = Math.max(battery.maxChargeMW, battery.maxDischargeMW, 1e-9);
    const hours = problem.periodHours;
    const kept = (1 - battery.standingLossPerHour) ** hours;
    let state = battery.initialStateOfChargeMWh;
    for (let t = 0; t < problem.periodCount; t++) {
      const c = schedule.chargeMW[t];
      const d = schedule.dischargeMW[t];
      check('charge within [0, maxChargeMW]', t, Math.max(-c, c - battery.maxChargeMW), power);
      check('discharge within [0, maxDischargeMW]', t, Math.max(-d, d - battery.maxDischargeMW), power);
      if (exclusive) check('never charging and discharging in one period', t, Math.min(c, d), power);
      else
        check(
          'charge/maxCharge + discharge/maxDischarge at most 1',
          t,
          share(c, battery.maxChargeMW) + share(d, battery.maxDischargeMW) - 1,
          1,
        );
      if (problem.netting)
        check('trades net to the metered power', t, Math.abs(delivered.bought[t] - delivered.sold[t] - c + d), power);
      else {
        check('purchases add up to charge', t, Math.abs(delivered.bought[t] - c), power);
        check('sales add up to discharge', t, Math.abs(delivered.sold[t] - d), power);
      }
      state = kept * state + hours * (battery.chargeEfficiency * c - d / battery.dischargeEfficiency);
      const published = schedule.stateOfChargeMWh[t];
      check('state of charge follows from the powers', t, Math.abs(published - state), battery.energyCapacityMWh);
      check(
        'state of charge within its window',
        t,
        Math.max(battery.minStateOfChargeMWh - state, state - battery.maxStateOfChargeMWh),
        battery.energyCapacityMWh,
      );
      state = published;
      wear += battery.throughputCost * hours * d;
      cycles += (hours * d) / battery.energyCapacityMWh;
    }
    const { terminal } = battery;
    if (terminal.kind === 'atLeast')
      check(
        'terminal state of charge',
        problem.periodCount - 1,
        terminal.stateOfChargeMWh - state,
        battery.energyCapacityMWh,
      );
    if (terminal.kind === 'cyclic')
      check(
        'terminal state of charge',
        problem.periodCount - 1,
        Math.abs(battery.initialStateOfChargeMWh - state),
        battery.energyCapacityMWh,
      );
    if (terminal.kind === 'value') stored += terminal.waterValue * (state - battery.initialStateOfChargeMWh);
    finalState += state;

    for (const market of problem.markets) {
      const { buyMW, sellMW } = schedule.markets[market.name];
      for (let i = 0; i < market.prices.length; i++) {
        check(
          `purchase in '${market.name}' within [0, maxChargeMW]`,
          i,
          Math.max(-buyMW[i], buyMW[i] - battery.maxChargeMW),
          power,
        );
        check(
          `sale in '${market.name}' within [0, maxDischargeMW]`,
          i,
          Math.max(-sellMW[i], sellMW[i] - battery.maxDischargeMW),
          power,
        );
        const energyHours = hours * (market.starts[i + 1] - market.starts[i]);
        revenue += market.prices[i] * sellMW[i] * energyHours;
        cost += market.prices[i] * buyMW[i] * energyHours;
        turnover += Math.abs(market.prices[i]) * (buyMW[i] + sellMW[i]) * energyHours;
      }
    }
  }
  const total = (rule: string, amount: number, scale: number): void =>
    report('all', rule, -1, Number.isNaN(amount) ? Infinity : amount, 1e-9 * scale);
  total('revenue = Σ price × energy sold', Math.abs(result.revenue - revenue), turnover);
  total('cost = Σ price × energy bought', Math.abs(result.cost - cost), turnover);
  total('throughput cost', Math.abs(result.throughputCost - wear), turnover + wear);
  total(
    'profit = revenue − cost − throughput cost',
    Math.abs(result.profit - (revenue - cost - wear)),
    turnover + wear,
  );
  total(
    'objective = profit + value of stored energy',
    Math.abs(result.objective - (revenue - cost - wear + stored)),
    turnover + wear + Math.abs(stored),
  );
  total('final state of charge', Math.abs(result.finalStateOfChargeMWh - finalState), 1 + finalState);
  total('equivalent full cycles', Math.abs(result.equivalentFullCycles - cycles), 1 + cycles);
  return [...worst.values()];
}

function share(power: number, limit: number): number {
  return limit > 0 ? power / limit : 0;
}

/** Purchases and sales in MW by period, over all markets. */
function tradesByPeriod(
  problem: DispatchProblem,
  schedule: BatterySchedule,
): { bought: Float64Array; sold: Float64Array } {
  const bought = new Float64Array(problem.periodCount);
  const sold = new Float64Array(problem.periodCount);
  for (const { name, starts, prices } of problem.markets) {
    for (let i = 0; i < prices.length; i++) {
      for (let t = starts[i]; t < starts[i + 1]; t++) {
        bought[t] += schedule.markets[name].buyMW[i];
        sold[t] += schedule.markets[name].sellMW[i];
      }
    }
  }
  return { bought, sold };
}
