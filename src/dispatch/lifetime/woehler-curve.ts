import { ConfigError } from '../../errors.ts';
import type { CapacityFade } from './capacity-fade.ts';

/** A line of a data sheet: cycles of one depth that a battery lasts until the end of its life. */
export interface CycleLife {
  /** Depth of discharge, in (0, 1]. */
  readonly depth: number;
  readonly cycles: number;
}

type CycleWear = Pick<CapacityFade, 'cycleFadePerFullCycle' | 'depthExponent'>;

/**
 * The fade by cycles that a data sheet means: N(δ) = (1 − end)/(k·δ^p) cycles of depth δ until the end of life, by
 * least squares of ln N = ln N(1) − p·ln δ, so k = (1 − end)/N(1). A
 * single line gives p = 1, wear by throughput. Throws a ConfigError where lines contradict the law: fewer
 * cycles at a smaller depth, or one depth only in several lines.
 *
 * Example: 3,000 cycles at depth 1 and 12,000 at 0.5 give p = 2.
 */
export function fitWoehlerCurve(
  lines: readonly CycleLife[],
  endOfLifeShare: number,
  place: { readonly file?: string; readonly field: string } = { field: 'cycleLife' },
): CycleWear {
  if (lines.length === 1) {
    const [{ depth, cycles }] = lines;
    return { cycleFadePerFullCycle: (1 - endOfLifeShare) / (cycles * depth), depthExponent: 1 };
  }
  const x = lines.map(({ depth }) => Math.log(depth));
  const y = lines.map(({ cycles }) => Math.log(cycles));
  const meanX = mean(x);
  const meanY = mean(y);
  let products = 0;
  let squares = 0;
  for (let i = 0; i < lines.length; i++) {
    products += (x[i] - meanX) * (y[i] - meanY);
    squares += (x[i] - meanX) ** 2;
  }
  const depthExponent = -products / squares;
  if (!(depthExponent >= 0) || !Number.isFinite(depthExponent)) {
    throw new ConfigError('the cycle life is not a falling curve', {
      ...place,
      rule: 'depths differ, and shallow cycles last at least as many times as deep ones',
      value: lines.map(({ depth, cycles }) => `${cycles} at ${depth}`).join(', '),
      remedy: 'correct the lines, or keep one',
    });
  }
  return { cycleFadePerFullCycle: (1 - endOfLifeShare) / Math.exp(meanY + depthExponent * meanX), depthExponent };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
