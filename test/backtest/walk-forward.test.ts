import { beforeAll, describe, expect, it } from 'vitest';
import { dayGenerator, type DayGenerator } from '../../src/backtest/day-generator.ts';
import { dayAheadBySlot, imbalanceBySlot } from '../../src/fit/day-prices.ts';
import { fixedPlan, planProfit } from '../../src/backtest/fixed-plan.ts';
import { ablations } from '../../src/backtest/ablations.ts';
import { compareGenerators } from '../../src/backtest/compare-generators.ts';
import type { DayScore } from '../../src/backtest/score-day.ts';
import { judgedWeeks, scoreWeek } from '../../src/backtest/score-week.ts';
import { scoreServices, serviceCards } from '../../src/backtest/score-services.ts';
import { generatorCard } from '../../src/backtest/scorecard.ts';
import { judgedDays, walkForward } from '../../src/backtest/walk-forward.ts';
import { weekCard, type WeekCard } from '../../src/backtest/week-card.ts';
import { localScale } from '../../src/fit/location-profile.ts';
import { wholeDayPass, type WholeDayPass } from '../../src/fit/whole-day-pass.ts';
import { generators } from '../../src/simulate/generators/registry.ts';
import { noisyPrices } from '../fit/noisy-prices.ts';
import { fitRequest, syntheticHistory } from '../fit/synthetic-history.ts';

const days = 460;
const noisy = noisyPrices({ days });
const pass: WholeDayPass = wholeDayPass(
  syntheticHistory({ days, ...noisy, imbalance: (day, slot) => (day === 440 ? NaN : noisy.imbalance(day, slot)) }),
  4,
);
const { generator, priceLimits } = fitRequest('2022-01-01');
const settings = { generator, priceLimits };
const wholeDayGenerator = (): DayGenerator => dayGenerator(generators['whole-day'], settings);
const bootstrapGenerator = dayGenerator(generators.bootstrap);

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
  // Day 440 has no imbalance prices; 2022-03-27 is a clock-change day.
  const dates = judgedDays(pass, pass.table.dates.slice(432, 456));
  const scores: Record<'wholeDay' | 'bootstrap' | 'oracle', DayScore[]> = { wholeDay: [], bootstrap: [], oracle: [] };
  beforeAll(() => {
    const judged = (generate: DayGenerator): DayScore[] =>
      walkForward(pass, { dates, generate, scenarioCount: 60, seed: 3 });
    scores.wholeDay = judged(wholeDayGenerator());
    scores.bootstrap = judged(bootstrapGenerator);
    scores.oracle = judged(oracle);
  });

  it('judges valid ordinary days', () => {
    expect(dates).toHaveLength(22);
    expect(dates).not.toContain('2022-03-17');
    expect(dates).not.toContain('2022-03-27');
    expect(Object.values(scores).map((days) => days.length)).toEqual([22, 22, 22]);
  });

  it('scores a day the same whichever days are asked for with it', () => {
    const alone = walkForward(pass, {
      dates: [dates[7]],
      generate: wholeDayGenerator(),
      scenarioCount: 60,
      seed: 3,
    });
    expect(alone).toEqual([scores.wholeDay[7]]);
  });

  it('gives a perfect forecast a score of 0 and the realised figures', () => {
    for (const day of scores.oracle) {
      expect(day.energyScore).toBeCloseTo(0, 9);
      expect(day.variogramScore).toBeCloseTo(0, 9);
      for (const { simulatedMean, realised, rank, quantiles } of Object.values(day.functionals)) {
        expect(simulatedMean).toBeCloseTo(realised, 9);
        expect(rank).toBe(0.5);
        expect(quantiles).toEqual(new Float64Array(20).fill(realised));
      }
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
    for (const generate of [wholeDayGenerator(), bootstrapGenerator]) {
      expect(generate(other, target, 20, 1)).toEqual(generate(pass, target, 20, 1));
    }
  });

  it('makes a card of scores, coverage and figures of the day, each with its error', () => {
    const card = generatorCard('whole-day', scores.wholeDay);
    const perfect = generatorCard('oracle', scores.oracle);
    expect(perfect.functionals.dayAheadStorage.simulatedOverRealised?.value).toBeCloseTo(1, 9);
    expect(perfect.functionals.crossCorrelation.difference.value).toBeCloseTo(0, 9);
    expect(perfect.coverage.imbalance.map(({ fifty, ninety }) => [fifty.value, ninety.value])).toEqual(
      [1, 2, 3, 4].map(() => [1, 1]),
    );
    // Both generators know the process but for estimation error: coverage and ratios are near their aim.
    expect(Math.abs(card.coverage.dayAhead[0].ninety.value - 0.9)).toBeLessThan(0.1);
    const ratio = card.functionals.imbalanceStorage.simulatedOverRealised;
    expect(Math.abs((ratio?.value ?? 0) - 1)).toBeLessThan(0.1);
    expect(ratio?.standardError).toBeGreaterThan(0);
    expect(card.crpsByHour.dayAhead).toHaveLength(24);
    const hourly = card.crpsByHour.dayAhead.reduce((sum, { value }) => sum + value / 24, 0);
    expect(hourly).toBeCloseTo(card.scores.crpsDayAhead.value, 9);
    expect(card.rankCounts.imbalance.reduce((sum, count) => sum + count, 0)).toBe(22 * 48);
    expect(card.functionals.planProfit.rankCounts.reduce((sum, count) => sum + count, 0)).toBe(22);
    expect(card.exceedances.map(({ profit, tailProbability, days: n }) => [profit, tailProbability, n])).toEqual([
      ['planProfit', 0.05, 22],
      ['planProfit', 0.01, 22],
      ['exposedProfit', 0.05, 22],
      ['exposedProfit', 0.01, 22],
    ]);
  });

  it('compares every score with a rival on the same days, in % of the rival', () => {
    const against = { generator: 'bootstrap', days: scores.bootstrap };
    const perfect = compareGenerators({ generator: 'oracle', days: scores.oracle }, against);
    // The shape of the day-ahead prices is always the same here: nobody errs in its autocorrelation.
    const judged = perfect.scores.filter(({ score }) => score !== 'crps:dayAheadAutocorrelation');
    for (const { changePercent } of judged) expect(changePercent).toBeCloseTo(-100, 6);
    const [energy] = compareGenerators({ generator: 'whole-day', days: scores.wholeDay }, against).scores;
    expect(energy.score).toBe('energyScore');
    expect(energy.changePercent).toBeCloseTo((100 * (energy.mean - energy.rivalMean)) / energy.rivalMean, 9);
    expect(energy.standardErrorPercent).toBeGreaterThan(0);
    expect(energy.mean).toBe(generatorCard('whole-day', scores.wholeDay).scores.energyScore.value);
  });
});

describe('a component switched off', () => {
  const target = 450;
  const drawn = (name: string): { dayAhead: Float64Array; imbalance: Float64Array } => {
    const found = ablations.find((one) => one.name === name);
    if (found === undefined) throw new RangeError(name);
    const model = found.open(pass, settings)(target);
    const paint = found.painter(model, 5);
    const [dayAhead, imbalance] = [new Float64Array(200 * 48), new Float64Array(200 * 48)];
    for (let s = 0; s < 200; s++) paint(s, 1, dayAhead.subarray(48 * s), imbalance.subarray(48 * s));
    return { dayAhead, imbalance };
  };
  const whole = wholeDayGenerator()(pass, target, 200, 5);

  it('changes the scenarios, each in its own way, and leaves finite prices', () => {
    const sets = ablations.map(({ name }) => drawn(name));
    for (const { dayAhead, imbalance } of sets) {
      expect(dayAhead.every(Number.isFinite)).toBe(true);
      expect(imbalance).not.toEqual(whole.imbalance);
    }
    expect(new Set(sets.map(({ imbalance }) => imbalance.join())).size).toBe(ablations.length);
  });

  it('without the dependence of the basis keeps the day-ahead prices, and takes another day for the basis', () => {
    const { dayAhead, imbalance } = drawn('independent-basis');
    expect(dayAhead).toEqual(whole.dayAhead);
    const basisOf = (x1: Float64Array, x2: Float64Array, s: number): string =>
      Array.from({ length: 48 }, (_, t) => (x2[48 * s + t] - x1[48 * s + t]).toFixed(6)).join();
    const same = Array.from({ length: 200 }, (_, s) => s).filter(
      (s) => basisOf(dayAhead, imbalance, s) === basisOf(whole.dayAhead, whole.imbalance, s),
    );
    expect(same).toEqual([]);
  });

  it('without the amplitude model draws the amplitudes of past days in units of the recent scale', () => {
    const spread = (row: Float64Array): number => Math.max(...row) - Math.min(...row);
    const mean = (x1: Float64Array): number =>
      Array.from({ length: 200 }, (_, s) => spread(x1.slice(48 * s, 48 * s + 48))).reduce((sum, x) => sum + x / 200, 0);
    // Amplitudes are independent from day to day here, so the model and the scale expect about the same.
    expect(mean(drawn('no-amplitude-model').dayAhead) / mean(whole.dayAhead)).toBeGreaterThan(0.8);
    expect(mean(drawn('no-amplitude-model').dayAhead) / mean(whole.dayAhead)).toBeLessThan(1.25);
  });
});

describe('services', () => {
  it('are scored where they cleared, with coverage by day', () => {
    const withService = wholeDayPass(
      syntheticHistory({
        days: 20,
        ...noisy,
        services: { DCL: { interval: 'block', price: (day, slot) => (day === 5 && slot < 8 ? NaN : day) } },
      }),
      4,
    );
    // The first block of the GB day starts at 23:00 of the eve; 6 blocks a day.
    const simulated = (price: number) => [
      { name: 'DCL', intervalStarts: new Int32Array(7), availability: new Float64Array(6 * 3).fill(price) },
    ];
    const [exact] = scoreServices(withService, 10, simulated(10), 3);
    expect([...exact.crps]).toEqual([0, 0, 0, 0, 0, 0]);
    expect([...exact.ranks]).toEqual([0.5, 0.5, 0.5, 0.5, 0.5, 0.5]);
    const [missed] = scoreServices(withService, 11, simulated(10), 3);
    expect([...missed.crps]).toEqual([1, 1, 1, 1, 1, 1]);
    const [partly] = scoreServices(withService, 5, simulated(5), 3);
    expect(partly.ranks.length).toBeLessThan(6);
    const [card] = serviceCards([[exact], [missed], []]);
    expect(card).toMatchObject({ service: 'DCL', days: 2 });
    expect(card.coverage.ninety.value).toBe(0.5);
    expect(card.crps.value).toBe(0.5);
  });
});

describe('weeks', () => {
  const calm = wholeDayPass(syntheticHistory({ days, ...noisy }), 4);
  const first = judgedWeeks(calm, calm.table.dates.slice(430, 446));
  let card: WeekCard;
  beforeAll(() => {
    const request = { ...settings, scenarioCount: 100, seed: 3 };
    card = weekCard(first.map((date) => scoreWeek(calm, date, request)));
  });

  it('are judged where all seven days are valid and ordinary', () => {
    // 2022-03-27 is day 450: first days 430 to 443.
    expect(first).toHaveLength(14);
    expect(card.weeks).toBe(14);
  });

  it('of independent days are covered at every lead, have the right storage value and no autocorrelation of their own', () => {
    for (const market of [card.dayAhead, card.imbalance]) {
      expect(market.dailyMeanCoverage).toHaveLength(7);
      expect(Math.min(...market.dailyMeanCoverage.map(({ value }) => value))).toBeGreaterThan(0.6);
      expect(Math.abs(market.storage.simulatedOverRealised.value - 1)).toBeLessThan(0.15);
      // Within a week of 7 independent days, deviations from its mean have −1/7 on average. The bank holds about
      // 50 weeks that do not overlap, 300 pairs of days: a standard error of 0.06, three of which are allowed.
      expect(Math.abs(market.autocorrelation.simulated.value + 1 / 7)).toBeLessThan(0.18);
      expect(Math.abs(market.deviation.simulatedOverRealised.value - 1)).toBeLessThan(0.3);
    }
    expect(card.drawdown.simulatedOverRealised.value).toBeGreaterThan(0.5);
    expect(card.drawdown.simulatedOverRealised.value).toBeLessThan(2);
  });
});
