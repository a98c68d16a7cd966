import { describe, expect, it } from 'vitest';
import { VisitedPlans } from '../../../src/optimise/decomposition/visited-plans.ts';

/** Three plans on a hull, one below it, one dominated. */
function visited(): VisitedPlans {
  const plans = new VisitedPlans();
  for (const [mark, risk, mean] of [
    [1, 0, 0],
    [2, 10, 8],
    [3, 4, 2],
    [4, 20, 10],
    [5, 25, 9],
  ]) {
    plans.add({ x: Float64Array.of(mark), risks: [risk], risk, mean });
  }
  return plans;
}

describe('VisitedPlans', () => {
  it('knows the safest and the richest plan', () => {
    expect(visited().safest.x[0]).toBe(1);
    expect(visited().richest.x[0]).toBe(4);
  });

  it('mixes the two neighbours of a limit and passes by plans below the hull', () => {
    const best = visited().underRisk(5);
    expect(best?.mean).toBeCloseTo(4, 12);
    expect(best?.x[0]).toBeCloseTo(1.5, 12);
  });

  it('gives the richest plan under a slack limit and none under one that no plan keeps', () => {
    expect(visited().underRisk(100)?.mean).toBe(10);
    expect(visited().underRisk(-1)).toBeNull();
  });

  it('knows the richest plan under a limit that was itself evaluated', () => {
    expect(visited().richestEvaluated(15)?.x[0]).toBe(2);
    expect(visited().richestEvaluated(5)?.x[0]).toBe(3);
    expect(visited().richestEvaluated(-1)).toBeNull();
  });

  it('mixes for the least risk above a mean', () => {
    const best = visited().aboveMean(9);
    expect(best?.risk).toBeCloseTo(15, 12);
    expect(best?.x[0]).toBeCloseTo(3, 12);
    expect(visited().aboveMean(-5)?.risk).toBe(0);
    expect(visited().aboveMean(11)).toBeNull();
  });
});
