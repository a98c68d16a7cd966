import { beforeAll, describe, expect, it } from 'vitest';
import { bankWeights, weekBank, type WeekErrors } from '../../src/fit/week-bank.ts';
import { wholeDayPass, type WholeDayPass } from '../../src/fit/whole-day-pass.ts';
import { noisyPrices } from './noisy-prices.ts';
import { syntheticHistory, type SyntheticHistory } from './synthetic-history.ts';

const days = 200;
const prices = noisyPrices({ days });
const passOf = (options: Partial<SyntheticHistory>): WholeDayPass =>
  wholeDayPass(syntheticHistory({ days, ...prices, ...options }), 4);

describe('bank of past weeks', () => {
  let pass: WholeDayPass;
  let bank: WeekErrors;
  beforeAll(() => {
    pass = passOf({});
    bank = weekBank(pass.table, pass.forward, 180, 7, 730);
  });

  it('begins with the first forecast and ends where the week was known two days before the planned day', () => {
    expect(bank.days[0]).toBe(60);
    expect(bank.days.at(-1)).toBe(180 - 2 - 6);
    expect(bank.days).toHaveLength(180 - 8 - 60 + 1);
    expect(bank.dates[0]).toBe(pass.table.dates[60]);
  });

  it('holds no origin older than the window', () => {
    const young = weekBank(pass.table, pass.forward, 180, 7, 50);
    expect([young.days[0], young.days.at(-1)]).toEqual([130, 172]);
  });

  it('holds the errors of the week against what was forecast on its first day', () => {
    const forecast = pass.forward.forecasts[100];
    const { states } = pass.forward;
    const at = bank.days.indexOf(100) * 7 + 3;
    expect(bank.levelError[at] * (forecast?.levelErrorScale ?? NaN) + (forecast?.level[3] ?? NaN)).toBeCloseTo(
      states.level[103],
      9,
    );
    expect(bank.amplitudeError[at]).toBe(states.logAmplitude[103] - (forecast?.logAmplitude[3] ?? NaN));
    expect(bank.basisSizeError[at]).toBe(states.logBasisSize[103] - (forecast?.logBasisSize[3] ?? NaN));
    expect(bank.shape.slice(at * 48, at * 48 + 48)).toEqual(states.shape.slice(103 * 48, 104 * 48));
    expect(bank.basisPattern[at * 48] * Math.exp(states.logBasisSize[103])).toBeCloseTo(states.basis[103 * 48], 9);
  });

  it('fills one invalid day of a week by the day before it and drops weeks with two', () => {
    const gappy = passOf({
      imbalance: (day, slot) => (day === 120 || day === 124 ? NaN : prices.imbalance(day, slot)),
    });
    const found = weekBank(gappy.table, gappy.forward, 180, 7, 730);
    const has = (day: number): boolean => found.days.includes(day);
    // Day 120 alone: origins 114 … 117 (to 123); with 124: 118 … 120 dropped; 121 … 124 see 124 alone.
    expect([113, 114, 117].map(has)).toEqual([true, true, true]);
    expect([118, 119, 120].map(has)).toEqual([false, false, false]);
    expect([121, 124, 125].map(has)).toEqual([true, true, true]);
    const { states } = gappy.forward;
    const filled = found.days.indexOf(117) * 7 + 3;
    expect(found.shape.slice(filled * 48, filled * 48 + 48)).toEqual(states.shape.slice(119 * 48, 120 * 48));
    const first = found.days.indexOf(124) * 7;
    expect(found.shape.slice(first * 48, first * 48 + 48)).toEqual(states.shape.slice(123 * 48, 124 * 48));
  });
});

describe('weights of the bank', () => {
  const table = passOf({}).table;
  const bankOf = (origins: number[], shapes: number[][]): WeekErrors => ({
    dates: origins.map((day) => table.dates[day]),
    days: Int32Array.from(origins),
    levelError: new Float64Array(origins.length),
    amplitudeError: new Float64Array(origins.length),
    basisSizeError: new Float64Array(origins.length),
    shape: new Float64Array(2 * origins.length),
    forecastShape: Float64Array.from(shapes.flat()),
    basisPattern: new Float64Array(2 * origins.length),
  });

  it('halve with each half-life, sum to 1 and fall to a third across weekday and weekend', () => {
    // 2021-01-01 + 180 is a Wednesday; 173 and 166 are Wednesdays, 169 a Saturday.
    const weights = bankWeights(
      table,
      bankOf(
        [166, 169, 173],
        [
          [0, 0],
          [0, 0],
          [0, 0],
        ],
      ),
      180,
      Float64Array.of(0, 0),
      7,
    );
    const raw = [1 / 4, (1 / 3) * 2 ** (-11 / 7), 1 / 2];
    const total = raw[0] + raw[1] + raw[2];
    raw.forEach((value, b) => expect(weights[b]).toBeCloseTo(value / total, 12));
  });

  it('fall with the distance of the forecast shapes in units of its median', () => {
    // Mean squared distances 1, 2 and 4, median 2.
    const shapes = [
      [1, 1],
      [2, 0],
      [2, 2],
    ];
    const weights = bankWeights(table, bankOf([171, 172, 173], shapes), 180, Float64Array.of(0, 0), 1e12);
    expect(weights[1] / weights[0]).toBeCloseTo(Math.exp(-1 / (2 * 0.36 * 2)), 9);
    expect(weights[2] / weights[0]).toBeCloseTo(Math.exp(-3 / (2 * 0.36 * 2)), 9);
  });

  it('do not look at shapes that are all alike', () => {
    const weights = bankWeights(
      table,
      bankOf(
        [172, 173],
        [
          [1, 1],
          [1, 1],
        ],
      ),
      180,
      Float64Array.of(1, 1),
      1e12,
    );
    expect(weights[0]).toBeCloseTo(0.5, 9);
  });
});
