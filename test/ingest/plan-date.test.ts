import { describe, expect, it } from 'vitest';
import { addDays } from '../../src/domain/market-calendar.ts';
import type { PriceHistory } from '../../src/domain/price-history.ts';
import { DataError } from '../../src/errors.ts';
import { assembleHistory } from '../../src/ingest/assemble-history.ts';
import { assessData } from '../../src/ingest/assess-data.ts';
import { checkPlanDate, defaultPlanDate } from '../../src/ingest/plan-date.ts';
import { bytes, risingRows, testConfig, tidyText } from './support.ts';

const config = testConfig();
const firstDate = '2024-06-01';

/** 120 days from 2024-06-01; `blank` removes prices of a series by day (from 0) and period of the day. */
function history(
  blank: (day: number, period: number) => readonly ('dayAhead' | 'imbalance')[] = () => [],
): PriceHistory {
  const rows = risingRows(120 * 48).map(([dayAhead, imbalance], i) => {
    const gone = blank(Math.floor(i / 48), i % 48);
    return [gone.includes('dayAhead') ? '' : dayAhead, gone.includes('imbalance') ? '' : imbalance] as const;
  });
  return assembleHistory(config, () => bytes(tidyText('2024-05-31T22:00Z', rows))).history;
}

const end = addDays(firstDate, 119);

describe('defaultPlanDate', () => {
  it('is the day after the last complete day', () => {
    expect(defaultPlanDate(history(), config)).toBe(addDays(end, 1));
  });

  it('passes over a last day that is incomplete', () => {
    const partly = history((day, period) => (day === 119 && period > 20 ? ['dayAhead'] : []));
    expect(defaultPlanDate(partly, config)).toBe(end);
  });
});

describe('checkPlanDate', () => {
  it('accepts the dates from the 91st valid day to the day after the end', () => {
    expect(() => checkPlanDate(history(), config, addDays(firstDate, 90))).not.toThrow();
    expect(() => checkPlanDate(history(), config, addDays(end, 1))).not.toThrow();
  });

  it('rejects a date with less than 90 valid days before it and names the range that works', () => {
    const attempt = () => checkPlanDate(history(), config, addDays(firstDate, 89));
    expect(attempt).toThrow(DataError);
    expect(attempt).toThrow('too little history before 2024-08-29');
    expect(attempt).toThrow('plan a date from 2024-08-30 to 2024-09-29');
  });

  it('rejects a date beyond the end of the data', () => {
    const attempt = () => checkPlanDate(history(), config, addDays(end, 2));
    expect(attempt).toThrow("the data of 'dayAhead' end before the plan for 2024-09-30 may be made");
    expect(attempt).toThrow('plan a date from 2024-08-30 to 2024-09-29');
  });

  it('needs imbalance prices to the end of the day before the eve, and no more', () => {
    const endsOn = (last: number) => history((day) => (day > last ? ['imbalance'] : []));
    expect(() => checkPlanDate(endsOn(118), config, addDays(end, 1))).not.toThrow();
    expect(() => checkPlanDate(endsOn(117), config, addDays(end, 1))).toThrow(
      'prices to the end of delivery day 2024-09-27 are needed, got "last usable day 2024-09-26"',
    );
  });

  it('says so where no date works', () => {
    const short = assembleHistory(config, () => bytes(tidyText('2024-05-31T22:00Z', risingRows(480)))).history;
    expect(() => checkPlanDate(short, config, '2024-06-05')).toThrow(
      'no date can be planned with this data; add history',
    );
  });
});

describe('assessData', () => {
  const everySeventh = history((day, period) => (day % 7 === 0 && period < 10 ? ['dayAhead'] : []));

  it('is content with a whole history', () => {
    expect(assessData(history(), addDays(end, 1), config.data)).toEqual({
      invalidDays: 0,
      days: 120,
      share: 0,
      light: 'ok',
      text: '0 of the 120 delivery days before 2024-09-29 are invalid (more than 4 periods missing in a required series): 0 %, within the 5 % that call for caution.',
    });
  });

  it('calls for caution where every seventh day is missing', () => {
    const assessment = assessData(everySeventh, addDays(end, 1), config.data);
    expect(assessment).toMatchObject({ invalidDays: 18, days: 120, share: 0.15, light: 'caution' });
    expect(assessment.text).toContain('15 %, over the 5 % that call for caution');
  });

  it('counts only the days before the day planned', () => {
    expect(assessData(everySeventh, addDays(firstDate, 14), config.data)).toMatchObject({ invalidDays: 2, days: 14 });
  });

  it('is an error above the share that the rules allow', () => {
    const rules = { ...config.data, errorInvalidShare: 0.1 };
    expect(() => assessData(everySeventh, addDays(end, 1), rules)).toThrow(
      'data.errorInvalidShare: too many invalid days before 2024-09-29: at most 10 % of the delivery days may be invalid',
    );
  });

  it('is an error without any day', () => {
    expect(() => assessData(history(), firstDate, config.data)).toThrow('there is no history before 2024-06-01');
  });
});

describe('a plan made after the auction', () => {
  const afternoon = testConfig({ root: { planTime: { eveAt: '13:30' } } });

  it('is for the last day with complete day-ahead prices', () => {
    expect(defaultPlanDate(history(), afternoon)).toBe(end);
    expect(() => checkPlanDate(history(), afternoon, end)).not.toThrow();
  });

  it('is refused for the day after them, with the range that works', () => {
    const attempt = () => checkPlanDate(history(), afternoon, addDays(end, 1));
    expect(attempt).toThrow("the data of 'dayAhead' end before the plan for 2024-09-29 may be made");
    expect(attempt).toThrow(`plan a date from 2024-08-30 to ${end}`);
  });

  it('is refused where the prices of the planned day have a gap, though later days have theirs', () => {
    const gap = history((day, period) => (day === 110 && period > 20 ? ['dayAhead'] : []));
    expect(() => checkPlanDate(gap, afternoon, addDays(firstDate, 110))).toThrow(
      "the prices of 'dayAhead' on 2024-09-19 are not complete",
    );
    expect(() => checkPlanDate(gap, config, addDays(firstDate, 110))).not.toThrow();
  });
});
