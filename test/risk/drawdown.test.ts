import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maximumDrawdown, maximumDrawdowns, summariseDrawdown } from '../../src/risk/drawdown.ts';

describe('maximum drawdown', () => {
  it('is the largest fall of cumulative profit below its running maximum', () => {
    // Cumulative 5, 2, 6, 1, 3: falls of 3 and 5.
    expect(maximumDrawdown(Float64Array.of(5, -3, 4, -5, 2))).toBe(5);
  });

  it('starts from a running maximum of zero', () => {
    expect(maximumDrawdown(Float64Array.of(-2, -1, 10))).toBe(3);
    expect(maximumDrawdown(Float64Array.of(1, 2, 3))).toBe(0);
    expect(maximumDrawdown(new Float64Array(0))).toBe(0);
  });

  it('is taken path by path of a row-major matrix', () => {
    expect([...maximumDrawdowns(Float64Array.of(1, -4, 2, 1, 1, 1), 2, 3)]).toEqual([4, 0]);
  });

  it('equals the greatest loss between any two moments', () => {
    const path = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(path, (gains) => {
        let worst = 0;
        for (let from = 0; from < gains.length; from++) {
          for (let to = from + 1; to <= gains.length; to++) {
            worst = Math.max(worst, -gains.slice(from, to).reduce((sum, gain) => sum + gain, 0));
          }
        }
        expect(maximumDrawdown(Float64Array.from(gains))).toBe(worst);
      }),
    );
  });
});

describe('drawdown summary', () => {
  it('gives mean, 95 % quantile and conditional drawdown-at-risk', () => {
    const summary = summariseDrawdown(
      Float64Array.from({ length: 100 }, (_, i) => i + 1),
      null,
    );
    expect(summary.mean).toBeCloseTo(50.5, 12);
    expect(summary.quantile).toBe(95);
    expect(summary.conditionalDrawdownAtRisk).toBeCloseTo(98, 11);
  });

  it('weighs the paths', () => {
    const summary = summariseDrawdown(Float64Array.of(0, 10, 20), Float64Array.of(5, 3, 2), 0.7);
    expect(summary.mean).toBeCloseTo(7, 12);
    expect(summary.quantile).toBe(10);
    expect(summary.conditionalDrawdownAtRisk).toBeCloseTo((20 * 0.2 + 10 * 0.1) / 0.3, 11);
  });
});
