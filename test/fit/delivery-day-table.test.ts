import { describe, expect, it } from 'vitest';
import { nemCalendar } from '../../src/domain/market-calendar.ts';
import { deliveryDayTable } from '../../src/fit/delivery-day-table.ts';
import { FitError } from '../../src/errors.ts';
import { syntheticHistory } from './synthetic-history.ts';

const bySlot = (_: number, slot: number): number => slot;

describe('table of delivery days', () => {
  it('interpolates the skipped hour of spring: half-hours 4 and 5 between 3 and 6', () => {
    const steps = (_: number, slot: number): number => (slot < 4 ? 10 : 40);
    const history = syntheticHistory({ from: '2024-03-31', days: 1, dayAhead: steps, imbalance: steps });
    const { dayAhead, imbalance } = deliveryDayTable(history, 7, 4);
    expect(Array.from(dayAhead.slice(2, 8))).toEqual([10, 10, 20, 30, 40, 40]);
    expect(Array.from(imbalance.slice(2, 8))).toEqual([10, 10, 20, 30, 40, 40]);
  });

  it('puts an hourly price half-way between its neighbours where spring skips its hour', () => {
    const steps = (_: number, slot: number): number => (slot < 4 ? 10 : 40);
    const history = syntheticHistory({
      from: '2024-03-31',
      days: 1,
      dayAheadInterval: 'hour',
      dayAhead: steps,
      imbalance: bySlot,
    });
    expect(Array.from(deliveryDayTable(history, 7, 4).dayAhead.slice(0, 5))).toEqual([10, 10, 25, 40, 40]);
  });

  it('keeps the second of the repeated hours in autumn', () => {
    const history = syntheticHistory({ from: '2024-10-27', days: 1, dayAhead: bySlot, imbalance: bySlot });
    history.series[1].values.set([104, 105, 204, 205], 4);
    const { imbalance } = deliveryDayTable(history, 7, 4);
    expect(Array.from(imbalance.slice(3, 7))).toEqual([3, 204, 205, 6]);
  });

  it('has 24 prices a day of an hourly auction and 48 of a half-hourly series', () => {
    const hourly = syntheticHistory({
      days: 2,
      dayAheadInterval: 'hour',
      dayAhead: (_, slot) => Math.floor(slot / 2),
      imbalance: bySlot,
    });
    const table = deliveryDayTable(hourly, 7, 4);
    expect(table.intervals).toBe(24);
    expect(Array.from(table.dayAhead.slice(24))).toEqual([...Array(24).keys()]);
    expect(deliveryDayTable(syntheticHistory({ days: 2, dayAhead: bySlot, imbalance: bySlot }), 7, 4).intervals).toBe(
      48,
    );
  });

  it('keeps day-ahead prices of a day without imbalance prices, repaired by themselves, and does not call the day valid', () => {
    const history = syntheticHistory({
      days: 3,
      dayAhead: (day, slot) => (day === 1 && (slot === 0 || slot === 10) ? NaN : slot),
      imbalance: (day, slot) => (day === 1 ? NaN : slot),
    });
    const table = deliveryDayTable(history, 7, 4);
    expect([...table.valid]).toEqual([1, 0, 1]);
    expect([...table.dayAheadKnown]).toEqual([1, 1, 1]);
    expect([...table.lastValid]).toEqual([0, 0, 2]);
    expect([table.dayAhead[48], table.dayAhead[58]]).toEqual([1, 10]);
  });

  it('leaves a day with 5 missing prices out', () => {
    const history = syntheticHistory({
      days: 2,
      dayAhead: (day, slot) => (day === 1 && slot < 5 ? NaN : slot),
      imbalance: bySlot,
    });
    const table = deliveryDayTable(history, 7, 4);
    expect([...table.dayAheadKnown]).toEqual([1, 0]);
    expect([...table.lastDayAhead]).toEqual([0, 0]);
  });

  it('never calls a day valid that has a price missing, whatever the history says', () => {
    const history = syntheticHistory({ days: 1, dayAhead: bySlot, imbalance: (_, slot) => (slot === 3 ? NaN : slot) });
    expect(history.validDays[0]).toBe(1);
    expect(deliveryDayTable(history, 7, 4).valid[0]).toBe(0);
  });

  it('works on another market’s calendar: 288 five-minute periods', () => {
    const history = syntheticHistory({ calendar: nemCalendar, days: 2, dayAhead: bySlot, imbalance: bySlot });
    const table = deliveryDayTable(history, 7, 4);
    expect([table.slots, table.intervals, table.dates.length]).toEqual([288, 288, 9]);
  });

  it('refuses a history without an imbalance series', () => {
    const history = syntheticHistory({ days: 1, dayAhead: bySlot, imbalance: bySlot });
    expect(() => deliveryDayTable({ ...history, series: [history.series[0]] }, 7, 4)).toThrow(FitError);
    expect(() => deliveryDayTable({ ...history, series: [history.series[0]] }, 7, 4)).toThrow('no imbalance series');
  });
});
