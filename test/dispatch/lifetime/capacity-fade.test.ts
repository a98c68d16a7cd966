import { describe, expect, it } from 'vitest';
import { calendarFade, cycleFade } from '../../../src/dispatch/lifetime/capacity-fade.ts';
import type { CapacityFade } from '../../../src/dispatch/lifetime/capacity-fade.ts';
import { countRainflowCycles } from '../../../src/dispatch/lifetime/rainflow-cycles.ts';
import { fitWoehlerCurve } from '../../../src/dispatch/lifetime/woehler-curve.ts';

const fade: CapacityFade = {
  calendarFadePerYear: 0.02,
  calendarLaw: 'linear',
  cycleFadePerFullCycle: 1e-4,
  depthExponent: 2,
};

describe('fade by age', () => {
  it('is the same every year by the linear law', () => {
    expect(calendarFade(0, 1, fade)).toBeCloseTo(0.02, 15);
    expect(calendarFade(8, 9, fade)).toBeCloseTo(0.02, 15);
  });

  it('grows with the root of age by the other', () => {
    const root = { ...fade, calendarLaw: 'squareRoot' } as const;
    expect(calendarFade(0, 1, root)).toBeCloseTo(0.02, 15);
    expect(calendarFade(0, 9, root)).toBeCloseTo(0.06, 15);
    expect(calendarFade(4, 9, root)).toBeCloseTo(0.02, 15);
  });
});

describe('fade by cycles', () => {
  it('weighs each cycle by its depth to the exponent', () => {
    // One closed cycle of depth 0.2 and half a cycle of depth 1: 1e-4 · (0.04 + 0.5).
    expect(cycleFade(countRainflowCycles([0, 0.6, 0.4, 1]), fade)).toBeCloseTo(0.54e-4, 15);
  });

  it('depends on the energy moved alone where the exponent is 1', () => {
    const throughput = { ...fade, depthExponent: 1 };
    const deep = cycleFade(countRainflowCycles([0, 1, 0]), throughput);
    const shallow = cycleFade(countRainflowCycles([0.5, 0.75, 0.5, 0.75, 0.5, 0.75, 0.5, 0.75, 0.5]), throughput);
    expect(deep).toBeCloseTo(1e-4, 15);
    expect(shallow).toBeCloseTo(deep, 15);
  });

  it('uses up a life in the number of cycles that the Wöhler curve gives', () => {
    // 0.2 of fade at 1e-4 a full cycle: 2,000 full cycles; at half the depth four times as many.
    const fadeOf = (depth: number, cycles: number): number =>
      cycleFade(
        Array.from({ length: cycles }, () => ({ depth, mean: 0.5, count: 1 }) as const),
        fade,
      );
    expect(fadeOf(1, 2000)).toBeCloseTo(0.2, 12);
    expect(fadeOf(0.5, 8000)).toBeCloseTo(0.2, 12);
  });
});

describe('the Wöhler curve of a data sheet', () => {
  it('passes through two lines', () => {
    const curve = fitWoehlerCurve(
      [
        { depth: 1, cycles: 3000 },
        { depth: 0.5, cycles: 12_000 },
      ],
      0.7,
    );
    expect(curve.depthExponent).toBeCloseTo(2, 12);
    expect(curve.cycleFadePerFullCycle).toBeCloseTo(1e-4, 15);
  });

  it('is the least-squares line of the logarithms of more', () => {
    // ln δ = 0, −1, −2 and ln N = 7, 8.3, 8.8: slope −0.9, level 7 + 2/15 at depth 1.
    const lines = [7, 8.3, 8.8].map((logarithm, i) => ({ depth: Math.exp(-i), cycles: Math.exp(logarithm) }));
    const curve = fitWoehlerCurve(lines, 0.8);
    expect(curve.depthExponent).toBeCloseTo(0.9, 12);
    expect(curve.cycleFadePerFullCycle).toBeCloseTo(0.2 / Math.exp(7 + 2 / 15), 12);
  });

  it('is wear by throughput where one line is given', () => {
    const curve = fitWoehlerCurve([{ depth: 0.8, cycles: 5000 }], 0.8);
    expect(curve).toEqual({ cycleFadePerFullCycle: expect.closeTo(5e-5, 15), depthExponent: 1 });
    // All of the fade to 80 % in 5,000 cycles of depth 0.8.
    expect(5000 * curve.cycleFadePerFullCycle * 0.8).toBeCloseTo(0.2, 12);
  });

  it.each([
    ['shallow cycles that wear more', [3000, 2000], [1, 0.5]],
    ['one depth twice', [3000, 4000], [1, 1]],
  ])('rejects %s', (_, cycles, depths) => {
    const lines = depths.map((depth, i) => ({ depth, cycles: cycles[i] }));
    expect(() => fitWoehlerCurve(lines, 0.8)).toThrow(/cycleLife.*shallow cycles/);
  });
});
