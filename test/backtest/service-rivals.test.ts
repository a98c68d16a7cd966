import { describe, expect, it } from 'vitest';
import { compareServices, scoreServiceRival, type ServiceDayScore } from '../../src/backtest/score-services.ts';
import { serviceRivals, type ServiceRival } from '../../src/backtest/service-rivals.ts';
import { wholeDayPass } from '../../src/fit/whole-day-pass.ts';
import { noisyPrices } from '../fit/noisy-prices.ts';
import { syntheticHistory } from '../fit/synthetic-history.ts';

const days = 80;
/** Day d clears at d² in all blocks; nothing cleared on day 45, and never in the first block. */
const pass = wholeDayPass(
  syntheticHistory({
    days,
    ...noisyPrices({ days }),
    services: { DCL: { interval: 'block', price: (day, slot) => (day === 45 || slot < 8 ? NaN : day * day) } },
  }),
  4,
);
const [history] = pass.services;
const rivalNamed = (name: string): ServiceRival => serviceRivals.find((rival) => rival.name === name) as ServiceRival;
const column = (rows: Float64Array[], i: number): number[] => rows.map((row) => row[i]);

describe('simple rivals of the services', () => {
  it('take the first days of the 24 whole weeks of the last 30 days as they were', () => {
    const drawn = rivalNamed('last-30-days').rows(history, 60);
    const expected = Array.from({ length: 24 }, (_, k) => (30 + k) ** 2);
    // Day 45 did not clear: the forecast, half of yesterday and half of the week's mean.
    const week = [53, 54, 55, 56, 57, 58, 59].reduce((sum, day) => sum + day * day, 0) / 7;
    expected[15] = 0.5 * 59 * 59 + 0.5 * week;
    expect(column(drawn, 4)).toEqual(expected);
  });

  it('add past changes from day to day to yesterday’s price', () => {
    const drawn = rivalNamed('yesterday').rows(history, 44);
    expect(column(drawn, 4)).toEqual(Array.from({ length: 43 }, (_, k) => 43 * 43 + 2 * (k + 1) - 1));
  });

  it('see nothing of the day simulated or later', () => {
    const cut = { ...history, prices: history.prices.map((price, i) => (i < 60 * 6 ? price : 1e6)) };
    for (const { rows } of serviceRivals) expect(rows(cut, 60)).toEqual(rows(history, 60));
  });

  it('make nothing up: without days behind them there are no rows and no score, and never a missing number', () => {
    for (const rival of serviceRivals) {
      expect(rival.rows(history, 1)).toEqual([]);
      expect(scoreServiceRival(pass, 1, rival)).toEqual([]);
      expect(rival.rows(history, 60).every((row) => row.every((price) => Number.isFinite(price)))).toBe(true);
    }
  });

  it('are scored where the service cleared', () => {
    const [scored] = scoreServiceRival(pass, 60, rivalNamed('yesterday'));
    // Yesterday 59², today 60²: the change 119 is above all before it.
    expect(scored.crps).toHaveLength(5);
    expect(scored.ranks.every((rank) => rank === 1)).toBe(true);
    expect(scoreServiceRival(pass, 45, rivalNamed('yesterday'))).toEqual([]);
  });
});

describe('comparison of services', () => {
  const day = (crps: number): ServiceDayScore => ({
    service: 'DCL',
    crps: Float64Array.of(crps, crps),
    ranks: Float64Array.of(0.5, 0.5),
  });

  it('is over the days that both were scored on', () => {
    const own = [[day(1)], [], [day(3)], [day(2)]];
    const rival = [[day(2)], [day(9)], [day(4)], [day(6)]];
    const [compared] = compareServices(own, 'yesterday', rival);
    expect(compared).toMatchObject({ service: 'DCL', rival: 'yesterday', mean: 2, rivalMean: 4, changePercent: -50 });
    expect(compared.standardErrorPercent).toBeGreaterThan(0);
    expect(compared.card.days).toBe(4);
  });

  it('is left out where fewer than two days are shared', () => {
    expect(compareServices([[day(1)], []], 'yesterday', [[day(1)], [day(1)]])).toEqual([]);
  });
});
