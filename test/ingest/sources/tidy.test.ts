import { describe, expect, it } from 'vitest';
import { DataError } from '../../../src/errors.ts';
import { isoTimes, parseText } from '../support.ts';

const source = { format: 'tidy', valueColumn: 'price', currency: 'GBP' } as const;
const parse = (text: string, more: Record<string, unknown> = {}) => parseText({ ...source, ...more }, text);

describe('tidy source', () => {
  it('reads a column by its header, keeps negative prices and takes a blank as no price', () => {
    const records = parse(
      'other,startTime,price\nx,2024-06-01T00:00:00Z,-12.5\ny,2024-06-01T00:30:00Z,\nz,2024-06-01T01:00Z,0\n',
    );
    expect(isoTimes(records)).toEqual(['2024-06-01T00:00', '2024-06-01T00:30', '2024-06-01T01:00']);
    expect([...records.values]).toEqual([-12.5, NaN, 0]);
    expect([...records.lines]).toEqual([2, 3, 4]);
    expect(records.currency).toBe('GBP');
  });

  it('reads stamps with an offset as the instant that they mean', () => {
    const records = parse('startTime,price\n2024-06-01 01:00:00+01:00,1\n2024-05-31T19:30-05:00,2\n');
    expect(isoTimes(records)).toEqual(['2024-06-01T00:00', '2024-06-01T00:30']);
  });

  it('keeps the rows of one series of a long table', () => {
    const text = 'startTime,product,price\n2024-06-01T00:00Z,A,1\n2024-06-01T00:00Z,B,2\n2024-06-01T00:30Z,B,3\n';
    expect([...parse(text, { where: { product: 'B' } }).values]).toEqual([2, 3]);
  });

  it('survives a byte order mark, Windows line ends, quotes with line breaks and blank lines', () => {
    const text = '\uFEFFstartTime,note,price\r\n2024-06-01T00:00Z,"two\r\nlines",1\r\n\r\n2024-06-01T00:30Z,,2\r\n';
    const records = parse(text);
    expect([...records.values]).toEqual([1, 2]);
    expect([...records.lines]).toEqual([3, 5]);
  });

  it('counts identical rows and keeps the first', () => {
    const records = parse('startTime,price\n2024-06-01T00:00Z,1\n2024-06-01T00:00:00Z,1.0\n2024-06-01T00:30Z,2\n');
    expect([...records.values]).toEqual([1, 2]);
    expect([...records.duplicateTimes]).toEqual([Date.parse('2024-06-01T00:00Z')]);
  });

  it.each([
    [
      'two prices at one time, with both lines',
      'startTime,price\n2024-06-01T00:00Z,1\n2024-06-01T00:00Z,2\n',
      'file.csv: lines 2 and 3: duplicate periods with different prices: one price at 2024-06-01T00:00:00Z, got "1 and 2"',
    ],
    [
      'text in a number column',
      'startTime,price\n2024-06-01T00:00Z,1\n2024-06-01T00:30Z,n/a\n',
      `file.csv: line 3, column 'price': not a number`,
    ],
    [
      'NaN as text',
      'startTime,price\n2024-06-01T00:00Z,NaN\n',
      `line 2, column 'price': not a number: a number, or blank where the value is missing, got "NaN"`,
    ],
    ['a number that JavaScript alone would take', 'startTime,price\n2024-06-01T00:00Z,0x10\n', 'got "0x10"'],
    ['a decimal comma', 'startTime,price\n2024-06-01T00:00Z,"1,5"\n', 'got "1,5"'],
    [
      'a missing column, with the nearest',
      'startTime,prices\n2024-06-01T00:00Z,1\n',
      `file.csv: line 1: the column 'price' is missing: columns are startTime, prices; did you mean 'prices'?`,
    ],
    ['an empty file', ' \n', 'file.csv: the file is empty'],
    ['a header alone', 'startTime,price\n', 'file.csv: the file has a header and no rows'],
    ['a stamp without offset', 'startTime,price\n2024-06-01T00:00,1\n', `line 2, column 'startTime': not a time stamp`],
    [
      'a stamp of another form',
      'startTime,price\n01/06/2024 00:00,1\n',
      'got "01/06/2024 00:00"; write it as 2024-03-31T01:00:00Z',
    ],
    ['a date that does not exist', 'startTime,price\n2023-02-29T00:00Z,1\n', 'a date and time that exist'],
    [
      'a stamp off the grid',
      'startTime,price\n2024-06-01T00:10Z,1\n',
      'a time stamp is off the grid: a whole multiple of 30 minutes',
    ],
    [
      'a mistyped year',
      'startTime,price\n3024-06-01T00:00Z,1\n',
      `line 2, column 'startTime': a time stamp is out of range`,
    ],
    [
      'a row of another length',
      'startTime,price\n2024-06-01T00:00Z,1,7\n',
      'file.csv: line 2: a row does not fit the header: 2 cells, as in the header, got "3 cells"',
    ],
    ['a quote that does not close', 'startTime,price\n2024-06-01T00:00Z,"1\n', 'the file is not valid CSV'],
  ])('rejects %s', (_, text, message) => {
    expect(() => parse(text)).toThrow(DataError);
    expect(() => parse(text)).toThrow(message);
  });

  it('rejects bytes that are not UTF-8', () => {
    expect(() => parseText(source, new Uint8Array([0x73, 0xa3, 0x0a, 0x31]))).toThrow('utf-8 text');
  });

  it('rejects a condition that no row fulfils', () => {
    expect(() => parse('startTime,product,price\n2024-06-01T00:00Z,A,1\n', { where: { product: 'C' } })).toThrow(
      'no row fits the source',
    );
  });
});
