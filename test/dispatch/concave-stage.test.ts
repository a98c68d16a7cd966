import { describe, expect, it } from 'vitest';
import { applyConcaveStage, isConcave } from '../../src/dispatch/concave-stage.ts';
import { append, createPiecewiseLinear, evaluate } from '../../src/dispatch/piecewise-linear.ts';
import type { PiecewiseLinear } from '../../src/dispatch/piecewise-linear.ts';
import type { StageCurves } from '../../src/dispatch/storage-problem.ts';
import { isConcaveStage } from '../../src/dispatch/two-sided-stages.ts';
import type { TwoSidedStages } from '../../src/dispatch/two-sided-stages.ts';
import { seededUniform } from './seeded-uniform.ts';

describe('a concave stage over a concave value function', () => {
  it('fills the store up to where energy is worth its price, and empties it down to there', () => {
    // Energy is worth 50 in the first MWh, 10 in the second; it is bought and sold at 30, 1 MWh a period.
    const value = functionOf([0, 0], [1, 50], [2, 60]);
    const result = apply(buyAndSell(30, 30), value, 0, 2);
    expect([0, 1, 2].map((state) => evaluate(result, state))).toEqual([20, 50, 80]);
  });

  it('equals the best of all amounts taken, tried one by one', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const random = seededUniform(seed);
      const value = concaveFunction(random);
      const stages = concaveStages(random);
      expect(isConcaveStage(stages, 0, 1e-12, 1e-12), `seed ${seed}`).toBe(true);
      const [low, high] = [value.x[0] + 0.09 * random(), value.x[value.count - 1] - 0.09 * random()];
      const expected = (state: number): number => bestTaken(stages, value, state);
      const copy = functionOf(...points(value));
      const result = apply(stages, copy, low, high);
      for (let k = 0; k <= 20; k++) {
        const state = result.x[0] + ((result.x[result.count - 1] - result.x[0]) * k) / 20;
        expect(evaluate(result, state), `seed ${seed}, state ${state}`).toBeCloseTo(expected(state), 9);
      }
      expect(isConcave(result, 1e-12), `seed ${seed}`).toBe(true);
    }
  });

  it('is not stopped by a piece that rounding left with the wrong slope', () => {
    // The flat piece of no width would hide the slope of 50 behind it from a merge at 30.
    const value = functionOf([-1, -100], [0, 0], [5e-17, 0], [1, 50], [2, 60]);
    expect(isConcave(value, 1e-12)).toBe(true);
    expect(evaluate(apply(buyAndSell(30, 30), value, 0, 2), 0)).toBeCloseTo(20, 12);
  });

  it('says that nothing is left where no state can be kept', () => {
    const value = functionOf([5, 0], [6, 1]);
    expect(applyConcaveStage(buyAndSell(30, 30), 0, value, 0, 2, 1e-14, 1e-9, createPiecewiseLinear())).toBe(false);
  });

  it('is told from one that would burn energy, and from a value function with a kink', () => {
    expect(isConcaveStage(buyAndSell(31, 30), 0, 1e-12, 1e-12)).toBe(true);
    expect(isConcaveStage(buyAndSell(29, 30), 0, 1e-12, 1e-12)).toBe(false);
    expect(isConcave(functionOf([0, 0], [1, 1], [2, 3]), 1e-12)).toBe(false);
  });
});

function apply(stages: TwoSidedStages, value: PiecewiseLinear, lowest: number, highest: number): PiecewiseLinear {
  const result = createPiecewiseLinear(1);
  expect(applyConcaveStage(stages, 0, value, lowest, highest, 1e-14, 1e-9, result)).toBe(true);
  return result;
}

/** One MWh bought at `buy` or sold at `sell`, without loss. */
function buyAndSell(buy: number, sell: number): TwoSidedStages {
  return { charge: curveOf([buy], [1], -1, -buy), discharge: curveOf([sell], [1], 0, 0) };
}

function curveOf(slope: number[], width: number[], firstMWh: number, firstValue: number): StageCurves {
  return {
    starts: Int32Array.of(0, slope.length),
    slope: Float64Array.from(slope),
    width: Float64Array.from(width),
    firstMWh: Float64Array.of(firstMWh),
    firstValue: Float64Array.of(firstValue),
  };
}

/** Up to three segments a side in descending slope; sometimes one side is closed. */
function concaveStages(random: () => number): TwoSidedStages {
  const count = Math.floor(4 * random());
  const slopes = Array.from({ length: count + 3 }, () => 100 * random() - 20).sort((a, b) => b - a);
  const widths = slopes.map(() => 0.05 + 0.5 * random());
  const into = widths.slice(0, count).reduce((sum, width) => sum + width, 0);
  const paid = widths.slice(0, count).reduce((sum, width, i) => sum + width * slopes[i], 0);
  const charge = curveOf(slopes.slice(0, count), widths.slice(0, count), -into, -paid);
  const discharge = curveOf(slopes.slice(count), widths.slice(count), 0, 0);
  const closed = curveOf([], [], Number.NaN, 0);
  const choice = random();
  return { charge: choice < 0.15 ? closed : charge, discharge: choice > 0.85 ? closed : discharge };
}

function concaveFunction(random: () => number): PiecewiseLinear {
  const slopes = Array.from({ length: 1 + Math.floor(6 * random()) }, () => 120 * random() - 30).sort((a, b) => b - a);
  let x = random();
  let y = 10 * random();
  const f = functionOf([x, y]);
  for (const slope of slopes) {
    const width = 0.2 + random();
    x += width;
    y += slope * width;
    append(f, x, y);
  }
  return f;
}

function points(f: PiecewiseLinear): [number, number][] {
  return Array.from({ length: f.count }, (_, i) => [f.x[i], f.y[i]]);
}

function functionOf(...given: [number, number][]): PiecewiseLinear {
  const f = createPiecewiseLinear();
  for (const [x, y] of given) append(f, x, y);
  return f;
}

/** The best of every corner of the stage and every breakpoint of the value function in reach. */
function bestTaken({ charge, discharge }: TwoSidedStages, value: PiecewiseLinear, state: number): number {
  let best = -Infinity;
  for (const side of [charge, discharge]) {
    const from = side.firstMWh[0];
    if (Number.isNaN(from)) continue;
    const to = from + side.width.reduce((sum, width) => sum + width, 0);
    const corners = [from, ...side.width.map((_, j) => from + side.width.slice(0, j + 1).reduce((a, b) => a + b, 0))];
    for (const taken of [...corners, ...points(value).map(([x]) => state - x)]) {
      const after = state - taken;
      if (taken < from - 1e-12 || taken > to + 1e-12) continue;
      if (after < value.x[0] - 1e-12 || after > value.x[value.count - 1] + 1e-12) continue;
      best = Math.max(best, profitOf(side, taken) + evaluate(value, after));
    }
  }
  return best;
}

function profitOf(side: StageCurves, taken: number): number {
  let rest = taken - side.firstMWh[0];
  let profit = side.firstValue[0];
  for (let j = 0; j < side.width.length; j++) {
    const part = Math.min(Math.max(rest, 0), side.width[j]);
    profit += part * side.slope[j];
    rest -= part;
  }
  return profit;
}
