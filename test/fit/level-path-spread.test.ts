import { describe, expect, it } from 'vitest';
import { wholeDayModel } from '../../src/fit/fit-whole-day.ts';
import { levelPathSpread, spreadLevelPaths } from '../../src/fit/level-path-spread.ts';
import { weekBank } from '../../src/fit/week-bank.ts';
import { wholeDayPass, type WholeDayPass } from '../../src/fit/whole-day-pass.ts';
import { noisyPrices } from './noisy-prices.ts';
import { fitRequest, syntheticHistory } from './synthetic-history.ts';

const days = 420;
const leads = 3;
const target = 400;
const { generator } = fitRequest('2022-02-05');
const calm = noisyPrices({ days });

/** The same days, each level moved by `jump(day)`. */
function passWith(jump: (day: number) => number): WholeDayPass {
  const moved = (rule: typeof calm.dayAhead) => (day: number, slot: number) => rule(day, slot) + jump(day);
  return wholeDayPass(
    syntheticHistory({ days, dayAhead: moved(calm.dayAhead), imbalance: moved(calm.imbalance) }),
    4,
    leads,
  );
}

const steady = passWith(() => 0);
const spreadOf = (pass: WholeDayPass, day: number): number => levelPathSpread(pass, day, generator);

describe('spread of level paths', () => {
  it('is about 1 where the process has not changed', () => {
    expect(Math.abs(spreadOf(steady, target) - 1)).toBeLessThan(0.12);
  });

  it('grows once levels stray from their forecast for weeks as they never did, and not before', () => {
    // Blocks of nine days, 40 up and 40 down in turn, from day 340 on.
    const restless = passWith((day) => (day < 340 ? 0 : Math.floor(day / 9) % 2 === 0 ? 40 : -40));
    expect(spreadOf(restless, 340)).toBe(spreadOf(steady, 340));
    expect(spreadOf(restless, target)).toBeGreaterThan(spreadOf(steady, target) + 0.15);
  });

  it('learns of a week only when its last day-ahead price is known', () => {
    // Only the level of day 399, the eve of day 400, is other.
    const jumped = passWith((day) => (day === target - 1 ? 60 : 0));
    expect(spreadOf(jumped, target - 1)).toBe(spreadOf(steady, target - 1));
    expect(spreadOf(jumped, target)).not.toBe(spreadOf(steady, target));
  });

  it('is 1 for a single day', () => {
    expect(levelPathSpread({ ...steady, leads: 1 }, target, generator)).toBe(1);
  });
});

describe('level errors of a model', () => {
  const model = wholeDayModel(steady, fitRequest(steady.table.dates[target]));
  const { weights } = model;
  const stored = weekBank(steady.table, steady.forward, target, leads, generator.windowDays);
  const moment = (errors: Float64Array, lead: number, centre: number, power: number): number =>
    weights.reduce((sum, weight, b) => sum + weight * (errors[b * leads + lead] - centre) ** power, 0);

  it('are those of the bank to the bit on the first day', () => {
    weights.forEach((_, b) => expect(model.bank.levelError[b * leads]).toBe(stored.levelError[b * leads]));
  });

  it('are spread on the days after it about their mean by the model’s factor', () => {
    for (const lead of [1, 2]) {
      const mean = moment(stored.levelError, lead, 0, 1);
      expect(moment(model.bank.levelError, lead, 0, 1)).toBeCloseTo(mean, 10);
      expect(moment(model.bank.levelError, lead, mean, 2)).toBeCloseTo(
        model.levelPathSpread ** 2 * moment(stored.levelError, lead, mean, 2),
        10,
      );
    }
  });

  it('keep everything but the level of the days after the first', () => {
    const { levelError, ...rest } = spreadLevelPaths(stored, weights, leads, 1.5);
    const { levelError: before, ...restBefore } = stored;
    expect(rest).toEqual(restBefore);
    expect(levelError[1]).not.toBe(before[1]);
  });
});
