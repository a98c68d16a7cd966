import { describe, expect, it } from 'vitest';
import { plansAfterAuction } from '../../src/ingest/plan-time.ts';
import { resultsKnownAt } from '../../src/ingest/results-known-at.ts';
import { testConfig } from './support.ts';

describe('results, where the market does not say when', () => {
  it.each([
    ['gb', '10:00'],
    ['nem', '11:00'],
    ['sdac', '13:50'],
  ])('are known of the day-ahead auction of %s at %s on the eve', (calendar, eveAt) => {
    const config = testConfig({ root: { calendar } });
    expect(resultsKnownAt(config, { name: 'dayAhead', role: 'dayAhead' })).toEqual({ eveAt });
  });

  it('are not known to a plan made between the gate of the coupled European auction and its results', () => {
    const planned = (eveAt: string) =>
      plansAfterAuction(testConfig({ root: { calendar: 'sdac', planTime: { eveAt } } }));
    expect(planned('12:30')).toBe(false);
    expect(planned('13:50')).toBe(true);
  });

  it('are known of services at 16:00, of imbalance half an hour after the period, or as the market says', () => {
    const config = testConfig({ imbalance: { resultsKnownAt: { minutesAfterPeriod: 20 } } });
    expect(resultsKnownAt(config, { name: 'DCL', role: 'service' })).toEqual({ eveAt: '16:00' });
    expect(resultsKnownAt(config, { name: 'imbalance', role: 'imbalance' })).toEqual({ minutesAfterPeriod: 20 });
    expect(resultsKnownAt(testConfig(), { name: 'imbalance', role: 'imbalance' })).toEqual({ minutesAfterPeriod: 30 });
  });
});
