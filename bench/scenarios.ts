// What drawing scenarios costs: the whole-day generator in shards, and the copula against the least that a copula can
// cost (its normals and one triangular product). Part of `npm run bench -- scenarios`.
import { wholeDayPass } from '../src/fit/whole-day-pass.ts';
import { lowerTriangularProduct } from '../src/math/lower-triangular.ts';
import { scenarioNormals } from '../src/math/scenario-normals.ts';
import type { CopulaModel } from '../src/simulate/generators/copula.ts';
import { generators } from '../src/simulate/generators/registry.ts';
import { simulateWholeDay } from '../src/simulate/whole-day-scenarios.ts';
import type { BenchRow } from './bench-row.ts';
import { fittedSample } from './fitted-sample.ts';

const scenarioCount = 10_000;
const shard = 125;
const repetitions = 5;

export async function runScenarioBenchmark(): Promise<BenchRow[]> {
  const { history, request, model } = await fittedSample();
  const drawShard = (firstScenario: number): number => {
    const set = simulateWholeDay(model, { seed: 1, firstScenario, scenarioCount: shard, horizonDays: 7 });
    return set.dayAhead[0] + set.imbalance[0];
  };
  drawShard(0);
  const wholeDay = seconds(() => {
    for (let first = 0; first < scenarioCount; first += shard) drawShard(first);
  });
  const perScenario = 2 * 336 + model.services.reduce((sum, one) => sum + 7 * one.intervalSlots.length, 0);

  const pass = wholeDayPass(history, request.maxMissingPeriodsPerDay, 1);
  const rows: BenchRow[] = [
    {
      name: `whole-day, 10,000 paths × 7 days × ${2 + model.services.length} series, one thread`,
      value: wholeDay,
      unit: 's',
    },
    { name: 'prices held at a time, one shard', value: (shard * perScenario * 8) / 1e6, unit: 'MB' },
  ];
  for (const name of ['copula-gaussian', 'copula'] as const) {
    const copula = generators[name].open(pass, request)(pass.table.historyDays) as CopulaModel;
    const D = copula.intervals + copula.slots;
    const paint = generators[name].painter(copula, 1);
    const [dayAhead, imbalance] = [new Float64Array(copula.slots), new Float64Array(copula.slots)];
    const out = new Float64Array(D);
    // Both in turn, so that what else the machine does falls on both alike.
    let [whole, least] = [0, 0];
    for (let repetition = 0; repetition < repetitions; repetition++) {
      const normalsOf = scenarioNormals(1, 'copula', D);
      least += seconds(() => {
        for (let i = 0; i < scenarioCount; i++) lowerTriangularProduct(copula.factor, D, normalsOf(i), out);
      });
      whole += seconds(() => {
        for (let i = 0; i < scenarioCount; i++) paint(i, 1, dayAhead, imbalance);
      });
    }
    rows.push(
      {
        name: `${name}, 10,000 days of ${D} prices, one thread, processor time`,
        value: whole / repetitions,
        unit: 's',
      },
      { name: `${name}, over its normals and one triangular product`, value: whole / least, unit: 'times' },
    );
  }
  return rows;
}

/** Seconds of processor time, which other programs on the machine do not lengthen. */
function seconds(action: () => void): number {
  const before = process.cpuUsage();
  action();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}
