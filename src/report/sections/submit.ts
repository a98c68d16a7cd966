import { allBidCurves, bidCurveLines, highestMW } from '../bid-curve-lines.ts';
import { bidCurveChart } from '../charts/bid-curve.ts';
import { daySize } from '../charts/day-grid.ts';
import { planPositionChart } from '../charts/plan-position.ts';
import { priceFanChart } from '../charts/price-fan.ts';
import { reservationByBlockChart } from '../charts/reservation-by-block.ts';
import { stateOfChargeChart } from '../charts/state-of-charge.ts';
import { stripChart } from '../charts/strip.ts';
import { formatCount, formatMoney, formatUnit, formatWithError } from '../format.ts';
import { escapeHtml, takeaway } from '../html.ts';
import { isPublished } from '../is-published.ts';
import { limitText } from '../page-context.ts';
import type { PageContext } from '../page-context.ts';
import { weightedQuantile } from '../profit-bins.ts';
import { renderChart } from '../render-chart.ts';
import { limitStep } from '../sentences/how-bad.ts';
import {
  bidCurveSentence,
  gateSentence,
  offerSentence,
  roundingSentence,
  soldSentence,
} from '../sentences/submission.ts';
import { decisionLead, planShape } from '../sentences/submit.ts';
import { colour } from '../theme.ts';
import { bidCurveTable } from './bid-curve-table.ts';
import { planTable } from './plan-table.ts';

/** What to submit, what to expect, and the risk against its limit. */
export async function submitSection(context: PageContext): Promise<string> {
  const { decision, risk } = decisionLead(context);
  return `<section class="first"><h2>What to submit</h2><div class="row decide">
<div class="lead"><p class="lead-sentence"><b>${escapeHtml(decision)}</b> ${escapeHtml(risk)}</p><p>${escapeHtml(shapeAndRules(context))}</p></div>
<aside class="side"><div class="keys">${keyFigures(context)}</div><div>${await strip(context)}<p class="note">± is one standard error; whiskers are 95 % intervals.</p></div></aside>
<div class="chart main">${await planCharts(context)}${planTable(context)}${await bidCurve(context)}<figure class="below">${await renderChart(stateOfChargeChart, { grid: context.grid, plan: context.model.plan })}</figure></div>
</div></section>`;
}

/** The plan's shape, what of it was sold before, what rounding costs, and when offers are due. */
function shapeAndRules(context: PageContext): string {
  return [
    planShape(context),
    soldSentence(context),
    offerSentence(context),
    roundingSentence(context),
    gateSentence(context),
  ]
    .filter(Boolean)
    .join(' ');
}

async function planCharts({ model, grid, symbol }: PageContext): Promise<string> {
  const curves = allBidCurves(model);
  const fan = model.priceFans.find(({ role }) => role === 'dayAhead');
  const { plan, choose, evaluate } = model.head.scenarioCounts;
  const charts = [];
  if (fan !== undefined) {
    const unit = formatUnit(fan.unit, model.currency, symbol);
    const recent = fan.recent === null ? '' : `; grey: ${fan.recent.label}, lowest to highest and median`;
    const shown = isPublished(fan)
      ? 'as published'
      : `median, 25–75 % and 5–95 % of ${formatCount(plan + choose + evaluate)} scenarios`;
    const title = `${fan.displayName} price, ${unit}: ${shown}${recent}`;
    charts.push(
      await renderChart(priceFanChart, {
        grid,
        fan,
        title,
        unit,
        symbol,
        fill: colour('dayAhead'),
        lineColour: colour('dayAhead'),
        labelColour: colour('dayAheadText'),
        size: daySize(168, false),
        showHours: false,
        sparseHours: false,
      }),
    );
  }
  // A model drawn again from an earlier version may lack the rows: the bars alone then.
  const accepted =
    curves.length === model.plan.dayAhead.positionMW.length
      ? curves.map((curve) => ({ lowestMW: curve.baseMW, highestMW: highestMW(curve) }))
      : [];
  charts.push(await renderChart(planPositionChart, { grid, plan: model.plan, accepted }));
  const services = model.plan.services.filter(({ reservedMW }) => reservedMW.some((power) => power > 0));
  if (services.length > 0)
    charts.push(await renderChart(reservationByBlockChart, { grid, services, blockName: model.day.blockName }));
  return charts.map((svg) => `<figure>${svg}</figure>`).join('');
}

/** The bid curve in the hours where it is steepest; empty for a position. */
async function bidCurve(context: PageContext): Promise<string> {
  const { model, symbol } = context;
  const curves = bidCurveLines(model);
  if (curves.length === 0) return '';
  const unit = formatUnit(`${model.currency}/MWh`, model.currency, symbol);
  const sentence = bidCurveSentence(
    context,
    curves.map(({ clock }) => clock),
  );
  return `${takeaway(sentence)}<figure>${await renderChart(bidCurveChart, { symbol, unit, curves })}</figure>${bidCurveTable(context)}`;
}

function keyFigures(context: PageContext): string {
  const { model, headline, symbol, tailText, riskText } = context;
  const [mean, risk, low, high] = ['mean', 'conditionalValueAtRisk', 'profitQuantile05', 'profitQuantile95'].map(
    headline,
  );
  const { limit, shadowPrice } = model.risk;
  const limitWords = limit === null ? 'no limit set' : `limit ${limitText(limit, symbol)}`;
  const keys: string[] = [];
  if (mean !== undefined) {
    const range =
      low === undefined || high === undefined
        ? ''
        : `5–95 % of days: ${formatMoney(low.value, symbol)} to ${formatMoney(high.value, symbol)}`;
    keys.push(keyFigure('Expected profit', range, formatWithError(mean.value, mean.standardError, symbol)));
  }
  if (risk !== undefined) {
    const name =
      risk.value > 0 ? `Average loss, worst ${tailText} of days` : `Average profit, worst ${tailText} of days`;
    const detail =
      risk.value > 0
        ? `${riskText}; ${limitWords}`
        : `${riskText} is ${formatMoney(risk.value, symbol)}; ${limitWords}`;
    keys.push(keyFigure(name, detail, formatWithError(Math.abs(risk.value), risk.standardError, symbol)));
  }
  if (limit !== null) {
    const amount = limitStep(context);
    const name = `Another ${formatMoney(amount, symbol, 1)} of limit`;
    const detail = 'would earn, a day (shadow price)';
    if (shadowPrice === null) keys.push(keyFigure(name, detail, 'not defined: this is the safest plan', true));
    else if (shadowPrice === 0) keys.push(keyFigure(name, detail, `${symbol}0: the limit does not bind`, true));
    else keys.push(keyFigure(name, detail, formatMoney(amount * shadowPrice, symbol)));
  }
  return keys.join('');
}

function keyFigure(name: string, detail: string, value: string, words = false): string {
  return `<div class="key"><div class="name">${escapeHtml(name)}<small>${escapeHtml(detail)}</small></div><div class="value${words ? ' words' : ''}">${escapeHtml(value)}</div></div>`;
}

async function strip({ model, headline, symbol, tailText }: PageContext): Promise<string> {
  const { profitAndLoss, weights } = model.distribution;
  const [mean, risk] = ['mean', 'conditionalValueAtRisk'].map(headline);
  if (mean === undefined || risk === undefined || profitAndLoss.length === 0) return '';
  const quantile = (probability: number): number => weightedQuantile(profitAndLoss, weights, probability);
  return renderChart(stripChart, {
    symbol,
    p05: headline('profitQuantile05')?.value ?? quantile(0.05),
    p25: quantile(0.25),
    p75: quantile(0.75),
    p95: headline('profitQuantile95')?.value ?? quantile(0.95),
    mean: mean.value,
    tailMean: -risk.value,
    tailStandardError: risk.standardError,
    limit: model.risk.limit === null ? null : -model.risk.limit,
    breached: isBreached(model.risk.limitStatus),
    tailText,
  });
}

/** Red is for these states only. */
export function isBreached(status: string): boolean {
  return status === 'breached' || status === 'unattainable';
}
