// By how much each way of sampling reduces the error of mean and CVaR 95 and 99, of three figures of the day planned:
// root mean square over the seeds against a set 200 times as large. Bundled sample; prints a Markdown table.
//   npx tsx bench/sampling.ts [--scenarios 500] [--seeds 60]
import { parseArgs } from 'node:util';
import { storageValuer } from '../src/backtest/storage-value.ts';
import type { WholeDayModel } from '../src/fit/whole-day-model.ts';
import { wholeDayPass } from '../src/fit/whole-day-pass.ts';
import { randomStream } from '../src/math/random-stream.ts';
import { conditionalValueAtRisk } from '../src/risk/conditional-value-at-risk.ts';
import { clipPrices } from '../src/simulate/clip-prices.ts';
import { energyPainter } from '../src/simulate/energy-painter.ts';
import type { DayModel } from '../src/simulate/generators/generator.ts';
import { generators } from '../src/simulate/generators/registry.ts';
import { reduceScenarios } from '../src/simulate/reduce-scenarios.ts';
import { importanceWeights, tailProposal } from '../src/simulate/tail-proposal.ts';
import { originDrawer, type OriginDrawer } from '../src/simulate/bank-draw.ts';
import { fittedSample } from './fitted-sample.ts';
import { smoothingNoise, type NoiseSampling } from './smoothing-noise.ts';

const { values: options } = parseArgs({
  options: { scenarios: { type: 'string', default: '500' }, seeds: { type: 'string', default: '60' } },
});
const scenarioCount = Number(options.scenarios);
const seeds = Number(options.seeds);
const { history, request, model } = await fittedSample();
const pass = wholeDayPass(history, request.maxMissingPeriodsPerDay, 1);
const { slots } = model;
const paint = energyPainter(model);
const storage = storageValuer(model.periodHours);
const plan = cheapAndDear(model);

/** Profit of selling the plan day-ahead, of closing it at imbalance, and of a store with perfect foresight of imbalance. */
const figures: Readonly<Record<string, (x1: Float64Array, x2: Float64Array) => number>> = {
  'plan, day-ahead': (x1) => plan.reduce((sum, energy, t) => sum + energy * x1[t], 0),
  'plan closed at imbalance': (x1, x2) => plan.reduce((sum, energy, t) => sum + energy * (x1[t] - x2[t]), 0),
  'storage value, imbalance': (_, x2) => storage(x2),
};
const statistics = ['mean', 'CVaR 95', 'CVaR 99'] as const;

interface Sampling {
  readonly noise: NoiseSampling;
  readonly originOf: (seed: number) => OriginDrawer;
  readonly proposal?: Float64Array;
}

const stratified = (seed: number): OriginDrawer => originDrawer(model.weights, seed);
const samplings = (proposal: Float64Array): Readonly<Record<string, Sampling>> => ({
  'independent draws of the bank': { noise: 'independent', originOf: independentDrawer },
  'golden ratio (default)': { noise: 'independent', originOf: stratified },
  '… and antithetic noise': { noise: 'antithetic', originOf: stratified },
  '… and Sobol noise': { noise: 'sobol', originOf: stratified },
  '… and importance sampling of the tail': {
    noise: 'independent',
    originOf: (seed) => originDrawer(proposal, seed),
    proposal,
  },
});

console.log(`Root mean square error, % of the standard deviation, ${scenarioCount} scenarios, ${seeds} seeds\n`);
console.log(`| figure | sampling | ${statistics.join(' | ')} |\n|---|---|---|---|---|`);
for (const [name, figure] of Object.entries(figures)) {
  const proposal = tailProposal(model.weights, originLosses(figure), 0.1, 0.5);
  const truth = estimates(figure, samplings(proposal)['golden ratio (default)'], 0, 200 * scenarioCount);
  for (const [label, sampling] of Object.entries(samplings(proposal))) {
    const errors = Array.from({ length: seeds }, (_, k) => estimates(figure, sampling, k + 1, scenarioCount));
    console.log(`| ${name} | ${label} | ${rootMeanSquares(errors, truth).join(' | ')} |`);
  }
}

const copulas = new Map(
  (['independent', 'antithetic', 'sobol'] as const).map((sampling) => {
    const settings = { ...request, generator: { ...request.generator, sampling } };
    return [sampling, generators.copula.open(pass, settings)(pass.table.historyDays)] as const;
  }),
);
console.log(`\nCopula\n\n| figure | sampling | ${statistics.join(' | ')} |\n|---|---|---|---|---|`);
for (const [name, figure] of Object.entries(figures)) {
  const estimate = (copula: DayModel, seed: number, count: number) =>
    summary(copulaProfits(figure, copula, seed, count), new Float64Array(count).fill(1 / count));
  const truth = estimate(copulas.get('independent') as DayModel, 0, 200 * scenarioCount);
  for (const [label, copula] of copulas) {
    const errors = Array.from({ length: seeds }, (_, k) => estimate(copula, k + 1, scenarioCount));
    console.log(`| ${name} | ${label} | ${rootMeanSquares(errors, truth).join(' | ')} |`);
  }
}

console.log('\n| figure | scenarios kept of 2,000 | mean | CVaR 95 | Kantorovich distance |\n|---|---|---|---|---|');
for (const [name, figure] of Object.entries(figures)) {
  const profits = profitsOf(figure, samplings(model.weights)['golden ratio (default)'], 1, 2000).profits;
  const equal = new Float64Array(2000).fill(1 / 2000);
  const whole = summary(profits, equal);
  for (const count of [20, 50, 200]) {
    const reduced = reduceScenarios(profits, equal, count);
    const first = summary(profits.slice(0, count), new Float64Array(count).fill(1 / count));
    const kept = summary(
      Float64Array.from(reduced.kept, (s) => profits[s]),
      reduced.weights,
    );
    const change = (one: typeof whole, which: number): string =>
      ((100 * (one.values[which] - whole.values[which])) / whole.deviation).toFixed(1);
    console.log(
      `| ${name} | ${count} (the first ${count} as they come) | ${change(kept, 0)} (${change(first, 0)}) | ${change(kept, 1)} (${change(first, 1)}) | ${((100 * reduced.distance) / whole.deviation).toFixed(1)} |`,
    );
  }
}
console.log('\nChanges and distance in % of the standard deviation.');

/** In % of the standard deviation of the truth. */
function rootMeanSquares(errors: readonly Summary[], truth: Summary): string[] {
  return statistics.map((_, which) => {
    const square = errors.reduce((sum, error) => sum + (error.values[which] - truth.values[which]) ** 2, 0);
    return ((100 * Math.sqrt(square / errors.length)) / truth.deviation).toFixed(2);
  });
}

function copulaProfits(figure: (typeof figures)[string], copula: DayModel, seed: number, count: number): Float64Array {
  const paintDay = generators.copula.painter(copula, seed);
  const [x1, x2] = [new Float64Array(slots), new Float64Array(slots)];
  return Float64Array.from({ length: count }, (_, scenario) => {
    paintDay(scenario, 1, x1, x2);
    clipPrices(x1, model.priceLimits.dayAhead);
    clipPrices(x2, model.priceLimits.imbalance);
    return figure(x1, x2);
  });
}

function estimates(figure: (typeof figures)[string], sampling: Sampling, seed: number, count: number) {
  const { profits, weights } = profitsOf(figure, sampling, seed, count);
  return summary(profits, weights);
}

function profitsOf(figure: (typeof figures)[string], sampling: Sampling, seed: number, count: number) {
  const draw = sampling.originOf(seed);
  const noiseOf = smoothingNoise(sampling.noise, seed);
  const [x1, x2] = [new Float64Array(slots), new Float64Array(slots)];
  const origins = new Int32Array(count);
  const profits = Float64Array.from({ length: count }, (_, scenario) => {
    origins[scenario] = draw(scenario);
    paint(origins[scenario], 0, noiseOf(scenario)(), x1, x2);
    return figure(x1, x2);
  });
  const weights =
    sampling.proposal === undefined
      ? new Float64Array(count).fill(1 / count)
      : importanceWeights(origins, model.weights, sampling.proposal);
  return { profits, weights };
}

interface Summary {
  readonly values: readonly number[];
  readonly deviation: number;
}

function summary(profits: Float64Array, weights: Float64Array): Summary {
  const mean = profits.reduce((sum, profit, s) => sum + weights[s] * profit, 0);
  const variance = profits.reduce((sum, profit, s) => sum + weights[s] * (profit - mean) ** 2, 0);
  const losses = profits.map((profit) => -profit);
  return {
    values: [mean, ...[0.95, 0.99].map((level) => conditionalValueAtRisk(losses, weights, level))],
    deviation: Math.sqrt(variance),
  };
}

function independentDrawer(seed: number): OriginDrawer {
  let sum = 0;
  const cumulative = model.weights.map((weight) => (sum += weight));
  return (scenario) => {
    const value = randomStream(seed, 'mixture', scenario).uniform() * sum;
    return cumulative.findIndex((share) => share > value);
  };
}

/** Loss of each bank day without noise. */
function originLosses(figure: (typeof figures)[string]): Float64Array {
  const [x1, x2] = [new Float64Array(slots), new Float64Array(slots)];
  return Float64Array.from(model.weights, (_, origin) => {
    paint(origin, 0, new Float64Array(19), x1, x2);
    return -figure(x1, x2);
  });
}

/** Half a MWh bought in the 4 half-hours with the lowest forecast, sold in the 4 with the highest. */
function cheapAndDear({ shape, intervals, slots: count }: WholeDayModel): Float64Array {
  const order = Array.from({ length: intervals }, (_, i) => i).sort((a, b) => shape[a] - shape[b]);
  const repeat = count / intervals;
  const result = new Float64Array(count);
  for (const [chosen, energy] of [
    [order.slice(0, 4 / repeat), -0.5],
    [order.slice(-4 / repeat), 0.5],
  ] as const) {
    for (const interval of chosen) result.fill(energy, interval * repeat, (interval + 1) * repeat);
  }
  return result;
}
