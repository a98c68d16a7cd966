/** How a CVaR stands to its limit. */
export type LimitStatus = 'none' | 'kept' | 'withinError' | 'breached' | 'unattainable';

/** One-sided 95 % of the normal distribution. */
const breachQuantile = 1.645;

/**
 * Whether the CVaR measured on the *evaluate* scenarios keeps its limit: above it, but not by more than
 * 1.645 sampling errors, is within error; beyond that the limit is breached. The band of the bank is shown
 * beside, not used. `unattainable`: no candidate kept the limit on the *choose* scenarios. docs/method/risk.md.
 *
 * All in currency of loss; `limit` null: none was set; `standardError` null counts as 0.
 */
export function limitStatus(
  conditionalValueAtRisk: number,
  standardError: number | null,
  limit: number | null,
  attained: boolean,
): LimitStatus {
  if (limit === null) return 'none';
  if (!attained) return 'unattainable';
  if (conditionalValueAtRisk <= limit) return 'kept';
  return conditionalValueAtRisk - breachQuantile * (standardError ?? 0) > limit ? 'breached' : 'withinError';
}
