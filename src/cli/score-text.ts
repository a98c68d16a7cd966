import type { ComparedMeans, RivalComparison } from '../backtest/compare-generators.ts';
import { functionalNames } from '../backtest/day-functionals.ts';
import type { Estimate } from '../backtest/newey-west-mean.ts';
import { marketNames } from '../backtest/score-day.ts';
import { scoreNames, type Coverage, type GeneratorCard } from '../backtest/scorecard.ts';
import type { GateCheck } from '../backtest/scorecard-gate.ts';
import type { MarketWeekCard, WeekCard, WeekFigureCard } from '../backtest/week-card.ts';
import { scoredGenerator } from '../pipeline/score-shards.ts';
import type { StoredScorecard } from '../pipeline/stored-scorecard.ts';
import { markdownTable } from './markdown-table.ts';

/** The scorecard on the terminal, as Markdown tables; ± is one standard error. `--json` has every figure. */
export function scoreText(scorecard: StoredScorecard, file: string): string {
  const { cards, comparisons, knownDayAhead, services, serviceRivals, weeks, knownDayAheadWeeks, ablation, gate } =
    scorecard;
  return [
    headline(scorecard),
    ...section('Scores, lower is better', [
      ['generator', ...scoreNames.map((name) => scoreTitles[name]), 'imbalance storage value'],
      ...cards.map((card) => [
        card.generator,
        ...scoreNames.map((name) => estimate(card.scores[name])),
        estimate(card.functionals.imbalanceStorage.crps),
      ]),
    ]),
    ...comparisonSections(comparisons, ''),
    ...comparisonSections(knownDayAhead, ', day-ahead price known'),
    ...section('Figures of a day: mean simulated over realised; mean PIT', [
      ['figure', ...cards.map((card) => card.generator)],
      ...functionalNames.map((name) => [name, ...cards.map((card) => functionalText(card, name))]),
    ]),
    ...section('Coverage of the central 50 / 90 %, % of periods', [
      ['generator, market', 'all day', 'first third', 'second', 'last'],
      ...cards.flatMap((card) =>
        marketNames.map((market) => [`${card.generator}, ${market}`, ...card.coverage[market].map(coverage)]),
      ),
    ]),
    ...section('Days below the simulated quantile of a profit', [
      ['generator, profit', 'days (expected)', '%', 'Kupiec p', 'independence p', 'Christoffersen p'],
      ...cards.flatMap((card) =>
        card.exceedances.map((row) => [
          `${card.generator}, ${row.profit} VaR ${Math.round(100 * row.confidenceLevel)}`,
          `${row.exceedances} (${(row.days * row.tailProbability).toFixed(1)})`,
          ((100 * row.exceedances) / row.days).toFixed(1),
          ...[row.kupiec, row.independence, row.christoffersen].map((test) => probability(test.probability)),
        ]),
      ),
    ]),
    ...section('Services, first day', [
      ['service', 'days', 'CRPS', 'coverage 50 / 90 %', 'mean PIT'],
      ...services.map((one) => [
        one.service,
        String(one.days),
        estimate(one.crps),
        coverage(one.coverage),
        estimate(one.meanRank, 2),
      ]),
    ]),
    ...section('Services against simple rivals: change of CRPS, %; the rival itself', [
      ['service', 'rival', 'change', 't (p)', 'coverage 50 / 90 %', 'mean PIT'],
      ...serviceRivals.map((row) => [
        row.service,
        row.rival,
        change(row),
        statistic(row),
        coverage(row.card.coverage),
        estimate(row.card.meanRank, 2),
      ]),
    ]),
    ...weekSections(weeks, ''),
    ...weekSections(knownDayAheadWeeks ?? null, ', first day-ahead prices known'),
    ...section('Each component switched off: change of the score, %', [
      ['without', 'energy score', 't (p)', 'variogram score', 'imbalance storage value', 'fixed plan'],
      ...ablation.map((row) => {
        const energy = compared(row, 'energyScore');
        const shown = ['variogramScore', 'crps:imbalanceStorage', 'crps:planProfit'] as const;
        return [row.generator, change(energy), statistic(energy), ...shown.map((name) => change(compared(row, name)))];
      }),
    ]),
    ...gateSection(gate),
    '',
    `scorecard ${file}`,
  ].join('\n');
}

const afterAuction =
  'planned after the auction: the day-ahead prices of each day are known, and the gate judges what is drawn given them';

const scoreTitles = {
  energyScore: 'energy score',
  energyScoreRaw: 'energy score, raw',
  variogramScore: 'variogram score',
  crpsDayAhead: 'CRPS day-ahead',
  crpsImbalance: 'CRPS imbalance',
} as const;

function headline({ name, request, days, labels }: StoredScorecard): string {
  const reasons = [...new Set(days.passedOver.map(({ reason }) => reason))].map(
    (reason) => `${days.passedOver.filter((day) => day.reason === reason).length} ${reason}`,
  );
  const every = request.every === 1 ? '' : `, every ${request.every} days`;
  return [
    `Scorecard of '${name}': ${request.generators[0]}, ${days.judged} days from ${days.first} to ${days.last}${every}, ${request.scenarioCount} scenarios a day`,
    ...(reasons.length === 0 ? [] : [`passed over: ${reasons.join(', ')}`]),
    ...(labels.length === 0 ? [] : [labels.join('; ')]),
    ...(scoredGenerator(request.generators[0]).knowsDayAhead === true ? [afterAuction] : []),
  ].join('\n');
}

function comparisonSections(comparisons: readonly RivalComparison[], suffix: string): string[] {
  if (comparisons.length === 0) return [];
  const shown = comparisons[0].scores.map(({ score }) => score);
  const own = comparisons[0].generator;
  return [
    ...section(`Change of ${own} against each rival, %: effect ± error${suffix}`, [
      ['score', ...comparisons.map(({ rival }) => rival)],
      ...shown.map((name) => [name, ...comparisons.map((row) => change(compared(row, name)))]),
    ]),
    ...section(`Diebold-Mariano: t (p)${suffix}`, [
      ['score', ...comparisons.map(({ rival }) => rival)],
      ...shown.map((name) => [name, ...comparisons.map((row) => statistic(compared(row, name)))]),
    ]),
  ];
}

function weekSections(weeks: WeekCard | null, suffix: string): string[] {
  if (weeks === null) return [];
  const figure = (card: WeekFigureCard): string =>
    `${estimate(card.simulatedOverRealised, 2)}; ${percent(card.coverage)}; ${estimate(card.meanRank, 2)}`;
  const markets: [string, MarketWeekCard][] = marketNames.map((market) => [market, weeks[market]]);
  return [
    ...section(`Paths of seven days, ${weeks.weeks} weeks: 90 % coverage of daily means by lead, %${suffix}`, [
      ['market', ...weeks.dayAhead.dailyMeanCoverage.map((_, lead) => String(lead + 1))],
      ...markets.map(([name, card]) => [name, ...card.dailyMeanCoverage.map(percent)]),
    ]),
    ...section(`Paths: simulated over realised; 90 % coverage, %; mean PIT${suffix}`, [
      ['market', 'weekly mean', 'storage value of the week', 'deviation of daily means in the week'],
      ...markets.map(([name, card]) => [name, figure(card.weeklyMean), figure(card.storage), figure(card.deviation)]),
      ['deepest drawdown of the plan closed at imbalance', figure(weeks.drawdown), '', ''],
    ]),
    ...section('Autocorrelation of daily means within the week', [
      ['market', 'simulated', 'realised'],
      ...markets.map(([name, { autocorrelation }]) => [
        name,
        estimate(autocorrelation.simulated, 2),
        estimate(autocorrelation.realised, 2),
      ]),
    ]),
  ];
}

function gateSection({ state, checks }: StoredScorecard['gate']): string[] {
  const words = { passed: 'passed', caution: 'passed with cautions', failed: 'FAILED' }[state];
  const open = checks.filter((check) => check.verdict !== 'held');
  return [
    '',
    `Gate ${words}: ${checks.length - open.length} of ${checks.length} checks held`,
    ...open.map((check) => `  ${verdictWords(check)}: ${check.rule} ${check.subject} ${checkValue(check)}`),
  ];
}

function verdictWords({ verdict, required }: GateCheck): string {
  if (verdict === 'withinError') return 'within sampling error';
  return required ? 'FAILED' : 'failed, shown only';
}

function checkValue({ rule, value, standardError, target, tolerance }: GateCheck): string {
  if (rule === 'exceedances') return `Kupiec p = ${probability(value)}, rejected below ${tolerance}`;
  const error = standardError === null ? '' : ` ± ${standardError.toFixed(3)}`;
  return rule === 'rival'
    ? `energy score ${(100 * value).toFixed(1)} % of the rival's${error}`
    : `${value.toFixed(3)}${error}, ${target} ± ${tolerance} is held`;
}

function section(title: string, rows: readonly (readonly string[])[]): string[] {
  return rows.length < 2 ? [] : ['', `## ${title}`, '', markdownTable(rows)];
}

function functionalText(card: GeneratorCard, name: (typeof functionalNames)[number]): string {
  const { simulatedOverRealised, meanRank } = card.functionals[name];
  const ratio = simulatedOverRealised === null ? '–' : estimate(simulatedOverRealised, 2);
  return `${ratio}; ${estimate(meanRank, 2)}`;
}

function compared(row: RivalComparison, name: string): RivalComparison['scores'][number] {
  return row.scores.find(({ score }) => score === name) as RivalComparison['scores'][number];
}

function change({ changePercent, standardErrorPercent }: ComparedMeans): string {
  return `${changePercent.toFixed(1)} ± ${standardErrorPercent.toFixed(1)}`;
}

function statistic(score: ComparedMeans): string {
  return `${score.statistic.toFixed(1)} (${probability(score.probability)})`;
}

function probability(value: number): string {
  return value >= 0.001 ? value.toFixed(3) : value.toExponential(0);
}

/** A value to `decimals`, or to four digits, and its error to one place more. */
function estimate({ value, standardError }: Estimate, decimals?: number): string {
  return decimals === undefined
    ? `${Number(value.toPrecision(4))} ± ${Number(standardError.toPrecision(2))}`
    : `${value.toFixed(decimals)} ± ${standardError.toFixed(decimals + 1)}`;
}

function percent({ value, standardError }: Estimate): string {
  return `${(100 * value).toFixed(1)} ± ${(100 * standardError).toFixed(1)}`;
}

function coverage({ fifty, ninety }: Coverage): string {
  return `${(100 * fifty.value).toFixed(1)} ± ${(100 * fifty.standardError).toFixed(1)} / ${percent(ninety)}`;
}
