import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, gbCalendar } from '../../src/domain/market-calendar.ts';
import { settlementClock } from '../../src/ingest/settlement-time.ts';

const clock = settlementClock(gbCalendar);

describe('settlement time', () => {
  it.each([
    ['2024-03-31', 46],
    ['2024-10-27', 50],
    ['2024-06-01', 48],
    ['2016-03-27', 46],
    ['2030-10-27', 50],
  ])('counts the periods of %s as %d', (date, count) => {
    expect(clock.periodsInDay(date)).toBe(count);
  });

  it.each([
    ['2024-06-01', 1, '2024-05-31T23:00Z'],
    ['2024-01-31', 48, '2024-01-31T23:30Z'],
    ['2024-03-31', 2, '2024-03-31T00:30Z'],
    ['2024-03-31', 46, '2024-03-31T22:30Z'],
    ['2024-10-27', 5, '2024-10-27T01:00Z'],
    ['2024-10-27', 50, '2024-10-27T23:30Z'],
  ])('starts settlement period %s/%d at %s', (date, period, time) => {
    expect(clock.startOf(date, period)).toBe(Date.parse(time));
  });

  it('leaves no gap between the last period of a day and the first of the next', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 7304 }), (dayNumber) => {
        const date = addDays('2015-01-01', dayNumber);
        const afterLast = clock.startOf(date, clock.periodsInDay(date) + 1);
        expect(afterLast).toBe(clock.startOf(addDays(date, 1), 1));
        expect([46, 48, 50]).toContain(clock.periodsInDay(date));
      }),
      { seed: 8, numRuns: 300 },
    );
  });
});
