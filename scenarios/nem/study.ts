import { compareEngines } from '../../src/dispatch/compare-engines.ts';
import { dataFolder, printTable } from '../study-tools.ts';
import { nemProblem, PERIODS_PER_DAY } from './nem-problem.ts';
import { readRegionalPrices } from './regional-prices.ts';

// The NEM study (docs/studies/nem.md): two days and a year of 5-minute prices in South Australia and New South Wales,
// 1 MW / 2 MWh, 92 % in and 92 % out, half full at the start and at the end.
// `npx tsx scenarios/nem/study.ts --data DIR`
const rows: string[][] = [];
for (const region of ['SA1', 'NSW1']) {
  const { starts, values } = readRegionalPrices(dataFolder(process.argv), region);
  for (const [label, startTime, days, floor = -Infinity] of [
    // Market days run from 04:00 to 04:00 of UTC+10.
    ['9 Feb', '2023-02-08T18:00:00Z', 1],
    ['29 Oct', '2023-10-28T18:00:00Z', 1],
    // The same day with negative prices raised to 0: what they do to the heuristic.
    ['29 Oct, floored', '2023-10-28T18:00:00Z', 1, 0],
    ['year', '2022-12-31T18:00:00Z', 364],
  ] as [string, string, number, number?][]) {
    const first = starts.indexOf(Date.parse(startTime));
    const prices = values.slice(first, first + days * PERIODS_PER_DAY).map((price) => Math.max(floor, price));
    const problem = nemProblem(startTime, prices);
    const engines = days === 1 ? ['exact', 'lp', 'milp', 'grid', 'heuristic'] : ['exact', 'grid', 'heuristic'];
    for (const entry of await compareEngines(problem, engines, { clock: () => performance.now() })) {
      if (entry.result === null) throw new Error(`${region} ${label} ${entry.engine}: ${entry.reason}`);
      const { result, metrics, shareOfExact, violations } = entry;
      rows.push([
        `${region} ${label}`,
        entry.engine,
        result.profit.toFixed(2),
        result.bound === null ? '' : result.bound.toFixed(2),
        shareOfExact === null ? '' : `${(100 * shareOfExact).toFixed(3)} %`,
        (result.equivalentFullCycles / days).toFixed(2),
        metrics.realisedSpread?.toFixed(2) ?? '',
        String(result.simultaneousPeriods),
        String(violations.length),
        result.solveSeconds.toFixed(3),
      ]);
    }
  }
}
printTable(
  [
    'case',
    'engine',
    'profit A$',
    'bound',
    'share of exact',
    'cycles a day',
    'spread',
    'at once',
    'violations',
    'seconds',
  ],
  rows,
);
