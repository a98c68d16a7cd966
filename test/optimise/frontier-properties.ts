import { expect } from 'vitest';
import type { FrontierPlan } from '../../src/optimise/solve-plan.ts';

/** Ascending, monotone, concave, limits kept; shadow prices between the neighbouring slopes, null first. Tolerance relative. */
export function expectFrontierProperties(frontier: readonly FrontierPlan[], tolerance: number, title: string): void {
  const slack =
    tolerance *
    Math.max(1, ...frontier.map((point) => Math.abs(point.mean)), ...frontier.map((point) => Math.abs(point.limit)));
  const span = frontier[frontier.length - 1].limit - frontier[0].limit;
  const step = span / Math.max(1, frontier.length - 1);
  const slope = (i: number): number => (frontier[i + 1].mean - frontier[i].mean) / step;
  expect(frontier[0].shadowPrice, title).toBeNull();
  for (let i = 0; i < frontier.length; i++) {
    expect(frontier[i].conditionalValueAtRisk, `limit of point ${i}, ${title}`).toBeLessThanOrEqual(
      frontier[i].limit + slack,
    );
    if (i + 1 < frontier.length)
      expect(frontier[i].mean, `monotone at ${i}, ${title}`).toBeLessThanOrEqual(frontier[i + 1].mean + slack);
    if (i > 0 && i + 1 < frontier.length) {
      expect(slope(i) * step, `concave at ${i}, ${title}`).toBeLessThanOrEqual(slope(i - 1) * step + 2 * slack);
      const price = frontier[i].shadowPrice ?? NaN;
      expect(price * step, `shadow price of ${i}, ${title}`).toBeLessThanOrEqual(slope(i - 1) * step + slack);
      expect(price * step, `shadow price of ${i}, ${title}`).toBeGreaterThanOrEqual(slope(i) * step - slack);
    }
  }
}
