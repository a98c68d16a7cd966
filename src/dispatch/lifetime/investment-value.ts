import type { BatteryLifetime } from './battery-lifetime.ts';
import { netPresentValue, paybackYears } from './cash-flow.ts';
import type { CashFlow } from './cash-flow.ts';
import { internalRateOfReturn } from './internal-rate-of-return.ts';
import type { InternalRateOfReturn } from './internal-rate-of-return.ts';
import type { OperatingYear } from './operating-life.ts';

/** What a battery is worth over its life; money in the problem's currency, of today where discounted. */
export interface InvestmentValue {
  /** −capex, then gross margin less opex of each year at its end. */
  readonly cashFlows: readonly CashFlow[];
  readonly netPresentValue: number;
  readonly internalRateOfReturn: InternalRateOfReturn;
  /** Years until cash has paid back the capex; null: never within the life. */
  readonly paybackYears: number | null;
  readonly discountedPaybackYears: number | null;
  /**
   * Per MWh discharged: (capex + Σ discounted opex and charging cost) ÷ Σ discounted MWh discharged; null
   * where nothing is, or energy to charge with has no price of its own. Source: Schmidt et al., Joule 3 (2019) 81-100, without cost at the end of life.
   */
  readonly levelisedCostOfStorage: number | null;
  /** The same without the charging cost. */
  readonly levelisedCostWithoutCharging: number | null;
}

/** The value of years of operation to who pays the capex at the start and the opex with the years. */
export function investmentValue(years: readonly OperatingYear[], lifetime: BatteryLifetime): InvestmentValue {
  const { capex, discountRate } = lifetime;
  const atYearEnds = (amount: (year: OperatingYear) => number): CashFlow[] =>
    years.map((entry) => ({ years: entry.year - 1 + entry.operatingShare, amount: amount(entry) }));
  const present = (amount: (year: OperatingYear) => number): number =>
    netPresentValue(atYearEnds(amount), discountRate);
  const cashFlows = [{ years: 0, amount: -capex }, ...atYearEnds(({ grossMargin, opex }) => grossMargin - opex)];
  const discharged = present(({ dischargedMWh }) => dischargedMWh);
  const fixedCost = capex + present(({ opex }) => opex);
  const perMWh = (cost: number): number | null => (discharged > 0 ? cost / discharged : null);
  return {
    cashFlows,
    netPresentValue: netPresentValue(cashFlows, discountRate),
    internalRateOfReturn: internalRateOfReturn(cashFlows),
    paybackYears: paybackYears(cashFlows, 0),
    discountedPaybackYears: paybackYears(cashFlows, discountRate),
    levelisedCostOfStorage: years.some(({ chargingCost }) => chargingCost === null)
      ? null
      : perMWh(fixedCost + present(({ chargingCost }) => chargingCost!)),
    levelisedCostWithoutCharging: perMWh(fixedCost),
  };
}
