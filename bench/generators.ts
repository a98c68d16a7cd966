// Scores every generator on real days and prints one Markdown table. Scores are kept in a folder and found again, so
// that generators can be added one by one.
//   npx tsx bench/generators.ts --year 2020 --every 3 --scenarios 500 --store /tmp/scores [--only copula,naive] [--known]
// --known: the variants with tomorrow's day-ahead price known, and what was tried there (known-variants.ts). Not a multiple of 7 for --every: it takes one weekday only.
// Prices: BESS_RISK_DATA or ../shared/market-data, file merged/gb-half-hourly-2016-2024.csv.gz.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { dayGenerator } from '../src/backtest/day-generator.ts';
import { dieboldMariano } from '../src/backtest/diebold-mariano.ts';
import type { DayScore } from '../src/backtest/score-day.ts';
import { judgedDays, walkForward } from '../src/backtest/walk-forward.ts';
import { parseConfig } from '../src/config.ts';
import { wholeDayPass } from '../src/fit/whole-day-pass.ts';
import { assembleHistory } from '../src/ingest/assemble-history.ts';
import { rivals } from '../src/simulate/generators/registry.ts';
import { knownVariants } from './known-variants.ts';

const { values: options } = parseArgs({
  options: {
    year: { type: 'string', default: '2024' },
    every: { type: 'string', default: '3' },
    scenarios: { type: 'string', default: '500' },
    seed: { type: 'string', default: '1' },
    store: { type: 'string' },
    only: { type: 'string' },
    reference: { type: 'string' },
    known: { type: 'boolean', default: false },
  },
});
const year = Number(options.year);
// True day-ahead prices end in 2021; after that the within-day index stands in for them.
const proxy = year > 2021;
const folder = process.env['BESS_RISK_DATA'] ?? '../shared/market-data';
const file = 'merged/gb-half-hourly-2016-2024.csv.gz';
const source = (valueColumn: string) => ({
  format: 'tidy',
  file,
  timeColumn: 'startTime',
  valueColumn,
  currency: 'GBP',
});
const config = parseConfig(
  {
    name: 'generators',
    data: { from: proxy ? '2018-06-01' : year < 2020 ? '2016-01-01' : '2018-01-01' },
    markets: [
      {
        name: 'dayAhead',
        role: 'dayAhead',
        interval: 'hour',
        seriesInterval: proxy ? 'period' : 'hour',
        sources: [source(proxy ? 'marketIndexPrice' : 'dayAheadPrice')],
      },
      {
        name: 'imbalance',
        role: 'imbalance',
        sources: [source('imbalancePrice'), source('imbalancePriceIndicative')],
      },
    ],
    batteries: [{ name: 'B1', maxChargeMW: 1, maxDischargeMW: 1, energyCapacityMWh: 2, roundTripEfficiency: 0.9 }],
  },
  'bench/generators.ts',
);
const prices = new Uint8Array(gunzipSync(readFileSync(join(folder, file))));
const pass = wholeDayPass(assembleHistory(config, () => prices).history, 4);
const every = Number(options.every);
const dates = judgedDays(
  pass,
  pass.history.days.map((day) => day.date).filter((date) => date.startsWith(`${year}-`)),
).filter((_, index) => index % every === 0);

/** What the table needs of a day. */
type Row = Pick<DayScore, 'energyScore' | 'variogramScore'> & {
  readonly figures: Readonly<
    Record<string, { readonly realised: number; readonly mean: number; readonly score: number; readonly rank: number }>
  >;
  readonly crps: number;
  readonly within: readonly [dayAhead: number, imbalance: number];
};
const figureNames = [
  'dayAheadSpread',
  'imbalanceSpread',
  'dayAheadStorage',
  'imbalanceStorage',
  'exposedProfit',
] as const;
const settings = {
  generator: config.generator,
  priceLimits: { dayAhead: [-500, 6000], imbalance: [-500, 6000] },
} as const;

const wanted = options.only?.split(',');
const chosen = [...rivals, ...knownVariants].filter(
  ({ name, knowsDayAhead }) => (knowsDayAhead ?? false) === options.known && (wanted?.includes(name) ?? true),
);
const table = new Map<string, Row[]>();
for (const generator of chosen) {
  const path =
    options.store === undefined
      ? undefined
      : join(options.store, `${[year, every, options.scenarios, options.seed, generator.name].join('-')}.json`);
  if (path !== undefined && existsSync(path)) {
    table.set(generator.name, JSON.parse(readFileSync(path, 'utf8')) as Row[]);
    continue;
  }
  const started = performance.now();
  const scores = walkForward(pass, {
    dates,
    generate: dayGenerator(generator, settings),
    scenarioCount: Number(options.scenarios),
    seed: Number(options.seed),
  });
  const rows = scores.map(summary);
  table.set(generator.name, rows);
  console.error(`${generator.name}: ${((performance.now() - started) / 1000).toFixed(0)} s`);
  if (path === undefined) continue;
  mkdirSync(options.store as string, { recursive: true });
  writeFileSync(path, JSON.stringify(rows));
}
print();

function summary({ energyScore, variogramScore, functionals, markets }: DayScore): Row {
  const share = (ranks: Float64Array): number =>
    ranks.filter((rank) => rank >= 0.05 && rank <= 0.95).length / ranks.length;
  return {
    energyScore,
    variogramScore,
    crps: mean(Array.from(markets.imbalance.crps)),
    within: [share(markets.dayAhead.ranks), share(markets.imbalance.ranks)],
    figures: Object.fromEntries(
      figureNames.map((name) => {
        const { realised, simulatedMean, score, rank } = functionals[name];
        return [name, { realised, mean: simulatedMean, score, rank }];
      }),
    ),
  };
}

function print(): void {
  const members = [...table].filter(([name]) => name.startsWith(options.known ? 'basis-' : 'bootstrap-'));
  const energy = (rows: readonly Row[]): number => mean(rows.map((row) => row.energyScore));
  const best = members.toSorted(([, a], [, b]) => energy(a) - energy(b))[0]?.[0];
  const reference = options.reference ?? best ?? chosen[0].name;
  const rival = table.get(reference) as Row[];
  console.log(
    `## ${year}: ${dates.length} days (every ${every}), ${proxy ? 'market index as day-ahead' : 'true day-ahead'}, ${options.scenarios} scenarios, against ${reference}\n`,
  );
  console.log(
    '| generator | energy score | change % (t) | variogram % (t) | CRPS imbalance % | CRPS imbalance storage % (t) | storage simulated / realised, DA; imb. | spread, DA; imb. | mean PIT imb. spread, storage | 90 % cov. DA; imb. |',
  );
  console.log('|---|---|---|---|---|---|---|---|---|---|');
  for (const [name, rows] of table) {
    const change = (of: (row: Row) => number, test = true): string => {
      const [a, b] = [rows.map(of), rival.map(of)];
      const { meanDifference, statistic } = dieboldMariano(Float64Array.from(a), Float64Array.from(b));
      const percent = ((100 * meanDifference) / mean(b)).toFixed(1);
      return name === reference ? '–' : test ? `${percent} (${statistic.toFixed(1)})` : percent;
    };
    const ratio = (figure: string): string =>
      (
        mean(rows.map((row) => row.figures[figure].mean)) / mean(rows.map((row) => row.figures[figure].realised))
      ).toFixed(2);
    const rank = (figure: string): string => mean(rows.map((row) => row.figures[figure].rank)).toFixed(2);
    const cells = [
      energy(rows).toFixed(3),
      change((row) => row.energyScore),
      change((row) => row.variogramScore),
      change((row) => row.crps, false),
      change((row) => row.figures['imbalanceStorage'].score),
      `${ratio('dayAheadStorage')}; ${ratio('imbalanceStorage')}`,
      `${ratio('dayAheadSpread')}; ${ratio('imbalanceSpread')}`,
      `${rank('imbalanceSpread')}, ${rank('imbalanceStorage')}`,
      [0, 1].map((market) => (100 * mean(rows.map((row) => row.within[market]))).toFixed(0)).join('; '),
    ];
    console.log(`| ${name} | ${cells.join(' | ')} |`);
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
