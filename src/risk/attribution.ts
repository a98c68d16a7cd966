import { compensatedSum } from './compensated-sum.ts';

/** Profit and loss of one stream of one asset by delivery hour. */
export interface HourlyStream {
  readonly asset: string;
  readonly stream: string;
  /** S × H, row-major, currency, gain positive. */
  readonly values: Float64Array;
}

export interface AttributionTotal {
  readonly asset: string;
  readonly stream: string;
  /** Mean profit, gain positive. */
  readonly mean: number;
  /** Component CVaR: mean loss over the tail of the total, gain negative. */
  readonly conditionalValueAtRisk: number;
}

export interface AttributionRow extends AttributionTotal {
  /** Index of the delivery hour, from 0. */
  readonly hour: number;
}

export interface Attribution {
  /** By asset and stream in the order given, hours ascending. */
  readonly rows: readonly AttributionRow[];
  /** One per asset and stream: the sum of its rows. */
  readonly totals: readonly AttributionTotal[];
}

/**
 * Mean profit and component CVaR by asset, stream and delivery hour. With the tail weights of the total
 * (`tailWeights`) the rows add up to the total's mean and CVaR, hour by hour and stream by stream.
 *
 * `weights` and `tailWeights` S, each summing to 1. O(streams × S × H).
 * Source: Tasche (1999), "Risk contributions and performance measurement" (Euler contributions).
 */
export function attributeByHour(
  streams: readonly HourlyStream[],
  hourCount: number,
  weights: Float64Array,
  tailWeights: Float64Array,
): Attribution {
  const rows: AttributionRow[] = [];
  const totals: AttributionTotal[] = [];
  for (const { asset, stream, values } of streams) {
    const mean = weightedColumnSums(values, hourCount, weights);
    const component = weightedColumnSums(values, hourCount, tailWeights).map((gain) => 0 - gain);
    for (let hour = 0; hour < hourCount; hour++) {
      rows.push({ asset, stream, hour, mean: mean[hour], conditionalValueAtRisk: component[hour] });
    }
    totals.push({ asset, stream, mean: compensatedSum(mean), conditionalValueAtRisk: compensatedSum(component) });
  }
  return { rows, totals };
}

/** Σ over scenarios of weight × value for each column of an S × H matrix, compensated (see `RunningSum`). */
function weightedColumnSums(values: Float64Array, columnCount: number, weights: Float64Array): Float64Array {
  const sum = new Float64Array(columnCount);
  const lost = new Float64Array(columnCount);
  for (let scenario = 0; scenario < weights.length; scenario++) {
    const weight = weights[scenario];
    if (weight === 0) continue;
    for (let column = 0; column < columnCount; column++) {
      const term = weight * values[scenario * columnCount + column];
      const next = sum[column] + term;
      lost[column] += Math.abs(sum[column]) >= Math.abs(term) ? sum[column] - next + term : term - next + sum[column];
      sum[column] = next;
    }
  }
  return sum.map((value, column) => value + lost[column]);
}
