import { describe, expect, it } from 'vitest';
import { mostSobolDimensions, sobolPoints } from '../../src/math/sobol.ts';

function points(D: number, count: number, seed = 1, scramble = true): Float64Array[] {
  const pointAt = sobolPoints(D, seed, scramble);
  return Array.from({ length: count }, (_, index) => {
    const point = new Float64Array(D);
    pointAt(index, point);
    return point;
  });
}

describe('Sobol points', () => {
  it('begin as printed for three dimensions', () => {
    // In natural order: 0; 1/2; then quarters. Joe and Kuo's notes give the same set by Gray code.
    expect(points(3, 4, 1, false).map((point) => [...point])).toEqual([
      [0, 0, 0],
      [0.5, 0.5, 0.5],
      [0.25, 0.75, 0.75],
      [0.75, 0.25, 0.25],
    ]);
  });

  it('agree with scipy 1.17 in all 21 dimensions', () => {
    // qmc.Sobol(21, scramble=False).random(128)[100]; scipy goes by Gray code: its point 100 is point 86.
    const expected = [
      0.4140625, 0.2578125, 0.7734375, 0.7265625, 0.8828125, 0.7421875, 0.0234375, 0.4765625, 0.6328125, 0.6953125,
      0.4609375, 0.6796875, 0.4765625, 0.8515625, 0.3203125, 0.4921875, 0.6796875, 0.7421875, 0.8359375, 0.3359375,
      0.7578125,
    ];
    expect([...points(21, 87, 1, false)[86]]).toEqual(expected);
  });

  it.each([false, true])('fill every 1/64 of every dimension once with 64 points (scrambled: %s)', (scramble) => {
    const all = points(mostSobolDimensions, 64, 5, scramble);
    for (let d = 0; d < mostSobolDimensions; d++) {
      expect(new Set(all.map((point) => Math.floor(point[d] * 64))).size).toBe(64);
    }
  });

  it('fill every square of the first two dimensions once', () => {
    const all = points(2, 256);
    expect(new Set(all.map(([x, y]) => 16 * Math.floor(x * 16) + Math.floor(y * 16))).size).toBe(256);
  });

  it('are the same for index 77 whatever was asked for before, and differ by seed', () => {
    const alone = new Float64Array(4);
    sobolPoints(4, 1)(77, alone);
    expect(points(4, 78)[77]).toEqual(alone);
    expect(points(4, 78, 2)[77]).not.toEqual(alone);
  });

  it('integrate a product in 19 dimensions with a smaller error than random points would', () => {
    const all = points(19, 4096);
    // Π(1 + 0.2·(2x − 1)) has mean 1 and variance (1 + 0.04/3)^19 − 1 = 0.286.
    const mean =
      all.reduce((sum, point) => sum + point.reduce((product, x) => product * (1 + 0.2 * (2 * x - 1)), 1), 0) / 4096;
    expect(Math.abs(mean - 1)).toBeLessThan(0.25 * Math.sqrt(0.286 / 4096));
  });

  it('refuse more dimensions than there are direction numbers', () => {
    expect(() => sobolPoints(22, 1)).toThrow('at most 21');
  });
});
