import { describe, expect, it } from 'vitest';
import { fitWholeDay } from '../../src/fit/fit-whole-day.ts';
import { realisedDay } from '../../src/simulate/realised-day.ts';
import { simulateWholeDay } from '../../src/simulate/whole-day-scenarios.ts';
import { noisyPrices } from '../fit/noisy-prices.ts';
import { fitRequest, syntheticHistory } from '../fit/synthetic-history.ts';

const whole = syntheticHistory({ days: 460, ...noisyPrices({ days: 460 }) });
const last = whole.days.length - 1;
const [from, to] = [whole.dayOffsets[last], whole.dayOffsets[last + 1]];
const { date } = whole.days[last];
const known = {
  ...whole,
  days: whole.days.slice(0, last),
  dayOffsets: whole.dayOffsets.slice(0, last + 1),
  validDays: whole.validDays.slice(0, last),
  series: whole.series.map((one) => ({ ...one, values: one.values.slice(0, from), flags: one.flags.slice(0, from) })),
};
const model = fitWholeDay(known, fitRequest(date));
const set = simulateWholeDay(model, { seed: 5, firstScenario: 0, scenarioCount: 3, horizonDays: 2 });
const energy = whole.series.filter(({ role }) => role !== 'service');

describe('realisedDay', () => {
  it('is one scenario of the prices that came, on the first day alone', () => {
    const found = realisedDay(set, whole, []);
    if (!('set' in found)) throw new Error(found.missing);
    expect(found.set).toMatchObject({ scenarioCount: 1, bankDates: [date], services: [] });
    expect(found.set.days.map((day) => day.date)).toEqual([date]);
    const prices = Object.fromEntries(energy.map(({ role, values }) => [role, values.slice(from, to)]));
    expect({ dayAhead: found.set.dayAhead, imbalance: found.set.imbalance }).toEqual(prices);
  });

  it('names the market of which a price is missing', () => {
    const series = whole.series.map((one) => {
      if (one.role !== 'imbalance') return one;
      const values = one.values.slice();
      values[from + 7] = NaN;
      return { ...one, values };
    });
    const { name } = energy.find(({ role }) => role === 'imbalance')!;
    expect(realisedDay(set, { ...whole, series }, [])).toEqual({ missing: `a price of ${name} is missing` });
  });

  it('says where the history does not reach the day', () => {
    expect(realisedDay(set, known, [])).toEqual({ missing: `no prices of ${date}` });
  });
});
