import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dayGenerator } from '../../src/backtest/day-generator.ts';
import { wholeDayPass } from '../../src/fit/whole-day-pass.ts';
import { noisyPrices } from '../fit/noisy-prices.ts';
import { syntheticHistory } from '../fit/synthetic-history.ts';
import { sameWeekday } from './fixtures/same-weekday.ts';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const page = read('../../docs/how-to/add-a-generator.md');

describe('the how-to of generators', () => {
  it('shows the code that this test runs', () => {
    const shown = /```ts\n([^]*?)```/.exec(page)?.[1] ?? '';
    const here = read('./fixtures/same-weekday.ts')
      .replaceAll("'../../../src/simulate/generators/", "'./")
      .replaceAll("'../../../src/", "'../../");
    expect(shown).toBe(here);
  });

  it('gives a generator that draws what it says, in the walk-forward', () => {
    const days = 200;
    const pass = wholeDayPass(syntheticHistory({ days, ...noisyPrices({ days }) }), 4, 1);
    const target = 195;
    const { dayAhead } = dayGenerator(sameWeekday)(pass, target, 60, 1);
    const { table } = pass;
    const mean = (day: number): number =>
      table.dayAhead.subarray(day * 48, day * 48 + 48).reduce((sum, price) => sum + price / 48, 0);
    const expected = Array.from({ length: 26 }, (_, k) => {
      const day = target - 7 * (26 - k);
      return table.dayAhead[day * 48] + mean(target - 1) - mean(day - 1);
    });
    const drawn = new Set(Array.from({ length: 60 }, (_, m) => dayAhead[m * 48].toFixed(6)));
    expect(drawn).toEqual(new Set(expected.map((price) => price.toFixed(6))));
  });

  it('gives a generator that says what it lacks', () => {
    const pass = wholeDayPass(syntheticHistory({ days: 80, ...noisyPrices({ days: 80 }) }), 4, 1);
    const fit = sameWeekday.open(pass, { generator: {} as never, priceLimits: {} as never });
    expect(fit(70).notes).toEqual(['9 of 26 weeks have all prices; they are drawn.']);
    expect(() => fit(20)).toThrow('too few past weekdays');
  });

  it('names files that exist', () => {
    const files = [...page.matchAll(/`((?:src|test|docs|bench)\/[\w/-]+\.(?:test\.)?(?:ts|md))`/g)].map(
      ([, path]) => path,
    );
    expect(files.length).toBeGreaterThan(8);
    const written = new Set(['src/simulate/generators/same-weekday.ts']);
    for (const path of files.filter((one) => !written.has(one)))
      expect({ path, exists: existsSync(new URL(`../../${path}`, import.meta.url)) }).toEqual({ path, exists: true });
  });
});
