import { describe, expect, it } from 'vitest';
import { gateSentences } from '../../../src/pipeline/report-sections/report-gates.ts';
import { testConfig } from '../../ingest/support.ts';

const service = (name: string, change: Record<string, unknown> = {}) => ({
  name,
  maxMW: 5,
  sources: [{ format: 'tidy', file: 'a.csv', valueColumn: name, currency: 'GBP' }],
  ...change,
});
const dayAhead = { displayName: 'Day-ahead', gateClosure: '09:20', resultsKnownAt: { eveAt: '10:00' } };
const eac = { gateClosure: '14:00', resultsKnownAt: { eveAt: '16:00' } };
const sentences = (services: Record<string, unknown>[], waitingValued = true): string[] =>
  gateSentences(testConfig({ dayAhead, services }), waitingValued);

describe('the timetable of the gates', () => {
  it('names every market in the order of time: in Great Britain day-ahead, response, imbalance', () => {
    const text = sentences([service('DCL', eac), service('DCH', eac), service('DMH', { ...eac, maxMW: 0 })]);
    expect(text.slice(0, 6).map((sentence) => sentence.slice(0, 5))).toEqual([
      '09:00',
      '09:20',
      '10:00',
      '14:00',
      '16:00',
      '23:00',
    ]);
    expect(text[1]).toContain('gate of Day-ahead closes');
    expect(text[3]).toContain('gates of DCL and DCH close. Reserving could wait for the day-ahead outcome');
    expect(text[4]).toContain('results of DCL, DCH and DMH are known; DMH is not offered');
    expect(text[5]).toMatch(
      /imbalance has no gate; its prices are known 30 minutes after each period.*up to 2 periods/,
    );
  });

  it('says that a plan made after the auction knows its outcome, so that nothing waits', () => {
    const config = testConfig({ dayAhead, services: [service('DCL', eac)], root: { planTime: { eveAt: '13:30' } } });
    const text = gateSentences(config, false);
    expect(text.map((sentence) => sentence.slice(0, 5)).slice(0, 4)).toEqual(['09:20', '10:00', '13:30', '14:00']);
    expect(text[2]).toContain('the position is what was sold');
    expect(text[3]).toContain('Reserving knows the day-ahead outcome.');
    expect(text.join(' ')).not.toContain('not computed');
  });

  it('takes every volume as accepted, but for those that ask a price', () => {
    expect(sentences([service('DCL', eac)]).at(-1)).toMatch(/^Every volume offered is taken as accepted\./);
    const asking = sentences([service('DCL', { ...eac, offer: { steps: 4 } })]).at(-1);
    expect(asking).toMatch(/^Of offers at prices each scenario accepts what its prices reach; every other volume/);
  });

  it('says whether waiting is possible, and why its value is not there', () => {
    const early = sentences([service('DCL', { gateClosure: '09:30', resultsKnownAt: { eveAt: '09:45' } })]);
    expect(early.find((text) => text.startsWith('09:30'))).toContain('cannot wait for the day-ahead outcome');
    expect(early.findIndex((text) => text.startsWith('09:45'))).toBeLessThan(
      early.findIndex((text) => text.startsWith('10:00')),
    );
    expect(sentences([service('DCL', eac)], false).join(' ')).toContain('takes 200 plan scenarios or more');
    expect(sentences([service('DCL')]).join(' ')).toContain('Of DCL no gate is stated');
    expect(sentences([service('DCL', { ...eac, maxMW: 0 })]).join(' ')).toContain('No service is offered');
  });
});
