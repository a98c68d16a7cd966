import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDispatchProblem } from '../../src/dispatch/dispatch-problem-schema.ts';
import type { DispatchProblem } from '../../src/dispatch/dispatch-problem.ts';
import { solveDispatch } from '../../src/dispatch/solve-dispatch.ts';
import { verifySchedule } from '../../src/dispatch/verify-schedule.ts';
import { dataFolder, printTable } from '../study-tools.ts';

// The two-market assignment (docs/studies/two-market.md): three years of half-hours, 2 MW / 4 MWh, empty at the
// start, half-hourly and hourly market. `npx tsx scenarios/two-market/study.ts --data DIR`
const folder = join(dataFolder(process.argv), 'home-assignment');

const rows: string[][] = [];
for (const [label, efficiency] of [
  ['lossless', 1],
  ['95 %/95 %', 0.95],
] as const) {
  const problem = study(efficiency);
  const exact = await row(label, problem, 'exact', {}, null);
  await row(label, problem, 'lp', {}, exact);
  await row(label, problem, 'average-price', {}, exact);
  for (let lookaheadHours = 1; lookaheadHours <= 10; lookaheadHours++)
    await row(label, problem, 'lookahead', { lookaheadHours }, exact);
  await row(label, problem, 'heuristic', {}, exact);
}
printTable(
  ['efficiency', 'engine', 'profit', 'bound', 'share of exact', 'cycles', 'at once', 'violations', 'seconds'],
  rows,
);

async function row(
  label: string,
  problem: DispatchProblem,
  engine: string,
  options: { lookaheadHours?: number },
  exact: number | null,
): Promise<number> {
  const result = await solveDispatch(problem, { engine, ...options, clock: () => performance.now() });
  rows.push([
    label,
    options.lookaheadHours === undefined ? engine : `${engine} ${options.lookaheadHours} h`,
    result.profit.toFixed(3),
    result.bound === null ? '' : result.bound.toFixed(3),
    `${((100 * result.profit) / (exact ?? result.profit)).toFixed(2)} %`,
    result.equivalentFullCycles.toFixed(1),
    String(result.simultaneousPeriods),
    String(verifySchedule(problem, result, true).length),
    result.solveSeconds.toFixed(2),
  ]);
  return result.profit;
}

function study(efficiency: number): DispatchProblem {
  const market = (name: string, intervalHours: number, file: string) => ({
    name,
    kind: 'energy',
    intervalHours,
    prices: prices(file),
  });
  return parseDispatchProblem(
    {
      periodHours: 0.5,
      currency: 'GBP',
      batteries: [
        {
          name: 'B1',
          maxChargeMW: 2,
          maxDischargeMW: 2,
          energyCapacityMWh: 4,
          initialStateOfChargeMWh: 0,
          chargeEfficiency: efficiency,
          dischargeEfficiency: efficiency,
        },
      ],
      markets: [
        market('halfHourly', 0.5, 'aurora-half-hourly-data.csv'),
        market('hourly', 1, 'aurora-hourly-data.csv'),
      ],
    },
    'two-market study',
  );
}

/** Second column of a file with one heading line, in the order of the file. */
function prices(file: string): number[] {
  const [, ...lines] = readFileSync(join(folder, file), 'utf8').trim().split(/\r?\n/);
  return lines.map((line) => Number(line.split(',')[1]));
}
