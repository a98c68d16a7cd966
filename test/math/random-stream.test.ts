import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomStream, streamPurpose } from '../../src/math/random-stream.ts';

const draw = (count: number, next: () => number): number[] => Array.from({ length: count }, next);

describe('random stream', () => {
  it('gives the same numbers again for the same seed, purpose and index', () => {
    fc.assert(
      fc.property(fc.nat(4_294_967_294), fc.nat(1_000_000), (seed, index) => {
        const one = randomStream(seed, 'smoothing', index);
        const other = randomStream(seed, 'smoothing', index);
        expect(draw(5, one.normal)).toEqual(draw(5, other.normal));
      }),
      { numRuns: 20 },
    );
  });

  it('gives other numbers for another seed, purpose or index', () => {
    const first = new Set<number>();
    const variants = [
      randomStream(1, 'smoothing', 0),
      randomStream(2, 'smoothing', 0),
      randomStream(1, 'smoothing', 1),
      randomStream(1, 'bankDraw', 0),
    ];
    for (const stream of variants) first.add(stream.uniform());
    expect(first.size).toBe(variants.length);
  });

  it('has a number of its own for each purpose', () => {
    const numbers = Object.values(streamPurpose);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it('has uniform numbers in [0, 1) with mean ½, standard normals and exponentials with mean 1', () => {
    const count = 20_000;
    const stream = randomStream(5, 'bankBand');
    const uniforms = draw(count, stream.uniform);
    const normals = draw(count, stream.normal);
    const exponentials = draw(count, stream.exponential);
    const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(Math.min(...uniforms)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...uniforms)).toBeLessThan(1);
    // Five standard errors: 5/√(12·20,000), 5/√20,000, 5·√2/√20,000, 5/√20,000.
    expect(Math.abs(mean(uniforms) - 0.5)).toBeLessThan(0.0103);
    expect(Math.abs(mean(normals))).toBeLessThan(0.0354);
    expect(Math.abs(mean(normals.map((value) => value * value)) - 1)).toBeLessThan(0.05);
    expect(Math.abs(mean(exponentials) - 1)).toBeLessThan(0.0354);
    expect(Math.min(...exponentials)).toBeGreaterThanOrEqual(0);
  });

  it('of neighbouring scenarios are uncorrelated', () => {
    const count = 4000;
    const firsts = draw(count, (index = 0) => index).map((_, index) => randomStream(1, 'smoothing', index).normal());
    let product = 0;
    for (let i = 1; i < count; i++) product += firsts[i] * firsts[i - 1];
    expect(Math.abs(product / count)).toBeLessThan(5 / Math.sqrt(count));
  });
});
