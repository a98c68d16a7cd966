// The bank band of VaR 95 and 99 against full re-simulation of the same reweighted banks, over days of a year. Prints a
// Markdown table.
//   npx tsx bench/bank-band.ts --config scenarios/gb-2024/pipeline.config.ts --data DIR --year 2024 --every 73
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { bankBandCheck } from '../src/backtest/bank-band-check.ts';
import { fixedPlan } from '../src/backtest/fixed-plan.ts';
import { judgedDays } from '../src/backtest/walk-forward.ts';
import { wholeDayModel } from '../src/fit/fit-whole-day.ts';
import { wholeDayPass } from '../src/fit/whole-day-pass.ts';
import { assembleHistory } from '../src/ingest/assemble-history.ts';
import { loadConfig } from '../src/io/load-config.ts';
import { readSourceFiles } from '../src/io/source-files.ts';
import { median } from '../src/math/median.ts';
import { generatorPriceLimits } from '../src/pipeline/run-settings.ts';

const { values: options } = parseArgs({
  options: {
    config: { type: 'string', default: 'scenarios/gb-2024/pipeline.config.ts' },
    data: { type: 'string' },
    year: { type: 'string', default: '2024' },
    every: { type: 'string', default: '28' },
    scenarios: { type: 'string', default: '4000' },
    draws: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
  },
});

const { config, dataDirectories } = await loadConfig(options.config, process.cwd(), {
  dataDirectory: options.data ?? process.env['BESS_RISK_DATA'] ?? resolve('../shared/market-data'),
});
const sources = await readSourceFiles(config, dataDirectories);
const { history } = assembleHistory(config, sources.read);
const pass = wholeDayPass(history, config.data.maxMissingPeriodsPerDay);
const ofYear = history.days.map((day) => day.date).filter((date) => date.startsWith(`${options.year}-`));
const dates = judgedDays(
  pass,
  ofYear.filter((_, index) => index % Number(options.every) === 0),
);
const checks = dates.map((date, index) => {
  const model = wholeDayModel(pass, { date, generator: config.generator, priceLimits: generatorPriceLimits(config) });
  console.error(`${date}, ${index + 1} of ${dates.length}`);
  return bankBandCheck(model, fixedPlan(pass.table, pass.table.dates.indexOf(date)), {
    scenarioCount: Number(options.scenarios),
    draws: Number(options.draws),
    seed: Number(options.seed),
  });
});

console.log(`## ${options.year}: ${dates.length} days, ${options.scenarios} scenarios, ${options.draws} draws\n`);
console.log('Standard deviation of VaR over banks, in standard deviations of the profit; medians over the days.\n');
console.log(
  'Days within a third of the re-simulation: the band, and a re-simulation of the same banks with another seed.\n',
);
console.log(
  '| | band, reweighted | re-simulated | ratio, median over days | band within a third | other seed within |',
);
console.log('|---|---:|---:|---:|---:|---:|');
checks[0].forEach(({ profit, confidenceLevel }, k) => {
  const rows = checks.map((day) => day[k]);
  const ratios = rows.map(({ reweighted, resimulated }) => reweighted / resimulated);
  const seeds = rows.map(({ resimulated, resimulatedAgain }) => resimulatedAgain / resimulated);
  const cells = [
    middle(rows.map((row) => row.reweighted)),
    middle(rows.map((row) => row.resimulated)),
    middle(ratios),
  ].map((value) => value.toFixed(3));
  const counts = [ratios, seeds].map((values) => `${values.filter(withinThird).length} of ${rows.length}`);
  console.log(`| ${profit} VaR ${100 * confidenceLevel} | ${[...cells, ...counts].join(' | ')} |`);
});

function withinThird(ratio: number): boolean {
  return ratio > 2 / 3 && ratio < 4 / 3;
}

function middle(values: readonly number[]): number {
  return median(Float64Array.from(values));
}
