import type { RandomStream } from '../math/random-stream.ts';
import { conditionalValueAtRisk } from '../risk/conditional-value-at-risk.ts';
import { valueAtRisk } from '../risk/value-at-risk.ts';

/** A day's profit as it was forecast and as it came. */
export interface ForecastProfit {
  /** Equally likely, ascending, gain positive. */
  readonly profits: Float64Array;
  readonly realised: number;
}

/** Both statistics are 0 in expectation where the forecasts are right and negative where losses were worse. */
export interface ExpectedShortfallTests {
  /** Days beyond VaR. */
  readonly exceedances: number;
  /** How deep the days beyond VaR went, against CVaR; null: there was none. */
  readonly severity: { readonly statistic: number; readonly probability: number } | null;
  /** How often and how deep together. */
  readonly joint: { readonly statistic: number; readonly probability: number };
}

interface Day {
  readonly profits: Float64Array;
  readonly mean: number;
  readonly valueAtRisk: number;
  /** Mean less the mean of the tail: > 0. */
  readonly depth: number;
}

/**
 * Acerbi and Szekely's tests of CVaR, one-sided: with d the profit less its forecast mean and D the forecast mean less
 * the forecast mean of the tail, severity = Σ_{beyond VaR} d/D ÷ exceedances + 1 (their Z1) and
 * joint = Σ_{beyond VaR} d/D ÷ (days·(1 − level)) + 1 (their Z2). Deviations from the mean stand for the profits of the
 * source, since the worst days of a battery may still earn and CVaR be negative. `probability` is the share of
 * `simulations` histories, each day drawn from its own forecast, whose statistic is as low: small where risk was
 * understated.
 *
 * Days whose forecast has no spread are left out.
 * Source: Acerbi and Szekely (2014), "Backtesting expected shortfall", Risk, December.
 */
export function expectedShortfallTests(
  forecasts: readonly ForecastProfit[],
  confidenceLevel: number,
  stream: RandomStream,
  simulations = 10_000,
): ExpectedShortfallTests {
  const described = forecasts.map((forecast) => ({ ...describe(forecast.profits, confidenceLevel), ...forecast }));
  const days = described.filter(({ depth }) => depth > 0);
  const expected = days.length * (1 - confidenceLevel);
  const found = statistics(days, (day) => day.realised, expected);
  let [asDeep, comparable, asLow] = [0, 0, 0];
  for (let i = 0; i < simulations; i++) {
    const drawn = statistics(days, ({ profits }) => profits[Math.floor(stream.uniform() * profits.length)], expected);
    if (drawn.joint <= found.joint) asLow++;
    if (drawn.severity === null || found.severity === null) continue;
    comparable++;
    if (drawn.severity <= found.severity) asDeep++;
  }
  return {
    exceedances: found.exceedances,
    severity:
      found.severity === null || comparable === 0
        ? null
        : { statistic: found.severity, probability: asDeep / comparable },
    joint: { statistic: found.joint, probability: asLow / simulations },
  };
}

function describe(profits: Float64Array, confidenceLevel: number): Day {
  const losses = profits.map((profit) => -profit);
  const mean = profits.reduce((sum, profit) => sum + profit, 0) / profits.length;
  return {
    profits,
    mean,
    valueAtRisk: valueAtRisk(losses, null, confidenceLevel),
    depth: mean + conditionalValueAtRisk(losses, null, confidenceLevel),
  };
}

function statistics<D extends Day>(days: readonly D[], profitOf: (day: D) => number, expected: number) {
  let exceedances = 0;
  let sum = 0;
  for (const day of days) {
    const profit = profitOf(day);
    if (profit >= -day.valueAtRisk) continue;
    exceedances++;
    sum += (profit - day.mean) / day.depth;
  }
  return {
    exceedances,
    severity: exceedances === 0 ? null : sum / exceedances + 1,
    joint: expected === 0 ? 0 : sum / expected + 1,
  };
}
