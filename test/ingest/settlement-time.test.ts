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

  it('goes from date and period to UTC and back, for every period of every day', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 7304 }), fc.nat(), (dayNumber, pick) => {
        const date = addDays('2015-01-01', dayNumber);
        const period = (pick % clock.periodsInDay(date)) + 1;
        expect(clock.periodAt(clock.startOf(date, period))).toEqual({ date, period });
      }),
      { seed: 7, numRuns: 500 },
    );
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
