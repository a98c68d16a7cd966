import type { DispatchBattery, DispatchProblem } from './dispatch-problem.ts';
import type { BatterySchedule, DispatchResult } from './dispatch-result.ts';
import type { Check } from './schedule-violation.ts';
import type { ReservedByPeriod } from './verify-reserve.ts';

/** What the batteries earn, pay, move and end with, derived from prices and trades. */
export interface DerivedCash {
  revenue: number;
  cost: number;
  wear: number;
  availability: number;
  utilisation: number;
  stored: number;
  turnover: number;
  finalState: number;
  cycles: number;
}

/** Nothing yet; the turnover starts at one unit of currency, as a share of it is what sums may be off by. */
export function noCash(): DerivedCash {
  return {
    revenue: 0,
    cost: 0,
    wear: 0,
    availability: 0,
    utilisation: 0,
    stored: 0,
    turnover: 1,
    finalState: 0,
    cycles: 0,
  };
}

/** Adds one battery. */
export function addCash(
  problem: DispatchProblem,
  battery: DispatchBattery,
  schedule: BatterySchedule,
  reserved: ReservedByPeriod,
  cash: DerivedCash,
  check: Check,
): void {
  const { periodHours: hours, periodCount } = problem;
  const { lossFactor } = battery.operation;
  const add = (name: 'revenue' | 'cost' | 'availability' | 'utilisation', amount: number): void => {
    cash[name] += amount;
    cash.turnover += Math.abs(amount);
  };
  for (const { name, prices, starts } of problem.markets) {
    const { buyMW, sellMW } = schedule.markets[name];
    check(`'${name}' holds one value per interval`, -1, Math.abs(buyMW.length - prices.length), 1);
    for (let i = 0; i < prices.length; i++) {
      if (buyMW[i] === 0 && sellMW[i] === 0) continue;
      const energyPrice = prices[i] * lossFactor * hours * (starts[i + 1] - starts[i]);
      add('revenue', energyPrice * sellMW[i]);
      add('cost', energyPrice * buyMW[i]);
    }
  }
  for (const market of problem.capacityMarkets) {
    const reservedMW = schedule.reservedMW[market.name];
    const sign = market.direction === 'up' ? 1 : -1;
    for (let i = 0; i < reservedMW.length; i++) {
      if (reservedMW[i] === 0) continue;
      add('availability', market.prices[i] * reservedMW[i] * hours * (market.starts[i + 1] - market.starts[i]));
      for (let t = market.starts[i]; t < market.starts[i + 1]; t++)
        add(
          'utilisation',
          sign * (market.utilisationPrices?.[t] ?? 0) * (market.activation?.[t] ?? 0) * reservedMW[i] * hours,
        );
    }
  }
  let discharged = 0;
  for (let t = 0; t < periodCount; t++) discharged += hours * (schedule.dischargeMW[t] + reserved.calledUpMW[t]);
  const finalState = schedule.stateOfChargeMWh[periodCount - 1];
  cash.wear += battery.throughputCost * discharged;
  cash.cycles += discharged / battery.energyCapacityMWh;
  cash.finalState += finalState;
  if (battery.terminal.kind === 'value')
    cash.stored += battery.terminal.waterValue * (finalState - battery.initialStateOfChargeMWh);
}

/** Checks the totals that were published; `network`: the site's charges, as derived. */
export function verifyTotals(result: DispatchResult, cash: DerivedCash, network: number, check: Check): void {
  const { revenue, cost, wear, availability, utilisation, stored, finalState, cycles } = cash;
  const turnover = cash.turnover + wear + Math.abs(network);
  const profit = revenue - cost + availability + utilisation - network - wear;
  const total = (rule: string, published: number, derived: number, scale: number): void =>
    check(rule, -1, Math.abs(published - derived), scale);
  total('revenue = Σ price × energy sold', result.revenue, revenue, turnover);
  total('cost = Σ price × energy bought', result.cost, cost, turnover);
  total('throughput cost', result.throughputCost, wear, turnover);
  total('availability = Σ price × MW × hours', result.availabilityRevenue, availability, turnover);
  total('utilisation = Σ price × MWh called', result.utilisationRevenue, utilisation, turnover);
  total(
    'profit = revenue − cost + availability + utilisation − network charges − throughput cost',
    result.profit,
    profit,
    turnover,
  );
  total('objective = profit + value of stored energy', result.objective, profit + stored, turnover + Math.abs(stored));
  total('final state of charge', result.finalStateOfChargeMWh, finalState, 1 + finalState);
  total('equivalent full cycles', result.equivalentFullCycles, cycles, 1 + cycles);
}
