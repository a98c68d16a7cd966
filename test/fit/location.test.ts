import { describe, expect, it } from 'vitest';
import { DecayedMean } from '../../src/fit/decayed-mean.ts';
import { dayStates } from '../../src/fit/day-state.ts';
import { deliveryDayTable } from '../../src/fit/delivery-day-table.ts';
import { annualWaves, calendarFlags, locationFeatures } from '../../src/fit/location-features.ts';
import { classProfiles, localScale, transformDay, updatedProfiles } from '../../src/fit/location-profile.ts';
import { syntheticHistory, type PriceRule } from './synthetic-history.ts';

const table = (days: number, dayAhead: PriceRule, imbalance: PriceRule = dayAhead, from = '2021-01-01') =>
  deliveryDayTable(syntheticHistory({ from, days, dayAhead, imbalance }), 7, 4);

describe('decayed mean', () => {
  it('weighs a value half as much after one half-life', () => {
    const mean = new DecayedMean(1);
    mean.push(10);
    mean.push(40);
    expect(mean.value).toBeCloseTo((40 + 10 / 2) / 1.5, 12);
  });

  it('keeps its value on a day without one, whose time passes', () => {
    const mean = new DecayedMean(1);
    mean.push(10);
    mean.push(NaN);
    expect(mean.value).toBe(10);
    mean.push(40);
    expect(mean.value).toBeCloseTo((40 + 10 / 4) / 1.25, 12);
  });

  it('is NaN before the first value, and a copy goes its own way', () => {
    const mean = new DecayedMean(5);
    expect(mean.value).toBeNaN();
    mean.push(1);
    const copy = mean.copy();
    copy.push(3);
    expect(mean.value).toBe(1);
    expect(copy.value).toBeGreaterThan(1);
  });
});

describe('state of a day', () => {
  it('is level 10, amplitude 2, shape ±1 and basis size 3.5 for prices 8 and 12 and a basis of ±3', () => {
    const dayAhead: PriceRule = (_, slot) => (slot % 2 === 0 ? 8 : 12);
    const states = dayStates(table(1, dayAhead, (day, slot) => dayAhead(day, slot) + (slot < 24 ? 3 : -3)));
    expect(states.level[0]).toBeCloseTo(10, 12);
    expect(Math.exp(states.logAmplitude[0])).toBeCloseTo(2, 12);
    expect([states.shape[0], states.shape[1]].map((value) => Math.round(value * 1e9) / 1e9)).toEqual([-1, 1]);
    expect(Math.exp(states.logBasisSize[0])).toBeCloseTo(3.5, 12);
    expect([states.basis[0], states.basis[47]]).toEqual([3, -3]);
  });

  it('has an amplitude of at least 0.5 and a flat shape on a flat day', () => {
    const states = dayStates(table(1, () => 50));
    expect(Math.exp(states.logAmplitude[0])).toBeCloseTo(0.5, 12);
    expect(states.shape.every((value) => value === 0)).toBe(true);
  });

  it('has no basis on a day without imbalance prices, and no level on one without day-ahead prices', () => {
    const states = dayStates(
      table(
        2,
        (day) => (day === 1 ? NaN : 5),
        (day) => (day === 0 ? NaN : 5),
      ),
    );
    expect(states.level[0]).toBe(5);
    expect(states.logBasisSize[0]).toBeNaN();
    expect(states.level[1]).toBeNaN();
  });
});

describe('local scale', () => {
  it('is the median of 7 days and 1.4826 median absolute deviations of 28', () => {
    // Days of constant price 0 … 29; target 30: the last 7 are 23 … 29, the last 28 are 2 … 29.
    const { centre, scale } = localScale(
      table(30, (day) => day),
      30,
    );
    expect(centre).toBe(26);
    expect(scale).toBeCloseTo(1.4826 * 7, 12);
  });

  it('is at least 1', () => {
    expect(
      localScale(
        table(30, () => 40),
        30,
      ),
    ).toEqual({ centre: 40, scale: 1 });
  });

  it('takes the last day with prices where one has none', () => {
    const full = localScale(
      table(30, (day) => Math.min(day, 28)),
      30,
    );
    expect(
      localScale(
        table(30, (day) => (day === 29 ? NaN : day)),
        30,
      ),
    ).toEqual(full);
  });
});

describe('class profiles', () => {
  const scale = { centre: 0, scale: 1 };
  const profilesOf = (days: number, rule: PriceRule) => {
    const days200 = table(days, rule);
    return { days200, profiles: classProfiles(days200, days, (past) => transformDay(days200, past, scale)) };
  };

  it('differ by class and equal a class whose days are all alike', () => {
    const classes = table(120, () => 0).classes;
    const { profiles } = profilesOf(120, (day) => classes[day] * 10);
    for (const dayClass of [0, 1, 2]) expect(profiles?.rows[dayClass][7]).toBeCloseTo(Math.asinh(10 * dayClass), 12);
  });

  it('halve a weekday’s weight every 28 days', () => {
    // Prices known on five weekdays only: 4 of day 1 … and one 28 days later.
    const known = [4, 5, 6, 7, 35];
    const { profiles } = profilesOf(36, (day) => (known.includes(day) ? (day === 35 ? Math.sinh(1) : 0) : NaN));
    const weights = [4, 5, 6, 7].map((day) => 2 ** (-(35 - day) / 28));
    expect(profiles?.rows[0][0]).toBeCloseTo(1 / (1 + weights.reduce((sum, weight) => sum + weight, 0)), 12);
  });

  it('take the weekdays’ where a class has fewer than 4 days', () => {
    const { profiles, days200 } = profilesOf(20, (day) => day);
    expect(days200.classes.filter((dayClass, day) => day < 20 && dayClass === 1)).toHaveLength(3);
    expect(profiles?.rows[1]).toEqual(profiles?.rows[0]);
    expect(profiles?.lastDays[1]).toBe(profiles?.lastDays[0]);
  });

  it('do not exist without 4 weekdays in the last 200 days', () => {
    expect(profilesOf(210, (day) => (day < 9 ? 1 : NaN)).profiles).toBeNull();
  });

  it('move towards a further day by 1 ÷ (1 + weight × decay)', () => {
    const before = {
      rows: [0, 1, 2].map(() => Float64Array.of(10)),
      weights: Float64Array.of(3, 3, 3),
      lastDays: Int32Array.of(0, 0, 0),
    };
    const after = updatedProfiles(before, 1, 56, Float64Array.of(20));
    // Half-life 56: weight 3 has become 1.5, the share of the new day is 1/2.5.
    expect(after.rows[1][0]).toBeCloseTo(14, 12);
    expect(after.weights[1]).toBeCloseTo(2.5, 12);
    expect([after.rows[0][0], after.lastDays[1]]).toEqual([10, 56]);
  });
});

describe('features of the location forecast', () => {
  const days = table(20, () => 0, undefined, '2024-03-20');

  it('are 58, hourly or half-hourly, and place lags, flags and scale as documented', () => {
    // deviation(lag) is `lag` everywhere but for the last value of yesterday.
    const deviation = (lag: number): Float64Array => {
      const values = new Float64Array(48).fill(lag);
      if (lag === 1) values[47] = 49;
      return values;
    };
    const features = locationFeatures(days, 11, deviation, { centre: 30, scale: 10 });
    expect(features).toHaveLength(58);
    const yesterday = 2;
    expect(features[0]).toBeCloseTo((yesterday + 2 + 3 + 4 + 5 + 6 + 7) / 7, 12);
    expect(Array.from(features.slice(1, 27))).toEqual([...Array(23).fill(1), 25, 1, 49]);
    expect(Array.from(features.slice(27, 33))).toEqual(Array(6).fill(2));
    expect(Array.from(features.slice(33, 45))).toEqual(Array(12).fill(7));
    // 2024-03-31: a Sunday after a Saturday.
    expect(Array.from(features.slice(45, 51))).toEqual([0, 0, 1, 0, 0, 0]);
    expect(Array.from(features.slice(53, 56))).toEqual([0, 0, yesterday]);
    expect(Array.from(features.slice(56))).toEqual([Math.log(10), 3]);
    const hourly = locationFeatures(days, 11, () => new Float64Array(24).fill(1), { centre: 0, scale: 1 });
    expect(hourly).toHaveLength(58);
    expect(hourly.some(Number.isNaN)).toBe(false);
  });

  it('know weekday, holiday and the eve of a day', () => {
    const flagsOf = (date: string) => calendarFlags(days, days.dates.indexOf(date));
    expect(flagsOf('2024-03-29')).toMatchObject({ friday: 1, holiday: 1, rest: 1, yesterdayRest: 0, sunday: 0 });
    expect(flagsOf('2024-03-30')).toMatchObject({ saturday: 1, yesterdayRest: 1, rest: 0 });
    expect(flagsOf('2024-03-31')).toMatchObject({ sunday: 1, holiday: 0, rest: 1 });
    expect(flagsOf('2024-04-01')).toMatchObject({ monday: 1, holiday: 1, yesterdayRest: 1 });
    expect(flagsOf('2024-04-02')).toMatchObject({ monday: 0, rest: 0, yesterdayRest: 1 });
  });

  it('have waves of one year and half a year that start on 1 January', () => {
    expect(annualWaves('2023-01-01', 2)).toEqual([0, 1, 0, 1]);
    const spring = annualWaves('2023-04-02', 2);
    expect(spring[0]).toBeCloseTo(1, 3);
    expect(spring[3]).toBeCloseTo(-1, 2);
  });
});
