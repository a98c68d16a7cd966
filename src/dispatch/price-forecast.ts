/** The prices of one market, those before the horizon included. */
export interface PriceRecord {
  readonly market: string;
  /** Interval i of the horizon has index historyCount + i. */
  readonly historyCount: number;
  /** First period of each interval (negative before the horizon) and the end of the last: one more than prices. */
  readonly starts: Int32Array;
  /** Currency per MWh. */
  readonly prices: Float64Array;
}

/**
 * A forecast of one market's prices. `learn` is called before each decision with the period that it is made in
 * and the number of prices known then, neither ever falling. `price` is asked for an interval that is not known,
 * by its index in the record, and looks at nothing beyond what was learnt. Null: nothing to go by yet.
 */
export interface PriceForecast {
  learn(period: number, knownCount: number): void;
  price(index: number): number | null;
}

/** The index of the interval that contains the period; −1 before the record. */
export function intervalAt({ starts, prices }: PriceRecord, period: number): number {
  let low = 0;
  let high = prices.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= period) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The number of prices known at the start of a period: each is known `lagPeriods` after its interval starts. */
export function knownCountAt(record: PriceRecord, period: number, lagPeriods: number): number {
  return intervalAt(record, period - lagPeriods) + 1;
}
