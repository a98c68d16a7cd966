import { describe, expect, it } from 'vitest';
import {
  append,
  createPiecewiseLinear,
  evaluate,
  pointwiseMaximum,
  Pruner,
} from '../../src/dispatch/piecewise-linear.ts';
import type { PiecewiseLinear } from '../../src/dispatch/piecewise-linear.ts';
import { slideWindow } from '../../src/dispatch/window-slide.ts';
import { seededUniform } from './seeded-uniform.ts';

describe('sliding a stage over a value function', () => {
  it('carries a peak to every state that can reach it', () => {
    const peak = functionOf([0, 0], [1, 5], [2, 0]);
    const result = slide(peak, 0, 0, 1);
    // From z = 1 to 2 the peak can be reached for nothing.
    expect([evaluate(result, 0.5), evaluate(result, 1), evaluate(result, 1.5), evaluate(result, 2)]).toEqual([
      2.5, 5, 5, 5,
    ]);
    expect(evaluate(result, 2.5)).toBeCloseTo(2.5, 12);
  });

  it('equals the maximum over the window taken point by point', () => {
    for (let seed = 1; seed <= 400; seed++) {
      const random = seededUniform(seed);
      const f = randomFunction(random);
      const width = random() < 0.1 ? 0 : 2 * random();
      const [from, to] = random() < 0.5 ? [-width, 0] : [0, width];
      const slope = 20 * (random() - 0.5);
      const result = slide(f, slope, from, to);
      for (let k = 0; k <= 30; k++) {
        const z = result.x[0] + ((result.x[result.count - 1] - result.x[0]) * k) / 30;
        expect(evaluate(result, z), `seed ${seed}, z ${z}`).toBeCloseTo(bestInWindow(f, slope, z - to, z - from, z), 8);
      }
    }
  });

  it('finds the crossings of a pointwise maximum', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const random = seededUniform(seed);
      const f = randomFunction(random);
      const g = functionOf(
        [f.x[0], 10 * random()],
        [0.5 * (f.x[0] + f.x[f.count - 1]) + 1e-3, 10 * random()],
        [f.x[f.count - 1] + 1e-2, 10 * random()],
      );
      const result = createPiecewiseLinear();
      const pruner = new Pruner(result);
      pruner.start(result, 1e-12, 1e-14);
      pointwiseMaximum(f, g, 1e-12, pruner);
      pruner.finish();
      for (let k = 0; k <= 20; k++) {
        const x = f.x[0] + ((f.x[f.count - 1] - f.x[0]) * k) / 20.5;
        expect(evaluate(result, x), `seed ${seed}`).toBeCloseTo(Math.max(evaluate(f, x), evaluate(g, x)), 8);
      }
    }
  });

  it('leaves out points that lie on the line between their neighbours', () => {
    const result = slide(functionOf([0, 0], [1, 1], [2, 2], [3, 3]), 1, 0, 0);
    expect(result.count).toBe(2);
  });
});

function functionOf(...points: [number, number][]): PiecewiseLinear {
  const f = createPiecewiseLinear();
  for (const [x, y] of points) append(f, x, y);
  return f;
}

function randomFunction(random: () => number): PiecewiseLinear {
  const f = createPiecewiseLinear();
  let x = 2 * random();
  const count = 2 + Math.floor(6 * random());
  for (let i = 0; i < count; i++) {
    append(f, x, 10 * random());
    x += 0.05 + random();
  }
  return f;
}

function slide(f: PiecewiseLinear, slope: number, from: number, to: number): PiecewiseLinear {
  const result = createPiecewiseLinear(2);
  const pruner = new Pruner(result);
  pruner.start(result, 1e-12, 1e-14);
  slideWindow(f, slope, from, to, -Infinity, Infinity, 1e-9, pruner);
  pruner.finish();
  return result;
}

function bestInWindow(f: PiecewiseLinear, slope: number, left: number, right: number, z: number): number {
  const low = Math.max(f.x[0], left);
  const high = Math.min(f.x[f.count - 1], right);
  const candidates = [low, high, ...f.x.slice(0, f.count).filter((x) => x > low && x < high)];
  return Math.max(...candidates.map((e) => evaluate(f, e) + slope * (z - e)));
}
