import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ScenarioSet } from '../../src/domain/scenario-set.ts';
import { fitWholeDay } from '../../src/fit/fit-whole-day.ts';
import { cosineCoefficients } from '../../src/fit/smoothing-model.ts';
import type { WholeDayModel } from '../../src/fit/whole-day-model.ts';
import { intervalBoundaries } from '../../src/ingest/period-grid.ts';
import { serviceOriginDrawer } from '../../src/simulate/bank-draw.ts';
import { simulateWholeDay } from '../../src/simulate/whole-day-scenarios.ts';
import { noisyPrices, unitShape } from '../fit/noisy-prices.ts';
import {
  dayAfter,
  fitRequest,
  historyBefore,
  syntheticHistory,
  type SyntheticHistory,
} from '../fit/synthetic-history.ts';

function fitTo(options: SyntheticHistory, date?: string): WholeDayModel {
  const history = syntheticHistory(options);
  return date === undefined
    ? fitWholeDay(history, fitRequest(dayAfter(history)))
    : fitWholeDay(historyBefore(history, date), fitRequest(date));
}

function draw(model: WholeDayModel, scenarioCount: number, horizonDays = 7, firstScenario = 0): ScenarioSet {
  return simulateWholeDay(model, { seed: 5, firstScenario, scenarioCount, horizonDays });
}

function rowOf(values: Float64Array, set: ScenarioSet, scenario: number): Float64Array {
  const periods = set.dayOffsets[set.days.length];
  return values.slice(scenario * periods, (scenario + 1) * periods);
}

function moments(values: readonly number[]): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, deviation: Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length) };
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const [x, y] = [moments(a), moments(b)];
  return (
    a.reduce((sum, value, i) => sum + (value - x.mean) * (b[i] - y.mean), 0) / (a.length * x.deviation * y.deviation)
  );
}

const days = 460;
const noisy = noisyPrices({ days, basisOnLevel: 1, basisDeviation: 3 });
const services: SyntheticHistory['services'] = {
  DCL: {
    interval: 'block',
    price: (day, slot) => (day % 40 === 3 && slot < 8 ? NaN : 4 + Math.sin(day) + Math.floor(slot / 8)),
  },
  QR: { interval: 'period', price: (day, slot) => 2 + Math.cos(day * 1.7 + slot) },
  HR: { interval: 'hour', price: (day, slot) => 10 + Math.sin(day * 0.9) + Math.floor(slot / 2) },
};

describe('scenarios', () => {
  let model: WholeDayModel;
  let set: ScenarioSet;
  beforeAll(() => {
    model = fitTo({ days, ...noisy, services });
    set = draw(model, 2000);
  });

  it('are the same whatever the range they are drawn in', () => {
    fc.assert(
      fc.property(
        fc.nat(1990),
        fc.integer({ min: 1, max: 10 }),
        fc.integer({ min: 1, max: 7 }),
        (first, count, horizon) => {
          const part = draw(model, count, horizon, first);
          const periods = part.dayOffsets[horizon];
          for (let s = 0; s < count; s++) {
            expect(rowOf(part.dayAhead, part, s)).toEqual(rowOf(set.dayAhead, set, first + s).slice(0, periods));
            expect(rowOf(part.imbalance, part, s)).toEqual(rowOf(set.imbalance, set, first + s).slice(0, periods));
            expect(part.bankDay[s]).toBe(set.bankDay[first + s]);
            part.services.forEach((service, k) => {
              const width = service.intervalStarts.length - 1;
              const whole = set.services[k].intervalStarts.length - 1;
              const mine = service.availability.slice(s * width, (s + 1) * width);
              expect(mine).toEqual(
                set.services[k].availability.slice((first + s) * whole, (first + s) * whole + width),
              );
            });
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  it('differ with the seed', () => {
    const other = simulateWholeDay(model, { seed: 6, firstScenario: 0, scenarioCount: 3, horizonDays: 1 });
    expect(other.dayAhead).not.toEqual(draw(model, 3, 1).dayAhead);
  });

  it('weigh the same and sum to 1', () => {
    expect(set.weights.every((weight) => weight === 1 / 2000)).toBe(true);
  });

  it('take each origin as often as its weight says', () => {
    const counts = new Float64Array(model.weights.length);
    for (const origin of set.bankDay) counts[origin]++;
    // Golden-ratio points: 2,000 of them miss no interval's share by more than a few points.
    counts.forEach((count, b) => expect(Math.abs(count - 2000 * model.weights[b])).toBeLessThan(4));
  });

  it('have only finite prices within the limits', () => {
    const all = [set.dayAhead, set.imbalance, ...set.services.map((service) => service.availability)];
    for (const values of all) expect(values.every(Number.isFinite)).toBe(true);
    const limited = simulateWholeDay(
      { ...model, priceLimits: { dayAhead: [50, 70], imbalance: [55, 65], services: { DCL: [4, 5] } } },
      { seed: 5, firstScenario: 0, scenarioCount: 50, horizonDays: 7 },
    );
    const range = (values: Float64Array): number[] => [Math.min(...values), Math.max(...values)];
    expect(range(limited.dayAhead)).toEqual([50, 70]);
    expect(range(limited.imbalance)).toEqual([55, 65]);
    expect(range(limited.services[0].availability)).toEqual([4, 5]);
    // A limit on the day-ahead price leaves the imbalance price, and one service's leaves another's, as they are.
    expect(limited.services[1].availability).toEqual(draw(model, 50).services[1].availability);
  });

  it('ask for no more days than the model has', () => {
    expect(() => draw(model, 1, 8)).toThrow(RangeError);
  });

  it('recover level, spread and the link of basis and level of the history', () => {
    const means = Array.from({ length: 2000 }, (_, s) => moments(Array.from(rowOf(set.dayAhead, set, s).slice(0, 48))));
    const basis = Array.from({ length: 2000 }, (_, s) => {
      const gap = rowOf(set.imbalance, set, s)
        .slice(0, 48)
        .map((price, t) => price - set.dayAhead[s * set.dayOffsets[7] + t]);
      return moments([...gap]).mean;
    });
    const levels = moments(means.map((day) => day.mean));
    // Made with level 60 ± 6, amplitude 15·exp(±0.2), basis = deviation of the level + noise.
    expect(Math.abs(levels.mean - 60)).toBeLessThan(2);
    expect(levels.deviation).toBeGreaterThan(5);
    expect(levels.deviation).toBeLessThan(7.5);
    const amplitudes = moments(means.map((day) => Math.log(day.deviation)));
    expect(Math.abs(amplitudes.mean - Math.log(15))).toBeLessThan(0.08);
    expect(Math.abs(amplitudes.deviation - 0.2)).toBeLessThan(0.05);
    expect(
      correlation(
        means.map((day) => day.mean),
        basis,
      ),
    ).toBeGreaterThan(0.85);
    const shape = rowOf(set.dayAhead, set, 0)
      .slice(0, 48)
      .map((price) => (price - means[0].mean) / means[0].deviation);
    expect(Math.max(...shape.map((value, t) => Math.abs(value - unitShape[t])))).toBeLessThan(0.15);
  });

  it('keep mean, spread and correlation of the bank’s errors when they are smoothed', () => {
    const count = 20_000;
    const one = simulateWholeDay(model, { seed: 9, firstScenario: 0, scenarioCount: count, horizonDays: 1 });
    const errors = Array.from({ length: count }, (_, s) => {
      const { mean, deviation } = moments(Array.from(one.dayAhead.slice(s * 48, (s + 1) * 48)));
      return {
        level: (mean - model.level[0]) / model.levelErrorScale,
        amplitude: Math.log(deviation) - model.logAmplitude[0],
      };
    });
    const level = moments(errors.map((error) => error.level));
    const amplitude = moments(errors.map((error) => error.amplitude));
    const { mean, standardDeviation, cholesky, size } = model.smoothing;
    expect(Math.abs(level.mean - mean[0])).toBeLessThan(0.02 * standardDeviation[0]);
    expect(level.deviation / standardDeviation[0]).toBeCloseTo(1, 1.7);
    expect(Math.abs(amplitude.mean - mean[1])).toBeLessThan(0.02 * standardDeviation[1]);
    expect(amplitude.deviation / standardDeviation[1]).toBeCloseTo(1, 1.7);
    // (r + h²·0.9·r)/(1 + h²): the noise has the shrunk correlation.
    const shrunk = cholesky[19];
    const expected = (shrunk / 0.9 + size * size * shrunk) / (1 + size * size);
    const found = correlation(
      errors.map((error) => error.level),
      errors.map((error) => error.amplitude),
    );
    expect(Math.abs(found - expected)).toBeLessThan(0.02);
  });

  it('are past days themselves, moved to today, without smoothing', () => {
    const plain = { ...model, smoothing: { ...model.smoothing, size: 0, basisSize: 0 } };
    const one = draw(plain, 20, 1);
    const { bank } = model;
    for (let s = 0; s < 20; s++) {
      const at = one.bankDay[s] * 7;
      const level = moments([...rowOf(one.dayAhead, one, s)]);
      expect(level.mean).toBeCloseTo(model.level[0] + model.levelErrorScale * bank.levelError[at], 9);
      expect(Math.log(level.deviation)).toBeCloseTo(model.logAmplitude[0] + bank.amplitudeError[at], 9);
      const size = Math.exp(model.logBasisSize[0] + bank.basisSizeError[at]);
      for (const t of [0, 20, 47]) {
        const basis = one.imbalance[s * 48 + t] - one.dayAhead[s * 48 + t];
        expect(basis).toBeCloseTo(bank.basisPattern[at * 48 + t] * size, 8);
      }
    }
  });

  it('have a basis whose size the smoothing leaves alone and whose pattern it moves', () => {
    const still = { ...model, smoothing: { ...model.smoothing, size: 0, basisSize: 0.3 } };
    const moved = draw(still, 30, 1);
    const plain = draw({ ...still, smoothing: { ...still.smoothing, basisSize: 0 } }, 30, 1);
    const basisOf = (set_: ScenarioSet, s: number): Float64Array =>
      rowOf(set_.imbalance, set_, s).map((price, t) => price - set_.dayAhead[s * 48 + t]);
    const size = (basis: Float64Array): number => basis.reduce((sum, value) => sum + Math.abs(value), 0);
    for (let s = 0; s < 30; s++) {
      expect(size(basisOf(moved, s))).toBeCloseTo(size(basisOf(plain, s)), 8);
      expect(cosineCoefficients(basisOf(moved, s), 0)).not.toEqual(cosineCoefficients(basisOf(plain, s), 0));
    }
  });

  it('of services come from the same past week where it has them, else from a recorded other', () => {
    const serviceOrigin = serviceOriginDrawer(model, 5);
    const [service] = model.services;
    const width = set.services[0].intervalStarts.length - 1;
    for (let s = 0; s < 2000; s++) {
      const origin = serviceOrigin(s);
      expect(model.serviceWeights[origin]).toBeGreaterThan(0);
      expect(origin === set.bankDay[s] || model.serviceWeights[set.bankDay[s]] === 0).toBe(true);
      const error = service.errors[origin * 42];
      const price = Number.isNaN(error) ? service.forecast[0] : service.forecast[0] + error;
      const expected = Math.max(service.range[0], Math.min(service.range[1], price));
      expect(set.services[0].availability[s * width]).toBe(expected);
    }
    const others = Array.from(set.bankDay, (origin, s) => serviceOrigin(s) !== origin).filter(Boolean).length;
    expect(others).toBeGreaterThan(0);
  });
});

describe('scenarios of a history without noise', () => {
  // Straight over the hour that spring skips, so that its interpolation is exact.
  const rule = (_: number, slot: number): number => 50 + Math.abs(slot - 24);

  it('are that day again, in every scenario and on every day', () => {
    const model = fitTo({
      days: 430,
      dayAhead: rule,
      imbalance: (day, slot) => rule(day, slot) + (slot < 24 ? 5 : -5),
    });
    const set = draw(model, 40);
    for (let s = 0; s < 40; s++) {
      rowOf(set.dayAhead, set, s).forEach((price, t) => expect(price).toBeCloseTo(rule(0, t % 48), 6));
      rowOf(set.imbalance, set, s).forEach((price, t) =>
        expect(price).toBeCloseTo(rule(0, t % 48) + (t % 48 < 24 ? 5 : -5), 6),
      );
    }
  });

  it('are a flat line where all prices are', () => {
    const set = draw(fitTo({ days: 430, dayAhead: () => 50, imbalance: () => 50 }), 10);
    for (const price of [...set.dayAhead, ...set.imbalance]) expect(price).toBeCloseTo(50, 9);
  });
});

describe('scenarios of clock-change days', () => {
  // The first day planned is the short or the long one; the history ends on its eve.
  const cases = [
    { date: '2022-03-27', from: '2021-01-01', periods: 46, efa: [0, 6, 14, 22, 30, 38, 46], hours: 23 },
    { date: '2021-10-31', from: '2020-08-01', periods: 50, efa: [0, 10, 18, 26, 34, 42, 50], hours: 25 },
  ];

  it.each(cases)(
    '$date: $periods half-hours, blocks, hours and half-hours of services',
    ({ date, from, periods, efa, hours }) => {
      const model = fitTo({ from, days, ...noisy, services }, date);
      const set = draw(model, 25, 2);
      expect([...set.dayOffsets]).toEqual([0, periods, periods + 48]);
      const [block, period, hour] = set.services;
      expect(Array.from(block.intervalStarts.slice(0, 7))).toEqual(efa);
      expect(period.intervalStarts).toHaveLength(periods + 48 + 1);
      expect(hour.intervalStarts).toHaveLength(hours + 24 + 1);
      for (const values of [set.dayAhead, set.imbalance, block.availability, period.availability, hour.availability]) {
        expect(values.every(Number.isFinite)).toBe(true);
      }
      for (const [service, kind] of [
        [block, 'block'],
        [period, 'period'],
        [hour, 'hour'],
      ] as const) {
        const boundaries = intervalBoundaries(syntheticHistory({ days: 1, ...noisy }).calendar, set.days[0], kind);
        expect(Array.from(service.intervalStarts.slice(0, boundaries.length))).toEqual([...boundaries]);
      }
    },
  );

  it('repeat the prices of 01:00 to 02:00 when the clock goes back, in every market', () => {
    const model = fitTo({ from: '2020-08-01', days, ...noisy, services }, '2021-10-31');
    const set = draw(model, 25, 1);
    for (let s = 0; s < 25; s++) {
      for (const values of [set.dayAhead, set.imbalance, set.services[1].availability]) {
        expect(rowOf(values, set, s).slice(4, 6)).toEqual(rowOf(values, set, s).slice(6, 8));
      }
    }
    const hours = set.services[2].availability;
    expect(hours[2]).toBe(hours[3]);
  });
});

describe('scenarios of an hourly auction', () => {
  it('have 24 prices a day, each held for two half-hours, under a half-hourly imbalance price', () => {
    const hourly = (day: number, slot: number): number => noisy.dayAhead(day, slot - (slot % 2));
    const model = fitTo({ days, dayAheadInterval: 'hour', dayAhead: hourly, imbalance: noisy.imbalance });
    expect([model.intervals, model.slots]).toEqual([24, 48]);
    const set = draw(model, 10);
    for (let t = 0; t < set.dayAhead.length; t += 2) expect(set.dayAhead[t]).toBe(set.dayAhead[t + 1]);
    const differs = Array.from(set.imbalance, (price, t) => t % 2 === 1 && price !== set.imbalance[t - 1]);
    expect(differs.filter(Boolean).length).toBeGreaterThan(1000);
  });
});
