import { append } from './piecewise-linear.ts';
import type { PiecewiseLinear } from './piecewise-linear.ts';

/** Many piecewise-linear functions in one pair of growing arrays, written once each. */
export interface ValueStore {
  x: Float64Array;
  y: Float64Array;
  used: number;
  readonly offset: Int32Array;
  readonly length: Int32Array;
}

export function createValueStore(functionCount: number): ValueStore {
  return {
    x: new Float64Array(1024),
    y: new Float64Array(1024),
    used: 0,
    offset: new Int32Array(functionCount),
    length: new Int32Array(functionCount),
  };
}

export function storeValue(store: ValueStore, index: number, value: PiecewiseLinear): void {
  const { count } = value;
  if (store.used + count > store.x.length) {
    const size = 2 * (store.used + count);
    const x = new Float64Array(size);
    const y = new Float64Array(size);
    x.set(store.x);
    y.set(store.y);
    store.x = x;
    store.y = y;
  }
  store.offset[index] = store.used;
  store.length[index] = count;
  for (let i = 0; i < count; i++) {
    store.x[store.used + i] = value.x[i];
    store.y[store.used + i] = value.y[i];
  }
  store.used += count;
}

/** Copies a stored function into `value`: it is short, and a view would be two new objects for every period. */
export function storedValue(store: ValueStore, index: number, value: PiecewiseLinear): void {
  const from = store.offset[index];
  const to = from + store.length[index];
  value.count = 0;
  for (let i = from; i < to; i++) append(value, store.x[i], store.y[i]);
}

/**
 * Slope of f at `at`: where the slopes left and right differ, the value between them nearest to `wanted`
 * (null: their mean); beyond the ends the one-sided slope; 0 for a single point.
 */
export function localSlope(f: PiecewiseLinear, at: number, tolerance: number, wanted: number | null): number {
  if (f.count < 2) return wanted ?? 0;
  let i = 0;
  while (i < f.count - 2 && f.x[i + 1] < at - tolerance) i++;
  const left = (f.y[i + 1] - f.y[i]) / (f.x[i + 1] - f.x[i]);
  const atKink = i + 2 < f.count && Math.abs(f.x[i + 1] - at) <= tolerance;
  const right = atKink ? (f.y[i + 2] - f.y[i + 1]) / (f.x[i + 2] - f.x[i + 1]) : left;
  if (wanted === null) return 0.5 * (left + right);
  return Math.min(Math.max(wanted, Math.min(left, right)), Math.max(left, right));
}
