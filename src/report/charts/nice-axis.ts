import { formatAtPlace } from '../format.ts';
import type { FrameAxis } from './frame.ts';
import { decimalPlace, niceDomain } from './linear-scale.ts';

/** An axis with grid lines, widened to whole steps, about `count` of them, each labelled to the decimals that it needs. */
export function niceAxis(low: number, high: number, count: number): FrameAxis {
  const { domain, values, step } = niceDomain(low, high, count);
  const ticks = values.map((value) => ({ value, label: formatAtPlace(value, decimalPlace(step)) }));
  return { domain, ticks, grid: true };
}
