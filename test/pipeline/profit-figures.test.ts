import { describe, expect, it } from 'vitest';
import { profitFigureNames, profitStandardErrors } from '../../src/pipeline/profit-figures.ts';

const weights = new Float64Array(200).fill(1 / 200);
const errorOf = (profit: Float64Array, name: (typeof profitFigureNames)[number]): number | null =>
  profitStandardErrors(profit, weights, 0.95)[profitFigureNames.indexOf(name)];

describe('the error of a figure of profit', () => {
  it('is none, not zero, for the probability of loss where no scenario loses or all do', () => {
    const gains = Float64Array.from(weights, (_, i) => 1 + ((i * 37) % 101));
    expect(errorOf(gains, 'probabilityOfLoss')).toBeNull();
    expect(
      errorOf(
        gains.map((gain) => -gain),
        'probabilityOfLoss',
      ),
    ).toBeNull();
    expect(
      errorOf(
        gains.map((gain) => gain - 20),
        'probabilityOfLoss',
      ),
    ).toBeGreaterThan(0);
    expect(errorOf(gains, 'mean')).toBeGreaterThan(0);
  });

  it('is none for the standard deviation where there is no spread, and for the worst loss', () => {
    const same = new Float64Array(200).fill(5);
    expect(errorOf(same, 'standardDeviation')).toBeNull();
    expect(errorOf(same, 'worstLoss')).toBeNull();
    expect(errorOf(same, 'mean')).toBe(0);
  });
});
