import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attributeByHour } from '../../src/risk/attribution.ts';
import { measureRisk } from '../../src/risk/measure-risk.ts';
import { normalisedWeights } from '../../src/risk/normalised-weights.ts';
import { tailWeights } from '../../src/risk/tail-weights.ts';

describe('attributeByHour', () => {
  it('gives mean gain and mean tail loss of each stream and hour', () => {
    const { rows, totals } = attributeByHour(
      [{ asset: 'B1', stream: 'dayAhead', values: Float64Array.of(1, 2, 3, -4) }], // two scenarios × two hours
      2,
      Float64Array.of(0.25, 0.75),
      Float64Array.of(0, 1),
    );
    expect(rows).toEqual([
      { asset: 'B1', stream: 'dayAhead', hour: 0, mean: 2.5, conditionalValueAtRisk: -3 },
      { asset: 'B1', stream: 'dayAhead', hour: 1, mean: -2.5, conditionalValueAtRisk: 4 },
    ]);
    expect(totals).toEqual([{ asset: 'B1', stream: 'dayAhead', mean: 0, conditionalValueAtRisk: 1 }]);
  });

  it('adds up to the mean and CVaR of the total for any P&L, weights and level', () => {
    const hours = 3;
    const row = fc.tuple(
      fc.array(fc.double({ min: -1e5, max: 1e5, noNaN: true }), { minLength: 6, maxLength: 6 }),
      fc.nat(5),
    );
    const rows = fc.array(row, { minLength: 1, maxLength: 30 }).filter((r) => r.some(([, weight]) => weight > 0));
    fc.assert(
      fc.property(rows, fc.double({ min: 0, max: 1, noNaN: true }), (scenarios, confidenceLevel) => {
        const weights = normalisedWeights(
          Float64Array.from(scenarios, ([, weight]) => weight),
          scenarios.length,
        );
        const matrix = (from: number): Float64Array =>
          Float64Array.from(scenarios.flatMap(([p]) => p.slice(from, from + hours)));
        const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
        const streams = [0, hours].map((from) => ({
          name: `s${from}`,
          values: Float64Array.from(scenarios, ([p]) => sum(p.slice(from, from + hours))),
        }));
        const risk = measureRisk({ streams, weights, confidenceLevel });
        const loss = Float64Array.from(scenarios, (_, i) => -(streams[0].values[i] + streams[1].values[i]));
        const attribution = attributeByHour(
          [0, hours].map((from) => ({ asset: 'B1', stream: `s${from}`, values: matrix(from) })),
          hours,
          weights,
          tailWeights(loss, weights, confidenceLevel),
        );
        for (const figure of ['mean', 'conditionalValueAtRisk'] as const) {
          const byHour = attribution.rows.map((r) => r[figure]);
          const tolerance = 1e-9 * Math.max(1, sum(byHour.map(Math.abs)));
          expect(Math.abs(sum(byHour) - risk[figure])).toBeLessThanOrEqual(tolerance);
          expect(Math.abs(sum(attribution.totals.map((t) => t[figure])) - risk[figure])).toBeLessThanOrEqual(tolerance);
          attribution.totals.forEach((total, k) => {
            expect(Math.abs(total[figure] - risk.components[k][figure])).toBeLessThanOrEqual(tolerance);
          });
        }
      }),
    );
  });
});
