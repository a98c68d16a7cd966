import { describe, expect, it } from 'vitest';
import { fitBasisChain } from '../../src/fit/basis-chain.ts';
import { bankModel } from './bank-model.ts';

const round = (values: Float64Array): number[] => Array.from(values, (value) => Number(value.toFixed(9)));

describe('the chain of the basis', () => {
  // Four slots of three hours, so that each is a group of its own; about their mean of zero the days are ±.
  const days = [
    [2, 1, -1, 4],
    [-2, -1, 1, -4],
  ];

  it('has the mean basis of each state above and below the mean of its group', () => {
    const chain = fitBasisChain(bankModel(days, { periodHours: 3 }), 0, 1, 2);
    expect(round(chain.meanBasis)).toEqual([0, 0, 0, 0]);
    expect(Array.from(chain.group)).toEqual([0, 1, 2, 3]);
    expect(round(chain.centre)).toEqual([-20, 20, -10, 10, -10, 10, -40, 40]);
    expect(round(chain.start)).toEqual([0.5, 0.5]);
  });

  it('counts what followed each state and shrinks it to the whole day', () => {
    const chain = fitBasisChain(bankModel(days, { periodHours: 3 }), 0, 1, 2);
    // Of six transitions two stay in their state; with one more in equal parts, (1 + 0.5)/(3 + 1) of each state stay.
    // In the first slot the only transition stays: (1 + 20·0.375)/(1 + 20).
    expect(round(chain.transition.subarray(0, 2))).toEqual(
      [8.5 / 21, 12.5 / 21].map((share) => Number(share.toFixed(9))),
    );
    // Regression over one slot: (2 − 1 − 4)/(4 + 1 + 1) < 0, so nothing persists; the high state was followed by 10.
    expect(chain.expected[1]).toBeCloseTo(10 / 21, 9);
  });

  it('has one state that says nothing where only one is asked for', () => {
    const chain = fitBasisChain(bankModel(days), 0, 2, 1);
    expect(round(chain.start)).toEqual([1]);
    expect(round(chain.transition)).toEqual([1]);
    expect(chain.centre.every((value) => Math.abs(value) < 1e-9)).toBe(true);
  });

  it('keeps rows of probabilities and ascending states on a bank of many days, spikes apart', () => {
    const bank = Array.from({ length: 200 }, (_, b) =>
      Array.from({ length: 4 }, (__, slot) => (b % 10 === slot ? 30 : Math.sin(b + slot))),
    );
    const { transition, centre, stateCount: K } = fitBasisChain(bankModel(bank), 0, 2);
    for (let row = 0; row < transition.length / K; row++)
      expect(transition.subarray(row * K, (row + 1) * K).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    for (let k = 1; k < K; k++) expect(centre[k]).toBeGreaterThan(centre[k - 1]);
    expect(centre[K - 1]).toBeGreaterThan(200);
  });

  it('follows the wall clock on a day whose hour is skipped', () => {
    const model = bankModel(days, { periodHours: 3, wallClockSlots: [Int32Array.of(0, 3)] });
    expect(Array.from(fitBasisChain(model, 0, 1, 2).group)).toEqual([0, 3]);
  });
});
