import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { compareEngines } from '../../src/dispatch/compare-engines.ts';
import { parseDispatchProblem } from '../../src/dispatch/dispatch-problem-schema.ts';
import type { DispatchProblem } from '../../src/dispatch/dispatch-problem.ts';
import { dataFolder, printTable } from '../study-tools.ts';

// The NEM study (docs/studies/nem.md): two days and a year of 5-minute prices in South Australia and New South Wales,
// 1 MW / 2 MWh, 92 % in and 92 % out, half full at the start and at the end.
// `npx tsx scenarios/nem/study.ts --data DIR`
const PERIODS_PER_DAY = 288;
const FILE = 'merged/aemo-rrp-5min-2022-2023.csv.gz';

const [header, ...lines] = gunzipSync(readFileSync(join(dataFolder(process.argv), FILE)))
  .toString('utf8')
  .trim()
  .split(/\r?\n/);
const columns = header.split(',');
const table = lines.map((line) => line.split(','));

const rows: string[][] = [];
for (const region of ['SA1', 'NSW1']) {
  for (const [label, startTime, days, floor = -Infinity] of [
    // Market days run from 04:00 to 04:00 of UTC+10.
    ['9 Feb', '2023-02-08T18:00:00Z', 1],
    ['29 Oct', '2023-10-28T18:00:00Z', 1],
    // The same day with negative prices raised to 0: what they do to the heuristic.
    ['29 Oct, floored', '2023-10-28T18:00:00Z', 1, 0],
    ['year', '2022-12-31T18:00:00Z', 364],
  ] as [string, string, number, number?][]) {
    const problem = study(region, startTime, days * PERIODS_PER_DAY, floor);
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

function study(region: string, startTime: string, periodCount: number, floor: number): DispatchProblem {
  const column = columns.indexOf(`${region}_rrp`);
  const stamp = `${startTime.slice(0, 10)} ${startTime.slice(11, 19)}+00:00`;
  const first = table.findIndex(([time]) => time === stamp);
  if (column < 0 || first < 0) throw new Error(`${FILE} has no ${region} at ${stamp}`);
  const stretch = table.slice(first, first + periodCount);
  const last = Date.parse(stretch[stretch.length - 1][0]);
  // Every interval is there: otherwise prices would slip against the clock.
  if (stretch.length !== periodCount || last - Date.parse(stamp) !== (periodCount - 1) * 300_000)
    throw new Error(`${FILE}: intervals are missing from ${stamp} on`);
  return parseDispatchProblem(
    {
      periodHours: 1 / 12,
      currency: 'AUD',
      startTime,
      batteries: [
        {
          name: 'B1',
          maxChargeMW: 1,
          maxDischargeMW: 1,
          energyCapacityMWh: 2,
          initialStateOfChargeMWh: 1,
          terminal: { kind: 'cyclic' },
          chargeEfficiency: 0.92,
          dischargeEfficiency: 0.92,
        },
      ],
      markets: [
        {
          name: region,
          kind: 'energy',
          intervalHours: 1 / 12,
          prices: stretch.map((row) => Math.max(floor, Number(row[column]))),
        },
      ],
    },
    'NEM study',
  );
}
