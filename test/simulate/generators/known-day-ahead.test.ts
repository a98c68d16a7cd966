import { describe, expect, it } from 'vitest';
import { dayAheadBySlot } from '../../../src/fit/day-prices.ts';
import { knownBasisMeans } from '../../../src/fit/known-basis-mean.ts';
import { knownBasisSizes } from '../../../src/fit/known-basis-size.ts';
import { wholeDayPass } from '../../../src/fit/whole-day-pass.ts';
import { basisBootstrap, knownDayAhead } from '../../../src/simulate/generators/known-day-ahead.ts';
import type { WholeDayGeneratorModel } from '../../../src/simulate/generators/whole-day.ts';
import { randomStream } from '../../../src/math/random-stream.ts';
import { unitShape } from '../../fit/noisy-prices.ts';
import { fitRequest, syntheticHistory } from '../../fit/synthetic-history.ts';

const days = 700;
const stream = randomStream(3, 'sampleHistory');
const amplitudes = Float64Array.from({ length: days }, () => 20 * Math.exp(0.5 * stream.normal()));
const noise = Float64Array.from({ length: days * 48 }, () => stream.normal());
const dayAhead = (day: number, slot: number): number => 60 + amplitudes[day] * unitShape[slot];
/** The basis is half as large as the day-ahead swing, which nobody can forecast from the days before. */
const pass = wholeDayPass(
  syntheticHistory({ days, dayAhead, imbalance: (d, s) => dayAhead(d, s) + 0.5 * amplitudes[d] * noise[d * 48 + s] }),
  4,
  1,
);

describe('day-ahead price known', () => {
  it('recovers a basis that grows with the day-ahead swing of the same day', () => {
    const sizes = knownBasisSizes(pass);
    const late = Array.from({ length: 200 }, (_, k) => 480 + k);
    const errorOf = (forecast: (day: number) => number): number =>
      Math.sqrt(late.reduce((sum, day) => sum + (pass.forward.states.logBasisSize[day] - forecast(day)) ** 2, 0) / 200);
    expect(errorOf((day) => sizes[day])).toBeLessThan(0.2);
    expect(errorOf((day) => pass.forward.forecasts[day]?.logBasisSize[0] ?? NaN)).toBeGreaterThan(0.4);
  });

  it('leaves the day-ahead price as it is and draws a basis of the right size', () => {
    for (const target of [650, 653, 661]) {
      const model = knownDayAhead.open(pass, fitRequest('2022-01-01'))(target);
      const paint = knownDayAhead.painter(model, 1);
      const [x1, x2] = [new Float64Array(48), new Float64Array(48)];
      let size = 0;
      for (let scenario = 0; scenario < 400; scenario++) {
        paint(scenario, 1, x1, x2);
        for (let slot = 0; slot < 48; slot++) size += Math.abs(x2[slot] - x1[slot]) / (400 * 48);
      }
      expect(x1).toEqual(dayAheadBySlot(pass.table, target));
      // E|N(0, 1)| = 0.798.
      expect(Math.abs(Math.log(size / (0.5 * amplitudes[target] * 0.798)))).toBeLessThan(0.3);
    }
  });

  it('moves the basis where the shape of the published day says so', () => {
    // Between two shapes; where the second one counts, the first half of the day is settled 12 below the day-ahead price.
    const shares = Float64Array.from({ length: days }, () => stream.uniform());
    const other = Float64Array.from({ length: 48 }, (_, slot) => unitShape[(slot + 12) % 48]);
    const price = (day: number, slot: number): number =>
      60 + 20 * ((1 - shares[day]) * unitShape[slot] + shares[day] * other[slot]);
    const bent = wholeDayPass(
      syntheticHistory({
        days,
        dayAhead: price,
        imbalance: (d, s) => price(d, s) - (s < 24 ? 12 * shares[d] : 0) + 3 * noise[d * 48 + s],
      }),
      4,
      1,
    );
    const sizes = knownBasisSizes(bent);
    const means = knownBasisMeans(bent, sizes);
    const error = (day: number): number => {
      const morning = means.subarray(day * 48, day * 48 + 24).reduce((sum, mean) => sum + mean / 24, 0);
      return Math.exp(sizes[day]) * morning + 12 * shares[day];
    };
    const late = Array.from({ length: 100 }, (_, k) => 595 + k);
    // The deviation of −12·share is 3.5: what is expected without m̂ is off by that.
    expect(Math.sqrt(late.reduce((sum, day) => sum + error(day) ** 2 / 100, 0))).toBeLessThan(1.5);

    const target = 690;
    const model = knownDayAhead.open(bent, fitRequest('2022-01-01'))(target) as WholeDayGeneratorModel;
    const { known, bank } = model.wholeDay;
    const last = bank.days.length - 1;
    expect(known?.basisShift[last * 48 + 5]).toBeCloseTo(
      0.6 * Math.exp(sizes[target]) * (means[target * 48 + 5] - means[bank.days[last] * 48 + 5]),
      9,
    );
  });

  it('draws the basis of past days as it was, for the rival', () => {
    const target = 650;
    const rival = basisBootstrap('basis-bootstrap-30', 30);
    const paint = rival.painter(rival.open(pass, fitRequest('2022-01-01'))(target), 1);
    const [x1, x2] = [new Float64Array(48), new Float64Array(48)];
    const past = Array.from({ length: 29 }, (_, k) => pass.forward.states.basis[(target - 30 + k) * 48 + 5]);
    for (let scenario = 0; scenario < 50; scenario++) {
      paint(scenario, 1, x1, x2);
      expect(past.some((basis) => Math.abs(x1[5] + basis - x2[5]) < 1e-9)).toBe(true);
    }
  });

  it('is refused for a day without published prices', () => {
    expect(() => knownDayAhead.open(pass, fitRequest('2022-01-01'))(days)).toThrow('not known');
  });
});
