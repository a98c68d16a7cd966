import type { Precision } from './exact-precision.ts';
import { copyInto, evaluate } from './piecewise-linear.ts';
import type { PiecewiseLinear, Pruner } from './piecewise-linear.ts';
import type { StageCurves } from './storage-problem.ts';
import { slideWindow } from './window-slide.ts';

/** One side of a stage applied to the value function; false where it is closed or reaches nothing. */
export function applySide(
  side: StageCurves,
  t: number,
  direction: -1 | 1,
  value: PiecewiseLinear,
  lowest: number,
  highest: number,
  precision: Precision,
  pruner: Pruner,
  result: PiecewiseLinear,
  scratch: PiecewiseLinear,
  spare: PiecewiseLinear,
): boolean {
  let nearest = side.firstMWh[t];
  if (Number.isNaN(nearest)) return false;
  let base = side.firstValue[t];
  const start = side.starts[t];
  const last = side.starts[t + 1];
  if (direction === -1) {
    for (let j = start; j < last; j++) {
      nearest += side.width[j];
      base += side.slope[j] * side.width[j];
    }
  }
  let source = value;
  if (Math.abs(nearest) > precision.near || base !== 0) {
    copyInto(value, scratch);
    const shift = Math.abs(nearest) > precision.near ? nearest : 0;
    for (let i = 0; i < scratch.count; i++) {
      scratch.x[i] += shift;
      scratch.y[i] += base;
    }
    source = scratch;
  }
  let target = last - start > 1 ? spare : result;
  let slid = false;
  for (let j = start; j < last; j++) {
    const width = side.width[j];
    const final = j === last - 1;
    if (final) target = result;
    pruner.start(target, precision.money, precision.near);
    const from = direction === -1 ? -width : 0;
    const to = direction === -1 ? 0 : width;
    const ok = slideWindow(
      source,
      side.slope[j],
      from,
      to,
      final ? lowest : -Infinity,
      final ? highest : Infinity,
      precision.slack,
      pruner,
    );
    if (!ok) return false;
    pruner.finish();
    slid = true;
    source = target;
    target = target === spare ? scratch : spare;
  }
  return slid || clip(source, lowest, highest, precision, pruner, result);
}

function clip(
  source: PiecewiseLinear,
  lowest: number,
  highest: number,
  precision: Precision,
  pruner: Pruner,
  result: PiecewiseLinear,
): boolean {
  let from = Math.max(lowest, source.x[0]);
  const to = Math.min(highest, source.x[source.count - 1]);
  if (!(from <= to + precision.slack)) return false;
  if (from > to) from = to;
  pruner.start(result, precision.money, precision.near);
  pruner.push(from, evaluate(source, from));
  for (let i = 0; i < source.count; i++)
    if (source.x[i] > from && source.x[i] < to) pruner.push(source.x[i], source.y[i]);
  if (to > from) pruner.push(to, evaluate(source, to));
  pruner.finish();
  return true;
}
