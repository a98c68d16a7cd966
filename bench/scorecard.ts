// Scores the whole-day generator on real days against the best simple rival. Prints Markdown tables.
//   npx tsx bench/scorecard.ts --year 2020 --every 3 --scenarios 500   (every third day; not a multiple of 7, which takes one weekday only)
// Prices: BESS_RISK_DATA or ../shared/market-data, file merged/gb-half-hourly-2016-2024.csv.gz.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { bootstrapGenerator } from '../src/backtest/bootstrap-generator.ts';
import { scorecard, type ComparedScore, type Coverage, type Scorecard } from '../src/backtest/scorecard.ts';
import { functionalNames } from '../src/backtest/score-day.ts';
import { scoreWeeks, type WeekCard } from '../src/backtest/score-weeks.ts';
import { walkForward } from '../src/backtest/walk-forward.ts';
import { wholeDayGenerator } from '../src/backtest/whole-day-generator.ts';
import { parseConfig } from '../src/config.ts';
import { wholeDayPass } from '../src/fit/whole-day-pass.ts';
import { assembleHistory } from '../src/ingest/assemble-history.ts';

const { values: options } = parseArgs({
  options: {
    year: { type: 'string', default: '2024' },
    every: { type: 'string', default: '3' },
    scenarios: { type: 'string', default: '500' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string' },
    leads: { type: 'string', default: '7' },
    weeks: { type: 'boolean', default: false },
    smoothing: { type: 'string', default: '0.2' },
    'basis-smoothing': { type: 'string', default: '0.1' },
  },
});

const year = Number(options.year);
// True day-ahead prices end in 2021; after that the within-day index stands in for them.
const column = year <= 2021 ? 'dayAheadPrice' : 'marketIndexPrice';
const from = options.from ?? (year <= 2021 ? '2018-01-01' : '2018-06-01');
const folder = process.env['BESS_RISK_DATA'] ?? '../shared/market-data';
const file = 'merged/gb-half-hourly-2016-2024.csv.gz';
if (!existsSync(join(folder, file))) {
  console.error(`no file ${join(folder, file)}; set BESS_RISK_DATA`);
  process.exit(2);
}

const started = performance.now();
const source = (valueColumn: string) => ({
  format: 'tidy',
  file,
  timeColumn: 'startTime',
  valueColumn,
  currency: 'GBP',
});
const config = parseConfig(
  {
    name: 'scorecard',
    data: { from },
    markets: [
      {
        name: 'dayAhead',
        role: 'dayAhead',
        interval: 'hour',
        seriesInterval: year <= 2021 ? 'hour' : 'period',
        sources: [source(column)],
      },
      {
        name: 'imbalance',
        role: 'imbalance',
        sources: [source('imbalancePrice'), source('imbalancePriceIndicative')],
      },
    ],
    batteries: [{ name: 'B1', maxChargeMW: 1, maxDischargeMW: 1, energyCapacityMWh: 2, roundTripEfficiency: 0.9 }],
    generator: { smoothing: Number(options.smoothing), basisSmoothing: Number(options['basis-smoothing']) },
  },
  'bench/scorecard.ts',
);
const prices = new Uint8Array(gunzipSync(readFileSync(join(folder, file))));
const { history } = assembleHistory(config, () => prices);
const pass = wholeDayPass(history, config.data.maxMissingPeriodsPerDay, Number(options.leads));
const passSeconds = (performance.now() - started) / 1000;

const every = Number(options.every);
const dates = history.days.map((day) => day.date).filter((date) => date.startsWith(`${year}-`));
const limits = { dayAhead: [-500, 6000], imbalance: [-500, 6000] } as const;
if (options.weeks) printWeeks();
else printDays();
console.log(
  `\nIngest and forward pass ${passSeconds.toFixed(1)} s, all ${((performance.now() - started) / 1000).toFixed(0)} s.`,
);

function printDays(): void {
  const result = walkForward(pass, {
    dates: dates.filter((_, index) => index % every === 0),
    generators: { wholeDay: wholeDayGenerator(config.generator, limits), bootstrap: bootstrapGenerator },
    scenarioCount: Number(options.scenarios),
    seed: Number(options.seed),
    onDay: (done, total) => {
      if (done % 20 === 0) console.error(`${done} of ${total} days`);
    },
  });
  const { wholeDay, bootstrap } = result.scores;
  const own = scorecard(wholeDay, bootstrap);
  const rival = scorecard(bootstrap, bootstrap);

  console.log(
    `## ${year}: ${own.days} days (${result.skipped.length} passed over), ${column}, ${options.scenarios} scenarios\n`,
  );
  console.log('| score | whole-day | bootstrap | change % | Diebold-Mariano t (p) |\n|---|---|---|---|---|');
  row('energy score, standardised', own.energyScore);
  row('energy score, raw', own.energyScoreRaw);
  row('variogram score', own.variogramScore);
  row('CRPS day-ahead', own.crps.dayAhead);
  row('CRPS imbalance', own.crps.imbalance);
  for (const name of functionalNames) row(`CRPS ${name}`, own.functionals[name].crps);

  console.log(
    '\n| day figure | simulated / realised: whole-day, bootstrap | mean PIT: whole-day, bootstrap | below 5 % / 1 % quantile, % of days |',
  );
  console.log('|---|---|---|---|');
  for (const name of functionalNames) {
    const [mine, theirs] = [own.functionals[name], rival.functionals[name]];
    const ratios = [mine, theirs].map((one) => one.simulatedOverRealised.toFixed(2)).join(', ');
    const ranks = [mine, theirs].map((one) => one.meanRank.toFixed(2)).join(', ');
    console.log(
      `| ${name} | ${ratios} | ${ranks} | ${percent(mine.belowFivePercent)} / ${percent(mine.belowOnePercent)} |`,
    );
  }

  console.log('\n| coverage 50 / 90 % | all day | first third | second | last |\n|---|---|---|---|---|');
  for (const [name, card] of Object.entries({ 'whole-day': own, bootstrap: rival }) as [string, Scorecard][]) {
    for (const market of ['dayAhead', 'imbalance'] as const) {
      console.log(`| ${name}, ${market} | ${card.coverage[market].map(coverage).join(' | ')} |`);
    }
  }
}

function printWeeks(): void {
  const { weeks, ...cards } = scoreWeeks(pass, {
    dates: dates.filter((_, index) => index % every === 0),
    generator: config.generator,
    priceLimits: limits,
    scenarioCount: Number(options.scenarios),
    seed: Number(options.seed),
  });
  console.log(`## ${year}: ${weeks} weeks of 7 days, ${column}, ${options.scenarios} paths\n`);
  console.log(
    '| | 90 % coverage of daily means, lead 1 … 7 | of the weekly mean (mean PIT) | weekly storage simulated / realised (90 % coverage) | autocorrelation of daily means in the week, simulated (realised) |',
  );
  console.log('|---|---|---|---|---|');
  for (const [market, card] of Object.entries(cards) as [string, WeekCard][]) {
    const { autocorrelation } = card;
    const cells = [
      card.dailyMeanCoverage.map((share) => (100 * share).toFixed(0)).join(' '),
      `${percent(card.weeklyMeanCoverage)} (${card.weeklyMeanRank.toFixed(2)})`,
      `${card.storageSimulatedOverRealised.toFixed(2)} (${percent(card.storageCoverage)})`,
      `${autocorrelation.simulated.toFixed(2)} (${autocorrelation.realised.toFixed(2)})`,
    ];
    console.log(`| ${market} | ${cells.join(' | ')} |`);
  }
}

function row(name: string, { mean, rivalMean, changePercent, standardErrorPercent, comparison }: ComparedScore): void {
  const change = `${changePercent.toFixed(1)} ± ${standardErrorPercent.toFixed(1)}`;
  const test = `${comparison.statistic.toFixed(1)} (${comparison.probability.toExponential(0)})`;
  console.log(`| ${name} | ${mean.toPrecision(4)} | ${rivalMean.toPrecision(4)} | ${change} | ${test} |`);
}

function coverage({ fifty, ninety }: Coverage): string {
  return `${percent(fifty)} / ${percent(ninety)}`;
}

function percent(share: number): string {
  return (100 * share).toFixed(1);
}
