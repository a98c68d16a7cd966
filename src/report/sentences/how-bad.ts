import { formatCount, formatMoney, formatShare, formatWithError, significantPlace } from '../format.ts';
import { printedPlace } from '../page-context.ts';
import type { PageContext } from '../page-context.ts';
import type { ReportHorizon } from '../model/report-horizon.ts';

/** How often a day loses, what the worst days average, and the worst of all. */
export function distributionSentence(context: PageContext): string {
  const { model, symbol, tailText, headline } = context;
  const count = model.distribution.profitAndLoss.length;
  const losing = headline('probabilityOfLoss');
  const risk = headline('conditionalValueAtRisk');
  const worst = headline('worstLoss');
  const parts = [
    losing === undefined ? null : lossFrequency(losing.value, count),
    risk === undefined
      ? null
      : risk.value <= 0
        ? `the worst ${tailText} still earn ${formatMoney(-risk.value, symbol, printedPlace(risk))} on average`
        : `the worst ${tailText} average a loss of ${formatMoney(risk.value, symbol, printedPlace(risk))}`,
    worst === undefined
      ? null
      : `the worst of ${formatCount(count)} ${worst.value > 0 ? 'loses' : 'earns'} ${formatMoney(Math.abs(worst.value), symbol)}`,
  ].filter((part) => part !== null);
  if (parts.length === 0) return 'No risk figures were computed.';
  const text = parts.length < 3 ? parts.join('; ') : `${parts[0]}; ${parts[1]}, and ${parts[2]}`;
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** `One day in 28 loses money`, `22 % of days lose money`, `No scenario loses money (less than 0.15 %)`. */
export function lossFrequency(share: number, scenarios: number): string {
  if (share === 0)
    return `No scenario of ${formatCount(scenarios)} loses money (less than ${formatShare(3 / scenarios)} of days)`;
  if (share >= 0.15) return `${formatShare(share)} of days lose money`;
  return `One day in ${formatCount(Math.round(1 / share))} loses money`;
}

/** `5 % of days earn less than £1,550 ± 370`, or `… lose more than`. */
export function valueAtRiskText(
  { symbol, tailText }: PageContext,
  valueAtRisk: number,
  standardError: number | null,
): string {
  const money = formatWithError(Math.abs(valueAtRisk), standardError, symbol);
  return valueAtRisk > 0
    ? `${tailText} of days lose more than ${money}`
    : `${tailText} of days earn less than ${money}`;
}

export function horizonSentence({ symbol }: PageContext, horizon: ReportHorizon): string {
  const median = horizon.quantiles.p50[horizon.quantiles.p50.length - 1];
  const fall = horizon.drawdown.find(({ name }) => name === 'maximumDrawdownMean');
  const earns = median >= 0 ? `earns ${formatMoney(median, symbol)}` : `loses ${formatMoney(-median, symbol)}`;
  const repeated =
    horizon.label === 'plan repeated' ? `Repeated for ${horizon.days} days` : `Over ${horizon.days} days`;
  return `${repeated}, the plan ${earns} in the median${fall === undefined ? '' : `; its deepest fall averages ${formatMoney(fall.value, symbol, printedPlace(fall))}`}.`;
}

export function drawdownSentence({ symbol, tailText, headline }: PageContext, horizon: ReportHorizon): string {
  const worst = horizon.drawdown.find(({ name }) => name === 'conditionalDrawdownAtRisk');
  const mean = headline('mean');
  if (worst === undefined) return 'The fall from a peak, over the horizon.';
  const days =
    mean === undefined || mean.value <= 0 ? '' : `: ${ratioText(worst.value / mean.value)} average days’ profit`;
  return `In the worst ${tailText} of ${pathWord(horizon.days)} the fall from a peak averages ${formatMoney(worst.value, symbol, printedPlace(worst))}${days}.`;
}

function pathWord(days: number): string {
  if (days === 7) return 'weeks';
  if (days >= 28 && days <= 31) return 'months';
  return `${days}-day paths`;
}

function ratioText(ratio: number): string {
  return ratio.toFixed(Math.min(2, Math.max(0, -Math.log10(significantPlace(ratio, 2) || 0.1))));
}

/** What more limit would earn, and what giving up all loss in the tail would cost. */
export function frontierSentence(context: PageContext): string {
  const { model, symbol, headline } = context;
  const { frontier, limit, shadowPrice } = model.risk;
  const amount = limitStep(context);
  const more =
    limit === null
      ? 'No limit is set: the plan is the one with the greatest expected profit'
      : shadowPrice === null
        ? 'The value of more limit is not defined: this is the safest plan'
        : shadowPrice === 0
          ? 'More limit would earn nothing: it does not bind'
          : `Another ${formatMoney(amount, symbol, 1)} of CVaR limit would earn ${formatMoney(amount * shadowPrice, symbol)}`;
  const mean = headline('mean');
  const proposed = frontier.find(({ isProposed }) => isProposed);
  const risk = headline('conditionalValueAtRisk');
  const withoutLoss = limit !== null && shadowPrice === null ? null : meanAtZeroRisk(context);
  const reference = proposed?.meanPolicy ?? mean?.value;
  if (
    withoutLoss === null ||
    reference === undefined ||
    risk === undefined ||
    risk.value <= 0 ||
    reference <= withoutLoss
  )
    return `${more}.`;
  return `${more}; giving up all loss in the tail (CVaR ${symbol}0) would cost ${formatMoney(reference - withoutLoss, symbol)}.`;
}

/** The amount of limit that the shadow price is told for: 1,000, or less where no plan's CVaR reaches that far. */
export function limitStep({ model }: PageContext): number {
  const risks = model.risk.frontier.map(({ conditionalValueAtRiskPolicy }) => conditionalValueAtRiskPolicy);
  const span = risks.length < 2 ? 1000 : Math.max(...risks) - Math.min(...risks);
  return Math.min(1000, Math.max(1, 10 ** Math.floor(Math.log10(Math.max(span, 1)))));
}

/** The greatest mean that interpolation between neighbouring plans gives at CVaR 0; null outside their range. */
function meanAtZeroRisk({ model }: PageContext): number | null {
  const plans = [...model.risk.frontier].sort(
    (a, b) => a.conditionalValueAtRiskPolicy - b.conditionalValueAtRiskPolicy,
  );
  const means: number[] = [];
  for (let i = 0; i + 1 < plans.length; i++) {
    const [left, right] = [plans[i], plans[i + 1]];
    const span = right.conditionalValueAtRiskPolicy - left.conditionalValueAtRiskPolicy;
    if (left.conditionalValueAtRiskPolicy > 0 || right.conditionalValueAtRiskPolicy < 0 || span === 0) continue;
    const share = -left.conditionalValueAtRiskPolicy / span;
    means.push(left.meanPolicy + share * (right.meanPolicy - left.meanPolicy));
  }
  return means.length === 0 ? null : Math.max(...means);
}
