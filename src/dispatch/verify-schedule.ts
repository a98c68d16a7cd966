import type { DispatchBattery, DispatchProblem } from './dispatch-problem.ts';
import type { BatterySchedule, DispatchResult } from './dispatch-result.ts';
import { ViolationList } from './schedule-violation.ts';
import type { Check, ScheduleViolation } from './schedule-violation.ts';
import { addCash, noCash, verifyTotals } from './verify-cash.ts';
import { verifyOperation, verifyRuns } from './verify-operation.ts';
import { reservedByPeriod, verifyHeadroom, verifyReserve } from './verify-reserve.ts';
import type { ReservedByPeriod } from './verify-reserve.ts';
import { verifySite } from './verify-site.ts';

/** Cash adds up within this share of the cash turned over. */
const CASH_TOLERANCE = 1e-9;

/**
 * Re-derives a published dispatch from prices and physics alone, without the solver's code: power limits,
 * exclusion, state of charge, terminal state, interval commitments, delivery of every trade, ramp, runs,
 * cycles, reserved MW with their headroom and energy, the site, and the cash. Where `exclusive` is false
 * (the relaxation) charge/maxCharge + discharge/maxDischarge ≤ 1 stands in for exclusion, and minimum
 * power, runs and enablement are not asked. Returns what is broken; empty is good.
 */
export function verifySchedule(
  problem: DispatchProblem,
  result: DispatchResult,
  exclusive: boolean,
): ScheduleViolation[] {
  const found = new ViolationList();
  const all = found.checkOf('all');
  const money = found.checkOf('all', CASH_TOLERANCE);
  const cash = noCash();
  const exportMW = new Float64Array(problem.periodCount);
  for (const [b, battery] of problem.batteries.entries()) {
    const { name, schedule } = result.batteries[b];
    const check = found.checkOf(battery.name);
    if (name !== battery.name) check('batteries stand in the order of the problem', -1, 1, 1);
    const reserved = reservedByPeriod(problem, schedule);
    verifyPower(problem, battery, schedule, exclusive, check);
    verifyStore(problem, battery, schedule, reserved, check);
    verifyHeadroom(battery, schedule, reserved, check);
    verifyReserve(problem, battery, schedule, exclusive, check);
    verifyOperation(battery, schedule, reserved.calledUpMW, problem.periodHours, check);
    if (exclusive) verifyRuns(battery, schedule, check);
    addCash(problem, battery, schedule, reserved, cash, check);
    for (let t = 0; t < problem.periodCount; t++)
      exportMW[t] += schedule.dischargeMW[t] - schedule.chargeMW[t] + reserved.calledUpMW[t] - reserved.calledDownMW[t];
  }
  verifyMarketLimits(problem, result, all);
  const network = verifySite(problem, result, exportMW, all, money);
  verifyTotals(result, cash, network, money);
  return found.violations;
}

function verifyPower(
  problem: DispatchProblem,
  battery: DispatchBattery,
  schedule: BatterySchedule,
  exclusive: boolean,
  check: Check,
): void {
  const { maxChargeMW, maxDischargeMW, operation } = battery;
  const power = Math.max(maxChargeMW, maxDischargeMW, 1e-9);
  const { bought, sold } = tradesByPeriod(problem, schedule);
  for (let t = 0; t < problem.periodCount; t++) {
    const c = schedule.chargeMW[t];
    const d = schedule.dischargeMW[t];
    const available = operation.availability?.[t] ?? 1;
    check('charge within [0, maxChargeMW]', t, Math.max(-c, c - available * maxChargeMW), power);
    check('discharge within [0, maxDischargeMW]', t, Math.max(-d, d - available * maxDischargeMW), power);
    if (exclusive) check('never charging and discharging in one period', t, Math.min(c, d), power);
    else
      check(
        'charge/maxCharge + discharge/maxDischarge at most 1',
        t,
        share(c, maxChargeMW) + share(d, maxDischargeMW) - 1,
        1,
      );
    // Without energy markets the power goes through the site's meter.
    if (problem.markets.length === 0) continue;
    if (problem.netting) check('trades net to the metered power', t, Math.abs(bought[t] - sold[t] - c + d), power);
    else {
      check('purchases add up to charge', t, Math.abs(bought[t] - c), power);
      check('sales add up to discharge', t, Math.abs(sold[t] - d), power);
    }
  }
  for (const market of problem.markets) {
    const { buyMW, sellMW } = schedule.markets[market.name];
    for (let i = 0; i < market.prices.length; i++) {
      const bought = buyMW[i];
      const sale = sellMW[i];
      // Netted trades, too, are within the power that is there in every period of their interval.
      let available = 1;
      for (let t = market.starts[i]; t < market.starts[i + 1]; t++)
        available = Math.min(available, operation.availability?.[t] ?? 1);
      const mostBought = available * maxChargeMW;
      const mostSold = available * maxDischargeMW;
      check(`purchase in '${market.name}' within [0, maxChargeMW]`, i, Math.max(-bought, bought - mostBought), power);
      check(`sale in '${market.name}' within [0, maxDischargeMW]`, i, Math.max(-sale, sale - mostSold), power);
      if (Number.isNaN(market.prices[i])) check(`'${market.name}' is not traded here`, i, bought + sale, power);
    }
  }
}

function verifyStore(
  problem: DispatchProblem,
  battery: DispatchBattery,
  schedule: BatterySchedule,
  reserved: ReservedByPeriod,
  check: Check,
): void {
  const { energyCapacityMWh: capacity, operation, terminal, initialStateOfChargeMWh: initial } = battery;
  const hours = problem.periodHours;
  const kept = (1 - battery.standingLossPerHour) ** hours;
  let state = initial;
  for (let t = 0; t < problem.periodCount; t++) {
    const factor = (operation.efficiencyFactor?.[t] ?? 1) * factorAt(battery, state / capacity);
    const filled = battery.chargeEfficiency * factor * (schedule.chargeMW[t] + reserved.calledDownMW[t]);
    const drawn = (schedule.dischargeMW[t] + reserved.calledUpMW[t]) / (battery.dischargeEfficiency * factor);
    state = kept * state + hours * (filled - drawn);
    const published = schedule.stateOfChargeMWh[t];
    check('state of charge follows from the powers', t, Math.abs(published - state), capacity);
    check(
      'state of charge within its window',
      t,
      Math.max(battery.minStateOfChargeMWh - state, state - battery.maxStateOfChargeMWh),
      capacity,
    );
    state = published;
  }
  const last = problem.periodCount - 1;
  if (terminal.kind === 'atLeast') check('terminal state of charge', last, terminal.stateOfChargeMWh - state, capacity);
  if (terminal.kind === 'cyclic') check('terminal state of charge', last, Math.abs(initial - state), capacity);
}

/** Factor of the efficiencies at a share of the capacity: linear between the points given, level outside. */
function factorAt({ operation: { efficiencyByState } }: DispatchBattery, share: number): number {
  if (efficiencyByState === null) return 1;
  const { shares, factors } = efficiencyByState;
  for (let i = shares.length - 1; i >= 0; i--) {
    if (share < shares[i]) continue;
    if (i === shares.length - 1) return factors[i];
    const part = (share - shares[i]) / (shares[i + 1] - shares[i]);
    return (1 - part) * factors[i] + part * factors[i + 1];
  }
  return factors[0];
}

/** What all batteries together sell keeps every market's limit. */
function verifyMarketLimits(problem: DispatchProblem, result: DispatchResult, check: Check): void {
  for (const { name, maxMW, prices } of problem.capacityMarkets) {
    for (let i = 0; i < prices.length; i++) {
      const sold = result.batteries.reduce((sum, { schedule }) => sum + schedule.reservedMW[name][i], 0);
      check(`MW of all batteries in '${name}' at most ${maxMW}`, i, sold - maxMW, Math.max(1e-3, maxMW));
    }
  }
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
