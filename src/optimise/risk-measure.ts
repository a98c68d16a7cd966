import type { PlanQuestion, RiskLimit } from './plan-solution.ts';

/** A CVaR of all batteries together or of one, as a limit asks for it. */
export interface RiskMeasure {
  readonly confidenceLevel: number;
  /** Index of the battery; null: all together. */
  readonly asset: number | null;
  /** Currency of excess over its limit that counts as one. */
  readonly excessScale: number;
}

/** Share of the largest limit below which a limit is not taken as its own scale: a limit of zero has a scale too. */
const leastScaleShare = 0.1;

/**
 * The measures of a question: the CVaR of the problem's level first, then one for each of several limits. An excess
 * is measured against the size of its limit, at least a tenth of the largest limit and a unit of currency.
 */
export function riskMeasures(confidenceLevel: number, { limits = [] }: PlanQuestion): RiskMeasure[] {
  const largest = Math.max(0, ...limits.map(({ limit }) => Math.abs(limit)));
  return [
    { confidenceLevel, asset: null, excessScale: 1 },
    ...limits.map((limit: RiskLimit): RiskMeasure => ({
      confidenceLevel: limit.confidenceLevel,
      asset: limit.asset,
      excessScale: Math.max(Math.abs(limit.limit), leastScaleShare * largest, 1),
    })),
  ];
}
