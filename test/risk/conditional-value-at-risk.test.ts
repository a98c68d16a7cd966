import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conditionalValueAtRisk } from '../../src/risk/conditional-value-at-risk.ts';
import { lossOrder } from '../../src/risk/loss-order.ts';
import { tailWeights } from '../../src/risk/tail-weights.ts';
import { valueAtRisk } from '../../src/risk/value-at-risk.ts';

const oneTo = (count: number): Float64Array => Float64Array.from({ length: count }, (_, i) => i + 1);

describe('value at risk', () => {
  it('is the smallest loss that 95 of 100 equal scenarios do not exceed', () => {
    expect(valueAtRisk(oneTo(100), null, 0.95)).toBe(95);
    expect(valueAtRisk(oneTo(100), null, 0.951)).toBe(96);
  });

  it('reaches its level whatever the rounding of the cumulative weights', () => {
    // Ten weights of 0.1 add up to 0.9999999999999999 and seven to 0.7 - 1e-16 in plain arithmetic.
    for (let k = 1; k <= 10; k++) expect(valueAtRisk(oneTo(10), null, k / 10)).toBe(k);
    for (let k = 1; k <= 1000; k++) expect(valueAtRisk(oneTo(1000), null, k / 1000)).toBe(k);
  });

  it('weighs the scenarios', () => {
    const loss = Float64Array.of(10, 30, 20);
    const weights = Float64Array.of(2, 1, 7); // P(≤ 10) = 0.2, P(≤ 20) = 0.9
    expect(valueAtRisk(loss, weights, 0.2)).toBe(10);
    expect(valueAtRisk(loss, weights, 0.5)).toBe(20);
    expect(valueAtRisk(loss, weights, 0.9)).toBe(20);
    expect(valueAtRisk(loss, weights, 0.91)).toBe(30);
  });

  it('never is a loss of weight zero, at either end', () => {
    const loss = Float64Array.of(-99, 1, 2, 99);
    const weights = Float64Array.of(0, 1, 1, 0);
    expect(valueAtRisk(loss, weights, 0)).toBe(1);
    expect(valueAtRisk(loss, weights, 1)).toBe(2);
  });
});

describe('conditional value at risk', () => {
  it('is the mean of the worst five of 100 losses at 95 %', () => {
    expect(conditionalValueAtRisk(oneTo(100), null, 0.95)).toBeCloseTo(98, 11);
  });

  it('counts the observation that straddles the level in part', () => {
    // Worst 25 % of ten: 10 and 9 in full (0.2), half of 8 (0.05): (1 + 0.9 + 0.4) / 0.25 = 9.2.
    expect(conditionalValueAtRisk(oneTo(10), null, 0.75)).toBeCloseTo(9.2, 12);
    // A tail finer than one observation is the worst loss.
    expect(conditionalValueAtRisk(oneTo(10), null, 0.99)).toBeCloseTo(10, 12);
  });

  it('counts the straddling observation in part under weights', () => {
    // Tail 0.3: 30 with 0.1 and 20 with 0.2 of its 0.7: (3 + 4) / 0.3.
    const cvar = conditionalValueAtRisk(Float64Array.of(10, 30, 20), Float64Array.of(2, 1, 7), 0.7);
    expect(cvar).toBeCloseTo(7 / 0.3, 11);
  });

  it('is the mean loss at 0 and the worst loss of positive weight at 1', () => {
    const loss = Float64Array.of(4, -2, 7, 1e6);
    const weights = Float64Array.of(1, 2, 1, 0);
    expect(conditionalValueAtRisk(loss, weights, 0)).toBeCloseTo((4 - 4 + 7) / 4, 12);
    expect(conditionalValueAtRisk(loss, weights, 1)).toBe(7);
  });

  it('refuses a level outside of [0, 1] and says how to write 95 %', () => {
    expect(() => conditionalValueAtRisk(oneTo(3), null, 95)).toThrow(/write 0.95 for 95 %/);
    expect(() => valueAtRisk(oneTo(3), null, -0.1)).toThrow(/must be in \[0, 1\)/);
    expect(() => tailWeights(oneTo(3), null, Number.NaN)).toThrow(/must be in \[0, 1\)/);
  });
});

describe('tail weights', () => {
  it('let scenarios tied at VaR share the fraction in proportion to their weights', () => {
    // Weights 0.1, 0.1, 0.3, 0.5; tail 0.3: loss 9 takes 0.1, the tie at 5 shares 0.2 as 0.05 and 0.15.
    const tail = tailWeights(Float64Array.of(9, 5, 5, 1), Float64Array.of(1, 1, 3, 5), 0.7);
    expect(largestDifference(tail, [1 / 3, 0.05 / 0.3, 0.15 / 0.3, 0])).toBeLessThan(1e-12);
  });

  it('tie losses that differ only by the rounding of their sums', () => {
    const tail = tailWeights(Float64Array.of(0.1 + 0.2, 0.3, 0, 0), null, 0.75);
    expect(largestDifference(tail, [0.5, 0.5, 0, 0])).toBeLessThan(1e-12);
  });

  it('leave out scenarios that only the rounding of a sum would let in', () => {
    for (const count of [20, 100, 700, 2000, 12_345 * 20]) {
      const tail = tailWeights(oneTo(count), null, 0.95);
      expect(tail.filter((weight) => weight > 0)).toHaveLength(count / 20);
    }
  });

  it('hold the worst loss with all its ties at confidence level 1', () => {
    expect(
      largestDifference(tailWeights(Float64Array.of(8, 2, 8), Float64Array.of(1, 1, 3), 1), [0.25, 0, 0.75]),
    ).toBeLessThan(1e-12);
  });

  it('refuse weights that are negative, all zero, not finite or too few', () => {
    const loss = oneTo(2);
    expect(() => tailWeights(loss, Float64Array.of(1, -1), 0.9)).toThrow(/scenario 2.*not negative, got -1/);
    expect(() => tailWeights(loss, Float64Array.of(0, 0), 0.9)).toThrow(/all weights are zero/);
    expect(() => tailWeights(loss, Float64Array.of(1, Number.NaN), 0.9)).toThrow(/finite/);
    expect(() => tailWeights(loss, Float64Array.of(1), 0.9)).toThrow(/one weight per scenario, 2 in all, got 1/);
    expect(() => tailWeights(new Float64Array(0), null, 0.9)).toThrow(/no scenarios/);
  });
});

const sample = fc
  .array(
    fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: -50, max: 50 }), fc.integer({ min: 0, max: 4 })),
    {
      minLength: 1,
      maxLength: 40,
    },
  )
  .filter((rows) => rows.some(([, , weight]) => weight > 0))
  .map((rows) => ({
    a: Float64Array.from(rows, ([a]) => a),
    b: Float64Array.from(rows, ([, b]) => b),
    weights: Float64Array.from(rows, ([, , weight]) => weight),
  }));
const level = fc.oneof(fc.constantFrom(0, 0.5, 0.9, 0.95, 1), fc.double({ min: 0, max: 0.999, noNaN: true }));

describe('properties of the risk measures', () => {
  it('CVaR is the minimum over v of v + E[(loss − v)⁺]/(1 − c), found by trying every loss', () => {
    fc.assert(
      fc.property(
        sample,
        level.filter((c) => c < 1),
        ({ a, weights }, c) => {
          expect(conditionalValueAtRisk(a, weights, c)).toBeCloseTo(minimumOverLosses(a, weights, c), 8);
        },
      ),
    );
  });

  it('VaR is the smallest loss whose probability of not being exceeded reaches the level, by counting', () => {
    fc.assert(
      fc.property(sample, fc.integer({ min: 0, max: 20 }), ({ a, weights }, twentieths) => {
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        const reaches = (v: number): boolean => {
          const upTo = weights.filter((_, i) => a[i] <= v).reduce((sum, weight) => sum + weight, 0);
          return 20 * upTo >= twentieths * total; // whole numbers: exact
        };
        const candidates = [...a].filter((v, i) => weights[i] > 0 && reaches(v));
        expect(valueAtRisk(a, weights, twentieths / 20)).toBe(Math.min(...candidates));
      }),
    );
  });

  it('shift with the losses and scale with them', () => {
    fc.assert(
      fc.property(sample, level, ({ a, weights }, c) => {
        const cvar = conditionalValueAtRisk(a, weights, c);
        const shifted = a.map((loss) => loss + 1000);
        const scaled = a.map((loss) => loss * 3);
        expect(conditionalValueAtRisk(shifted, weights, c)).toBeCloseTo(cvar + 1000, 8);
        expect(conditionalValueAtRisk(scaled, weights, c)).toBeCloseTo(cvar * 3, 8);
        expect(valueAtRisk(shifted, weights, c)).toBe(valueAtRisk(a, weights, c) + 1000);
        expect(valueAtRisk(scaled, weights, c)).toBe(valueAtRisk(a, weights, c) * 3);
      }),
    );
  });

  it('CVaR of a sum is at most the sum of the CVaRs on common scenarios', () => {
    fc.assert(
      fc.property(sample, level, ({ a, b, weights }, c) => {
        const together = conditionalValueAtRisk(
          a.map((loss, i) => loss + b[i]),
          weights,
          c,
        );
        const apart = conditionalValueAtRisk(a, weights, c) + conditionalValueAtRisk(b, weights, c);
        expect(together).toBeLessThanOrEqual(apart + 1e-9);
      }),
    );
  });

  it('CVaR grows with the level and is at least VaR', () => {
    fc.assert(
      fc.property(sample, level, level, ({ a, weights }, c1, c2) => {
        const [low, high] = c1 < c2 ? [c1, c2] : [c2, c1];
        const cvar = conditionalValueAtRisk(a, weights, high);
        expect(cvar).toBeGreaterThanOrEqual(conditionalValueAtRisk(a, weights, low) - 1e-9);
        expect(cvar).toBeGreaterThanOrEqual(valueAtRisk(a, weights, high) - 1e-9);
      }),
    );
  });

  it('a weight of k equals k copies of the scenario', () => {
    fc.assert(
      fc.property(sample, level, ({ a, weights }, c) => {
        const copies = Float64Array.from([...a].flatMap((loss, i) => Array<number>(weights[i]).fill(loss)));
        expect(conditionalValueAtRisk(a, weights, c)).toBeCloseTo(conditionalValueAtRisk(copies, null, c), 8);
        expect(valueAtRisk(a, weights, c)).toBe(valueAtRisk(copies, null, c));
      }),
    );
  });

  it('tail weights sum to 1 and stay below weight / (1 − c)', () => {
    fc.assert(
      fc.property(
        sample,
        level.filter((c) => c < 1),
        ({ a, weights }, c) => {
          const total = weights.reduce((sum, weight) => sum + weight, 0);
          const tail = tailWeights(a, weights, c, lossOrder(a));
          expect(tail.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
          tail.forEach((weight, i) => expect(weight).toBeLessThanOrEqual(weights[i] / total / (1 - c) + 1e-12));
        },
      ),
    );
  });
});

function minimumOverLosses(loss: Float64Array, weights: Float64Array, confidenceLevel: number): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const at = (v: number): number =>
    v + loss.reduce((sum, l, i) => sum + (weights[i] / total) * Math.max(l - v, 0), 0) / (1 - confidenceLevel);
  return Math.min(...Array.from(loss, at));
}

function largestDifference(actual: Float64Array, expected: number[]): number {
  return Math.max(
    Math.abs(actual.length - expected.length),
    ...expected.map((value, i) => Math.abs(actual[i] - value)),
  );
}
