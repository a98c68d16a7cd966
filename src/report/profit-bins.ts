import { niceStep } from './charts/linear-scale.ts';
import type { ReportDistribution } from './model/report-distribution.ts';

export interface ProfitBin {
  readonly low: number;
  readonly high: number;
  /** Scenarios in the bin (with weights: weight × number of scenarios), split at the worst days' edge. */
  readonly worst: number;
  readonly rest: number;
}

export interface ProfitBins {
  readonly width: number;
  readonly bins: readonly ProfitBin[];
  /** Scenarios left and right of the bins, counted into the first and last. */
  readonly beyondLow: number;
  readonly beyondHigh: number;
}

/**
 * 40 to 60 bins of a 1, 2 or 5 × 10ⁿ width. `worstEdge` is the profit below which a day belongs
 * to the worst ones (−VaR). Values further than twice the 5–95 % range outside of it go to the end bins.
 */
export function profitBins({ profitAndLoss, weights }: ReportDistribution, worstEdge: number): ProfitBins {
  const count = profitAndLoss.length;
  const low05 = weightedQuantile(profitAndLoss, weights, 0.05);
  const high95 = weightedQuantile(profitAndLoss, weights, 0.95);
  const reach = 2 * (high95 - low05);
  const smallest = profitAndLoss.reduce((least, value) => Math.min(least, value), Infinity);
  const greatest = profitAndLoss.reduce((most, value) => Math.max(most, value), -Infinity);
  const low = Math.max(smallest, low05 - reach);
  const high = Math.min(greatest, high95 + reach);
  const width = binWidth(high - low || Math.abs(high) || 1);
  const first = Math.floor(low / width);
  const last = Math.floor(high / width);
  const bins = Array.from({ length: last - first + 1 }, (_, index) => ({
    low: (first + index) * width,
    high: (first + index + 1) * width,
    worst: 0,
    rest: 0,
  }));
  let [beyondLow, beyondHigh] = [0, 0];
  profitAndLoss.forEach((value, scenario) => {
    const amount = weights === null ? 1 : weights[scenario] * count;
    if (value < bins[0].low) beyondLow += amount;
    if (value >= bins[bins.length - 1].high) beyondHigh += amount;
    const bin = bins[Math.max(0, Math.min(bins.length - 1, Math.floor(value / width) - first))];
    if (value < worstEdge) bin.worst += amount;
    else bin.rest += amount;
  });
  return { width, bins, beyondLow, beyondHigh };
}

/** The smallest value at which the weight up to it reaches `probability`. */
export function weightedQuantile(
  values: readonly number[],
  weights: readonly number[] | null,
  probability: number,
): number {
  const order = values.map((_, index) => index).sort((a, b) => values[a] - values[b]);
  let reached = 0;
  for (const index of order) {
    reached += weights === null ? 1 / values.length : weights[index];
    if (reached >= probability - 1e-12) return values[index];
  }
  return values[order[order.length - 1]];
}

/** 1, 2 or 5 × 10ⁿ, giving at most 60 bins. */
function binWidth(span: number): number {
  const step = niceStep(span / 60);
  const power = 10 ** Math.floor(Math.log10(step) + 1e-9);
  return Math.abs(step / power - 2.5) < 1e-6 ? 5 * power : step;
}
