import { createConcaveWorkspace, solveConcaveStorage } from '../src/dispatch/concave-kernel.ts';
import type { StageCurves } from '../src/dispatch/storage-problem.ts';
import { LinearProgramBuilder } from '../src/lp/linear-program.ts';
import type { LinearProgram } from '../src/lp/linear-program.ts';
import { openModel, solveLinearProgram } from '../src/lp/highs-solver.ts';
import type { SolverOptions } from '../src/lp/highs-solver.ts';
import { median } from '../src/math/median.ts';
import type { BenchRow } from './bench-row.ts';
import { emptyStorage } from '../test/dispatch/empty-storage.ts';
import { processorTime } from './processor-time.ts';
import { runGridBenchmark } from './dispatch-grid.ts';
import { runHalfHourBenchmark } from './half-hours.ts';

const EFFICIENCY = 0.95;
const POWER_MW = 2;
const CAPACITY_MWH = 4;
const HOURS = 0.5;
const simplex: SolverOptions = { method: 'simplex', presolve: false, timeLimitSeconds: 600 };

/**
 * The concave kernel against the lp of the same battery in HiGHS: a new model from arrays, and one model
 * re-priced and cleared. Medians of processor times of interleaved runs, so that a noisy machine disturbs all
 * three alike: trust the ratios. The kernel is timed on one path again and again, which a processor learns to predict, and on
 * different paths, as scenarios are: the second is what a run sees. Prices are synthetic; every run checks that the optima agree.
 */
export async function runDispatchBenchmark(): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  const perPeriod = new Map<number, number>();
  const freshPerPeriod = new Map<number, number>();
  for (const [periodCount, rounds] of [
    [48, 25],
    [336, 15],
    [17520, 7],
  ] as const) {
    const { kernel, fresh, cold, repriced } = await measure(periodCount, rounds);
    perPeriod.set(periodCount, kernel / periodCount);
    freshPerPeriod.set(periodCount, fresh / periodCount);
    rows.push(
      { name: `kernel, T = ${periodCount}, one path repeated`, value: 1000 * kernel, unit: 'µs per path' },
      { name: `kernel, T = ${periodCount}, different paths`, value: 1000 * fresh, unit: 'µs per path' },
      { name: `HiGHS lp from arrays, T = ${periodCount}`, value: 1000 * cold, unit: 'µs per path' },
      { name: `HiGHS lp re-priced, T = ${periodCount}`, value: 1000 * repriced, unit: 'µs per path' },
      { name: `from arrays / kernel, T = ${periodCount}, one path repeated`, value: cold / kernel, unit: '×' },
      { name: `from arrays / kernel, T = ${periodCount}, different paths`, value: cold / fresh, unit: '×' },
      { name: `re-priced / kernel, T = ${periodCount}, one path repeated`, value: repriced / kernel, unit: '×' },
      { name: `re-priced / kernel, T = ${periodCount}, different paths`, value: repriced / fresh, unit: '×' },
    );
  }
  rows.push({
    name: 'time per period, T = 17520 over T = 336, one path repeated',
    value: perPeriod.get(17520)! / perPeriod.get(336)!,
    unit: '×',
  });
  rows.push({
    name: 'time per period, T = 17520 over T = 336, different paths',
    value: freshPerPeriod.get(17520)! / freshPerPeriod.get(336)!,
    unit: '×',
  });
  rows.push({ name: 'heap growth of the kernel, T = 336', value: heapPerPath(336, 5_000), unit: 'bytes per path' });
  rows.push(...(await runHalfHourBenchmark()), ...(await runGridBenchmark()));
  return rows;
}

async function measure(
  periodCount: number,
  rounds: number,
): Promise<{ kernel: number; fresh: number; cold: number; repriced: number }> {
  const storage = emptyStorage(periodCount, CAPACITY_MWH);
  const workspace = createConcaveWorkspace(periodCount, 2 * periodCount);
  const stages = emptyStages(periodCount);
  const first = writeProgram(prices(periodCount, 0));
  const model = await openModel(first, simplex);
  // Enough paths per timing that the clock's resolution does not matter.
  const paths = Math.max(4, Math.ceil(100_000 / periodCount));
  const others = Array.from({ length: paths }, (_, i) => prices(periodCount, 10_000 + i));
  const times = { kernel: [] as number[], fresh: [] as number[], cold: [] as number[], repriced: [] as number[] };
  try {
    // The first rounds warm up the compiler and do not count.
    for (let round = -2; round < rounds; round++) {
      const path = prices(periodCount, round + 100);
      let started = processorTime();
      let value = 0;
      for (let i = 0; i < paths; i++) {
        writeStages(path, stages);
        value = solveConcaveStorage(storage, stages, workspace);
      }
      const kernel = (processorTime() - started) / paths;

      started = processorTime();
      for (const other of others) {
        writeStages(other, stages);
        solveConcaveStorage(storage, stages, workspace);
      }
      const fresh = (processorTime() - started) / paths;

      started = processorTime();
      const program = writeProgram(path);
      const cold = await solveLinearProgram(program, simplex);
      const coldTime = processorTime() - started;

      started = processorTime();
      model.setCosts(program.cost);
      model.clear();
      const repriced = model.solve();
      const repricedTime = processorTime() - started;

      for (const solution of [cold, repriced]) {
        if (
          solution.status !== 'optimal' ||
          Math.abs(solution.objective - value) > 1e-6 * Math.max(1, Math.abs(value))
        ) {
          throw new Error(
            `kernel ${value} and HiGHS ${solution.objective} (${solution.status}) differ at T = ${periodCount}`,
          );
        }
      }
      if (round < 0) continue;
      times.kernel.push(kernel);
      times.fresh.push(fresh);
      times.cold.push(coldTime);
      times.repriced.push(repricedTime);
    }
  } finally {
    model.dispose();
  }
  return {
    kernel: median(times.kernel),
    fresh: median(times.fresh),
    cold: median(times.cold),
    repriced: median(times.repriced),
  };
}

/**
 * Bytes of heap that each path leaves behind; 0 means that the hot loop allocates nothing. Long after the compiler
 * has settled, and what twice as many paths take more, so that the reading of the heap itself does not count.
 */
function heapPerPath(periodCount: number, paths: number): number {
  const storage = emptyStorage(periodCount, CAPACITY_MWH);
  const workspace = createConcaveWorkspace(periodCount, 2 * periodCount);
  const stages = emptyStages(periodCount);
  writeStages(prices(periodCount, 1), stages);
  const growth = (count: number): number => {
    const before = process.memoryUsage().heapUsed;
    for (let i = 0; i < count; i++) solveConcaveStorage(storage, stages, workspace);
    return process.memoryUsage().heapUsed - before;
  };
  growth(10_000);
  // A garbage collection in between makes one difference meaningless: the middle one of several.
  return median(Array.from({ length: 7 }, () => (growth(2 * paths) - growth(paths)) / paths));
}

function emptyStages(periodCount: number): StageCurves {
  return {
    starts: Int32Array.from({ length: periodCount + 1 }, (_, t) => 2 * t),
    slope: new Float64Array(2 * periodCount),
    width: new Float64Array(2 * periodCount),
    firstMWh: new Float64Array(periodCount),
    firstValue: new Float64Array(periodCount),
  };
}

function writeStages(path: Float64Array, stages: StageCurves): void {
  const stored = POWER_MW * HOURS * EFFICIENCY;
  for (let t = 0; t < path.length; t++) {
    stages.slope[2 * t] = path[t] / EFFICIENCY;
    stages.width[2 * t] = stored;
    stages.slope[2 * t + 1] = path[t] * EFFICIENCY;
    stages.width[2 * t + 1] = (POWER_MW * HOURS) / EFFICIENCY;
    stages.firstMWh[t] = -stored;
    stages.firstValue[t] = -path[t] * POWER_MW * HOURS;
  }
}

function writeProgram(path: Float64Array): LinearProgram {
  const builder = new LinearProgramBuilder();
  let before = -1;
  for (const price of path) {
    const charge = builder.column(0, POWER_MW, -HOURS * price);
    const discharge = builder.column(0, POWER_MW, HOURS * price);
    const state = builder.column(0, CAPACITY_MWH);
    builder.row(0, 0, [
      [state, 1],
      ...(before < 0 ? [] : [[before, -1] as const]),
      [charge, -EFFICIENCY * HOURS],
      [discharge, HOURS / EFFICIENCY],
    ]);
    builder.row(-Infinity, POWER_MW, [
      [charge, 1],
      [discharge, 1],
    ]);
    before = state;
  }
  return builder.build();
}

/** Positive half-hourly prices with a daily shape, a slow level and noise. */
function prices(periodCount: number, seed: number): Float64Array {
  let state = (seed * 2654435761) >>> 0;
  const uniform = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
  let level = 60;
  return Float64Array.from({ length: periodCount }, (_, t) => {
    level = 60 + 0.97 * (level - 60) + 4 * (uniform() - 0.5);
    return Math.max(1, level - 18 * Math.cos((Math.PI * (t - 8)) / 24) + 30 * (uniform() - 0.5));
  });
}
