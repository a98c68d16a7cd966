import { describe, expect, it } from 'vitest';
import type { BatteryLifetime } from '../../../src/dispatch/lifetime/battery-lifetime.ts';
import { horizonYears } from '../../../src/dispatch/lifetime/horizon-years.ts';
import { investmentValue } from '../../../src/dispatch/lifetime/investment-value.ts';
import { operatingLife } from '../../../src/dispatch/lifetime/operating-life.ts';
import type { YearOfUse } from '../../../src/dispatch/lifetime/operating-life.ts';

const ageless = { calendarFadePerYear: 0, calendarLaw: 'linear', cycleFadePerFullCycle: 0, depthExponent: 1 } as const;
const life: BatteryLifetime = {
  years: 3,
  cycles: Infinity,
  endOfLifeShare: 0.6,
  fade: ageless,
  capex: 1000,
  opexPerYear: 100,
  discountRate: 0.1,
};

/** 2 MWh when new, 100 full cycles a year: 200 MWh discharged, 600 earned of 1,000 sold and 400 bought. */
async function year(stateOfHealth: number): Promise<YearOfUse> {
  return {
    dischargedMWh: 200 * stateOfHealth,
    grossMargin: 600 * stateOfHealth,
    chargingCost: 400 * stateOfHealth,
    cycles: Array.from({ length: 100 }, () => ({ depth: 1, mean: 0.5, count: 1 as const })),
    yearsCounted: 1,
  };
}

describe('the years of a battery', () => {
  it('go on until the last year where nothing wears', async () => {
    const { years, endOfLife } = await operatingLife(life, 2, year);
    expect(endOfLife).toBe('years');
    expect(years).toHaveLength(3);
    for (const entry of years) {
      expect(entry).toMatchObject({ operatingShare: 1, stateOfHealth: 1, energyCapacityMWh: 2, grossMargin: 600 });
      expect(entry.equivalentFullCycles).toBe(100);
    }
  });

  it('fade by age and cycles, each year from the capacity at its start', async () => {
    const fade = { ...ageless, calendarFadePerYear: 0.02, cycleFadePerFullCycle: 3e-4 };
    const { years } = await operatingLife({ ...life, fade }, 2, year);
    // 0.02 by age and 100 · 0.0003 by cycles a year.
    expect(years.map(({ stateOfHealth }) => stateOfHealth)).toEqual([1, 0.95, 0.9].map((v) => expect.closeTo(v, 12)));
    expect(years[2].stateOfHealthAtEnd).toBeCloseTo(0.85, 12);
    expect(years[1].energyCapacityMWh).toBeCloseTo(1.9, 12);
    expect(years[1].grossMargin).toBeCloseTo(570, 9);
    expect(years[1].equivalentFullCycles).toBeCloseTo(95, 9);
    expect(years[1].calendarFade).toBeCloseTo(0.02, 12);
    expect(years[1].cycleFade).toBeCloseTo(0.03, 12);
  });

  it('end within a year when the cycles are used up', async () => {
    const { years, endOfLife } = await operatingLife({ ...life, cycles: 150 }, 2, year);
    expect(endOfLife).toBe('cycles');
    expect(years.map(({ operatingShare }) => operatingShare)).toEqual([1, 0.5]);
    expect(years[1]).toMatchObject({ dischargedMWh: 100, grossMargin: 300, opex: 50 });
  });

  it('end within a year when the state of health is down', async () => {
    const fade = { ...ageless, calendarFadePerYear: 0.16 };
    const { years, endOfLife } = await operatingLife({ ...life, fade }, 2, year);
    expect(endOfLife).toBe('stateOfHealth');
    // 1, 0.84, 0.68, and half of the third year takes it to 0.6.
    expect(years).toHaveLength(3);
    expect(years[2].operatingShare).toBeCloseTo(0.5, 12);
    expect(years[2].stateOfHealthAtEnd).toBeCloseTo(0.6, 12);
  });

  it('do not begin one more year for what rounding leaves', async () => {
    const { years } = await operatingLife({ ...life, years: 30, cycles: 300 + 1e-9 }, 2, year);
    expect(years).toHaveLength(3);
  });

  it('take cycles counted over several years as so many a year', async () => {
    const fade = { ...ageless, cycleFadePerFullCycle: 1e-3 };
    const counted = async (health: number) => ({ ...(await year(health)), yearsCounted: 4 });
    const { years } = await operatingLife({ ...life, fade }, 2, counted);
    expect(years[0].cycleFade).toBeCloseTo(0.025, 12);
  });
});

describe('the value of a life', () => {
  it('follows from cash of 500 a year on 1,000', async () => {
    const { years } = await operatingLife(life, 2, year);
    const value = investmentValue(years, life);
    const annuity = 1 / 1.1 + 1 / 1.21 + 1 / 1.331;
    expect(value.cashFlows.map(({ amount }) => amount)).toEqual([-1000, 500, 500, 500]);
    expect(value.netPresentValue).toBeCloseTo(500 * annuity - 1000, 9);
    // The rate of 1,000 for three times 500 is 23.375 %.
    expect(value.internalRateOfReturn.rate).toBeCloseTo(0.23375, 5);
    expect(value.paybackYears).toBe(2);
    // 500/1.1 and 500/1.21 leave 132.23 of the 375.66 of the third year.
    expect(value.discountedPaybackYears).toBeCloseTo(2 + (1000 - 500 / 1.1 - 500 / 1.21) / (500 / 1.331), 9);
    expect(value.levelisedCostOfStorage).toBeCloseTo((1000 + 500 * annuity) / (200 * annuity), 9);
    expect(value.levelisedCostWithoutCharging).toBeCloseTo((1000 + 100 * annuity) / (200 * annuity), 9);
  });

  it('breaks even on a price spread at the levelised cost', async () => {
    // Selling every MWh at the levelised cost makes the net present value zero: that is its meaning.
    const { years } = await operatingLife(life, 2, year);
    const price = investmentValue(years, life).levelisedCostOfStorage!;
    const sold = years.map((entry) => ({ ...entry, grossMargin: price * entry.dischargedMWh - entry.chargingCost! }));
    expect(investmentValue(sold, life).netPresentValue).toBeCloseTo(0, 9);
  });

  it('takes a part of a year at its end', async () => {
    const short = { ...life, cycles: 150 };
    const { years } = await operatingLife(short, 2, year);
    const { cashFlows } = investmentValue(years, short);
    expect(cashFlows.at(-1)).toEqual({ years: 1.5, amount: 250 });
  });

  it('has no rate, payback or cost per MWh of a battery that does nothing', async () => {
    const idle = async (): Promise<YearOfUse> => ({
      dischargedMWh: 0,
      grossMargin: 0,
      chargingCost: 0,
      cycles: [],
      yearsCounted: 1,
    });
    const { years } = await operatingLife(life, 2, idle);
    expect(investmentValue(years, life)).toMatchObject({
      internalRateOfReturn: { rate: null, rates: [], signChanges: 0 },
      paybackYears: null,
      discountedPaybackYears: null,
      levelisedCostOfStorage: null,
    });
  });
});

describe('the years of a horizon', () => {
  it.each([
    [8760, 1, true],
    [8784, 1, true],
    [26_304, 3, true],
    [24, 24 / 8760, false],
    [8736, 8736 / 8760, false],
    [13_140, 1.5, false],
  ])('of %i hours are %f', (hours, years, whole) => {
    expect(horizonYears(hours)).toEqual({ years: expect.closeTo(years, 12), whole });
  });
});
