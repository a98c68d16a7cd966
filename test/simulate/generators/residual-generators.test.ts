import { describe, expect, it } from 'vitest';
import { locationResiduals, residualBank, residualTarget } from '../../../src/fit/location-residuals.ts';
import { wholeDayPass } from '../../../src/fit/whole-day-pass.ts';
import { normalQuantile } from '../../../src/math/distributions.ts';
import { copulaGenerator } from '../../../src/simulate/generators/copula.ts';
import { filteredHistorical } from '../../../src/simulate/generators/filtered-historical.ts';
import { noisyPrices } from '../../fit/noisy-prices.ts';
import { fitRequest, syntheticHistory } from '../../fit/synthetic-history.ts';

const days = 800;
const target = 790;
const pass = wholeDayPass(syntheticHistory({ days, dayAheadInterval: 'period', ...noisyPrices({ days }) }), 4, 1);
const settings = fitRequest('2022-01-01');
const residuals = locationResiduals(pass);
const today = residualTarget(pass, residuals, target);

/** Transformed residual of a simulated price, in units of its forecast size. */
function standardised(price: number, slot: number, market: 'dayAhead' | 'imbalance'): number {
  return (Math.asinh((price - today.centre) / (4 * today.scale)) - today.location[slot]) / today.size[market];
}

describe('filtered historical simulation', () => {
  it('draws every residual day of the last year whole, both markets, in today’s size', () => {
    const model = filteredHistorical.open(pass, settings)(target);
    const bank = residualBank(pass, residuals, target, 365, 60);
    const paint = filteredHistorical.painter(model, 3);
    const [dayAhead, imbalance] = [new Float64Array(48), new Float64Array(48)];
    for (let scenario = 0; scenario < 30; scenario++) {
      const origin = paint(scenario, 1, dayAhead, imbalance);
      const row = bank.rows.subarray(origin * 96, (origin + 1) * 96);
      for (const slot of [0, 17, 47]) {
        expect(standardised(dayAhead[slot], slot, 'dayAhead')).toBeCloseTo(row[slot], 9);
        expect(standardised(imbalance[slot], slot, 'imbalance')).toBeCloseTo(row[48 + slot], 9);
      }
    }
  });
});

describe.each([
  ['gaussian', 'independent'],
  ['student', 'independent'],
  ['gaussian', 'sobol'],
  ['student', 'antithetic'],
] as const)('%s copula, %s draws', (family, sampling) => {
  const generator = copulaGenerator('copula', family);
  const model = generator.open(pass, { ...settings, generator: { ...settings.generator, sampling } })(target);
  const n = 8000;
  const scores = new Float64Array(n * 96);
  const values = new Float64Array(n * 96);
  const paint = generator.painter(model, 3);
  const [dayAhead, imbalance] = [new Float64Array(48), new Float64Array(48)];
  for (let scenario = 0; scenario < n; scenario++) {
    paint(scenario, 1, dayAhead, imbalance);
    for (let slot = 0; slot < 48; slot++) {
      values[scenario * 96 + slot] = standardised(dayAhead[slot], slot, 'dayAhead');
      values[scenario * 96 + 48 + slot] = standardised(imbalance[slot], slot, 'imbalance');
    }
  }
  const columns = [0, 20, 47, 48, 70, 95];
  for (const k of columns) {
    const order = Array.from({ length: n }, (_, i) => i).sort((a, b) => values[a * 96 + k] - values[b * 96 + k]);
    order.forEach((i, rank) => (scores[i * 96 + k] = normalQuantile((rank + 0.5) / n)));
  }

  it('simulates the fitted quantiles of each price within sampling error', () => {
    const fit = residualBank(pass, residuals, target, 730, 120);
    for (const k of columns) {
      const simulated = Float64Array.from({ length: n }, (_, i) => values[i * 96 + k]);
      const sample = Float64Array.from({ length: fit.dates.length }, (_, i) => fit.rows[i * 96 + k]).sort();
      for (const probability of [0.1, 0.25, 0.5, 0.9]) {
        const share = simulated.filter((value) => value <= sample[Math.floor(probability * sample.length)]).length / n;
        // The copula was fitted on the first of the month: 700 of its 730 days are those compared with.
        expect(Math.abs(share - probability)).toBeLessThan(0.03);
      }
    }
  });

  it('simulates the fitted correlations within sampling error', () => {
    for (const a of columns) {
      for (const b of columns) {
        if (b >= a) continue;
        let fitted = 0;
        for (let k = 0; k <= b; k++) fitted += model.factor[a * 96 + k] * model.factor[b * 96 + k];
        let simulated = 0;
        for (let i = 0; i < n; i++) simulated += (scores[i * 96 + a] * scores[i * 96 + b]) / n;
        expect(Math.abs(simulated - fitted)).toBeLessThan(4 / Math.sqrt(n));
      }
    }
  });

  it('needed no repair, and has the degrees of freedom of its family', () => {
    expect(model.repairDistance).toBe(0);
    expect(model.notes).toEqual([]);
    expect(model.shrinkage).toBeGreaterThan(0);
    expect(family === 'student' || model.degreesOfFreedom === Infinity).toBe(true);
  });
});
