import { formatMoney, formatShare } from '../format.ts';
import { printedPlace, type PageContext } from '../page-context.ts';

/** How much of what could be known the policy turns into money, and what not seeing the day costs. */
export function knowledgeSentence({ figure, symbol }: PageContext): string {
  const capture = figure('captureRate', 'policy');
  const unseen = figure('priceOfNotSeeing', 'policy');
  const share =
    capture === undefined
      ? null
      : `the policy earns ${formatShare(capture.value)} of what perfect foresight of all prices would`;
  const cost =
    unseen === undefined
      ? null
      : `not seeing the day’s imbalance prices costs ${formatMoney(unseen.value, symbol, printedPlace(unseen))} a day`;
  const parts = [share, cost].filter((part) => part !== null);
  if (parts.length === 0) return 'What more knowledge would earn was not computed.';
  const text = parts.join('; ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
