// Coverage of the mean day-ahead price of a week, from the bank's level errors alone (nothing is painted), with the
// errors of the days after the first as stored and spread as the model does. Prints a Markdown table. Days without
// prices, at most one a week, are left out on both sides.
//   npx tsx bench/week-levels.ts --config bench/scorecard/gb-2020.config.ts --data DIR --year 2019 [--from 2016-01-01]
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { dieboldMariano } from '../src/backtest/diebold-mariano.ts';
import { neweyWestMean } from '../src/backtest/newey-west-mean.ts';
import { levelPathSpread, spreadLevelPaths } from '../src/fit/level-path-spread.ts';
import { bankWeights, weekBank, type WeekErrors } from '../src/fit/week-bank.ts';
import { wholeDayPass } from '../src/fit/whole-day-pass.ts';
import { assembleHistory } from '../src/ingest/assemble-history.ts';
import { loadConfig } from '../src/io/load-config.ts';
import { readSourceFiles } from '../src/io/source-files.ts';

const { values: options } = parseArgs({
  options: {
    config: { type: 'string', default: 'scenarios/gb-2024/pipeline.config.ts' },
    data: { type: 'string' },
    year: { type: 'string', default: '2023' },
    from: { type: 'string' },
  },
});
const loaded = await loadConfig(options.config, process.cwd(), {
  dataDirectory: options.data ?? process.env['BESS_RISK_DATA'] ?? resolve('../shared/market-data'),
});
const { generator, data, markets } = loaded.config;
const config = {
  ...loaded.config,
  data: { ...data, from: options.from ?? data.from },
  markets: markets.filter(({ role }) => role !== 'service'),
};
const sources = await readSourceFiles(config, loaded.dataDirectories);
const pass = wholeDayPass(assembleHistory(config, sources.read).history, data.maxMissingPeriodsPerDay);
const { leads, table, forward } = pass;
const { states, forecasts } = forward;
const neighbouringWeeks = 10;

const weeks = table.dates.flatMap((date, target) => (date.startsWith(`${options.year}-`) ? weekOf(target) : []));
const methods = ['as stored', 'spread'] as const;
console.log(`## Weekly mean of the day-ahead level, ${options.year}: ${weeks.length} weeks\n`);
console.log(
  '| level errors | 90 % coverage, % | below; above, % | mean PIT | CRPS | change, % |\n|---|---:|---:|---:|---:|---:|',
);
methods.forEach((name, m) => {
  const ranks = weeks.map((week) => week[m].rank);
  const crps = methods.map((_, k) => Float64Array.from(weeks, (week) => week[k].crps));
  const coverage = neweyWestMean(
    ranks.map((rank) => Number(rank >= 0.05 && rank <= 0.95)),
    neighbouringWeeks,
  );
  const change = dieboldMariano(crps[m], crps[0], neighbouringWeeks);
  const percentOfStored = (value: number): string => ((100 * value) / mean(crps[0])).toFixed(1);
  const cells = [
    `${(100 * coverage.value).toFixed(1)} ± ${(100 * coverage.standardError).toFixed(1)}`,
    [ranks.map((rank) => Number(rank < 0.05)), ranks.map((rank) => Number(rank > 0.95))]
      .map((beyond) => (100 * mean(beyond)).toFixed(1))
      .join('; '),
    mean(ranks).toFixed(2),
    mean(crps[m]).toFixed(2),
    m === 0 ? '' : `${percentOfStored(change.meanDifference)} ± ${percentOfStored(change.standardError)}`,
  ];
  console.log(`| ${name} | ${cells.join(' | ')} |`);
});

/** Scores of the week from `target` on by both methods; none where the model has none or two days lack prices. */
function weekOf(target: number): [{ rank: number; crps: number }, { rank: number; crps: number }][] {
  const forecast = forecasts[target];
  const known = Array.from({ length: leads }, (_, lead) => lead).filter(
    (lead) => target + lead < table.historyDays && table.dayAheadKnown[target + lead] === 1,
  );
  if (forecast === null || known.length < leads - 1) return [];
  const stored = weekBank(table, forward, target, leads, generator.windowDays);
  if (stored.days.length < 90) return [];
  const weights = bankWeights(table, stored, target, forecast.shape, generator.halfLifeDays);
  const spread = levelPathSpread(pass, target, generator);
  const real = mean(known.map((lead) => states.level[target + lead]));
  const scored = ({ levelError }: WeekErrors): { rank: number; crps: number } => {
    const simulated = weights.map((_, b) =>
      mean(known.map((lead) => forecast.level[lead] + forecast.levelErrorScale * levelError[b * leads + lead])),
    );
    return weightedScores(simulated, weights, real);
  };
  return [[scored(stored), scored(spreadLevelPaths(stored, weights, leads, spread))]];
}

/** PIT and CRPS = ∫(F(x) − 1{x ≥ y})² dx of a weighted sample. */
function weightedScores(values: Float64Array, weights: Float64Array, y: number): { rank: number; crps: number } {
  const order = Array.from(values.keys()).sort((a, b) => values[a] - values[b]);
  let below = 0;
  let rank = 0;
  let crps = 0;
  order.forEach((b, k) => {
    below += weights[b];
    if (values[b] < y) rank = below;
    const next = k + 1 < order.length ? values[order[k + 1]] : Math.max(y, values[b]);
    const [low, high] = [Math.min(Math.max(y, values[b]), next), next];
    crps += below ** 2 * (low - values[b]) + (1 - below) ** 2 * (high - low);
    if (k === 0 && y < values[b]) crps += values[b] - y;
  });
  return { rank, crps };
}

function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}
