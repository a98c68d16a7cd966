import { describe, expect, it } from 'vitest';
import { standardStresses } from '../../scenarios/stress/standard.ts';
import { gbCalendar } from '../../src/domain/market-calendar.ts';
import type { ScenarioSet } from '../../src/domain/scenario-set.ts';
import { fitWholeDay } from '../../src/fit/fit-whole-day.ts';
import { applyStress, stressedAvailability } from '../../src/simulate/apply-stress.ts';
import type { Stress } from '../../src/domain/stress.ts';
import { simulateWholeDay } from '../../src/simulate/whole-day-scenarios.ts';
import { noisyPrices } from '../fit/noisy-prices.ts';
import { dayAfter, fitRequest, syntheticHistory } from '../fit/synthetic-history.ts';

const history = syntheticHistory({
  days: 460,
  ...noisyPrices({ days: 460 }),
  services: { DCL: { interval: 'block', price: (day, slot) => 4 + Math.sin(day) + Math.floor(slot / 8) } },
});
const model = fitWholeDay(history, fitRequest(dayAfter(history)));
const set = simulateWholeDay(model, { seed: 5, firstScenario: 0, scenarioCount: 10, horizonDays: 2 });
const context = { calendar: gbCalendar, history };

function under(...stresses: Stress[]): ScenarioSet {
  return applyStress(set, { name: 'test', title: 'Test.', stresses }, context);
}

describe('stress', () => {
  it('shifts one market and leaves the other and the set itself alone', () => {
    const before = set.imbalance.slice();
    const after = under({ kind: 'shift', market: 'imbalance', perMWh: 25 });
    expect(after.imbalance[7]).toBe(set.imbalance[7] + 25);
    expect(after.dayAhead).toEqual(set.dayAhead);
    expect(set.imbalance).toEqual(before);
  });

  it('scales about zero, or about the mean of the day, which stays', () => {
    expect(under({ kind: 'scale', market: 'both', factor: 2, about: 'zero' }).dayAhead[3]).toBe(2 * set.dayAhead[3]);
    const flat = under({ kind: 'scale', market: 'dayAhead', factor: 0, about: 'dayMean' });
    const secondDay = set.dayAhead.subarray(48, 96);
    const mean = secondDay.reduce((sum, price) => sum + price / 48, 0);
    for (const price of flat.dayAhead.subarray(48, 96)) expect(price).toBeCloseTo(mean, 9);
  });

  it('spikes hours of the wall clock on every day', () => {
    // A delivery day starts at 23:00: 17:00 is period 36.
    const after = under({ kind: 'spike', market: 'imbalance', hours: { fromHour: 17, toHour: 19 }, perMWh: 100 });
    const raised = Array.from({ length: 96 }, (_, t) => t).filter((t) => after.imbalance[t] !== set.imbalance[t]);
    expect(raised).toEqual([36, 37, 38, 39, 84, 85, 86, 87]);
  });

  it('spikes hours across midnight', () => {
    const after = under({ kind: 'spike', market: 'imbalance', hours: { fromHour: 22, toHour: 1 }, perMWh: 100 });
    const raised = Array.from({ length: 48 }, (_, t) => t).filter((t) => after.imbalance[t] !== set.imbalance[t]);
    expect(raised).toEqual([0, 1, 2, 3, 46, 47]);
  });

  it('breaks the link between the markets and keeps every basis and every day-ahead price', () => {
    const after = under({ kind: 'correlationBreak' });
    expect(after.dayAhead).toEqual(set.dayAhead);
    const basis = (one: ScenarioSet, s: number): number => one.imbalance[s * 96 + 11] - one.dayAhead[s * 96 + 11];
    for (let s = 0; s < 10; s++) expect(basis(after, s)).toBeCloseTo(basis(set, (s + 5) % 10), 9);
  });

  it('replays past days as they were, as one scenario', () => {
    const after = under({ kind: 'replay', date: history.days[100].date });
    const [dayAhead] = history.series;
    expect(after.scenarioCount).toBe(1);
    expect([...after.dayAhead]).toEqual([
      ...dayAhead.values.subarray(history.dayOffsets[100], history.dayOffsets[102]),
    ]);
    expect(after.services[0].availability).toHaveLength(set.services[0].availability.length / 10);
    expect(after.bankDates[after.bankDay[0]]).toBe(history.days[100].date);
  });

  it('refuses to replay a day that the history does not have', () => {
    expect(() => under({ kind: 'replay', date: '1999-01-01' })).toThrow('has no prices');
  });

  it('turns an outage into power limits of the planned day and leaves the prices', () => {
    const outage: Stress = { kind: 'outage', hours: { fromHour: 16, toHour: 20 }, maxChargeMW: 0, maxDischargeMW: 1 };
    expect(under(outage)).toEqual(set);
    const { startTime } = set.days[0];
    expect(stressedAvailability(set, { name: 'o', title: 'O.', stresses: [outage] }, gbCalendar)).toEqual([
      {
        from: new Date(startTime + 17 * 3_600_000).toISOString(),
        to: new Date(startTime + 21 * 3_600_000).toISOString(),
        maxChargeMW: 0,
        maxDischargeMW: 1,
      },
    ]);
  });
});

describe.each(standardStresses.map((one) => [one.name, one] as const))('standard case %s', (_name, one) => {
  it('gives finite prices or a limit of power, and does something', () => {
    const after = applyStress(set, one, context);
    expect(after.dayAhead.every(Number.isFinite) && after.imbalance.every(Number.isFinite)).toBe(true);
    const changed = after.imbalance.some((price, i) => price !== set.imbalance[i]);
    expect(changed || stressedAvailability(set, one, gbCalendar).length > 0).toBe(true);
    expect(one.title.endsWith('.')).toBe(true);
  });
});
