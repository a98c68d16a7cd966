import { describe, expect, it } from 'vitest';
import { isoTimes, parseText } from '../support.ts';

const eacHeader =
  'auctionID,auctionProduct,serviceType,deliveryStart,deliveryEnd,clearedVolume,clearingPrice,linkedServiceWindowID';
const eac = (...rows: string[]) => parseText({ format: 'nesoEac', product: 'DRH' }, [eacHeader, ...rows].join('\n'));

const legacyHeader = 'Service,EFA Date,Delivery Start,Delivery End,EFA,Cleared Volume,Clearing Price';
const legacy = (...rows: string[]) =>
  parseText({ format: 'nesoLegacy', product: 'DCH' }, [legacyHeader, ...rows].join('\n'));

describe('NESO EAC results', () => {
  it('reads stamps as UTC, keeps negative prices and takes zero volume with zero price as nothing cleared', () => {
    const records = eac(
      '1,DRH,Response,2024-06-30T22:00:00,2024-07-01T02:00:00,500,-9.19,',
      '1,DCH,Response,2024-06-30T22:00:00,2024-07-01T02:00:00,500,1,',
      '1,DRH,Response,2024-07-01T02:00:00,2024-07-01T06:00:00,0.0,0.0,',
      '1,DRH,Response,2024-07-01T06:00:00,2024-07-01T10:00:00,10,0,',
    );
    expect(isoTimes(records)).toEqual(['2024-06-30T22:00', '2024-07-01T02:00', '2024-07-01T06:00']);
    expect([...records.values]).toEqual([-9.19, NaN, 0]);
    expect(new Date(records.ends[0]).toISOString()).toBe('2024-07-01T02:00:00.000Z');
  });

  it('names the products of the file where the wanted one is not among them', () => {
    expect(() => eac('1,DRL,Response,2024-06-30T22:00:00,2024-07-01T02:00:00,1,1,')).toThrow('it has DRL, got "DRH"');
  });
});

describe('NESO results before the EAC', () => {
  it('reads stamps as London time: one hour earlier in UTC in summer', () => {
    const records = legacy(
      'DCH,2023-01-02,2023-01-01T23:00:00,2023-01-02T03:00:00,1,1034,4.95',
      'DCH,2023-07-02,2023-07-01T23:00:00,2023-07-02T03:00:00,1,1034,5',
      'DCH,2023-07-02,2023-07-02T03:00:00,2023-07-02T07:00:00,2,0,0',
    );
    expect(isoTimes(records)).toEqual(['2023-01-01T23:00', '2023-07-01T22:00', '2023-07-02T02:00']);
    expect([...records.values]).toEqual([4.95, 5, NaN]);
  });

  it('gives the first block three hours in spring and five in autumn', () => {
    const records = legacy(
      'DCH,2023-03-26,2023-03-25T23:00:00,2023-03-26T03:00:00,1,1,1',
      'DCH,2023-10-29,2023-10-28T23:00:00,2023-10-29T03:00:00,1,1,1',
    );
    expect([...records.ends].map((end, i) => (end - records.times[i]) / 3_600_000)).toEqual([3, 5]);
  });
});
