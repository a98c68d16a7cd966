import { deserialize, serialize } from 'node:v8';
import { describe, expect, it } from 'vitest';
import { generatorNames } from '../../../src/config.ts';
import { FitError } from '../../../src/errors.ts';
import { wholeDayPass, type WholeDayPass } from '../../../src/fit/whole-day-pass.ts';
import type { DayModel, Generator } from '../../../src/simulate/generators/generator.ts';
import { bootstrapFamily, generators, rivals } from '../../../src/simulate/generators/registry.ts';
import { noisyPrices } from '../../fit/noisy-prices.ts';
import { fitRequest, syntheticHistory, type SyntheticHistory } from '../../fit/synthetic-history.ts';

const days = 460;
const target = 450;
const settings = fitRequest('2022-01-01');
const noisy = noisyPrices({ days });
/** Every kind once: the members of a family differ by window only. */
const all = rivals.filter(
  ({ name }) => !/^(bootstrap|basis-bootstrap)-\d/.test(name) || /-(30|60)(-raw|-level|-scale)?$/.test(name),
);

type Rules = Pick<SyntheticHistory, 'dayAhead' | 'imbalance'> & { readonly days?: number };

function passOf(history: Rules): WholeDayPass {
  return wholeDayPass(syntheticHistory({ days, ...history }), 4, 1);
}

const passes = new Map<string, WholeDayPass>();

/** The pass of a history, made once for all generators. */
function sharedPass(title: string, history: Rules): WholeDayPass {
  const made = passes.get(title) ?? passOf(history);
  passes.set(title, made);
  return made;
}

/** Scenarios first … first + count − 1 of a model's first day: both markets in one row each. */
function draw(generator: Generator, model: DayModel, count: number, first = 0): Float64Array[] {
  const paint = generator.painter(model, 7);
  return Array.from({ length: count }, (_, k) => {
    const row = new Float64Array(2 * model.slots);
    paint(first + k, 1, row.subarray(0, model.slots), row.subarray(model.slots));
    return row;
  });
}

const pass = passOf(noisy);

describe.each(all.map((generator) => [generator.name, generator] as const))('generator %s', (_name, generator) => {
  const model = generator.open(pass, settings)(target);

  it('draws scenario 5 alone as among others, whatever was drawn before', () => {
    const many = draw(generator, model, 12);
    expect(draw(generator, model, 1, 5)[0]).toEqual(many[5]);
    expect(new Set(many.map((row) => row.join())).size).toBeGreaterThan(1);
  });

  it('is plain data: a stored model draws the same', () => {
    const stored = deserialize(serialize(model)) as DayModel;
    expect(draw(generator, stored, 5)).toEqual(draw(generator, model, 5));
  });

  it('names the past day of each scenario, or none', () => {
    const paint = generator.painter(model, 7);
    const [dayAhead, imbalance] = [new Float64Array(model.slots), new Float64Array(model.slots)];
    const origins = Array.from({ length: 20 }, (_, scenario) => paint(scenario, 1, dayAhead, imbalance));
    const named = origins.map((origin) => model.bankDates[origin]);
    const eve = pass.table.dates[target - 1];
    expect(named.every((date) => (model.bankDates.length === 0 ? date === undefined : date < eve))).toBe(true);
  });

  it('does not see prices that its gate does not know', () => {
    const other = sharedPass(`future, ${generator.knowsDayAhead}`, {
      dayAhead: (day, slot) =>
        day > target || (day === target && generator.knowsDayAhead !== true) ? 500 : noisy.dayAhead(day, slot),
      imbalance: (day, slot) => (day >= target - 1 ? -100 : noisy.imbalance(day, slot)),
    });
    expect(draw(generator, generator.open(other, settings)(target), 10)).toEqual(draw(generator, model, 10));
  });

  it('fits a day alike whichever days were fitted before it', () => {
    const fit = generator.open(pass, settings);
    fit(target - 45);
    fit(target - 1);
    expect(draw(generator, fit(target), 5)).toEqual(draw(generator, model, 5));
  });

  // All of a price's history at one value, negative, with gaps, broken in two, or short: finite prices or a FitError.
  it.each([
    ['constant', { dayAhead: () => 40, imbalance: () => 40 }],
    [
      'all negative',
      { dayAhead: (d, s) => noisy.dayAhead(d, s) - 500, imbalance: (d, s) => noisy.imbalance(d, s) - 500 },
    ],
    ['one constant market', { dayAhead: () => 40, imbalance: noisy.imbalance }],
    [
      'every third day missing',
      { dayAhead: (d, s) => (d % 3 === 1 ? NaN : noisy.dayAhead(d, s)), imbalance: noisy.imbalance },
    ],
    [
      'ten times dearer from a day on',
      {
        dayAhead: (d, s) => (d > target - 20 ? 10 : 1) * noisy.dayAhead(d, s),
        imbalance: (d, s) => (d > target - 20 ? 10 : 1) * noisy.imbalance(d, s),
      },
    ],
  ] as [string, Rules][])('gives finite prices from a history that is %s', (title, rules) => {
    const fitted = generator.open(sharedPass(title, rules), settings)(target);
    for (const row of draw(generator, fitted, 20)) expect(row.every(Number.isFinite)).toBe(true);
  });

  it.each([14, 60, 150])('gives finite prices, or a FitError that says what is needed, after %i days', (length) => {
    const short = sharedPass(`${length} days`, { ...noisy, days: length });
    const outcome = attempt(() => generator.open(short, settings)(length - (generator.knowsDayAhead === true ? 1 : 0)));
    const rows = outcome instanceof Error ? [] : draw(generator, outcome, 20);
    expect(rows.every((row) => row.every(Number.isFinite))).toBe(true);
    expect(outcome instanceof FitError || rows.length === 20).toBe(true);
  });
});

function attempt<T>(action: () => T): T | Error {
  try {
    return action();
  } catch (error) {
    return error as Error;
  }
}

describe('a short history', () => {
  const outcome = (length: number): Record<string, string> =>
    Object.fromEntries(
      Object.entries(generators).map(([name, generator]) => {
        const short = sharedPass(`${length} days`, { ...noisy, days: length });
        const fitted = attempt(() => generator.open(short, settings)(length));
        return [name, fitted instanceof FitError ? 'refused' : fitted instanceof Error ? fitted.message : 'fitted'];
      }),
    );
  const refused = (...names: string[]): Record<string, string> =>
    Object.fromEntries(generatorNames.map((name) => [name, names.includes(name) ? 'refused' : 'fitted']));
  const regressions = ['whole-day', 'mixture', 'copula', 'copula-gaussian'];

  it('of 14 days suffices for the days as they were only, and that is noted', () => {
    expect(outcome(14)).toEqual(refused(...generatorNames.filter((name) => name !== 'historical')));
    const short = sharedPass('14 days', { ...noisy, days: 14 });
    expect(generators.historical.open(short, settings)(14).notes[0]).toContain('Only 13 past days');
  });

  it('of 60 days suffices for days re-scaled', () => {
    expect(outcome(60)).toEqual(refused(...regressions, 'filtered-historical'));
  });

  it('of 150 days suffices for residual days too', () => {
    expect(outcome(150)).toEqual(refused(...regressions));
  });

  it('of 330 days suffices for all; the default notes what it did without', () => {
    expect(outcome(330)).toEqual(refused());
    const short = sharedPass('330 days', { ...noisy, days: 330 });
    expect(generators['whole-day'].open(short, settings)(330).notes[0]).toContain('a regression needs 365 days');
  });
});

describe('registry', () => {
  it('fits the day asked for, whatever else the settings hold', () => {
    const model = generators['whole-day'].open(pass, settings)(target);
    expect(model).toHaveProperty('wholeDay.date', pass.table.dates[target]);
  });

  it('has every generator that a configuration can name, under its own name', () => {
    expect(Object.keys(generators)).toEqual([...generatorNames]);
    for (const [name, generator] of Object.entries(generators)) expect(generator.name).toBe(name);
  });

  it('has at least eight whole-day bootstraps to choose the rival from, each of its own name', () => {
    const names = bootstrapFamily.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThanOrEqual(8);
  });
});
