import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { heatClass } from '../../src/report/charts/attribution-heat-map.ts';
import { dodge } from '../../src/report/charts/label.ts';
import { niceDomain, niceStep, niceTicks } from '../../src/report/charts/linear-scale.ts';
import { fittingMoneyTicks, moneyTicks } from '../../src/report/charts/money-axis.ts';
import { profitBins, weightedQuantile } from '../../src/report/profit-bins.ts';
import { textWidth } from '../../src/report/text-metrics.ts';

describe('labels that dodge', () => {
  it('stay where they are when they have room', () => {
    expect(dodge([10, 60, 35], 13, [0, 100])).toEqual([10, 60, 35]);
  });

  it('share the space around their mean when they touch', () => {
    expect(dodge([50, 50], 13, [0, 100])).toEqual([43.5, 56.5]);
  });

  it('keep their gap, their order and the bounds', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -50, max: 150, noNaN: true }), { minLength: 1, maxLength: 6 }),
        (wishes) => {
          const placed = dodge(wishes, 13, [0, 100]);
          const sorted = [...placed].sort((a, b) => a - b);
          sorted.slice(1).forEach((value, i) => expect(value - sorted[i]).toBeGreaterThanOrEqual(13 - 1e-9));
          expect(sorted[0]).toBeGreaterThanOrEqual(-1e-9);
          expect(sorted[sorted.length - 1]).toBeLessThanOrEqual(100 + 1e-9);
        },
      ),
      { seed: 11, numRuns: 200 },
    );
  });
});

describe('axes', () => {
  it('step by 1, 2, 2.5 or 5 times a power of ten', () => {
    expect([0.3, 1, 1.7, 2.2, 3, 7].map(niceStep)).toEqual([0.5, 1, 2, 2.5, 5, 10]);
  });

  it('have clean values, without negative zero or binary dust', () => {
    expect(niceTicks(-0.25, 0.65, 9).values).toEqual([-0.2, -0.1, 0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6]);
    expect(niceDomain(0, 187, 4)).toEqual({ domain: [0, 200], values: [0, 50, 100, 150, 200], step: 50 });
  });

  it('survive a range of one value', () => {
    expect(niceDomain(0, 0, 4).domain[1]).toBeGreaterThan(0);
    expect(niceTicks(5, 5, 4).values.length).toBeGreaterThan(0);
  });

  it('shorten long money', () => {
    expect(moneyTicks([-5000, 0, 5000], '£').map(({ label }) => label)).toEqual(['−£5,000', '£0', '£5,000']);
    expect(moneyTicks([0, 250_000], '£').map(({ label }) => label)).toEqual(['£0', '£250k']);
    expect(moneyTicks([0, 250_000_000], 'A$').map(({ label }) => label)).toEqual(['A$0', 'A$250m']);
  });

  it('take as many ticks as stand side by side', () => {
    const ticks = fittingMoneyTicks(-5000, 20_000, 310, '£');
    const spacing = (310 / 25_000) * (ticks[1].value - ticks[0].value);
    expect(spacing).toBeGreaterThan(Math.max(...ticks.map(({ label }) => textWidth(label, 11))));
    expect(ticks.length).toBeGreaterThanOrEqual(5);
  });

  it('know the width of text in Helvetica', () => {
    expect(textWidth('100', 10)).toBeCloseTo(16.68, 10);
    expect(textWidth('mi', 10)).toBeCloseTo(10.55, 10);
    expect(textWidth('worst', 11, true)).toBeGreaterThan(textWidth('worst', 11));
  });
});

describe('bins of profit', () => {
  const profits = Array.from({ length: 1000 }, (_, i) => -1000 + 20 * i);

  it('count every scenario once, the worst ones apart', () => {
    const { bins, width, beyondLow, beyondHigh } = profitBins({ profitAndLoss: profits, weights: null }, 0);
    expect(width).toBe(500);
    expect(bins.reduce((sum, bin) => sum + bin.worst, 0)).toBe(50);
    expect(bins.reduce((sum, bin) => sum + bin.worst + bin.rest, 0)).toBe(1000);
    expect([beyondLow, beyondHigh]).toEqual([0, 0]);
    expect(bins.length).toBeLessThanOrEqual(61);
  });

  it('split the bin that holds the edge of the worst days', () => {
    const split = profitBins({ profitAndLoss: profits, weights: null }, -200).bins.filter(
      ({ worst, rest }) => worst > 0 && rest > 0,
    );
    expect(split).toEqual([{ low: -500, high: 0, worst: 15, rest: 10 }]);
  });

  it('put what lies far outside into the end bins and count it', () => {
    const { bins, beyondLow, beyondHigh } = profitBins({ profitAndLoss: [...profits, 1e9, -1e9], weights: null }, 0);
    expect([beyondLow, beyondHigh]).toEqual([1, 1]);
    expect(bins.length).toBeLessThan(130);
    expect(bins.reduce((sum, bin) => sum + bin.worst + bin.rest, 0)).toBe(1002);
  });

  it('weigh scenarios', () => {
    const bins = profitBins({ profitAndLoss: [0, 10], weights: [0.25, 0.75] }, -1).bins;
    expect(bins[0].rest).toBe(0.5);
    expect(bins[bins.length - 1].rest).toBe(1.5);
    expect(weightedQuantile([10, 0], [0.75, 0.25], 0.25)).toBe(0);
    expect(weightedQuantile([10, 0], [0.75, 0.25], 0.26)).toBe(10);
  });

  it('survive one value only', () => {
    const { bins } = profitBins({ profitAndLoss: [5, 5, 5], weights: null }, 6);
    expect(bins).toHaveLength(1);
    expect(bins[0].worst).toBe(3);
  });
});

describe('heat classes', () => {
  it('cut at the thresholds on both sides of zero', () => {
    expect(
      [-2500, -500, -499, -20, -19, 0, 19, 20, 100, 2500].map((value) => heatClass(value, [20, 100, 500, 2500])),
    ).toEqual([0, 1, 2, 3, 4, 4, 4, 5, 6, 8]);
  });
});
