import { describe, expect, it } from 'vitest';
import { simulateWholeDay } from '../../../src/simulate/whole-day-scenarios.ts';
import { wholeDayModel } from '../../../src/fit/fit-whole-day.ts';
import { wholeDayPass, type WholeDayPass } from '../../../src/fit/whole-day-pass.ts';
import { dayGenerator } from '../../../src/backtest/day-generator.ts';
import { analogue } from '../../../src/simulate/generators/analogue.ts';
import { blockBootstrap } from '../../../src/simulate/generators/block-bootstrap.ts';
import { bootstrap } from '../../../src/simulate/generators/bootstrap.ts';
import type { DrawnDays } from '../../../src/simulate/generators/drawn-days.ts';
import type { Generator } from '../../../src/simulate/generators/generator.ts';
import { historical, seasonDistance } from '../../../src/simulate/generators/historical.ts';
import { naive } from '../../../src/simulate/generators/naive.ts';
import { wholeDay } from '../../../src/simulate/generators/whole-day.ts';
import { noisyPrices } from '../../fit/noisy-prices.ts';
import { fitRequest, syntheticHistory, type SyntheticHistory } from '../../fit/synthetic-history.ts';

const settings = fitRequest('2022-01-01');

function passOf(options: SyntheticHistory): WholeDayPass {
  return wholeDayPass(syntheticHistory(options), 4, 1);
}

function draw(
  generator: Generator<DrawnDays>,
  model: DrawnDays,
  count: number,
): { dayAhead: Float64Array; imbalance: Float64Array }[] {
  const paint = generator.painter(model, 5);
  return Array.from({ length: count }, (_, scenario) => {
    const row = { dayAhead: new Float64Array(model.slots), imbalance: new Float64Array(model.slots) };
    paint(scenario, 1, row.dayAhead, row.imbalance);
    return row;
  });
}

describe('bootstrap', () => {
  // Every day is flat at its own number; only the imbalance price is one higher.
  const pass = passOf({ days: 100, dayAhead: (day) => day, imbalance: (day) => day + 1 });
  const first = (recentring: 'raw' | 'level'): number[] => {
    const generator = bootstrap('b', { windowDays: 20, recentring, sameClass: false });
    const model = generator.open(pass, settings)(90);
    return Array.from({ length: model.bankDates.length }, (_, b) => model.dayAhead[b * 48]);
  };

  it('takes days of the window to the day before the eve, as they were', () => {
    expect(first('raw')).toEqual(Array.from({ length: 19 }, (_, k) => 70 + k));
  });

  it('moves them by the eve’s level less that of the day before each', () => {
    // Day b moved by 89 − (b − 1): all become 90.
    expect(first('level')).toEqual(Array.from({ length: 19 }, () => 90));
  });

  it('draws days of all classes, and says so, where the class has too few', () => {
    const generator = bootstrap('b', { windowDays: 20, recentring: 'raw', sameClass: true });
    // Day 92 is a Saturday: two of them in the window.
    const model = generator.open(pass, settings)(92);
    expect(model.bankDates).toHaveLength(19);
    expect(model.notes.at(-1)).toBe('2 days like 2021-04-03 in 20 days: days of all classes are drawn.');
  });
});

describe('block bootstrap', () => {
  const pass = passOf({ days: 460, ...noisyPrices({ days: 460 }) });
  const model = blockBootstrap.open(pass, settings)(450);
  const n = model.bankDates.length;
  /** The day of the bank that each slot of a scenario is from: its price is that of one day only. */
  const dayAt = ({ dayAhead }: { dayAhead: Float64Array }, slot: number): number =>
    Array.from({ length: n }, (_, b) => b).findIndex((b) => model.dayAhead[b * 48 + slot] === dayAhead[slot]);

  it('runs along past days, both markets together, and changes days at full hours only', () => {
    const scenarios = draw(blockBootstrap, model, 400);
    let changes = 0;
    for (const scenario of scenarios) {
      const days = Array.from({ length: 48 }, (_, slot) => dayAt(scenario, slot));
      expect(days.every((day, slot) => day >= 0 && scenario.imbalance[slot] === model.imbalance[day * 48 + slot])).toBe(
        true,
      );
      const at = days.flatMap((day, slot) => (slot > 0 && day !== days[slot - 1] ? [slot] : []));
      expect(at.every((slot) => slot % 2 === 0)).toBe(true);
      changes += at.length;
    }
    // 23 hours, each with probability 1/12, to another day than its own.
    const expected = (23 / 12) * (1 - 1 / n);
    expect(Math.abs(changes / 400 - expected)).toBeLessThan(4 * Math.sqrt(expected / 400));
  });
});

describe('analogue', () => {
  it('draws days of the same volatility where history has two kinds', () => {
    // Months in turn calm and wild; the target is at the end of a calm one.
    const noisy = noisyPrices({ days: 700, amplitude: 15, amplitudeDeviation: 0 });
    const wild = (day: number): boolean => Math.floor(day / 40) % 2 === 1;
    const pass = passOf({
      days: 700,
      dayAhead: (d, s) => 60 + (wild(d) ? 4 : 1) * (noisy.dayAhead(d, s) - 60),
      imbalance: (d, s) => 60 + (wild(d) ? 4 : 1) * (noisy.imbalance(d, s) - 60),
    });
    const target = 16 * 40 + 39;
    const { bankDates } = analogue.open(pass, settings)(target);
    const alike = bankDates.filter((date) => wild(pass.table.dates.indexOf(date)) === wild(target));
    const share = alike.length / bankDates.length;
    expect(bankDates.length).toBeGreaterThan(50);
    expect(share).toBeGreaterThan(0.75);
  });
});

describe('naive', () => {
  it('is last week again where every week was like the one before', () => {
    const price = (day: number, slot: number): number => 50 + (day % 7) + slot;
    const pass = passOf({ days: 120, dayAhead: price, imbalance: (d, s) => price(d, s) + 3 });
    for (const { dayAhead, imbalance } of draw(naive, naive.open(pass, settings)(110), 20)) {
      expect([dayAhead[9], imbalance[9]]).toEqual([price(110, 9), price(110, 9) + 3]);
    }
  });

  it('adds the error that the forecast made on a past day', () => {
    const pass = passOf({ days: 120, dayAhead: (day, slot) => (day === 80 ? 90 : 50) + slot, imbalance: () => 50 });
    const model = naive.open(pass, settings)(110);
    const errors = new Set(Array.from(model.bankDates, (_, b) => Math.round(model.dayAhead[b * 48] - 50)));
    // Day 80 came 40 above its week before, and day 87 40 below.
    expect(errors).toEqual(new Set([0, 40, -40]));
  });
});

describe('historical', () => {
  const pass = passOf({ days: 800, ...noisyPrices({ days: 800 }) });

  it('draws the season of past years as it was', () => {
    const target = 790;
    const { bankDates, dayAhead } = historical.open(pass, settings)(target);
    const indices = bankDates.map((date) => pass.table.dates.indexOf(date));
    expect(indices.every((day) => seasonDistance(pass.table, day, target) <= 30 && day <= target - 2)).toBe(true);
    expect(indices.some((day) => day < 400)).toBe(true);
    expect(dayAhead[0]).toBe(pass.table.dayAhead[indices[0] * 48]);
  });

  it('measures the season on the circle of the year', () => {
    // 2021-01-01 is day 0; 2022-12-31 is day 729.
    expect(seasonDistance(pass.table, 0, 729)).toBeLessThan(3);
  });
});

describe('whole-day behind the contract', () => {
  it('is the whole-day generator to the bit', () => {
    const pass = wholeDayPass(syntheticHistory({ days: 460, ...noisyPrices({ days: 460 }) }), 4, 3);
    const target = 440;
    const model = wholeDayModel(pass, { ...settings, date: pass.table.dates[target] });
    const set = simulateWholeDay(model, { seed: 9, firstScenario: 0, scenarioCount: 30, horizonDays: 1 });
    const { dayAhead, imbalance } = dayGenerator(wholeDay, settings)(pass, target, 30, 9);
    expect(dayAhead).toEqual(set.dayAhead);
    expect(imbalance).toEqual(set.imbalance);
    const paths = simulateWholeDay(model, { seed: 9, firstScenario: 4, scenarioCount: 1, horizonDays: 3 });
    const [x1, x2] = [new Float64Array(144), new Float64Array(144)];
    const origin = wholeDay.painter(wholeDay.open(pass, settings)(target), 9)(4, 3, x1, x2);
    expect(x1).toEqual(paths.dayAhead);
    expect(x2).toEqual(paths.imbalance);
    expect(origin).toBe(paths.bankDay[0]);
  });
});
