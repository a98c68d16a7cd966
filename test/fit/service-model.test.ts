import { describe, expect, it } from 'vitest';
import { fitWholeDay } from '../../src/fit/fit-whole-day.ts';
import { forecastService } from '../../src/fit/service-history.ts';
import type { WholeDayModel } from '../../src/fit/whole-day-model.ts';
import { noisyPrices } from './noisy-prices.ts';
import { dayAfter, fitRequest, syntheticHistory, type SyntheticHistory } from './synthetic-history.ts';

describe('forecast of an availability price', () => {
  it('is half of yesterday and half of the mean of the last 7 days', () => {
    const prices = Float64Array.of(1, 2, 3, 4, 5, 6, 14);
    expect([...forecastService(prices, 1, 7, 1)]).toEqual([0.5 * 14 + 0.5 * 5]);
  });

  it('takes its own forecasts for the days not known yet', () => {
    const prices = new Float64Array(7).fill(8);
    prices[6] = 15;
    const [first, second] = forecastService(prices, 1, 7, 2);
    expect(first).toBe(0.5 * 15 + 0.5 * 9);
    expect(second).toBeCloseTo(0.5 * first + (0.5 * (5 * 8 + 15 + first)) / 7, 12);
  });

  it('leaves out days on which nothing cleared, and takes the last price cleared where none did in a week', () => {
    expect([...forecastService(Float64Array.of(4, NaN, 2, NaN), 1, 4, 1)]).toEqual([3]);
    const old = new Float64Array(20).fill(NaN);
    old[3] = 7;
    expect([...forecastService(old, 1, 20, 1)]).toEqual([7]);
  });

  it('is unknown where nothing ever cleared', () => {
    expect(forecastService(new Float64Array(10).fill(NaN), 1, 10, 1)[0]).toBeNaN();
  });

  it('looks at each interval by itself', () => {
    expect([...forecastService(Float64Array.of(1, 10, 1, 10), 2, 2, 1)]).toEqual([1, 10]);
  });
});

describe('services of a model', () => {
  const days = 430;
  const noisy = noisyPrices({ days });
  const modelWith = (services: SyntheticHistory['services']): WholeDayModel => {
    const history = syntheticHistory({ days, ...noisy, services });
    return fitWholeDay(history, fitRequest(dayAfter(history)));
  };
  const steady = {
    interval: 'block',
    price: (day: number, slot: number) => 5 + (day % 2) + Math.floor(slot / 8),
  } as const;

  it('have an error for each origin, scaled to today', () => {
    const { services, bank } = modelWith({ DCL: steady });
    const [service] = services;
    expect([...service.intervalSlots]).toEqual([0, 8, 16, 24, 32, 40]);
    expect(service.forecast).toHaveLength(7 * 6);
    // The pattern repeats every 2 days, so the scale is the same every day but for the 7-day mean's parity.
    const b = bank.days.length - 1;
    const price = 5 + (bank.days[b] % 2);
    const forecast = (past: number): number => {
      const week =
        Array.from({ length: 7 }, (_, k) => 5 + ((past - 1 - k) % 2)).reduce((sum, value) => sum + value, 0) / 7;
      return 0.5 * (5 + ((past - 1) % 2)) + 0.5 * week;
    };
    const scale = (day: number): number => {
      let sum = 0;
      for (let past = day - 28; past < day; past++) sum += Math.abs(5 + (past % 2) - forecast(past));
      return sum / 28 + 0.05;
    };
    const expected = (price - forecast(bank.days[b])) * (scale(days) / scale(bank.days[b]));
    expect(service.errors[b * 7 * 6]).toBeCloseTo(expected, 9);
  });

  it('use origins of the last 365 days only, with the weights of energy', () => {
    const { services, bank, weights, serviceWeights } = modelWith({ DCL: steady });
    const usable = services[0].usable;
    expect(usable.every((flag, b) => flag === Number(days - bank.days[b] <= 365))).toBe(true);
    const total = weights.reduce((sum, weight, b) => sum + weight * usable[b], 0);
    serviceWeights.forEach((weight, b) => expect(weight).toBeCloseTo((weights[b] * usable[b]) / total, 12));
  });

  it('do not use a week in which a day cleared nothing; one block that did not clear is no error', () => {
    const { services, bank } = modelWith({
      DCL: {
        interval: 'block',
        price: (day, slot) => (day === 400 || (day === 380 && slot < 8) ? NaN : steady.price(day, slot)),
      },
    });
    const [service] = services;
    bank.days.forEach((day, b) => {
      expect(service.usable[b]).toBe(Number(days - day <= 365 && (day > 400 || day + 6 < 400)));
    });
    const b = bank.days.indexOf(380);
    expect(service.errors[b * 42]).toBeNaN();
    expect(service.errors[b * 42 + 1]).not.toBeNaN();
  });

  it('have price 0 in a block that never cleared, and say so', () => {
    const { services, notes } = modelWith({
      DCL: { interval: 'block', price: (day, slot) => (slot < 8 ? NaN : steady.price(day, slot)) },
    });
    expect([...services[0].neverCleared]).toEqual([1, 0, 0, 0, 0, 0]);
    expect(services[0].forecast[0]).toBe(0);
    expect(services[0].forecast.every(Number.isFinite)).toBe(true);
    expect(notes).toContain('DCL: 1 of 6 delivery intervals never cleared; they are simulated at 0.');
  });

  it('are left out one by one where fewer than 30 weeks have them, and do not take the others along', () => {
    const { services, leftOutServices, notes, serviceWeights } = modelWith({
      DCL: steady,
      YOUNG: { interval: 'block', price: (day) => (day < days - 30 ? NaN : 4) },
      NEVER: { interval: 'block', price: () => NaN },
    });
    expect(services.map((service) => service.name)).toEqual(['DCL']);
    expect(leftOutServices).toEqual(['YOUNG', 'NEVER']);
    expect(notes.filter((note) => note.includes('left out'))).toHaveLength(2);
    expect(serviceWeights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
  });

  it('stay within the prices of the last 365 days', () => {
    // 90 cleared once 366 days ago, 20 and −5 since.
    const spikes = new Map([
      [days - 366, 90],
      [days - 300, 20],
      [days - 200, -5],
    ]);
    const { services } = modelWith({ DCL: { interval: 'block', price: (day) => spikes.get(day) ?? 3 + (day % 2) } });
    expect(services[0].range).toEqual([-5, 20]);
  });

  it('may be none', () => {
    const { services, serviceWeights } = modelWith({});
    expect(services).toEqual([]);
    expect(serviceWeights).toHaveLength(0);
  });
});
