import { describe, expect, it } from 'vitest';
import { sampledNormals, scenarioNormals } from '../../src/math/scenario-normals.ts';

describe('normals by scenario', () => {
  it('are the same for scenario 40 whatever was asked for before', () => {
    const first = scenarioNormals(1, 'copula', 7)(40).slice();
    const normalsOf = scenarioNormals(1, 'copula', 7);
    for (const scenario of [0, 41, 99, 3]) normalsOf(scenario);
    expect(normalsOf(40)).toEqual(first);
  });

  it('differ between scenarios of one block, blocks and seeds', () => {
    const rows = [scenarioNormals(1, 'copula', 3), scenarioNormals(2, 'copula', 3)].flatMap((normalsOf) =>
      [0, 1, 31, 32].map((scenario) => normalsOf(scenario).join()),
    );
    expect(new Set(rows).size).toBe(8);
  });

  it('have mean 0, variance 1 and no correlation between scenarios', () => {
    const n = 20_000;
    const normalsOf = scenarioNormals(1, 'copula', 1);
    const values = Float64Array.from({ length: n }, (_, scenario) => normalsOf(scenario)[0]);
    const mean = values.reduce((sum, value) => sum + value, 0) / n;
    const square = values.reduce((sum, value) => sum + value * value, 0) / n;
    const lag = values.reduce((sum, value, i) => sum + (i === 0 ? 0 : value * values[i - 1]), 0) / n;
    expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(n));
    expect(Math.abs(square - 1)).toBeLessThan(6 / Math.sqrt(n));
    expect(Math.abs(lag)).toBeLessThan(4 / Math.sqrt(n));
  });
});

describe('sampled normals', () => {
  it('are of opposite sign in antithetic pairs, the extra ones the same', () => {
    const normalsOf = sampledNormals('antithetic', 3, 'copula', 2, 1);
    const [first, second] = [6, 7].map((scenario) => [...normalsOf(scenario)]);
    expect(second).toEqual([-first[0], -first[1], first[2]]);
  });

  it('of Sobol points have means nearer to 0 than independent ones', () => {
    const count = 512;
    const meanSquare = (sampling: 'independent' | 'sobol'): number => {
      const normalsOf = sampledNormals(sampling, 3, 'copula', 10, 0);
      const sums = new Float64Array(10);
      for (let i = 0; i < count; i++) normalsOf(i).forEach((z, k) => (sums[k] += z / count));
      return sums.reduce((sum, mean) => sum + (mean * mean) / 10, 0);
    };
    expect(meanSquare('independent')).toBeGreaterThan(0.2 / count);
    expect(meanSquare('sobol')).toBeLessThan(0.01 / count);
  });

  it.each(['independent', 'antithetic', 'sobol'] as const)(
    '%s: are the same for scenario 9 whatever was drawn before',
    (sampling) => {
      const alone = sampledNormals(sampling, 3, 'copula', 30, 2)(9).slice();
      const normalsOf = sampledNormals(sampling, 3, 'copula', 30, 2);
      for (const scenario of [4, 8, 100]) normalsOf(scenario);
      expect(normalsOf(9)).toEqual(alone);
    },
  );
});
