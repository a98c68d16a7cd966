import { resolve } from 'node:path';
import type { Command } from 'commander';
import { ConfigError } from '../errors.ts';
import { readProfitTable } from '../io/profit-table.ts';
import { measureRisk, type RiskFigures, type RiskResult } from '../risk/measure-risk.ts';
import type { CommandModule } from './command.ts';
import { textTable } from './text-table.ts';

/** `risk FILE`: risk figures and component contributions of any profit and loss table. */
export const riskCommand: CommandModule = {
  name: 'risk',
  description: 'risk figures and component contributions of any profit and loss table',
  declare(command: Command): void {
    command
      .argument('<file>', "CSV or Parquet, one row a scenario: optional 'scenario' and 'weight', one column a stream")
      .option('--confidence <level>', 'confidence level in [0, 1); 1 is the worst case', '0.95');
  },
  async run([file], options, context) {
    const confidenceLevel = parseConfidenceLevel(options.confidence ?? '0.95');
    const table = await readProfitTable(resolve(context.cwd, file), file);
    const result = measureRisk({ streams: table.streams, weights: table.weights, confidenceLevel });
    context.print(context.json ? JSON.stringify(result) : riskText(file, result));
    return 0;
  },
};

function parseConfidenceLevel(option: unknown): number {
  const text = String(option).trim();
  const level = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
  if (level >= 0 && level <= 1) return level;
  const percent = Number.parseFloat(text);
  throw new ConfigError('wrong confidence level', {
    field: '--confidence',
    rule: 'a number in [0, 1), or 1 for the worst case',
    value: Number.isNaN(level) ? String(option) : level,
    remedy: percent > 1 && percent <= 100 ? `write ${percent / 100} for ${percent} %` : 'write 0.95 for the worst 5 %',
  });
}

function riskText(file: string, result: RiskResult): string {
  const tail =
    result.confidenceLevel === 1
      ? 'the worst case'
      : `the worst ${percentText(1 - result.confidenceLevel)} of scenarios`;
  const figures: [string, keyof RiskFigures, (value: number) => string][] = [
    ['mean profit', 'mean', money],
    ['standard deviation', 'standardDeviation', money],
    ['value at risk (loss)', 'valueAtRisk', money],
    ['conditional value at risk (loss)', 'conditionalValueAtRisk', money],
    ['probability of loss', 'probabilityOfLoss', percentText],
    ['worst loss', 'worstLoss', money],
  ];
  const figureRows = figures.map(([label, name, format]) => {
    const error = result.standardErrors[name];
    const value = result[name];
    return [label, value === null ? '–' : format(value), error === null ? '–' : `± ${format(error)}`];
  });
  const componentRows = result.components.map((component) => [
    component.stream,
    money(component.mean),
    money(component.conditionalValueAtRisk),
  ]);
  const sum = (values: number[]): string => money(values.reduce((total, value) => total + value, 0));
  const totals = [
    'sum of the streams',
    sum(result.components.map(({ mean }) => mean)),
    sum(result.components.map((component) => component.conditionalValueAtRisk)),
  ];
  const effective = result.effectiveSampleSize.toFixed(1).replace(/\.0$/, '');
  return [
    `${file}: ${result.scenarioCount} scenarios (effective sample size ${effective}), tail: ${tail}`,
    tailSentence(result, tail),
    '',
    textTable(['figure', 'value', 'standard error'], figureRows),
    ...(figureRows.some((row) => row[2] === '–')
      ? ['–: none (the worst loss never has one; the others where the sample is too small, see docs/method/risk.md)']
      : []),
    '',
    textTable(['stream', 'mean profit', 'component CVaR (loss)'], [...componentRows, totals]),
  ].join('\n');
}

function tailSentence(result: RiskResult, tail: string): string {
  const loss = result.conditionalValueAtRisk;
  const outcome = loss > 0 ? `a loss of ${money(loss)}` : `still a gain of ${money(0 - loss)}`;
  return result.confidenceLevel === 1 ? `The worst case is ${outcome}.` : `On average ${tail} is ${outcome}.`;
}

/** Thousands separated; two decimals, or three significant digits below 1. */
function money(value: number): string {
  const small = Math.abs(value) < 1;
  const digits = small ? { maximumSignificantDigits: 3 } : { minimumFractionDigits: 2, maximumFractionDigits: 2 };
  return new Intl.NumberFormat('en-GB', digits).format(value === 0 ? 0 : value);
}

function percentText(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}
