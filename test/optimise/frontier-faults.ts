import type { FrontierPlan } from '../../src/optimise/solve-plan.ts';

/**
 * What is wrong with a frontier: limits not kept, mean not monotone, not concave, a shadow price outside the
 * slopes to the neighbours, the first one not null. Tolerance relative to the largest figure.
 */
export function frontierFaults(frontier: readonly FrontierPlan<unknown>[], tolerance: number): string[] {
  const slack =
    tolerance * Math.max(1, ...frontier.map((point) => Math.max(Math.abs(point.mean), Math.abs(point.limit))));
  const step = (frontier[frontier.length - 1].limit - frontier[0].limit) / Math.max(1, frontier.length - 1);
  const rise = (i: number): number => frontier[i + 1].mean - frontier[i].mean;
  const faults: string[] = frontier[0].shadowPrice === null ? [] : ['the first shadow price is not null'];
  frontier.forEach(({ conditionalValueAtRisk, limit, shadowPrice }, i) => {
    if (conditionalValueAtRisk > limit + slack)
      faults.push(`point ${i} exceeds its limit by ${conditionalValueAtRisk - limit}`);
    if (i + 1 < frontier.length && rise(i) < -slack) faults.push(`the mean falls by ${-rise(i)} after point ${i}`);
    if (i === 0 || i + 1 === frontier.length) return;
    if (rise(i) > rise(i - 1) + 2 * slack) faults.push(`not concave at point ${i}: ${rise(i - 1)} then ${rise(i)}`);
    const worth = (shadowPrice ?? NaN) * step;
    if (!(worth <= rise(i - 1) + slack && worth >= rise(i) - slack))
      faults.push(`shadow price of point ${i}: ${worth} outside ${rise(i)} to ${rise(i - 1)}`);
  });
  return faults;
}
