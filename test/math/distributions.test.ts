import { describe, expect, it } from 'vitest';
import {
  normalProbability,
  normalQuantile,
  studentLogDensity,
  studentProbability,
  studentQuantile,
} from '../../src/math/distributions.ts';

describe('normal and Student-t distributions', () => {
  it('agree with printed tables', () => {
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 12);
    expect(normalProbability(-4)).toBeCloseTo(3.167124183311986e-5, 15);
    expect(studentQuantile(0.975, 4)).toBeCloseTo(2.7764451052, 9);
    expect(studentProbability(2.7764451052, 4)).toBeCloseTo(0.975, 9);
    // f₁(0) = 1/π.
    expect(studentLogDensity(0, 1)).toBeCloseTo(-Math.log(Math.PI), 12);
  });

  it('are the normal distribution at infinite degrees of freedom', () => {
    expect(studentQuantile(0.01, Infinity)).toBe(normalQuantile(0.01));
    expect(studentProbability(1.3, Infinity)).toBe(normalProbability(1.3));
  });
});
