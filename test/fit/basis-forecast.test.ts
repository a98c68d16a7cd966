import { describe, expect, it } from 'vitest';
import { fitBasisForecast } from '../../src/fit/basis-forecast.ts';
import { bankModel } from './bank-model.ts';

describe('the forecast of the basis', () => {
  it('has the weighted mean of the bank at the size forecast for the day', () => {
    const model = bankModel(
      [
        [1, 0, -1, 2],
        [0, 0, 1, 0],
      ],
      { weights: Float64Array.of(0.75, 0.25) },
    );
    expect(Array.from(fitBasisForecast(model, 0, 2).meanBasis, (value) => Number(value.toFixed(9)))).toEqual([
      7.5, 0, -5, 15,
    ]);
  });

  it('scales each past day by its own error of size', () => {
    const model = bankModel([[1, 1, 1, 1]]);
    model.bank.basisSizeError[0] = Math.log(3);
    expect(fitBasisForecast(model, 0, 2).meanBasis[0]).toBeCloseTo(30, 9);
  });

  it('regresses a basis on the one k slots before, by hand', () => {
    // About their mean of zero the two days are ±(2, 1, 0, 0): Σ x² from slots 0 to 2 is 5, of neighbours 2·1.
    const forecast = fitBasisForecast(
      bankModel([
        [2, 1, 0, 0],
        [-2, -1, 0, 0],
      ]),
      0,
      2,
    );
    expect(Array.from(forecast.persistence, (value) => Number(value.toFixed(9)))).toEqual([1, 0.4, 0, 0, 0]);
    expect(forecast.publicationDelay).toBe(2);
  });

  it('never expects a surprise to turn round or to grow', () => {
    const forecast = fitBasisForecast(
      bankModel([
        [1, 3, -1, 3],
        [-1, -3, 1, -3],
      ]),
      0,
      2,
    );
    // Slope over one slot (3 − 3 − 3)/(1 + 9 + 1) < 0; over three slots 3/1 > 1.
    expect(Array.from(forecast.persistence)).toEqual([1, 0, expect.any(Number), 1, 0]);
  });

  it('follows the wall clock on a day whose hour is skipped', () => {
    const model = bankModel([[1, 2, 3, 4]], {
      wallClockSlots: [Int32Array.of(0, 3)],
      days: [{ date: '2026-03-29', startTime: 0, endTime: 0, periodCount: 2 }],
    });
    expect(Array.from(fitBasisForecast(model, 0, 2).meanBasis, (value) => Math.round(value))).toEqual([10, 40]);
  });
});
