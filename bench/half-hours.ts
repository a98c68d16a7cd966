import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createConcaveWorkspace, solveConcaveStorage } from '../src/dispatch/concave-kernel.ts';
import { createExactWorkspace, solveExactStorage } from '../src/dispatch/exact-kernel.ts';
import { solveDispatch } from '../src/dispatch/solve-dispatch.ts';
import type { StageCurves } from '../src/dispatch/storage-problem.ts';
import { assignmentBattery, assignmentProblem } from '../scenarios/two-market/assignment-problem.ts';
import { readAuroraPrices } from '../scenarios/two-market/read-aurora-prices.ts';
import { median } from '../src/math/median.ts';
import type { BenchRow } from './bench-row.ts';
import { emptyStorage } from '../test/dispatch/empty-storage.ts';
import { processorTime } from './processor-time.ts';

const CAPACITY_MWH = 4;
const ENERGY_MWH = 1;

/**
 * Three years of one half-hourly market (the two-market study's), 2 MW / 4 MWh: the kernels, and the engine `exact`
 * with what surrounds it, alone and with the hourly market, in processor time. Lossless, every stage is concave; with losses its few negative prices are kinks.
 */
export async function runHalfHourBenchmark(): Promise<BenchRow[]> {
  const folder = join(process.env.BESS_RISK_DATA ?? '../shared/market-data', 'home-assignment');
  const files = ['aurora-half-hourly-data.csv', 'aurora-hourly-data.csv'].map((name) => join(folder, name));
  const missing = files.find((file) => !existsSync(file));
  if (missing !== undefined) {
    console.log(
      `  three years of half-hours: not measured, ${missing} is missing; set BESS_RISK_DATA to the market data`,
    );
    return [];
  }
  const { halfHourly, hourly } = readAuroraPrices(folder);
  const prices = Float64Array.from(halfHourly);
  const title = `${prices.length} half-hours`;
  const row = (name: string, value: number): BenchRow => ({ name: `${title}, ${name}`, value, unit: 'ms' });
  const storage = emptyStorage(prices.length, CAPACITY_MWH);
  const concave = createConcaveWorkspace(prices.length, 2 * prices.length);
  const joined = joinedStages(prices);
  const exact = createExactWorkspace(prices.length);
  const sides = { charge: chargingSide(prices, 0.95), discharge: dischargingSide(prices, 0.95) };
  const battery = assignmentBattery(0.95);
  const halfHourlyMarket = { name: 'halfHourly', intervalHours: 0.5, prices: halfHourly };
  const oneMarket = assignmentProblem(battery, [halfHourlyMarket]);
  const nested = assignmentProblem(battery, [halfHourlyMarket, { name: 'hourly', intervalHours: 1, prices: hourly }]);
  const times = { concave: [] as number[], exact: [] as number[], engine: [] as number[], nested: [] as number[] };
  for (let round = 0; round < 9; round++) {
    let started = processorTime();
    solveConcaveStorage(storage, joined, concave);
    times.concave.push(processorTime() - started);
    started = processorTime();
    const value = solveExactStorage(storage, sides, exact);
    times.exact.push(processorTime() - started);
    started = processorTime();
    const { objective } = await solveDispatch(oneMarket);
    times.engine.push(processorTime() - started);
    started = processorTime();
    await solveDispatch(nested);
    times.nested.push(processorTime() - started);
    if (Math.abs(objective - value) > 1e-9 * Math.abs(value))
      throw new Error(`exact kernel ${value} and engine ${objective} differ on ${title}`);
  }
  return [
    row('concave kernel, lossless', median(times.concave)),
    row(`exact kernel, 95 %/95 %, ${prices.filter((price) => price < 0).length} negative prices`, median(times.exact)),
    row('engine exact, 95 %/95 %, settled and verified', median(times.engine)),
    row('and hourly market, engine exact, the first run', times.nested[0]),
    row('and hourly market, engine exact, further runs', median(times.nested.slice(1))),
  ];
}

function joinedStages(prices: Float64Array): StageCurves {
  const count = prices.length;
  return {
    starts: Int32Array.from({ length: count + 1 }, (_, t) => 2 * t),
    slope: Float64Array.from({ length: 2 * count }, (_, j) => prices[j >> 1]),
    width: new Float64Array(2 * count).fill(ENERGY_MWH),
    firstMWh: new Float64Array(count).fill(-ENERGY_MWH),
    firstValue: prices.map((price) => -price * ENERGY_MWH),
  };
}

function chargingSide(prices: Float64Array, efficiency: number): StageCurves {
  const stored = ENERGY_MWH * efficiency;
  return {
    starts: Int32Array.from({ length: prices.length + 1 }, (_, t) => t),
    slope: prices.map((price) => price / efficiency),
    width: prices.map(() => stored),
    firstMWh: prices.map(() => -stored),
    firstValue: prices.map((price) => -price * ENERGY_MWH),
  };
}

function dischargingSide(prices: Float64Array, efficiency: number): StageCurves {
  return {
    starts: Int32Array.from({ length: prices.length + 1 }, (_, t) => t),
    slope: prices.map((price) => price * efficiency),
    width: prices.map(() => ENERGY_MWH / efficiency),
    firstMWh: new Float64Array(prices.length),
    firstValue: new Float64Array(prices.length),
  };
}
