import { describe, expect, it } from 'vitest';
import { bytes, isoTimes, parseText } from '../support.ts';

const systemPrice = { format: 'elexonSystemPrice' } as const;
const systemHeader =
  'Settlement Date,Settlement Period,System Sell Price(GBP/MWh),System Buy Price(GBP/MWh),Net Imbalance Volume(MWh)';
const system = (...rows: string[]) => parseText(systemPrice, [systemHeader, ...rows].join('\n'));

const marketIndex = { format: 'elexonMarketIndex' } as const;
const indexHeader =
  'Settlement Date,Settlement Period,Market Index Data Provider Id,Market Index Volume (MWh),Market Index Price (£/MWh)';
const index = (...rows: string[]) => parseText(marketIndex, bytes([indexHeader, ...rows].join('\n'), 'latin1'));

describe('Elexon system prices', () => {
  it('counts periods from local midnight, in winter and in summer', () => {
    const records = system('01/01/2024,1,-8.07,-8.07,-102.7', '01/07/2024,1,10,10,5', '01/07/2024,48,11,11,5');
    expect(isoTimes(records)).toEqual(['2024-01-01T00:00', '2024-06-30T23:00', '2024-07-01T22:30']);
    expect([...records.values]).toEqual([-8.07, 10, 11]);
  });

  it('numbers 46 periods on the short day and 50 on the long one', () => {
    const records = system(
      '31/03/2024,3,1,1,0',
      '31/03/2024,46,2,2,0',
      '27/10/2024,3,3,3,0',
      '27/10/2024,5,4,4,0',
      '27/10/2024,50,5,5,0',
    );
    expect(isoTimes(records)).toEqual([
      '2024-03-31T01:00',
      '2024-03-31T22:30',
      '2024-10-27T00:00',
      '2024-10-27T01:00',
      '2024-10-27T23:30',
    ]);
  });

  it.each([
    ['31/03/2024', 47, 46],
    ['27/10/2024', 51, 50],
    ['01/06/2024', 49, 48],
    ['01/06/2024', 0, 48],
    ['01/06/2024', 1.5, 48],
  ])('rejects period %s %d, naming the line', (date, period, last) => {
    const message = `file.csv: line 3, column 'Settlement Period': a settlement period does not exist: a whole number from 1 to ${last}`;
    expect(() => system('01/06/2024,1,1,1,0', `${date},${period},1,1,0`)).toThrow(message);
  });

  it('rejects sell and buy prices that differ', () => {
    expect(() => system('01/01/2015,1,40,50,0')).toThrow('system sell and buy price differ');
  });

  it.each(['2024-01-01', '1/1/2024', '13/13/2024', '31/04/2024'])('rejects the date %s', (date) => {
    expect(() => system(`${date},1,1,1,0`)).toThrow(`line 2, column 'Settlement Date': not a date: DD/MM/YYYY`);
  });

  it('rejects a column in another currency', () => {
    const text = `${systemHeader.replaceAll('GBP', 'EUR')}\n01/01/2024,1,1,1,0`;
    expect(() => parseText(systemPrice, text)).toThrow(
      'a column has another currency: this format is in GBP, got "EUR/MWh"',
    );
  });
});

describe('Elexon market index', () => {
  it('reads latin-1, long dates and the padded provider, and no other provider', () => {
    const records = index(
      '01 January 2024,1,APXMIDP ,664.4,36.51',
      '01 January 2024,1,N2EXMIDP,10,99',
      '1 July 2024,2,APXMIDP ,5,-3',
    );
    expect(isoTimes(records)).toEqual(['2024-01-01T00:00', '2024-06-30T23:30']);
    expect([...records.values]).toEqual([36.51, -3]);
  });

  it('takes zero volume as no price and a zero price with volume as a price', () => {
    expect([...index('01 January 2024,1,APXMIDP ,0,0', '01 January 2024,2,APXMIDP ,12.5,0').values]).toEqual([NaN, 0]);
  });

  it('names the providers of the file where the wanted one is not among them', () => {
    const text = bytes(`${indexHeader}\n01 January 2024,1,APXMIDP ,1,1`, 'latin1');
    expect(() => parseText({ ...marketIndex, provider: 'APXMID' }, text)).toThrow(
      `it has APXMIDP, got "APXMID"; did you mean 'APXMIDP'?`,
    );
  });

  it('rejects dates of another form', () => {
    expect(() => index('01/01/2024,1,APXMIDP,1,1')).toThrow('not a date: day, English month, year');
  });
});
