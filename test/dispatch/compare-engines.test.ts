import { describe, expect, it } from 'vitest';
import { compareEngines } from '../../src/dispatch/compare-engines.ts';
import { measureDispatch } from '../../src/dispatch/dispatch-metrics.ts';
import { engineNames } from '../../src/dispatch/engines/registry.ts';
import { solveDispatch } from '../../src/dispatch/solve-dispatch.ts';
import { smallProblem } from './small-problem.ts';

describe('the comparison of engines', () => {
  it('solves one problem with every engine and relates each to the exact optimum', async () => {
    const hours = [10, 50, 20, 60];
    const bare = smallProblem(hours);
    // A week of prices before, for the engine that learns from them.
    const history = Float64Array.from({ length: 168 }, (_, i) => hours[i % 4]);
    const known = { ...bare, markets: bare.markets.map((market) => ({ ...market, history })) };
    const compared = await compareEngines(known, engineNames, {});
    expect(compared.map(({ engine }) => engine)).toEqual(engineNames);
    for (const entry of compared) {
      expect(entry.result).not.toBeNull();
      if (entry.result === null) continue;
      expect(entry.violations).toEqual([]);
      expect(entry.shareOfExact).toBeCloseTo(entry.result.objective / 80, 12);
      expect(entry.shareOfExact).toBeLessThanOrEqual(1 + 1e-12);
    }
  });

  it('finds that the relaxation charges and discharges at once, which no battery can', async () => {
    // Two markets, 10 and 60 in three hours: a battery buys, sells and waits; the relaxation does half of both in each.
    const market = (name: string, prices: number[]) => ({ name, kind: 'energy', intervalHours: 1, prices });
    const markets = [market('a', [10, 10, 10]), market('b', [60, 60, 60])];
    const compared = await compareEngines(smallProblem([], {}, { markets }), ['exact', 'lp'], {});
    const [exact, lp] = compared;
    if (exact.result === null || lp.result === null) throw new Error('both cover the problem');
    expect(exact.violations).toEqual([]);
    expect(lp.result.simultaneousPeriods).toBeGreaterThan(0);
    expect(lp.violations[0].rule).toBe('never charging and discharging in one period');
    expect(lp.shareOfExact).toBeCloseTo(1.5, 9);
  });

  it('lists an engine that does not cover the problem with its reason, and goes on', async () => {
    const cyclic = smallProblem([10, 50], { terminal: { kind: 'cyclic' } });
    const [rule, exact] = await compareEngines(cyclic, ['average-price', 'exact'], {});
    expect(rule.result).toBeNull();
    expect(rule.result === null && rule.reason).toMatch(/terminal/);
    expect(exact.result?.profit).toBeCloseTo(40, 9);
  });

  it('has no share of exact where exact earns nothing or is not asked', async () => {
    const [falling] = await compareEngines(smallProblem([50, 10]), ['exact'], {});
    expect(falling.result !== null && falling.shareOfExact).toBeNull();
    const [alone] = await compareEngines(smallProblem([10, 50]), ['grid'], {});
    expect(alone.result !== null && alone.shareOfExact).toBeNull();
  });
});

describe('the figures of a dispatch', () => {
  it('follow their definitions on a day that can be computed by hand', async () => {
    // 1 MW / 1 MWh, 80 % in and 100 % out: buys 1 MWh at 10 (0.8 stored), sells 0.6 at 50 (keeping 0.2), buys 1 at 20, sells 1 at 60.
    const day = smallProblem([10, 50, 20, 60], { chargeEfficiency: 0.8 });
    const metrics = measureDispatch(day, await solveDispatch(day));
    expect(metrics.boughtMWh).toBeCloseTo(2, 9);
    expect(metrics.soldMWh).toBeCloseTo(1.6, 9);
    expect(metrics.averageBuyPrice).toBeCloseTo(15, 9);
    expect(metrics.averageSellPrice).toBeCloseTo(90 / 1.6, 9);
    expect(metrics.realisedSpread).toBeCloseTo(41.25, 9);
    // 1.6 cycles in 4 h; 3.6 h of full power in 4 h; profit 90 − 30 = 60 on 1 MW in 4 h.
    expect(metrics.equivalentFullCyclesPerDay).toBeCloseTo(9.6, 9);
    expect(metrics.utilisation).toBeCloseTo(0.9, 9);
    expect(metrics.profitPerMWYear).toBeCloseTo(60 * 2190, 6);
  });

  it('have no prices without trades', async () => {
    const idle = smallProblem([50, 10]);
    const metrics = measureDispatch(idle, await solveDispatch(idle));
    expect(metrics).toMatchObject({
      averageBuyPrice: null,
      averageSellPrice: null,
      realisedSpread: null,
      utilisation: 0,
    });
  });
});
