import { formatMoney, formatWithError, significantPlace } from '../format.ts';
import type { PageContext } from '../page-context.ts';
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
