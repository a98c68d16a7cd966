import { describe, expect, it } from 'vitest';
import { standardStresses } from '../../scenarios/stress/standard.ts';
import { parseConfig } from '../../src/config.ts';
import type { StressCase } from '../../src/domain/stress.ts';
import { testConfig } from '../fit/synthetic-history.ts';

const parse = (...stress: StressCase[]) => parseConfig({ ...testConfig, stress }, 'test.config.ts').stress;
const one = (...stresses: StressCase['stresses'][number][]): StressCase => ({ name: 'a', title: 'A.', stresses });
const shift = { kind: 'shift', market: 'both', perMWh: 5 } as const;

describe('the stress cases of a configuration', () => {
  it('are none by default, and the standard ones are accepted as they are', () => {
    expect(testConfig.stress).toEqual([]);
    expect(parse(...standardStresses)).toEqual(standardStresses);
  });

  it('have names of their own, none of them that of the simulated scenarios', () => {
    expect(() => parse(one(shift), one(shift))).toThrow('stress[1].name: a stress case: no two cases have one name');
    expect(() => parse({ ...one(shift), name: 'simulated' })).toThrow('the name of the scenarios as they were drawn');
  });

  it('start with the past day that they replay', () => {
    const replay = { kind: 'replay', date: '2021-01-08' } as const;
    expect(() => parse(one(shift, replay))).toThrow('stress[0].stresses[1]: a stress case');
    expect(parse(one(replay, shift))).toHaveLength(1);
  });

  it('say which hours: some, between 0 and 24', () => {
    const spike = (fromHour: number, toHour: number) =>
      one({ kind: 'spike', market: 'imbalance', hours: { fromHour, toHour }, perMWh: 100 });
    expect(() => parse(spike(17, 17))).toThrow('toHour must differ from fromHour, got 17; write 0 to 24');
    expect(() => parse(spike(17, 25))).toThrow('stress[0].stresses[0].hours.toHour');
    expect(parse(spike(22, 2))).toHaveLength(1);
  });

  it('hold a period, for a case that holds none would pass for harmless', () => {
    const spike = (fromHour: number, toHour: number) =>
      one({ kind: 'spike', market: 'imbalance', hours: { fromHour, toHour }, perMWh: 100 });
    expect(() => parse(spike(9.1, 9.4))).toThrow('a period of 30 minutes starts within them, got "9.1 to 9.4"');
    expect(() => parse(spike(24, 0))).toThrow('stress[0].stresses[0].hours');
    expect(parse(spike(9.4, 9.6))).toHaveLength(1);
  });

  it('are told which key was meant where one is misspelt and so another missing', () => {
    const misspelt = (value: object) => () => parse(value as StressCase);
    expect(misspelt({ name: 'a', titel: 'A.', stresses: [shift] })).toThrow(
      /stress\[0\]\.titel: unknown key 'titel'.*did you mean 'title'/,
    );
    expect(misspelt({ ...one(), stresses: [{ kind: 'shift', market: 'both', perMwh: 5 }] })).toThrow(
      "did you mean 'perMWh'",
    );
  });
});
