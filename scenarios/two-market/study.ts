import { join } from 'node:path';
import { dataFolder, printTable } from '../study-tools.ts';
import { assignmentBattery, assignmentProblem } from './assignment-problem.ts';
import { engineHeader, engineRows, ruleRuns } from './engine-rows.ts';
import { readAuroraPrices } from './read-aurora-prices.ts';

// The two-market assignment (docs/studies/two-market.md): three years of half-hours, 2 MW / 4 MWh, empty at the
// start, half-hourly and hourly market. `npx tsx scenarios/two-market/study.ts --data DIR`
const { halfHourly, hourly } = readAuroraPrices(join(dataFolder(process.argv), 'home-assignment'));

const rows: string[][] = [];
for (const [label, efficiency] of [
  ['lossless', 1],
  ['95 %/95 %', 0.95],
] as const) {
  const problem = assignmentProblem(assignmentBattery(efficiency), [
    { name: 'halfHourly', intervalHours: 0.5, prices: halfHourly },
    { name: 'hourly', intervalHours: 1, prices: hourly },
  ]);
  rows.push(...(await engineRows(label, problem, [{ engine: 'exact' }, { engine: 'lp' }, ...ruleRuns])));
}
printTable(engineHeader, rows);
