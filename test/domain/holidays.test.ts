import { describe, expect, it } from 'vitest';
import { dayClass, isHoliday } from '../../src/domain/holidays.ts';
import { addDays } from '../../src/domain/market-calendar.ts';

function holidaysOf(year: number): string[] {
  const found: string[] = [];
  for (let date = `${year}-01-01`; date.startsWith(`${year}`); date = addDays(date, 1)) {
    if (isHoliday('gb', date)) found.push(date);
  }
  return found;
}

describe('bank holidays of England and Wales', () => {
  // From gov.uk/bank-holidays; a holiday at a weekend counts beside its substitute.
  it.each([
    [2018, '01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26'],
    [2019, '01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26'],
    [2020, '01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-26 12-28'],
    [2021, '01-01 04-02 04-05 05-03 05-31 08-30 12-25 12-26 12-27 12-28'],
    [2022, '01-01 01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-25 12-26 12-27'],
    [2023, '01-01 01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26'],
    [2024, '01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26'],
    [2012, '01-01 01-02 04-06 04-09 05-07 06-04 06-05 08-27 12-25 12-26'],
  ])('of %i are %s', (year, days) => {
    expect(holidaysOf(year)).toEqual(days.split(' ').map((day) => `${year}-${day}`));
  });

  it('are not those of other markets', () => {
    expect(isHoliday('nem', '2024-03-29')).toBe(false);
  });
});

describe('class of a day', () => {
  it.each([
    ['2024-03-27', 0, 'a Wednesday'],
    ['2024-03-29', 2, 'Good Friday'],
    ['2024-03-30', 1, 'a Saturday'],
    ['2024-03-31', 2, 'a Sunday'],
    ['2024-04-01', 2, 'Easter Monday'],
    ['2024-12-24', 0, 'Christmas Eve'],
    ['2024-12-27', 2, 'a Friday between the years'],
    ['2024-12-28', 2, 'a Saturday between the years'],
    ['2024-12-31', 2, 'New Year’s Eve'],
    ['2021-12-27', 2, 'the substitute for Christmas Day'],
  ])('%s is %i: %s', (date, expected) => {
    expect(dayClass('gb', date)).toBe(expected);
  });

  it('knows no holidays and no days between the years outside of Great Britain', () => {
    expect(dayClass('sdac', '2024-12-27')).toBe(0);
    expect(dayClass('sdac', '2024-12-28')).toBe(1);
    expect(dayClass('sdac', '2024-12-29')).toBe(2);
  });
});
