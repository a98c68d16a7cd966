import { describe, expect, it } from 'vitest';
import { acceptedBelow, acceptedNear, onTick, type MarketRules } from '../../src/domain/market-rules.ts';

const any: MarketRules = { lotMW: 0, minimumMW: 0, priceTick: 0 };
const tenths: MarketRules = { lotMW: 0.1, minimumMW: 0.1, priceTick: 0.01 };
const fromFive: MarketRules = { lotMW: 2, minimumMW: 5, priceTick: 0.05 };

describe('the largest accepted reservation', () => {
  it.each([
    [any, 7.123, 7.123],
    [tenths, 7.19, 7.1],
    [tenths, 0.3, 0.3],
    [tenths, 0.3 - 1e-9, 0.3],
    [tenths, 0.09, 0],
    [fromFive, 7.9, 6],
    [fromFive, 5.9, 0],
  ])('under %o of %d MW is %d MW', (rules, volume, accepted) => {
    expect(acceptedBelow(rules, volume)).toBe(accepted);
  });
});

describe('the nearest accepted volume', () => {
  it.each([
    ['rounds to the nearest lot', tenths, 3.16, -50, 50, 3.2],
    ['rounds purchases alike', tenths, -3.16, -50, 50, -3.2],
    ['stays below the upper bound', tenths, 3.16, -50, 3.19, 3.1],
    ['stays above the lower bound', tenths, -3.16, -3.19, 50, -3.1],
    ['is nothing rather than less than the minimum', fromFive, 2.9, -50, 50, 0],
    ['is the minimum in whole lots where that is nearer', fromFive, 4, -50, 50, 6],
    ['is bought in whole lots from the minimum on', fromFive, -4, -50, 50, -6],
    ['is the minimum where nothing is out of bounds', fromFive, 1, 0.5, 50, 6],
    ['keeps any volume where there are no rules', any, 3.16, -50, 50, 3.16],
  ])('%s', (_, rules, volume, lower, upper, accepted) => {
    expect(acceptedNear(rules, volume, lower, upper)).toBe(accepted);
  });

  it('is missing where no lot lies between the bounds', () => {
    expect(acceptedNear(tenths, 3.16, 3.12, 3.18)).toBeNull();
    expect(acceptedNear(fromFive, 3, 1, 5.5)).toBeNull();
  });

  it('never turns into minus zero', () => {
    expect(Object.is(acceptedNear(tenths, -0.01, -50, 50), 0)).toBe(true);
  });
});

describe('the nearest price', () => {
  it('is a multiple of the tick, without a binary rest', () => {
    expect([onTick(tenths, 61.236), onTick(fromFive, -3.13), onTick(any, 1 / 3)]).toEqual([61.24, -3.15, 1 / 3]);
  });
});
