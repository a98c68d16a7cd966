import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  blockBoundaries,
  dayOfWeek,
  deliveryDay,
  deliveryDayOf,
  deliveryDays,
  gbCalendar,
  isoTime,
  localTimeWithOffset,
  marketCalendars,
  nemCalendar,
  planTime,
  sdacCalendar,
  slotsPerDay,
  wallClockMinutes,
  wallClockSlots,
} from '../../src/domain/market-calendar.ts';

describe('delivery days of Great Britain', () => {
  it.each([
    ['2024-03-30', 48, '2024-03-29T23:00:00Z'],
    ['2024-03-31', 46, '2024-03-30T23:00:00Z'],
    ['2024-04-01', 48, '2024-03-31T22:00:00Z'],
    ['2024-10-26', 48, '2024-10-25T22:00:00Z'],
    ['2024-10-27', 50, '2024-10-26T22:00:00Z'],
    ['2024-10-28', 48, '2024-10-27T23:00:00Z'],
  ])('%s has %i half-hours from %s', (date, periods, start) => {
    const day = deliveryDay(gbCalendar, date);
    expect(day.periodCount).toBe(periods);
    expect(isoTime(day.startTime)).toBe(start);
  });

  it('are planned at 09:00 local on the eve', () => {
    expect(isoTime(planTime(gbCalendar, '2024-07-02'))).toBe('2024-07-01T08:00:00Z');
    expect(isoTime(planTime(gbCalendar, '2024-01-02'))).toBe('2024-01-01T09:00:00Z');
  });

  it('do not exist for dates that do not', () => {
    expect(() => deliveryDay(gbCalendar, '2023-02-29')).toThrow(RangeError);
  });
});

describe('wall clock', () => {
  it('skips 01:00 to 02:00, slots 4 and 5, on the short day', () => {
    const slots = wallClockSlots(gbCalendar, deliveryDay(gbCalendar, '2024-03-31'));
    expect(Array.from(slots.slice(0, 7))).toEqual([0, 1, 2, 3, 6, 7, 8]);
    expect(slots[45]).toBe(47);
  });

  it('repeats 01:00 to 02:00 on the long day', () => {
    const slots = wallClockSlots(gbCalendar, deliveryDay(gbCalendar, '2024-10-27'));
    expect(Array.from(slots.slice(0, 9))).toEqual([0, 1, 2, 3, 4, 5, 4, 5, 6]);
    expect(slots[49]).toBe(47);
  });

  it('runs 0 … 47 on every other day', () => {
    const days = deliveryDays(gbCalendar, '2024-01-01', '2024-12-31').filter((day) => day.periodCount === 48);
    expect(days).toHaveLength(364);
    for (const day of days) expect([...wallClockSlots(gbCalendar, day)]).toEqual([...Array(48).keys()]);
  });

  it('starts at the delivery day’s first minute', () => {
    expect(wallClockMinutes(nemCalendar, deliveryDay(nemCalendar, '2024-01-01'))[0]).toBe(240);
    expect(wallClockMinutes(gbCalendar, deliveryDay(gbCalendar, '2024-06-01'))[0]).toBe(1380);
  });

  it('is unique with its offset when the hour comes twice', () => {
    const day = deliveryDay(gbCalendar, '2024-10-27');
    const half = 30 * 60_000;
    const times = Array.from({ length: 50 }, (_, period) =>
      localTimeWithOffset(gbCalendar, day.startTime + period * half),
    );
    expect(times[4]).toBe('2024-10-27T01:00+01:00');
    expect(times[6]).toBe('2024-10-27T01:00+00:00');
    expect(new Set(times).size).toBe(50);
  });
});

describe('EFA blocks', () => {
  it.each([
    ['2024-06-01', [0, 8, 16, 24, 32, 40, 48]],
    ['2024-03-31', [0, 6, 14, 22, 30, 38, 46]],
    ['2024-10-27', [0, 10, 18, 26, 34, 42, 50]],
  ])('of %s start at %j', (date, expected) => {
    expect([...blockBoundaries(gbCalendar, deliveryDay(gbCalendar, date))]).toEqual(expected);
  });
});

describe('every calendar', () => {
  const date = fc.integer({ min: 0, max: 6000 }).map((offset) => addDays('2015-01-01', offset));

  it.each(Object.entries(marketCalendars))(
    '%s: days follow each other without gap, and each instant belongs to its day',
    (_, calendar) => {
      fc.assert(
        fc.property(date, fc.double({ min: 0, max: 0.999_999, noNaN: true }), (name, share) => {
          const day = deliveryDay(calendar, name);
          expect(day.endTime).toBe(deliveryDay(calendar, addDays(name, 1)).startTime);
          expect(day.periodCount * calendar.periodMinutes * 60_000).toBe(day.endTime - day.startTime);
          const instant = Math.floor(day.startTime + share * (day.endTime - day.startTime));
          expect(deliveryDayOf(calendar, instant)).toEqual(day);
        }),
        { numRuns: 60 },
      );
    },
  );

  it.each(Object.entries(marketCalendars))(
    '%s: blocks cover the day in order, slots stay on the wall clock',
    (_, calendar) => {
      const names = fc.oneof(date, fc.constantFrom('2024-03-31', '2024-10-27', '2020-03-29', '2020-10-25'));
      fc.assert(
        fc.property(names, (name) => {
          const day = deliveryDay(calendar, name);
          const boundaries = blockBoundaries(calendar, day);
          expect(boundaries).toHaveLength(calendar.blockStarts.length + 1);
          expect([boundaries[0], boundaries.at(-1)]).toEqual([0, day.periodCount]);
          expect([...boundaries]).toEqual([...boundaries].sort((a, b) => a - b));
          const slots = wallClockSlots(calendar, day);
          expect(slots.every((slot) => Number.isInteger(slot) && slot >= 0 && slot < slotsPerDay(calendar))).toBe(true);
          expect(day.periodCount).not.toBe(0);
        }),
        { numRuns: 60 },
      );
    },
  );

  it('counts days from a date both ways', () => {
    fc.assert(
      fc.property(date, fc.integer({ min: -500, max: 500 }), (from, days) => {
        expect(Date.parse(addDays(from, days)) - Date.parse(from)).toBe(days * 86_400_000);
        expect(dayOfWeek(addDays(from, 7 * days))).toBe(dayOfWeek(from));
      }),
    );
  });
});

describe('central European day', () => {
  it('has 92 and 100 quarter-hours when the clock changes', () => {
    expect(deliveryDay(sdacCalendar, '2024-03-31').periodCount).toBe(92);
    expect(deliveryDay(sdacCalendar, '2024-10-27').periodCount).toBe(100);
  });
});
