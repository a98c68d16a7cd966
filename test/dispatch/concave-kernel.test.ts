import { describe, expect, it } from 'vitest';
import { createConcaveWorkspace, solveConcaveStorage } from '../../src/dispatch/concave-kernel.ts';
import { solveConcaveStorageTwin } from '../../src/dispatch/concave-kernel-twin.ts';
import { createExactWorkspace, solveExactStorage } from '../../src/dispatch/exact-kernel.ts';
import { fillWaterValues } from '../../src/dispatch/stored-energy-value.ts';
import type { StageCurves, StorageProblem } from '../../src/dispatch/storage-problem.ts';
import { energyScale, windowPenaltyAt } from '../../src/dispatch/storage-problem.ts';
import { emptyStorage } from './empty-storage.ts';
import { seededUniform } from './seeded-uniform.ts';

describe('the concave kernel', () => {
  it('moves energy from the cheap to the dear period, as far as the store reaches', () => {
    // 1 MWh a period, store of 1.5 MWh, lossless: buy 1 at 10, 0.5 at 20, sell 1 at 50 and 0.5 at 40.
    const { problem, stages } = lossless([10, 20, 40, 50], 1.5);
    const workspace = createConcaveWorkspace(4, 8);
    expect(solveConcaveStorage(problem, stages, workspace)).toBeCloseTo(-10 - 10 + 20 + 50, 12);
    expect([...workspace.takenMWh]).toEqual([-1, -0.5, 0.5, 1]);
    expect([...workspace.stateMWh]).toEqual([0, 1, 1.5, 1, 0]);
  });

  it('idles on a flat price', () => {
    const { problem, stages } = lossless([30, 30, 30], 2);
    const workspace = createConcaveWorkspace(3, 6);
    expect(solveConcaveStorage(problem, stages, workspace)).toBe(0);
    expect([...workspace.takenMWh]).toEqual([0, 0, 0]);
  });

  it('says −Infinity where a hard end cannot be reached', () => {
    const { problem, stages } = lossless([10, 20], 4);
    const end = { ...problem, terminal: { kind: 'atLeast', stateOfChargeMWh: 3 } as const };
    expect(solveConcaveStorage(end, stages, createConcaveWorkspace(2, 4))).toBe(-Infinity);
    const softEnd = { ...end, windowPenalty: 1000 };
    expect(solveConcaveStorage(softEnd, stages, createConcaveWorkspace(2, 4))).toBeCloseTo(-10 - 20 - 1000, 12);
  });

  it('equals its readable twin on random problems, hard and soft', () => {
    let worst = 0;
    for (let seed = 1; seed <= 400; seed++) {
      const { problem, stages } = randomStorage(seed, 1 + (seed % 16));
      const workspace = createConcaveWorkspace(problem.periodCount, stages.slope.length);
      const value = solveConcaveStorage(problem, stages, workspace);
      const twin = solveConcaveStorageTwin(problem, stages);
      expect(difference(value, twin), `seed ${seed}`).toBeLessThanOrEqual(1e-9);
      if (value === -Infinity) continue;
      worst = Math.max(worst, difference(scheduleValue(problem, stages, workspace.takenMWh), value));
    }
    expect(worst).toBeLessThanOrEqual(1e-9);
  });

  it('equals the exact kernel, which sees each stage as two sides', () => {
    for (let seed = 1; seed <= 150; seed++) {
      const { problem, stages } = randomStorage(seed, 1 + (seed % 16));
      const value = solveConcaveStorage(
        problem,
        stages,
        createConcaveWorkspace(problem.periodCount, stages.slope.length),
      );
      const closed: StageCurves = { ...stages, firstMWh: stages.firstMWh.map(() => Number.NaN) };
      const exact = solveExactStorage(
        problem,
        { charge: closed, discharge: stages },
        createExactWorkspace(problem.periodCount),
      );
      expect(difference(exact, value), `seed ${seed}`).toBeLessThanOrEqual(1e-9);
    }
  });

  it('has multipliers whose dual objective proves the optimum', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const { problem, stages } = randomStorage(seed, 1 + (seed % 16));
      const workspace = createConcaveWorkspace(problem.periodCount, stages.slope.length);
      const value = solveConcaveStorage(problem, stages, workspace);
      if (value === -Infinity) continue;
      const waterValue = new Float64Array(problem.periodCount);
      fillWaterValues(
        problem,
        stages,
        workspace.takenMWh,
        workspace.stateMWh,
        waterValue,
        new Float64Array(2 * problem.periodCount),
      );
      const bound = dualObjective(problem, stages, waterValue);
      expect(Math.abs(bound - value), `seed ${seed}`).toBeLessThanOrEqual(
        2e-8 * Math.max(1, Math.abs(value)) * energyScale(problem, stages),
      );
    }
  });
});

/** Relative to max(1, |b|); 0 where both problems are infeasible. */
function difference(a: number, b: number): number {
  return a === b ? 0 : Math.abs(a - b) / Math.max(1, Math.abs(b));
}

/** Buying and selling at the same prices, 1 MWh a period, no loss. */
function lossless(prices: number[], capacityMWh: number): { problem: StorageProblem; stages: StageCurves } {
  const count = prices.length;
  return {
    problem: emptyStorage(count, capacityMWh),
    stages: {
      starts: Int32Array.from({ length: count + 1 }, (_, t) => 2 * t),
      slope: Float64Array.from(prices.flatMap((price) => [price, price])),
      width: new Float64Array(2 * count).fill(1),
      firstMWh: new Float64Array(count).fill(-1),
      firstValue: Float64Array.from(prices, (price) => -price),
    },
  };
}

function randomStorage(seed: number, count: number): { problem: StorageProblem; stages: StageCurves } {
  const random = seededUniform(seed);
  const uniform = (from: number, to: number): number => from + (to - from) * random();
  const soft = random() < 0.5;
  const capacity = uniform(0.5, 5);
  const initialMWh = uniform(0, capacity);
  const losing = random() < 0.4;
  const terminals = [
    { kind: 'free' },
    { kind: 'atLeast', stateOfChargeMWh: uniform(0, capacity) },
    { kind: 'cyclic' },
    { kind: 'value', waterValue: uniform(-30, 90) },
  ] as const;
  const starts = new Int32Array(count + 1);
  const slope: number[] = [];
  const width: number[] = [];
  const firstMWh = new Float64Array(count);
  for (let t = 0; t < count; t++) {
    const segments = Math.floor(uniform(0, 5));
    const slopes = Array.from({ length: segments }, () => Math.round(uniform(-40, 100))).sort((a, b) => b - a);
    slope.push(...slopes);
    width.push(...slopes.map(() => uniform(0.05, 1)));
    starts[t + 1] = starts[t] + segments;
    firstMWh[t] = segments === 0 ? 0 : -uniform(0, 1.5);
  }
  return {
    problem: {
      periodCount: count,
      initialMWh,
      retention: losing ? uniform(0.9, 1) : 1,
      inflowMWh: Float64Array.from({ length: count }, () => (soft ? uniform(-0.3, 0.3) : 0)),
      lowerMWh: Float64Array.from({ length: count + 1 }, () => (soft ? uniform(-0.2, 0.3) : 0)),
      upperMWh: Float64Array.from({ length: count + 1 }, () => (soft ? capacity - uniform(0, 0.3) : capacity)),
      windowPenalty: soft ? uniform(5, 400) : Infinity,
      terminal: terminals[Math.floor(uniform(0, 4))],
    },
    stages: {
      starts,
      slope: Float64Array.from(slope),
      width: Float64Array.from(width),
      firstMWh,
      firstValue: Float64Array.from({ length: count }, () => uniform(-5, 5)),
    },
  };
}

/** The objective of a schedule, from the definitions. */
function scheduleValue(problem: StorageProblem, stages: StageCurves, takenMWh: Float64Array): number {
  const waterValue = problem.terminal.kind === 'value' ? problem.terminal.waterValue : 0;
  let state = problem.initialMWh;
  let value = -windowPenaltyAt(problem, 0, state) - waterValue * state;
  for (let t = 0; t < problem.periodCount; t++) {
    let rest = takenMWh[t] - stages.firstMWh[t];
    value += stages.firstValue[t];
    for (let j = stages.starts[t]; j < stages.starts[t + 1]; j++) {
      const part = Math.min(rest, stages.width[j]);
      value += part * stages.slope[j];
      rest -= part;
    }
    state = problem.retention * state + problem.inflowMWh[t] - takenMWh[t];
    value -= windowPenaltyAt(problem, t + 1, state);
  }
  return value + waterValue * state;
}

/**
 * Lagrangian bound: with multipliers m_t the problem falls apart into max_v h_t(v) − m_t·v for each period and
 * max_e (retention·m_{i} − m_{i−1})·e − penalty for each boundary.
 */
function dualObjective(problem: StorageProblem, stages: StageCurves, m: Float64Array): number {
  const { periodCount: T, terminal, retention, initialMWh } = problem;
  const waterValue = terminal.kind === 'value' ? terminal.waterValue : 0;
  let bound = retention * m[0] * initialMWh - waterValue * initialMWh - windowPenaltyAt(problem, 0, initialMWh);
  for (let t = 0; t < T; t++) {
    let v = stages.firstMWh[t];
    let h = stages.firstValue[t];
    let best = h - m[t] * v;
    for (let j = stages.starts[t]; j < stages.starts[t + 1]; j++) {
      v += stages.width[j];
      h += stages.slope[j] * stages.width[j];
      best = Math.max(best, h - m[t] * v);
    }
    bound += best + m[t] * problem.inflowMWh[t];
    const i = t + 1;
    const slope = (i < T ? retention * m[i] : waterValue) - m[t];
    const last = i === T;
    const lower = Math.max(
      problem.lowerMWh[i],
      last && terminal.kind === 'atLeast' ? terminal.stateOfChargeMWh : -Infinity,
      last && terminal.kind === 'cyclic' ? initialMWh : -Infinity,
    );
    const upper = Math.min(problem.upperMWh[i], last && terminal.kind === 'cyclic' ? initialMWh : Infinity);
    // Beyond ± penalty a soft window has no finite bound; the multipliers must keep to it.
    if (problem.windowPenalty !== Infinity)
      bound += Math.abs(slope) > problem.windowPenalty * (1 + 1e-9) ? Infinity : 0;
    bound += Math.max(
      slope * lower - windowPenaltyAt(problem, i, lower),
      slope * upper - windowPenaltyAt(problem, i, upper),
    );
  }
  return bound;
}
