import { parseDispatchProblem } from '../src/dispatch/dispatch-problem-schema.ts';
import type { BatteryProblem, DispatchProblem } from '../src/dispatch/dispatch-problem.ts';
import { separateStages } from '../src/dispatch/engines/separate-stages.ts';
import { solveGrid } from '../src/dispatch/grid-kernel.ts';
import { solveDispatch } from '../src/dispatch/solve-dispatch.ts';
import type { BenchRow } from './bench-row.ts';

/**
 * The grid engine on a day of 5-minute prices: seconds of the kernel at 201 levels with and without negative
 * prices, and what each number of levels loses against the exact optimum. Prices are synthetic.
 */
export async function runGridBenchmark(): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const negative of [false, true]) {
    const problem = day(negative);
    const kind = negative ? 'negative prices' : 'positive prices';
    const exact = await solveDispatch(problem);
    rows.push({ name: `201 levels × 288, ${kind}`, value: kernelMs(problem, 201), unit: 'ms' });
    for (const levels of [11, 26, 51, 101, 201, 401, 801, 1601]) {
      const grid = await solveDispatch(problem, { engine: 'grid', levels });
      rows.push({
        name: `lost by ${levels} levels, ${kind}`,
        value: (100 * (exact.objective - grid.objective)) / Math.abs(exact.objective),
        unit: '% of exact',
      });
    }
  }
  return rows;
}

/** Median milliseconds of one solve, after warming up. */
function kernelMs(problem: DispatchProblem, levels: number): number {
  const single: BatteryProblem = { ...problem, battery: problem.batteries[0] };
  const { stages, viable } = separateStages(single, 'grid');
  const times: number[] = [];
  for (let round = -20; round < 61; round++) {
    const started = performance.now();
    solveGrid(stages, viable, levels, 0);
    if (round >= 0) times.push(performance.now() - started);
  }
  return times.toSorted((a, b) => a - b)[30];
}

function day(negative: boolean): DispatchProblem {
  let state = 12345;
  const uniform = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
  const prices = Array.from({ length: 288 }, (_, t) => {
    const price = 70 - 45 * Math.cos((2 * Math.PI * (t - 40)) / 288) + 40 * (uniform() - 0.5);
    return negative ? price - 60 : Math.max(1, price);
  });
  return parseDispatchProblem(
    {
      periodHours: 1 / 12,
      batteries: [
        {
          name: 'B1',
          maxChargeMW: 1,
          maxDischargeMW: 1,
          energyCapacityMWh: 2,
          initialStateOfChargeMWh: 0,
          chargeEfficiency: 0.92,
          dischargeEfficiency: 0.92,
        },
      ],
      markets: [{ name: 'spot', kind: 'energy', intervalHours: 1 / 12, prices }],
    },
    'grid benchmark',
  );
}
