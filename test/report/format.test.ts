import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { currencySymbol } from '../../src/report/currency-symbol.ts';
import {
  formatAmount,
  formatAtPlace,
  formatChange,
  formatEnergyPrice,
  formatMoney,
  formatRange,
  formatServicePrice,
  formatShare,
  formatTail,
  formatUnit,
  formatWithError,
  largestRemainder,
  moneyUnit,
  significantPlace,
  tablePlace,
} from '../../src/report/format.ts';

const nbsp = '\u00a0';

describe('a value with its error', () => {
  it('has three significant digits beside two of the error', () => {
    expect(formatWithError(10_712, 131, '£')).toBe(`£10,700${nbsp}±${nbsp}130`);
    expect(formatWithError(2093, 487, '£')).toBe(`£2,090${nbsp}±${nbsp}490`);
  });

  it('takes the place of the error where that is coarser', () => {
    expect(formatWithError(12.34, 487, '£')).toBe(`£10${nbsp}±${nbsp}490`);
    expect(formatWithError(0, 487, '£')).toBe(`£0${nbsp}±${nbsp}490`);
  });

  it('carries none where there is none', () => {
    expect(formatWithError(14_683, null, '£')).toBe('£14,700');
    expect(formatWithError(14_683, 0, '£')).toBe('£14,700');
  });

  it('puts the minus, U+2212, before the currency', () => {
    expect(formatWithError(-1552, 370, '£')).toBe(`−£1,550${nbsp}±${nbsp}370`);
  });

  it('keeps long money whole', () => {
    expect(formatWithError(311_234_567, 3_912_345, 'A$')).toBe(`A$311,000,000${nbsp}±${nbsp}3,900,000`);
  });
});

describe('rounding to a place', () => {
  it('groups thousands and never prints a negative zero', () => {
    expect(formatAtPlace(1_234_567.4, 1)).toBe('1,234,567');
    expect(formatAtPlace(-0.04, 0.1)).toBe('0.0');
    expect(formatAtPlace(-4, 10)).toBe('0');
  });

  it('treats halves alike on both sides of zero', () => {
    expect(formatAtPlace(1.585, 0.01)).toBe('1.59');
    expect(formatAtPlace(-1.585, 0.01)).toBe('−1.59');
  });

  it('knows the place of the n-th significant digit, past a rounding up', () => {
    expect(significantPlace(10_712, 3)).toBe(100);
    expect(significantPlace(9996, 3)).toBe(100);
    expect(significantPlace(0.0123, 2)).toBeCloseTo(0.001, 12);
    expect(significantPlace(0, 3)).toBe(0);
  });

  it('shows changes with their sign and no change without', () => {
    expect(formatChange(1420, 10)).toBe('+1,420');
    expect(formatChange(-86, 10)).toBe('−90');
    expect(formatChange(3, 10)).toBe('0');
  });
});

describe('a table that adds up', () => {
  it('has the place of its total’s error', () => {
    expect(tablePlace(10_690, 131)).toBe(10);
    expect(tablePlace(10_690, null)).toBe(100);
  });

  it('gives the last units to the largest remainders', () => {
    expect(largestRemainder([3.4, 3.4, 3.2], 1)).toEqual([4, 3, 3]);
    expect(largestRemainder([-1.5, 2.5], 1)).toEqual([-1, 2]);
  });

  it('always adds up to its rounded total, each entry less than one unit from its own value', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 12 }),
        fc.constantFrom(1, 10, 100),
        (values, place) => {
          const rounded = largestRemainder(values, place);
          const sum = (numbers: readonly number[]): number => numbers.reduce((total, value) => total + value, 0);
          expect(Math.abs(sum(rounded) - sum(values))).toBeLessThanOrEqual(place / 2 + 1e-6);
          rounded.forEach((value, i) => expect(Math.abs(value - values[i])).toBeLessThan(place + 1e-6));
        },
      ),
      { seed: 7, numRuns: 200 },
    );
  });
});

describe('units', () => {
  it('prints shares as per cent, with an error where there is one', () => {
    expect(formatShare(0.0364)).toBe(`3.6${nbsp}%`);
    expect(formatShare(0.0364, 0.0042)).toBe(`3.6${nbsp}±${nbsp}0.4${nbsp}%`);
    expect(formatShare(0.22)).toBe(`22${nbsp}%`);
    expect(formatTail(0.95)).toBe(`5${nbsp}%`);
    expect(formatTail(0.975)).toBe(`2.5${nbsp}%`);
  });

  it('prints energy prices whole from 10 up and service prices always with two decimals', () => {
    expect(formatEnergyPrice(123.4, '£')).toBe('£123');
    expect(formatEnergyPrice(-4.567, '£')).toBe('−£4.57');
    expect(formatServicePrice(12, '£')).toBe('£12.00');
  });

  it('prints power whole where it is whole', () => {
    expect([35, -20, 12.34, 7.5, 0.456, 100, 0].map(formatAmount)).toEqual([
      '35',
      '−20',
      '12.3',
      '7.5',
      '0.46',
      '100',
      '0',
    ]);
    expect(formatRange('35', '50')).toBe('35–50');
    expect(formatRange('35', '35')).toBe('35');
  });

  it('knows currency signs, and keeps the code of a currency without one', () => {
    expect(['GBP', 'EUR', 'AUD', 'CHF'].map(currencySymbol)).toEqual(['£', '€', 'A$', `CHF${nbsp}`]);
    expect(formatMoney(-12, currencySymbol('CHF'))).toBe(`−CHF${nbsp}12.0`);
    expect(formatUnit('GBP/MW/h', 'GBP', '£')).toBe('£/MW/h');
  });

  it('tells tables in millions from eight digits up', () => {
    expect(moneyUnit([12_000_000, 3], '£')).toEqual({ divisor: 1e6, heading: 'million £' });
    expect(moneyUnit([-9_999_999], '£')).toEqual({ divisor: 1, heading: '£' });
  });
});
