/** Money at one time. */
export interface CashFlow {
  /** Years after the investment, not negative, need not be whole. */
  readonly years: number;
  /** Received > 0, paid < 0. */
  readonly amount: number;
}

/** Σ amount·(1 + rate)^−years; the rate per year, above −1. */
export function netPresentValue(flows: readonly CashFlow[], rate: number): number {
  let value = 0;
  for (const { years, amount } of flows) value += amount * (1 + rate) ** -years;
  return value;
}

/**
 * Years until the flows, discounted at `rate`, have paid back what was spent: where their running sum first
 * comes back to zero, with each flow taken as earned evenly since the flow before it; 0 where nothing was
 * ever spent, null where it never does. `rate` 0 gives the simple payback. Flows in order of time.
 */
export function paybackYears(flows: readonly CashFlow[], rate: number): number | null {
  let sum = 0;
  let before = 0;
  for (const { years, amount } of flows) {
    const earned = amount * (1 + rate) ** -years;
    if (sum < 0 && sum + earned >= 0) return before + (years - before) * (-sum / earned);
    sum += earned;
    before = years;
  }
  return sum < 0 ? null : 0;
}
