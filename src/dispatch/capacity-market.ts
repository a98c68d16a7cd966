/**
 * A market for reserved power: response, reserve, or frequency control. Reserved MW are constant over an
 * interval, paid by availability, and must be kept free in power and, for the sustain duration, in energy
 * (docs/method/dispatch.md).
 */
export interface CapacityMarket {
  readonly name: string;
  /** `up` discharges when called, `down` charges. */
  readonly direction: 'up' | 'down';
  /** First period of each interval, and the number of periods at the end. */
  readonly starts: Int32Array;
  /** Currency per MW reserved and hour, one per interval; NaN where the interval is not traded. */
  readonly prices: Float64Array;
  /** Hours of full delivery for which the store must stand ready. */
  readonly sustainHours: number;
  /** Most MW that all batteries together may sell; Infinity: no limit. */
  readonly maxMW: number;
  /** Share of the reserved MW that is called in each period, T values in [0, 1]; null: never called. */
  readonly activation: Float64Array | null;
  /** Currency per MWh called, T values: received for `up`, paid for `down`; null without activation. */
  readonly utilisationPrices: Float64Array | null;
  /** `own`: its MW add to those of other markets; `shared`: the largest of the shared markets of a direction counts. */
  readonly headroom: 'own' | 'shared';
}

/** What one battery may sell in a capacity market. */
export interface Reserve {
  /** Prequalified MW; 0: it may not take part. */
  readonly maxMW: number;
  /** Limits of the running point while MW are reserved; null: the battery's power alone. */
  readonly enablement: Enablement | null;
}

/**
 * The trapezium of frequency control, MW of net export: reserving r of at most R MW asks for
 * minMW + r·(lowBreakMW − minMW)/R ≤ net export ≤ maxMW − r·(maxMW − highBreakMW)/R.
 */
export interface Enablement {
  readonly minMW: number;
  readonly lowBreakMW: number;
  readonly highBreakMW: number;
  readonly maxMW: number;
}
