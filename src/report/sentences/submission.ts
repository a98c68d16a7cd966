import { askingServices } from '../asking-services.ts';
import { formatAmount, formatMoney, formatWithError, significantPlace } from '../format.ts';
import type { PageContext } from '../page-context.ts';
import type { SubmissionRow } from '../model/report-submission.ts';
import { formatEnergy } from './submit.ts';
import { joinWords } from './words.ts';

/** What lots and minimum volumes cost; empty where the plan keeps them as it was found. */
export function roundingSentence({ model, symbol, riskText }: PageContext): string {
  const rounding = model.submission?.rounding ?? null;
  if (rounding === null) return '';
  const { meanBefore, meanAfter, conditionalValueAtRiskBefore: before, conditionalValueAtRiskAfter: after } = rounding;
  const place = Math.max(0.01, Math.min(1, significantPlace(after - before, 2) || 1));
  const money = (value: number): string => formatMoney(value, symbol, place);
  const lost = formatWithError(Math.abs(meanBefore - meanAfter), rounding.meanDifferenceStandardError, symbol);
  const verb = meanAfter <= meanBefore ? 'costs' : 'happens to add';
  return `Rounding to the volumes that the markets accept ${verb} ${lost} of expected profit and takes ${riskText} from ${money(before)} to ${money(after)}, in the same scenarios.`;
}

/** What of the plan was sold before; empty where nothing was. */
export function soldSentence({ model }: PageContext): string {
  const sold = (model.submission?.rows ?? []).filter(({ soldMW, step }) => soldMW !== 0 && step === 0);
  if (sold.length === 0) return '';
  const energy = sold
    .filter(({ market }) => market === 'dayAhead')
    .reduce((sum, row) => sum + row.soldMW * hoursOf(row), 0);
  const services = model.plan.services.flatMap(({ name, displayName }) => {
    const own = sold.filter(({ market }) => market === name).map(({ soldMW }) => soldMW);
    return own.length === 0 ? [] : [`${formatAmount(Math.max(...own))} MW of ${displayName}`];
  });
  const traded =
    energy === 0 ? [] : [`${formatEnergy(Math.abs(energy))} MWh ${energy > 0 ? 'sold' : 'bought'} day-ahead, net`];
  const before = [...traded, ...(services.length === 0 ? [] : [`up to ${joinWords(services)} reserved`])];
  return `Positions from before are in these figures${before.length === 0 ? '' : ` (${before.join('; ')})`}; plan.csv shows what is added to them.`;
}

function hoursOf({ deliveryStart, deliveryEnd }: SubmissionRow): number {
  return (Date.parse(deliveryEnd) - Date.parse(deliveryStart)) / 3_600_000;
}

/** In how many intervals the volume depends on the price; empty without a bid curve. */
export function bidCurveSentence({ model }: PageContext, shown: readonly string[]): string {
  const rows = (model.submission?.rows ?? []).filter(({ market }) => market === 'dayAhead');
  const priced = new Set(rows.filter(({ step }) => step > 0).map(({ deliveryStart }) => deliveryStart));
  if (priced.size === 0) return '';
  const all = new Set(rows.map(({ deliveryStart }) => deliveryStart)).size;
  return `In ${priced.size} of ${all} intervals the volume depends on the price: positions and figures are the average over the scenarios, each at its own price. The largest steps start at ${joinWords(shown)}.`;
}

/** Which services are offered at a price; empty where all are offered as a price taker. */
export function offerSentence({ model }: PageContext): string {
  const asking = askingServices(model);
  if (asking.length === 0) return '';
  const names = joinWords(asking.map(({ displayName }) => displayName));
  return `${names} ${asking.length === 1 ? 'is' : 'are'} offered at prices: accepted where the auction clears at or above them, and paid as cleared; reserved MW are the average over the scenarios.`;
}

/** When offers are due; empty where no market states it. */
export function gateSentence({ model }: PageContext): string {
  const closing = (model.submission?.rules ?? []).filter(({ gateClosure }) => gateClosure !== null);
  const times = [...new Set(closing.map(({ gateClosure }) => gateClosure))];
  const due = times.map((time) => {
    const names = closing.filter(({ gateClosure }) => gateClosure === time).map(({ displayName }) => displayName);
    return `${joinWords(names)} by ${time}`;
  });
  return due.length === 0 ? '' : `Offers are due on the eve: ${due.join('; ')}.`;
}
