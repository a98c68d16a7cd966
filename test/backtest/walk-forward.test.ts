import { beforeAll, describe, expect, it } from 'vitest';
import { bootstrapGenerator } from '../../src/backtest/bootstrap-generator.ts';
import type { DayGenerator } from '../../src/backtest/day-generator.ts';
import { dayAheadBySlot, imbalanceBySlot } from '../../src/backtest/day-prices.ts';
import { fixedPlan, planProfit } from '../../src/backtest/fixed-plan.ts';
import { scoreWeeks } from '../../src/backtest/score-weeks.ts';
import { scorecard } from '../../src/backtest/scorecard.ts';
import { walkForward, type WalkForwardResult } from '../../src/backtest/walk-forward.ts';
import { wholeDayGenerator } from '../../src/backtest/whole-day-generator.ts';
import { localScale } from '../../src/fit/location-profile.ts';
import { wholeDayPass, type WholeDayPass } from '../../src/fit/whole-day-pass.ts';
import { noisyPrices } from '../fit/noisy-prices.ts';
import { fitRequest, syntheticHistory } from '../fit/synthetic-history.ts';

const days = 460;
const noisy = noisyPrices({ days });
const pass: WholeDayPass = wholeDayPass(
  syntheticHistory({ days, ...noisy, imbalance: (day, slot) => (day === 440 ? NaN : noisy.imbalance(day, slot)) }),
  4,
);
const { generator, priceLimits } = fitRequest('2022-01-01');

/** Sees the day itself: what a perfect forecast scores. */
const oracle: DayGenerator = ({ table }, target, scenarioCount) => {
  const repeat = (row: Float64Array): Float64Array =>
    Float64Array.from({ length: scenarioCount * 48 }, (_, i) => row[i % 48]);
  return {
    scenarioCount,
    slots: 48,
    dayAhead: repeat(dayAheadBySlot(table, target)),
    imbalance: repeat(imbalanceBySlot(table, target)),
  };
};

describe('bootstrap of whole days', () => {
  const target = 450;
  const { scenarioCount, dayAhead, imbalance } = bootstrapGenerator(pass, target, 400, 1);

  it('draws days of the class, two days back to a year, at today’s centre and scale', () => {
    const { table } = pass;
    const today = localScale(table, target);
    const candidates = Array.from({ length: 364 }, (_, k) => target - 365 + k).filter(
      (day) => day >= 28 && table.valid[day] === 1 && table.classes[day] === table.classes[target],
    );
    const firstPrices = candidates.map((day) => {
      const then = localScale(table, day);
      return today.centre + ((table.dayAhead[day * 48] - then.centre) * today.scale) / then.scale;
    });
    for (let m = 0; m < scenarioCount; m++) expect(firstPrices).toContain(dayAhead[m * 48]);
    expect(new Set(Array.from({ length: scenarioCount }, (_, m) => dayAhead[m * 48])).size).toBe(candidates.length);
  });

  // Days 443 and 450 are Sundays.
  it('keeps the imbalance price of the drawn day with its day-ahead price', () => {
    const { table } = pass;
    const then = localScale(table, 443);
    const today = localScale(table, target);
    const moved = (price: number): number => today.centre + ((price - then.centre) * today.scale) / then.scale;
    const row = Array.from({ length: scenarioCount }, (_, m) => m).find(
      (m) => dayAhead[m * 48] === moved(table.dayAhead[443 * 48]),
    );
    expect(imbalance[(row as number) * 48 + 17]).toBe(moved(table.imbalance[443 * 48 + 17]));
  });
});

describe('fixed plan', () => {
  it('buys in the 4 cheapest and sells in the 4 dearest half-hours of the last days of the class', () => {
    const plan = fixedPlan(pass.table, 450);
    expect([...plan].filter((energy) => energy === 0.5)).toHaveLength(4);
    expect([...plan].filter((energy) => energy === -0.5)).toHaveLength(4);
    expect([0, 1, 46, 47].map((slot) => plan[slot])).toEqual([-0.5, -0.5, -0.5, -0.5]);
  });

  it('earns energy times price, less what it costs to close', () => {
    const plan = Float64Array.of(-0.5, 0.5);
    expect(planProfit(plan, Float64Array.of(10, 30))).toBe(10);
    expect(planProfit(plan, Float64Array.of(10, 30), Float64Array.of(20, 30))).toBe(5);
  });
});

describe('walk-forward', () => {
  let result: WalkForwardResult;
  beforeAll(() => {
    // Day 440 has no imbalance prices; 2022-03-27 is a clock-change day.
    const dates = pass.table.dates.slice(432, 456);
    result = walkForward(pass, {
      dates,
      generators: { wholeDay: wholeDayGenerator(generator, priceLimits), bootstrap: bootstrapGenerator, oracle },
      scenarioCount: 60,
      seed: 3,
    });
  });

  it('judges valid ordinary days and names those it passed over', () => {
    expect(result.skipped).toEqual(['2022-03-17', '2022-03-27']);
    expect(result.dates).toHaveLength(22);
    expect(Object.values(result.scores).map((scores) => scores.length)).toEqual([22, 22, 22]);
  });

  it('gives a perfect forecast a score of 0 and the realised figures', () => {
    for (const day of result.scores['oracle']) {
      expect(day.energyScore).toBeCloseTo(0, 9);
      expect(day.variogramScore).toBeCloseTo(0, 9);
      expect(day.functionals.imbalanceStorage.simulatedMean).toBeCloseTo(day.functionals.imbalanceStorage.realised, 9);
      expect(day.functionals.planProfit.rank).toBe(0.5);
    }
  });

  it('scores the same whether the price of the day is known to the pass or not', () => {
    const target = 450;
    const other = wholeDayPass(
      syntheticHistory({
        days,
        dayAhead: (day, slot) => (day >= target ? 500 : noisy.dayAhead(day, slot)),
        imbalance: (day, slot) => (day === 440 ? NaN : day >= target - 1 ? -100 : noisy.imbalance(day, slot)),
      }),
      4,
    );
    for (const generate of [wholeDayGenerator(generator, priceLimits), bootstrapGenerator]) {
      expect(generate(other, target, 20, 1)).toEqual(generate(pass, target, 20, 1));
    }
  });

  it('makes a scorecard of changes against the rival, coverage and figures of the day', () => {
    const card = scorecard(result.scores['wholeDay'], result.scores['bootstrap']);
    const perfect = scorecard(result.scores['oracle'], result.scores['bootstrap']);
    expect(card.days).toBe(22);
    expect(perfect.energyScore.changePercent).toBeCloseTo(-100, 6);
    expect(perfect.functionals.dayAheadStorage.simulatedOverRealised).toBeCloseTo(1, 9);
    expect(perfect.coverage.imbalance.map(({ fifty, ninety }) => [fifty, ninety])).toEqual(
      [1, 2, 3, 4].map(() => [1, 1]),
    );
    // Both generators know the process but for estimation error: coverage and ratios are near their aim.
    expect(Math.abs(card.coverage.dayAhead[0].ninety - 0.9)).toBeLessThan(0.1);
    expect(Math.abs(card.functionals.imbalanceStorage.simulatedOverRealised - 1)).toBeLessThan(0.1);
    const { mean, rivalMean, changePercent, standardErrorPercent } = card.energyScore;
    expect(changePercent).toBeCloseTo((100 * (mean - rivalMean)) / rivalMean, 9);
    expect(standardErrorPercent).toBeGreaterThan(0);
  });
});

describe('weeks', () => {
  const calm = wholeDayPass(syntheticHistory({ days, ...noisy }), 4);
  const weeks = scoreWeeks(calm, {
    dates: calm.table.dates.slice(430, 446),
    generator,
    priceLimits,
    scenarioCount: 100,
    seed: 3,
  });

  it('are judged where all seven days are valid and ordinary', () => {
    // 2022-03-27 is day 450: first days 430 to 443.
    expect(weeks.weeks).toBe(14);
  });

  it('of independent days are covered at every lead, have the right storage value and no autocorrelation of their own', () => {
    for (const card of [weeks.dayAhead, weeks.imbalance]) {
      expect(card.dailyMeanCoverage).toHaveLength(7);
      expect(Math.min(...card.dailyMeanCoverage)).toBeGreaterThan(0.6);
      expect(Math.abs(card.storageSimulatedOverRealised - 1)).toBeLessThan(0.15);
      // Within a week of 7 independent days, deviations from its mean have −1/7 on average. The bank holds about
      // 50 weeks that do not overlap, 300 pairs of days: a standard error of 0.06, three of which are allowed.
      expect(Math.abs(card.autocorrelation.simulated + 1 / 7)).toBeLessThan(0.18);
    }
  });
});
