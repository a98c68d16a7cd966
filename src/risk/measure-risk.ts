import { DataError } from '../errors.ts';
import { compensatedDot, compensatedSum } from './compensated-sum.ts';
import { requireConfidenceLevel } from './confidence-level.ts';
import { lossOrder } from './loss-order.ts';
import { effectiveSampleSize, normalisedWeights, sumOfSquares } from './normalised-weights.ts';
import { riskStandardErrors } from './risk-standard-errors.ts';
import { streamTotal } from './stream-total.ts';
import { tailWeights } from './tail-weights.ts';
import { valueAtRisk, worstLoss } from './value-at-risk.ts';

/** A line of profit and loss: S values, currency, gain positive. */
export interface ProfitStream {
  readonly name: string;
  readonly values: Float64Array;
}

export interface RiskInput {
  readonly streams: readonly ProfitStream[];
  /** S, ≥ 0 of any scale, or null for equal weights. */
  readonly weights: Float64Array | null;
  /** 0.95: the worst 5 %; 1: the worst case. */
  readonly confidenceLevel: number;
}

/** The figures of a risk result that can have a standard error. */
export interface RiskFigures {
  readonly scenarioCount: number;
  /** 1/Σω². */
  readonly effectiveSampleSize: number;
  readonly confidenceLevel: number;
  /** Of profit, gain positive. */
  readonly mean: number;
  /** √(Σω(x − mean)²/(1 − Σω²)); null where one scenario has all the weight. */
  readonly standardDeviation: number | null;
  readonly valueAtRisk: number;
  readonly conditionalValueAtRisk: number;
  /** P(loss > 0). */
  readonly probabilityOfLoss: number;
  readonly worstLoss: number;
}

/** Mean profit of a stream, and its mean loss over the tail of the total. */
export interface RiskComponent {
  readonly stream: string;
  readonly mean: number;
  readonly conditionalValueAtRisk: number;
}

export interface RiskResult extends RiskFigures {
  readonly standardErrors: Readonly<Record<keyof RiskFigures, number | null>>;
  /** In the order of the streams; they add up to the mean and to the CVaR of the total. */
  readonly components: readonly RiskComponent[];
}

/**
 * Risk figures of the sum of the streams, with standard errors, and what each stream contributes.
 *
 * VaR, CVaR and worst loss are losses (gain negative), currency; definitions in `valueAtRisk`,
 * `tailWeights` and `riskStandardErrors`. Errors: ConfigError for a confidence level outside [0, 1];
 * DataError for no streams or scenarios, repeated names, unequal lengths, values that are not finite, bad weights.
 *
 * @example
 * measureRisk({ streams: [{ name: 'dayAhead', values: Float64Array.of(3, -1) }], weights: null, confidenceLevel: 0.5 })
 *   .conditionalValueAtRisk // 1
 */
export function measureRisk({ streams, weights, confidenceLevel }: RiskInput): RiskResult {
  requireConfidenceLevel(confidenceLevel);
  requireStreams(streams);
  const scenarioCount = streams[0].values.length;
  const share = normalisedWeights(weights, scenarioCount);
  const profit = streamTotal(streams, scenarioCount);
  requireFinite(profit, 'the sum of the streams');
  const loss = profit.map((gain) => 0 - gain);
  const order = lossOrder(loss);
  const tail = tailWeights(loss, share, confidenceLevel, order);
  const components = streams.map(({ name, values }) => ({
    stream: name,
    mean: compensatedDot(share, values),
    conditionalValueAtRisk: 0 - compensatedDot(tail, values),
  }));
  const meanProfit = compensatedDot(share, profit);
  const figures: RiskFigures = {
    scenarioCount,
    effectiveSampleSize: effectiveSampleSize(share),
    confidenceLevel,
    mean: meanProfit,
    standardDeviation: standardDeviation(profit, share, meanProfit),
    valueAtRisk: valueAtRisk(loss, share, confidenceLevel, order),
    conditionalValueAtRisk: compensatedDot(tail, loss),
    probabilityOfLoss: Math.min(1, compensatedSum(share.filter((_, scenario) => loss[scenario] > 0))),
    worstLoss: worstLoss(loss, share, order),
  };
  const errors = riskStandardErrors({ ...figures, loss, weights: share, order, tail, meanLoss: 0 - meanProfit });
  const none = { scenarioCount: null, effectiveSampleSize: null, confidenceLevel: null, worstLoss: null };
  return { ...figures, standardErrors: orderedLike(figures, { ...none, ...errors }), components };
}

function standardDeviation(profit: Float64Array, weights: Float64Array, mean: number): number | null {
  const unused = 1 - sumOfSquares(weights);
  if (unused <= 1e-12) return null;
  return Math.sqrt(
    compensatedDot(
      weights,
      profit.map((gain) => (gain - mean) ** 2),
    ) / unused,
  );
}

function orderedLike(
  figures: RiskFigures,
  errors: Readonly<Record<keyof RiskFigures, number | null>>,
): Record<keyof RiskFigures, number | null> {
  const names = Object.keys(figures) as (keyof RiskFigures)[];
  return Object.fromEntries(names.map((name) => [name, errors[name]])) as Record<keyof RiskFigures, number | null>;
}

function requireStreams(streams: readonly ProfitStream[]): void {
  if (streams.length === 0) throw new DataError('no streams', { rule: 'at least one stream of profit and loss' });
  const count = streams[0].values.length;
  const names = new Set<string>();
  for (const { name, values } of streams) {
    if (names.has(name)) throw new DataError('a stream is given twice', { field: name, rule: 'names are unique' });
    names.add(name);
    if (values.length !== count) {
      throw new DataError('streams differ in length', {
        field: name,
        rule: `one value per scenario, ${count} as in '${streams[0].name}'`,
        value: values.length,
      });
    }
    requireFinite(values, name);
  }
}

function requireFinite(values: Float64Array, field: string): void {
  const scenario = values.findIndex((value) => !Number.isFinite(value));
  if (scenario === -1) return;
  throw new DataError('a value is not a number', {
    field: `${field}, scenario ${scenario + 1}`,
    rule: 'profit and loss must be finite',
    value: values[scenario],
  });
}
