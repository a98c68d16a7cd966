import { describe, expect, it } from 'vitest';
import { netPresentValue, paybackYears } from '../../../src/dispatch/lifetime/cash-flow.ts';

const flows = [
  { years: 0, amount: -100 },
  { years: 1, amount: 60 },
  { years: 2, amount: 80 },
  { years: 2.5, amount: 10 },
];

describe('flows of money', () => {
  it('are worth today what each is worth discounted from its time', () => {
    expect(netPresentValue(flows, 0)).toBe(50);
    expect(netPresentValue(flows, 0.25)).toBeCloseTo(-100 + 48 + 51.2 + 10 * 1.25 ** -2.5, 12);
  });

  it('pay back within a year, at the part of it that is needed', () => {
    expect(paybackYears(flows, 0)).toBe(1.5);
    // Discounted at 25 %: 48 after one year; 51.2 are earned in the second, 5.72 in the half year after.
    expect(paybackYears(flows, 0.25)).toBeCloseTo(2 + (0.5 * 0.8) / (10 * 1.25 ** -2.5), 12);
  });

  it('pay back at once where nothing is spent, and never where too little comes back', () => {
    expect(paybackYears(flows.slice(1), 0)).toBe(0);
    expect(paybackYears(flows.slice(0, 2), 0)).toBeNull();
  });
});
