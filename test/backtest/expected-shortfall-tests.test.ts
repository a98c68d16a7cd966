import { describe, expect, it } from 'vitest';
import { expectedShortfallTests, type ForecastProfit } from '../../src/backtest/expected-shortfall-tests.ts';
import { randomStream } from '../../src/math/random-stream.ts';

/** 1 … 100: mean 50.5; the worst tenth 1 … 10, its mean 5.5, 45 below the mean; VaR 90 is −11. */
const hundred = Float64Array.from({ length: 100 }, (_, i) => i + 1);
const days = (...realised: number[]): ForecastProfit[] =>
  realised.map((value) => ({ profits: hundred, realised: value }));
const stream = () => randomStream(1, 'shortfallTest');

describe('expectedShortfallTests', () => {
  it('adds up the depth of days beyond VaR against the forecast depth', () => {
    const { exceedances, severity, joint } = expectedShortfallTests(days(60, 5.5, 1, 80), 0.9, stream(), 100);
    const depths = (5.5 - 50.5) / 45 + (1 - 50.5) / 45;
    expect(exceedances).toBe(2);
    expect(severity!.statistic).toBeCloseTo(depths / 2 + 1, 9);
    expect(joint.statistic).toBeCloseTo(depths / 0.4 + 1, 9);
  });

  it('has no severity where no day was beyond VaR, and the best joint statistic', () => {
    const { severity, joint } = expectedShortfallTests(days(60, 70, 80), 0.9, stream(), 100);
    expect(severity).toBeNull();
    expect(joint).toEqual({ statistic: 1, probability: 1 });
  });

  it('does not change where all profits are shifted, as when the worst days still earn', () => {
    const shifted = days(60, 5.5, 1, 80).map(({ profits, realised }) => ({
      profits: profits.map((profit) => profit + 1000),
      realised: realised + 1000,
    }));
    const [one, other] = [days(60, 5.5, 1, 80), shifted].map((own) => expectedShortfallTests(own, 0.9, stream(), 500));
    expect(other.severity!.statistic).toBeCloseTo(one.severity!.statistic, 9);
    expect(other.joint.statistic).toBeCloseTo(one.joint.statistic, 9);
    expect(other.joint.probability).toBe(one.joint.probability);
  });

  it('leaves out days whose forecast has no spread', () => {
    const flat = { profits: new Float64Array(100).fill(3), realised: -50 };
    const without = expectedShortfallTests(days(60, 1), 0.9, stream(), 100);
    expect(expectedShortfallTests([...days(60, 1), flat], 0.9, stream(), 100)).toEqual(without);
  });

  it('rejects right forecasts at 5 % about once in twenty, and forecasts of half the spread nearly always', () => {
    const rejected = { right: 0, narrow: 0 };
    const trials = 60;
    for (let trial = 0; trial < trials; trial++) {
      const draw = randomStream(9, 'sampleHistory', trial);
      const forecast = Float64Array.from({ length: 400 }, () => draw.normal()).sort();
      const realised = Array.from({ length: 120 }, () => forecast[Math.floor(draw.uniform() * 400)]);
      const narrow = forecast.map((profit) => profit / 2);
      const probability = (profits: Float64Array): number =>
        expectedShortfallTests(
          realised.map((value) => ({ profits, realised: value })),
          0.95,
          randomStream(2, 'shortfallTest', trial),
          200,
        ).joint.probability;
      if (probability(forecast) < 0.05) rejected.right++;
      if (probability(narrow) < 0.05) rejected.narrow++;
    }
    // Binomial of 60 at 5 %: more than 10 has a probability below 0.1 %.
    expect(rejected.right).toBeLessThanOrEqual(10);
    expect(rejected.right).toBeGreaterThan(0);
    expect(rejected.narrow).toBe(trials);
  });
});
