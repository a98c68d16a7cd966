import { describe, expect, it } from 'vitest';
import {
  appendSegment,
  blendCurves,
  createCurve,
  curveSlopes,
  curveValue,
  lineCurve,
  pruneCurve,
  startCurve,
} from '../../src/dispatch/markov-curve.ts';
import { bestEndMWh } from '../../src/dispatch/markov-policy.ts';
import { solveMarkovDay, solveMarkovHorizon, valueAtStart } from '../../src/dispatch/markov-recursion.ts';
import type { ContinuationValues } from '../../src/dispatch/markov-recursion.ts';
import type { StoragePhysics } from '../../src/dispatch/markov-stage.ts';
import { delayedChain } from '../../src/dispatch/price-state-chain.ts';
import type { PriceStateChain } from '../../src/dispatch/price-state-chain.ts';
import { solveDispatch } from '../../src/dispatch/solve-dispatch.ts';
import { seededUniform } from './seeded-uniform.ts';
import { randomChain, simulateChain, sineChain } from './simulated-chain.ts';
import { smallProblem } from './small-problem.ts';

const lossless: StoragePhysics = {
  chargeEfficiency: 1,
  dischargeEfficiency: 1,
  throughputCost: 0,
  retention: 1,
  storableMWh: 1,
  drawableMWh: 1,
};

/** Low price 20, high price 80; low stays low with 0.75, high stays high with 0.5. */
const twoStates: PriceStateChain = {
  slotCount: 1,
  stateCount: 2,
  pointCount: 1,
  buyPrice: Float64Array.of(20, 80),
  sellPrice: Float64Array.of(20, 80),
  transition: Float64Array.of(0.75, 0.25, 0.5, 0.5),
};

describe('the thresholds on a chain of two states', () => {
  it('are the expected next price where one interval fills and empties the store', () => {
    const values = horizon(twoStates, lossless, 3, 1);
    for (const interval of [0, 1]) {
      const thresholds = reservationPrices(values, lossless, [0.5]).filter((one) => one.interval === interval);
      expect(thresholds.map(({ buyBelow }) => buyBelow)).toEqual([35, 50]);
      expect(thresholds.map(({ sellAbove }) => sellAbove)).toEqual([35, 50]);
    }
  });

  it('fall with the state of charge where the store takes two intervals to empty', () => {
    // After interval 1 one interval is left: half of a full store is sold at its price, the rest is lost.
    const slow = { ...lossless, storableMWh: 0.5, drawableMWh: 0.5 };
    const values = horizon(twoStates, slow, 3, 1);
    expect(thresholdsOf(values, slow, 1, 0)).toEqual([35, 0]);
    expect(thresholdsOf(values, slow, 1, 1)).toEqual([50, 0]);
    // In interval 1 at the low price a MWh is worth 20 in any state: it saves buying one, or is sold. At the high
    // price the first half sells at 80, the second has to wait for what is expected then, 50.
    expect(thresholdsOf(values, slow, 0, 0)).toEqual([0.75 * 20 + 0.25 * 80, 0.75 * 20 + 0.25 * 50]);
    expect(thresholdsOf(values, slow, 0, 1)).toEqual([0.5 * 20 + 0.5 * 80, 0.5 * 20 + 0.5 * 50]);
  });

  it('leave a gap between buying and selling for losses and wear', () => {
    const lossy = { ...lossless, chargeEfficiency: 0.8, dischargeEfficiency: 0.9, throughputCost: 3 };
    const [low] = reservationPrices(horizon(twoStates, lossy, 2, 1), lossy, [0.5]);
    // A MWh in store sells for (price − 3)·0.9 in the last interval.
    const worth = 0.9 * (0.75 * 20 + 0.25 * 80 - 3);
    expect(low.buyBelow).toBeCloseTo(0.8 * worth, 12);
    expect(low.sellAbove).toBeCloseTo(worth / 0.9 + 3, 12);
  });
});

describe('the recursion', () => {
  it('equals a brute-force programme on a grid, whose error shrinks with its step', () => {
    let lostCoarse = 0;
    let lostFine = 0;
    for (let seed = 1; seed <= 25; seed++) {
      const { chain, physics, capacity, endSlope } = randomCase(seed, 5);
      const values = horizon(chain, physics, 7, capacity, endSlope);
      const start = valueAtStart(chain, physics, 0, values[0], 0, capacity, 0);
      const [coarse, fine] = [17, 129].map((levels) => gridValues(chain, physics, 7, capacity, endSlope, levels));
      for (let state = 0; state < chain.stateCount; state++) {
        for (const share of [0, 0.5, 1]) {
          const exact = curveValue(start[state], share * capacity);
          const level = (levels: number): number => share * (levels - 1);
          expect(fine[state][level(129)], `seed ${seed}`).toBeLessThanOrEqual(exact + 1e-9 * Math.abs(exact) + 1e-9);
          expect(exact - fine[state][level(129)], `seed ${seed}`).toBeLessThan(0.02 * (100 * capacity));
          lostCoarse += exact - coarse[state][level(17)];
          lostFine += exact - fine[state][level(129)];
        }
      }
    }
    // A step 8 times as small: first order would be a factor of 8.
    expect(lostFine).toBeLessThan(lostCoarse / 4);
  });

  it('bounds from above where negative prices make burning pay', () => {
    for (let seed = 1; seed <= 10; seed++) {
      const { chain, physics, capacity, endSlope } = randomCase(seed, -60);
      const values = horizon(chain, physics, 7, capacity, endSlope);
      const start = valueAtStart(chain, physics, 0, values[0], 0, capacity, 0);
      const grid = gridValues(chain, physics, 7, capacity, endSlope, 65);
      for (let state = 0; state < chain.stateCount; state++)
        expect(grid[state][32]).toBeLessThanOrEqual(curveValue(start[state], capacity / 2) + 1e-9);
    }
  });

  it('swept over a day until it repeats, has the thresholds of a long horizon', () => {
    const chain = sineChain(12, 3, 15, 0.8);
    const physics = {
      ...lossless,
      chargeEfficiency: 0.95,
      dischargeEfficiency: 0.95,
      storableMWh: 0.5,
      drawableMWh: 0.6,
    };
    const start = Array.from({ length: 3 }, () => lineCurve(0, 2, 0, 0));
    const day = solveMarkovDay(chain, physics, 0, 2, start, 1e-10, 1e-8);
    const long = horizon(chain, physics, 12 * 40, 2);
    for (let slot = 0; slot < 12; slot++) {
      for (let state = 0; state < 3; state++) {
        for (const energy of [0.13, 0.71, 1.37, 1.9])
          expect(curveSlopes(day[slot][state], energy, 0).left).toBeCloseTo(
            curveSlopes(long[slot][state], energy, 0).left,
            3,
          );
      }
    }
  });

  it('promises what its policy earns, and more than rolling on what happened yesterday', async () => {
    const chain = sineChain(24, 3, 15, 0.85);
    const physics = {
      ...lossless,
      chargeEfficiency: 0.95,
      dischargeEfficiency: 0.95,
      throughputCost: 2,
      storableMWh: 0.95,
      drawableMWh: 1 / 0.95,
    };
    const count = 24 * 6;
    const values = horizon(chain, physics, count, 2);
    const promised = curveValue(valueAtStart(chain, physics, 0, values[0], 0, 2, 0)[1], 0);
    const random = seededUniform(11);
    const earned: number[] = [];
    let rolled = 0;
    let followed = 0;
    for (let path = 0; path < 1500; path++) {
      const { prices, states } = simulateChain(chain, random, count, 1);
      earned.push(follow(values, physics, prices, states, 2));
      if (path >= 30) continue;
      followed += earned[path];
      rolled += (await roll(prices)).profit;
    }
    const mean = earned.reduce((sum, one) => sum + one, 0) / earned.length;
    const variance = earned.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (earned.length - 1);
    expect(Math.abs(mean - promised)).toBeLessThan(3 * Math.sqrt(variance / earned.length));
    expect(followed).toBeGreaterThan(1.1 * rolled);
  });

  it('knows less with prices that arrive late, and never promises more for it', () => {
    const chain = sineChain(12, 3, 15, 0.8);
    const promises = [0, 1, 2, 6].map((lag) => {
      const late = delayedChain(chain, lag);
      const values = horizon(late, lossless, 48, 2);
      return curveValue(valueAtStart(late, lossless, 0, values[0], 0, 2, 0)[1], 0);
    });
    for (let i = 1; i < promises.length; i++) expect(promises[i]).toBeLessThan(promises[i - 1]);
    expect(promises[3]).toBeGreaterThan(0);
  });
});

describe('a chain seen late', () => {
  it('expects the price that follows the state seen', () => {
    const late = delayedChain(twoStates, 1);
    expect([...late.buyPrice]).toEqual([35, 50]);
    expect([...late.transition]).toEqual([...twoStates.transition]);
    // Two steps: low is low again with 0.75² + 0.25·0.5.
    const low = 0.75 ** 2 + 0.25 * 0.5;
    expect(delayedChain(twoStates, 2).buyPrice[0]).toBeCloseTo(20 * low + 80 * (1 - low), 12);
  });
});

describe('concave curves', () => {
  it('blend by their weights, kinks of both kept', () => {
    const out = createCurve();
    blendCurves([curve(0, [10, 2], [1, 2]), curve(0, [6, 4], [2, 1])], Float64Array.of(9, 0.5, 0.5), 1, out);
    expect([...out.slope.subarray(0, out.count)]).toEqual([8, 4, 3]);
    expect([...out.width.subarray(0, out.count)]).toEqual([1, 1, 1]);
  });

  it('pruned stay concave, below, and within the tolerance', () => {
    const random = seededUniform(2);
    const slopes = Array.from({ length: 200 }, () => 100 * random()).toSorted((a, b) => b - a);
    const widths = slopes.map(() => 0.01 * random());
    const full = curve(0, slopes, widths);
    const pruned = curve(0, slopes, widths);
    pruneCurve(pruned, 0.01);
    expect(pruned.count).toBeLessThan(40);
    const end = widths.reduce((sum, width) => sum + width, 0);
    for (let at = 0; at <= end; at += end / 500) {
      const lost = curveValue(full, at) - curveValue(pruned, at);
      expect(lost).toBeGreaterThan(-1e-12);
      expect(lost).toBeLessThan(0.01 + 1e-12);
    }
    for (let i = 1; i < pruned.count; i++) expect(pruned.slope[i]).toBeLessThanOrEqual(pruned.slope[i - 1]);
  });

  it('decide for one direction only, even at a negative price', () => {
    // Full store, nothing to gain from keeping it: at −50 idling is best, though burning would pay.
    const flat = lineCurve(0, 1, 0, 0);
    const lossy = { ...lossless, chargeEfficiency: 0.5, dischargeEfficiency: 0.5 };
    expect(bestEndMWh(flat, lossy, 1, -50, -50, 0, 1)).toBe(1);
    expect(bestEndMWh(flat, lossy, 0.2, -50, -50, 0, 1)).toBe(1);
  });
});

function curve(lowMWh: number, slopes: number[], widths: number[]) {
  const made = createCurve();
  startCurve(made, lowMWh, 0);
  for (const [i, slope] of slopes.entries()) appendSegment(made, slope, widths[i]);
  return made;
}

function horizon(
  chain: PriceStateChain,
  physics: StoragePhysics,
  count: number,
  capacity: number,
  endSlope = 0,
): ContinuationValues {
  const low = new Float64Array(count + 1);
  const high = new Float64Array(count + 1).fill(capacity);
  return solveMarkovHorizon(chain, physics, 0, low, high, lineCurve(0, capacity, 0, endSlope), 1e-10);
}

/**
 * For every interval and price state, and each state of charge at its start, the price below which buying pays and
 * that above which selling does: the slopes of the continuation where idling would end.
 */
function reservationPrices(values: ContinuationValues, physics: StoragePhysics, statesOfChargeMWh: readonly number[]) {
  const { chargeEfficiency, dischargeEfficiency, throughputCost, retention } = physics;
  return values.flatMap((curves, interval) =>
    curves.flatMap((curve, priceState) =>
      statesOfChargeMWh.map((stateOfChargeMWh) => {
        const { left, right } = curveSlopes(curve, retention * stateOfChargeMWh, 1e-9);
        return {
          interval,
          priceState,
          buyBelow: right * chargeEfficiency,
          sellAbove: left / dischargeEfficiency + throughputCost,
        };
      }),
    ),
  );
}

/** Buying thresholds of one interval and state in the lower and the upper half of 1 MWh. */
function thresholdsOf(values: ContinuationValues, physics: StoragePhysics, interval: number, state: number): number[] {
  return reservationPrices(values, physics, [0.25, 0.75])
    .filter((one) => one.interval === interval && one.priceState === state)
    .map(({ buyBelow }) => buyBelow);
}

function randomCase(seed: number, lowestPrice: number) {
  const random = seededUniform(seed);
  const uniform = (from: number, to: number): number => from + (to - from) * random();
  const chain = randomChain(random, 3, 1 + Math.floor(uniform(1, 4)), 1 + Math.floor(uniform(0, 3)), lowestPrice);
  const physics: StoragePhysics = {
    chargeEfficiency: uniform(0.7, 1),
    dischargeEfficiency: uniform(0.7, 1),
    throughputCost: uniform(0, 5),
    retention: seed % 2 === 0 ? 1 : uniform(0.9, 1),
    storableMWh: uniform(0.3, 1),
    drawableMWh: uniform(0.3, 1),
  };
  return { chain, physics, capacity: uniform(0.8, 2), endSlope: seed % 3 === 0 ? uniform(0, 60) : 0 };
}

/** Value by state and level at the start, every trade that ends on a level tried. */
function gridValues(
  chain: PriceStateChain,
  physics: StoragePhysics,
  count: number,
  capacity: number,
  endSlope: number,
  levels: number,
): number[][] {
  const { slotCount, stateCount, pointCount } = chain;
  const energy = Array.from({ length: levels }, (_, level) => (capacity * level) / (levels - 1));
  const perState = <T>(make: (state: number) => T): T[] =>
    Array.from({ length: stateCount }, (_, state) => make(state));
  let ahead = perState(() => energy.map((left) => endSlope * left));
  for (let i = count - 1; ; i--) {
    const slot = i % slotCount;
    const next = ahead;
    const value = perState((state) =>
      energy.map((before) => {
        const idle = physics.retention * before;
        let mean = 0;
        for (let point = 0; point < pointCount; point++) {
          const price = chain.buyPrice[(slot * stateCount + state) * pointCount + point];
          let best = -Infinity;
          for (const [level, after] of energy.entries()) {
            const taken = idle - after;
            if (taken < -physics.storableMWh - 1e-12 || taken > physics.drawableMWh + 1e-12) continue;
            const cash =
              taken < 0
                ? (price / physics.chargeEfficiency) * taken
                : (price - physics.throughputCost) * physics.dischargeEfficiency * taken;
            best = Math.max(best, cash + next[state][level]);
          }
          mean += best / pointCount;
        }
        return mean;
      }),
    );
    if (i === 0) return value;
    const before = (slot + slotCount - 1) % slotCount;
    ahead = perState((from) =>
      energy.map((_, level) =>
        value.reduce(
          (sum, of, to) => sum + chain.transition[(before * stateCount + from) * stateCount + to] * of[level],
          0,
        ),
      ),
    );
  }
}

/** The cash of following the values along a path, from an empty store. */
function follow(
  values: ContinuationValues,
  physics: StoragePhysics,
  prices: Float64Array,
  states: Int32Array,
  capacity: number,
): number {
  let stored = 0;
  let cash = 0;
  for (const [t, price] of prices.entries()) {
    const idle = physics.retention * stored;
    stored = bestEndMWh(values[t][states[t]], physics, idle, price, price, 0, capacity);
    const taken = idle - stored;
    cash +=
      taken < 0
        ? (price / physics.chargeEfficiency) * taken
        : (price - physics.throughputCost) * physics.dischargeEfficiency * taken;
  }
  return cash;
}

/** Rolling on yesterday's prices, the battery of `follow` at 1 MW. */
function roll(prices: Float64Array) {
  const lossy = { chargeEfficiency: 0.95, dischargeEfficiency: 0.95, throughputCost: 2 };
  const problem = smallProblem([...prices], { energyCapacityMWh: 2, ...lossy });
  return solveDispatch(problem, { engine: 'rolling', windowHours: 24, stepHours: 1, forecast: 'yesterday' });
}
