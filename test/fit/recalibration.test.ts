import { describe, expect, it } from 'vitest';
import { wholeDayModel } from '../../src/fit/fit-whole-day.ts';
import { recalibrate, recalibrationOf } from '../../src/fit/recalibration.ts';
import { wholeDayPass } from '../../src/fit/whole-day-pass.ts';
import { noisyPrices } from './noisy-prices.ts';
import { fitRequest, syntheticHistory } from './synthetic-history.ts';

const days = 500;
const target = 490;
const noisy = noisyPrices({ days });
const pass = wholeDayPass(syntheticHistory({ days, ...noisy }), 4, 2);
const request = fitRequest(pass.table.dates[target]);
const model = wholeDayModel(pass, request);
const none = { shift: 0, spread: 1, days: 120 };

describe('recalibration', () => {
  it('finds nothing to correct where the process has not changed', () => {
    const found = recalibrationOf(pass, request.generator)(target);
    for (const { shift, spread, days: count } of Object.values(found)) {
      expect(count).toBeGreaterThan(100);
      expect(Math.abs(shift)).toBeLessThan(0.25);
      expect(Math.abs(spread - 1)).toBeLessThan(0.2);
    }
  });

  it('finds the basis too small after it has doubled', () => {
    const doubled = wholeDayPass(
      syntheticHistory({
        days,
        dayAhead: noisy.dayAhead,
        imbalance: (d, s) => noisy.dayAhead(d, s) + (d < 440 ? 1 : 2) * (noisy.imbalance(d, s) - noisy.dayAhead(d, s)),
      }),
      4,
      2,
    );
    const of = recalibrationOf(doubled, request.generator);
    expect(of(470).basisSizeError.shift).toBeGreaterThan(of(435).basisSizeError.shift + 0.1);
  });

  it('leaves the model as it is at shift 0 and spread 1', () => {
    const same = recalibrate(model, { levelError: none, amplitudeError: none, basisSizeError: none });
    same.bank.levelError.forEach((value, i) => expect(value).toBeCloseTo(model.bank.levelError[i], 2));
    expect(same.notes).toEqual(model.notes);
  });

  it('moves the first day’s errors up and apart, within the range of the bank, and says that it is much', () => {
    const moved = recalibrate(model, {
      levelError: { shift: 0.5, spread: 1.3, days: 120 },
      amplitudeError: none,
      basisSizeError: none,
    });
    const { leads, weights } = model;
    const mean = (errors: Float64Array): number => weights.reduce((sum, w, b) => sum + w * errors[b * leads], 0);
    const first = Float64Array.from(weights, (_, b) => moved.bank.levelError[b * leads]);
    const before = Float64Array.from(weights, (_, b) => model.bank.levelError[b * leads]);
    expect(mean(moved.bank.levelError)).toBeGreaterThan(mean(model.bank.levelError) + 0.3);
    expect(Math.max(...first)).toBeLessThanOrEqual(Math.max(...before));
    expect(moved.bank.levelError[1]).toBe(model.bank.levelError[1]);
    expect(moved.notes.at(-1)).toContain('levelError is large: shift 0.50, spread 1.30');
  });
});
