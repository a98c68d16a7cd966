import type { RainflowCycle } from './rainflow-cycles.ts';

/** How a battery's energy capacity fades; every figure is a share of the capacity when new. */
export interface CapacityFade {
  /** Lost in the first year by age alone. */
  readonly calendarFadePerYear: number;
  /** `linear`: the same every year; `squareRoot`: in proportion to the root of age, fast at first. */
  readonly calendarLaw: 'linear' | 'squareRoot';
  /** Lost by one cycle of full depth. */
  readonly cycleFadePerFullCycle: number;
  /** A cycle of depth δ costs δ^exponent of a full one; 1: wear by throughput alone; above 1: shallow cycles are gentler. */
  readonly depthExponent: number;
}

/**
 * Capacity lost between two ages, in years: f·(to − from), or f·(√to − √from). Source of the root: growth of
 * the passivating layer, Schmalstieg et al., Journal of Power Sources 257 (2014) 325-334.
 */
export function calendarFade(fromYears: number, toYears: number, fade: CapacityFade): number {
  const age = (years: number): number => (fade.calendarLaw === 'squareRoot' ? Math.sqrt(years) : years);
  return fade.calendarFadePerYear * (age(toYears) - age(fromYears));
}

/**
 * Capacity lost by cycles whose depths are shares of the capacity: k·Σ count·depth^p. Source: linear
 * accumulation (Miner, Journal of Applied Mechanics 12 (1945) A159-A164) over rainflow cycles, as Xu et al.,
 * IEEE Transactions on Smart Grid 9 (2018) 1131-1140.
 */
export function cycleFade(cycles: readonly RainflowCycle[], fade: CapacityFade): number {
  let fullCycles = 0;
  for (const { depth, count } of cycles) fullCycles += count * depth ** fade.depthExponent;
  return fade.cycleFadePerFullCycle * fullCycles;
}
