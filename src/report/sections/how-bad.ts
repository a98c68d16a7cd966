import { drawdownHorizonChart } from '../charts/drawdown-horizon.ts';
import { frontierChart } from '../charts/frontier.ts';
import { decimalPlace } from '../charts/linear-scale.ts';
import { profitDistributionChart } from '../charts/profit-distribution.ts';
import type { DistributionMark } from '../charts/profit-distribution.ts';
import { absent, formatCount, formatMoney, formatWithError, moneyUnit } from '../format.ts';
import { escapeHtml, note, renderTable, takeaway } from '../html.ts';
import { limitText } from '../page-context.ts';
import type { PageContext } from '../page-context.ts';
import { profitBins, weightedQuantile } from '../profit-bins.ts';
import type { ReportFigure } from '../model/report-figure.ts';
import type { ReportHorizon } from '../model/report-horizon.ts';
import { renderChart } from '../render-chart.ts';
import {
  distributionSentence,
  drawdownSentence,
  frontierSentence,
  horizonSentence,
  valueAtRiskText,
} from '../sentences/how-bad.ts';
import { riskTable } from './risk-table.ts';
import { isBreached } from './submit.ts';

/** The distribution of profit, the horizon's drawdown, and the frontier. */
export async function howBadSection(context: PageContext): Promise<string> {
  const { horizon } = context.model;
  const thirds = [
    ...(horizon === null
      ? []
      : [
          third(
            horizonSentence(context, horizon),
            await renderChart(drawdownHorizonChart, { horizon, symbol: context.symbol }),
          ),
        ]),
    ...(context.model.risk.frontier.length === 0 ? [] : [third(frontierSentence(context), await frontier(context))]),
    ...(horizon === null ? [] : [third(drawdownSentence(context, horizon), drawdownTable(context, horizon))]),
  ];
  return `<section class="second"><h2>How bad can it get</h2><div class="row"><div class="main">${takeaway(distributionSentence(context))}${await distribution(context)}</div>
<aside class="side">${riskTable(context)}</aside></div>${thirds.length === 0 ? '' : `<div class="thirds">${thirds.join('')}</div>`}</section>`;
}

export function third(sentence: string, body: string): string {
  return `<div class="third">${takeaway(sentence)}<figure>${body}</figure></div>`;
}

async function distribution(context: PageContext): Promise<string> {
  const { model, headline, symbol, tailText, riskText } = context;
  if (model.distribution.profitAndLoss.length === 0) return '';
  const valueAtRisk = headline('valueAtRisk');
  const tailProbability = 1 - model.risk.confidenceLevel;
  const { profitAndLoss, weights } = model.distribution;
  const worstEdge =
    valueAtRisk === undefined ? weightedQuantile(profitAndLoss, weights, tailProbability) : -valueAtRisk.value;
  const bins = profitBins(model.distribution, worstEdge);
  const worst = formatCount(model.tail.tailCount);
  const beyond = bins.beyondLow + bins.beyondHigh;
  const subtitle = `Scenarios per ${formatMoney(bins.width, symbol, decimalPlace(bins.width))} of profit, policy; points carry 95 % intervals of the estimate; violet: the worst ${tailText}, ${worst} scenarios.${beyond === 0 ? '' : ` The first and last bars also hold ${formatCount(Math.round(beyond))} scenarios beyond the axis.`}`;
  const svg = await renderChart(profitDistributionChart, {
    symbol,
    bins,
    marks: marks(context, riskText),
    breached: isBreached(model.risk.limitStatus),
    worstText: `worst ${tailText}: ${worst} scenarios`,
  });
  return `<p class="subtitle">${escapeHtml(subtitle)}</p><figure>${svg}</figure>`;
}

function marks(context: PageContext, riskText: string): DistributionMark[] {
  const { model, headline, symbol } = context;
  const [mean, valueAtRisk, risk] = ['mean', 'valueAtRisk', 'conditionalValueAtRisk'].map(headline);
  const halfWidth = (figure: ReportFigure): number => 1.96 * (figure.standardError ?? 0);
  const { limit } = model.risk;
  return [
    ...(limit === null
      ? []
      : [
          {
            kind: 'limit' as const,
            value: -limit,
            halfWidth: 0,
            text: `limit on that average ${limitText(-limit, symbol)}`,
          },
        ]),
    ...(risk === undefined
      ? []
      : [
          {
            kind: 'conditionalValueAtRisk' as const,
            value: -risk.value,
            halfWidth: halfWidth(risk),
            text: `those days average ${formatWithError(-risk.value, risk.standardError, symbol)} (${riskText})`,
          },
        ]),
    ...(valueAtRisk === undefined
      ? []
      : [
          {
            kind: 'valueAtRisk' as const,
            value: -valueAtRisk.value,
            halfWidth: halfWidth(valueAtRisk),
            text: `${valueAtRiskText(context, valueAtRisk.value, valueAtRisk.standardError)} (${riskText.slice(1)})`,
          },
        ]),
    ...(mean === undefined
      ? []
      : [
          {
            kind: 'mean' as const,
            value: mean.value,
            halfWidth: halfWidth(mean),
            text: `mean ${formatWithError(mean.value, mean.standardError, symbol)}`,
          },
        ]),
  ];
}

async function frontier({ model, headline, symbol, riskText }: PageContext): Promise<string> {
  const { frontier: plans, limit, limitStatus } = model.risk;
  const [mean, risk] = ['mean', 'conditionalValueAtRisk'].map(headline);
  const proposed = plans.find(({ isProposed }) => isProposed);
  const samples = [...new Set(plans.map(({ policySample }) => policySample))].join(', ');
  const svg = await renderChart(frontierChart, {
    symbol,
    riskText,
    plans: plans.map((plan) => ({ conditionalValueAtRisk: plan.conditionalValueAtRiskPolicy, mean: plan.meanPolicy })),
    proposed: {
      mean: mean?.value ?? proposed?.meanPolicy ?? plans[0].meanPolicy,
      conditionalValueAtRisk:
        risk?.value ?? proposed?.conditionalValueAtRiskPolicy ?? plans[0].conditionalValueAtRiskPolicy,
      meanHalfWidth: 1.96 * (mean?.standardError ?? 0),
      riskHalfWidth: 1.96 * (risk?.standardError ?? 0),
    },
    limit,
    breached: isBreached(limitStatus),
  });
  return `${svg}${note(`Dots: the search’s ${formatCount(plans.length)} plans under the policy on the ${samples} scenarios. Diamond: the proposed plan on the evaluate scenarios, with 95 % intervals.`)}`;
}

function drawdownTable({ tailText, symbol }: PageContext, horizon: ReportHorizon): string {
  const names: Record<string, string> = {
    maximumDrawdownMean: 'Mean',
    maximumDrawdownQuantile95: '95 % quantile',
    conditionalDrawdownAtRisk: `Mean of the worst ${tailText} (CDaR)`,
  };
  const unit = moneyUnit(
    [...horizon.drawdown, ...(horizon.total === null ? [] : [horizon.total])].map(({ value }) => value),
    symbol,
  );
  const show = ({ value, standardError }: ReportFigure): string =>
    formatWithError(value / unit.divisor, standardError === null ? null : standardError / unit.divisor);
  const rows = Object.entries(names).map(([name, label]) => {
    const found = horizon.drawdown.find((entry) => entry.name === name);
    return { cells: [label, found === undefined ? absent : show(found)] };
  });
  const total =
    horizon.total === null
      ? []
      : [
          {
            cells: [`Expected profit, ${horizon.days} days`, show(horizon.total)],
            total: true,
          },
        ];
  const repeated =
    horizon.label === 'plan repeated'
      ? '“Plan repeated”: the first day’s plan each day, dispatched day by day with the state of charge carried over. '
      : '';
  return `${renderTable([{ heading: `${unit.heading}, deepest fall from a peak` }, { heading: '' }], [...rows, ...total])}${note(`${repeated}Drawdown is measured at every period from the running maximum, which starts at zero.`)}`;
}
