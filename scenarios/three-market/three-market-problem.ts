import type { DispatchProblem } from '../../src/dispatch/dispatch-problem.ts';
import { assignmentBattery, assignmentProblem } from '../two-market/assignment-problem.ts';
import type { AssignmentMarket } from '../two-market/assignment-problem.ts';
import type { AuroraPrices } from '../two-market/read-aurora-prices.ts';
import type { Attachments, BatteryTerms, Day } from './read-attachments.ts';

/** The attachments' battery as engines know it: a loss of 5 % is an efficiency of 95 %. */
export function batteryOf(terms: BatteryTerms) {
  const { maxChargeMW, maxDischargeMW, energyCapacityMWh, chargeLoss, dischargeLoss } = terms;
  return {
    maxChargeMW,
    maxDischargeMW,
    energyCapacityMWh,
    chargeEfficiency: 1 - chargeLoss,
    dischargeEfficiency: 1 - dischargeLoss,
  };
}

/** Markets 1 and 2 of attachment 2 by half-hours, rows in time order. */
export function halfHourlyMarkets(rows: Attachments['halfHours']): AssignmentMarket[] {
  return [
    { name: 'market1', intervalHours: 0.5, prices: rows.map(({ market1 }) => market1) },
    { name: 'market2', intervalHours: 0.5, prices: rows.map(({ market2 }) => market2) },
  ];
}

/** Market 3 of attachment 2: one price and one constant trade a day. */
export function dailyMarket(days: readonly Day[]): AssignmentMarket {
  return { name: 'market3', intervalHours: 24, prices: days.map(({ market3 }) => market3) };
}

/** The attachments' battery in their three markets. */
export function threeMarketProblem({ terms, halfHours, days }: Attachments): DispatchProblem {
  return assignmentProblem(batteryOf(terms), [...halfHourlyMarkets(halfHours), dailyMarket(days)]);
}

/** The two-market assignment with Market 3 above it: half-hours in hours in days. */
export function threeLevelMarkets({ halfHourly, hourly }: AuroraPrices, days: readonly Day[]): AssignmentMarket[] {
  return [
    { name: 'halfHourly', intervalHours: 0.5, prices: halfHourly },
    { name: 'hourly', intervalHours: 1, prices: hourly },
    dailyMarket(days),
  ];
}

export function threeLevelProblem(aurora: AuroraPrices, days: readonly Day[], efficiency: number): DispatchProblem {
  return assignmentProblem(assignmentBattery(efficiency), threeLevelMarkets(aurora, days));
}
