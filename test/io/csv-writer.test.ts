import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvText } from '../../src/io/csv-writer.ts';

describe('a table as CSV text', () => {
  it('has the header first, one line a row, and empty cells where a value is missing', () => {
    expect(
      csvText(
        ['hour', 'mean'],
        [
          ['23:00', 1.5],
          ['00:00', null],
          ['01:00', NaN],
        ],
      ),
    ).toBe('hour,mean\n23:00,1.5\n00:00,\n01:00,\n');
  });

  it('quotes commas, quotes, line ends and blanks at the ends', () => {
    expect(csvText(['a'], [['x,y'], ['say "so"'], ['two\nlines'], [' blank ']])).toBe(
      'a\n"x,y"\n"say ""so"""\n"two\nlines"\n" blank "\n',
    );
  });

  it('refuses a row that does not fit the header', () => {
    expect(() => csvText(['a', 'b'], [[1]])).toThrow('2 columns, got 1');
  });

  it('gives back any double and any text', () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true }).filter((x) => !Object.is(x, -0));
    fc.assert(
      fc.property(fc.array(fc.tuple(number, fc.string({ minLength: 1 })), { minLength: 1 }), (rows) => {
        const read = parse(csvText(['number', 'text'], rows), { columns: true }) as unknown as {
          number: string;
          text: string;
        }[];
        expect(read.map(({ number: value, text }) => [Number(value), text])).toEqual(rows);
      }),
    );
  });
});
