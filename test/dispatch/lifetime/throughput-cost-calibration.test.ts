import { describe, expect, it } from 'vitest';
import { calibrateThroughputCost } from '../../../src/dispatch/lifetime/throughput-cost-calibration.ts';

/** Counts how often it is asked, too. */
function counted(cyclesAt: (cost: number) => number): { cyclesAt: (cost: number) => Promise<number>; calls: number[] } {
  const calls: number[] = [];
  return {
    calls,
    cyclesAt: async (cost) => {
      calls.push(cost);
      return cyclesAt(cost);
    },
  };
}

describe('the calibration of the throughput cost', () => {
  it('finds the cost of a falling relation by bisection', async () => {
    // 4·e^(−w/20) = 1 at w = 20·ln 4 = 27.726.
    const { cyclesAt, calls } = counted((cost) => 4 * Math.exp(-cost / 20));
    const found = await calibrateThroughputCost(cyclesAt, 1, { tolerance: 1e-5 });
    expect(found).toMatchObject({ status: 'met', method: 'bisection', monotone: true, target: 1, freeCycles: 4 });
    expect(found.throughputCost).toBeCloseTo(20 * Math.log(4), 3);
    expect(Math.abs(found.cycles - 1)).toBeLessThanOrEqual(1e-5);
    expect(found.evaluations).toBe(calls.length);
    expect(found.bracket!.below.cycles).toBeGreaterThan(1);
    expect(found.bracket!.above.cycles).toBeLessThanOrEqual(1);
  });

  it('stops as soon as the target is met within half a per cent', async () => {
    const { cyclesAt } = counted((cost) => 4 * Math.exp(-cost / 20));
    const found = await calibrateThroughputCost(cyclesAt, 1);
    expect(Math.abs(found.cycles - 1)).toBeLessThanOrEqual(0.005);
    expect(found.evaluations).toBeLessThan(15);
  });

  it('asks for no cost where free use stays below the target', async () => {
    const { cyclesAt, calls } = counted(() => 0.8);
    const found = await calibrateThroughputCost(cyclesAt, 1);
    expect(found).toMatchObject({ status: 'free', throughputCost: 0, cycles: 0.8, bracket: null, evaluations: 1 });
    expect(calls).toEqual([0]);
  });

  it('gives both neighbours where the cycles jump over the target, and the nearer as the result', async () => {
    const { cyclesAt } = counted((cost) => (cost < 12.5 ? 2 : 0.7));
    const found = await calibrateThroughputCost(cyclesAt, 1);
    expect(found).toMatchObject({ status: 'jump', method: 'bisection', cycles: 0.7 });
    const { below, above } = found.bracket!;
    expect([below.cycles, above.cycles]).toEqual([2, 0.7]);
    expect(below.throughputCost).toBeLessThan(12.5);
    expect(above.throughputCost).toBeGreaterThanOrEqual(12.5);
    expect(above.throughputCost - below.throughputCost).toBeLessThan(1e-4);
  });

  it('keeps the target where both neighbours are equally near', async () => {
    const { cyclesAt } = counted((cost) => (cost < 12.5 ? 1.25 : 0.75));
    expect(await calibrateThroughputCost(cyclesAt, 1)).toMatchObject({ status: 'jump', cycles: 0.75 });
  });

  it('sees a relation that does not fall and tries a grid, taking the first passage of the target', async () => {
    // Falls through 1 at a cost of 3, rises again above it from 8, and falls for good at 45.
    const relation = (cost: number): number => {
      if (cost < 8) return Math.max(0.2, 2 - cost / 3);
      return cost < 45 ? 1.5 + cost / 1000 : 0.3;
    };
    const { cyclesAt, calls } = counted(relation);
    const found = await calibrateThroughputCost(cyclesAt, 1, { firstCost: 7 });
    // The first trial above zero already keeps the target: no turn is seen, bisection does.
    expect(found).toMatchObject({ status: 'met', method: 'bisection' });
    const turned = await calibrateThroughputCost(cyclesAt, 1, { firstCost: 10 });
    // Doubling from 10 ends at 80; the way there is seen to rise.
    expect(turned).toMatchObject({ status: 'met', method: 'grid', monotone: false });
    expect(turned.throughputCost).toBeCloseTo(3, 1);
    expect(Math.max(...calls)).toBe(80);
    expect(turned.trials.length).toBe(turned.evaluations);
  });

  it('says so where no cost leads to so few cycles', async () => {
    const { cyclesAt } = counted((cost) => 0.4 + 1 / (1 + cost));
    await expect(calibrateThroughputCost(cyclesAt, 0.3)).rejects.toThrow(/at most 0\.3 cycles.*terminal/);
  });
});
