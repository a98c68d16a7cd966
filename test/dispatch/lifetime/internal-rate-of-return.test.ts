import { describe, expect, it } from 'vitest';
import { netPresentValue } from '../../../src/dispatch/lifetime/cash-flow.ts';
import { internalRateOfReturn } from '../../../src/dispatch/lifetime/internal-rate-of-return.ts';
import { seededUniform } from '../seeded-uniform.ts';

describe('the internal rate of return', () => {
  // The first four are the examples of numpy-financial's irr, the fifth that of Excel's IRR.
  it.each([
    [[-100, 39, 59, 55, 20], 0.28095, 5],
    [[-100, 0, 0, 74], -0.0955, 5],
    [[-100, 100, 0, -7], -0.0833, 4],
    [[-100, 100, 0, 7], 0.06206, 5],
    [[-70_000, 12_000, 15_000, 18_000, 21_000, 26_000], 0.0866309, 6],
    [[-100, 110], 0.1, 12],
    [[-100, 5], -0.95, 12],
    [[-1, 1e6], 999_999, 4],
  ])('of %j is %f', (amounts, rate, digits) => {
    const found = internalRateOfReturn(yearly(amounts));
    expect(found.rates.some((one) => Math.abs(one - rate) < 0.5 * 10 ** -digits)).toBe(true);
    expect(found.rate).toBe(found.rates.length === 1 ? found.rates[0] : null);
    expect(found.rates.length).toBeLessThanOrEqual(found.signChanges);
  });

  it('is null with both rates listed where there are two: the oil pump of Lorie and Savage', () => {
    // −1,600 + 10,000/(1+r) − 10,000/(1+r)² = 0 at 25 % and at 400 %.
    const { rate, rates, signChanges } = internalRateOfReturn(yearly([-1600, 10_000, -10_000]));
    expect(rate).toBeNull();
    expect(signChanges).toBe(2);
    expect(rates[0]).toBeCloseTo(0.25, 12);
    expect(rates[1]).toBeCloseTo(4, 12);
    expect(rates).toHaveLength(2);
  });

  it('counts two rates that coincide once', () => {
    // (x − 1/1.1)² with x = 1/(1 + r).
    const { rate, rates } = internalRateOfReturn(yearly([-1, 2.2, -1.21]));
    expect(rates).toHaveLength(1);
    expect(rate).toBeCloseTo(0.1, 5);
  });

  it('is null where there is none', () => {
    expect(internalRateOfReturn(yearly([-100, -5, -5]))).toEqual({ rate: null, rates: [], signChanges: 0 });
    expect(internalRateOfReturn(yearly([100, 5]))).toEqual({ rate: null, rates: [], signChanges: 0 });
    expect(internalRateOfReturn(yearly([-100, 100, -100]))).toEqual({ rate: null, rates: [], signChanges: 2 });
    expect(internalRateOfReturn([])).toEqual({ rate: null, rates: [], signChanges: 0 });
  });

  it('takes flows between whole years', () => {
    // 100 grows to 121 in two and a half years.
    const flows = [
      { years: 0, amount: -100 },
      { years: 2.5, amount: 121 },
    ];
    expect(internalRateOfReturn(flows).rate).toBeCloseTo(1.21 ** 0.4 - 1, 12);
  });

  it('finds every root of flows made from their roots', () => {
    const random = seededUniform(3);
    for (let round = 0; round < 200; round++) {
      // Π (x − x_i) with x = 1/(1 + r), from far apart roots.
      const factors = [0.3, 0.62, 0.95, 1.4].map((x) => x + 0.1 * random()).slice(0, 1 + (round % 4));
      let amounts = [-50];
      for (const x of factors) amounts = [...amounts, 0].map((_, i) => (amounts[i - 1] ?? 0) - x * (amounts[i] ?? 0));
      const { rates, rate } = internalRateOfReturn(yearly(amounts));
      const expected = factors.map((x) => 1 / x - 1).toSorted((a, b) => a - b);
      expect(rates).toHaveLength(expected.length);
      for (const [i, one] of rates.entries()) expect(one).toBeCloseTo(expected[i], 9);
      expect(rate === null).toBe(expected.length > 1);
    }
  });

  it('has a limit that lives of less than about a hundredth of a year can pass', () => {
    const paidBack = (years: number) =>
      internalRateOfReturn([
        { years: 0, amount: -1 },
        { years, amount: 10 },
      ]);
    expect(Math.log1p(paidBack(0.01).rate!)).toBeCloseTo(Math.log(10) / 0.01, 6);
    // ln 10 / 0.005 = 460 > 256.
    expect(paidBack(0.005)).toEqual({ rate: null, rates: [], signChanges: 1 });
  });

  it('makes the flows of random investments of 40 years worth nothing', () => {
    const random = seededUniform(4);
    for (let round = 0; round < 200; round++) {
      const amounts = [-1000, ...Array.from({ length: 40 }, () => 300 * random() - (round % 2) * 60)];
      const flows = yearly(amounts);
      const { rates, signChanges } = internalRateOfReturn(flows);
      expect(rates.length % 2).toBe(signChanges % 2);
      for (const rate of rates) {
        const size = flows.reduce((sum, { years, amount }) => sum + Math.abs(amount) * (1 + rate) ** -years, 0);
        expect(Math.abs(netPresentValue(flows, rate)) / size).toBeLessThan(1e-12);
      }
    }
  });
});

function yearly(amounts: readonly number[]): { years: number; amount: number }[] {
  return amounts.map((amount, years) => ({ years, amount }));
}
