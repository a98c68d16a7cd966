import { formatMoney, formatShare, formatWithError } from '../format.ts';
import { printedPlace, type PageContext } from '../page-context.ts';
import type { ReportFigure } from '../model/report-figure.ts';
import { capitalise } from './words.ts';

/** How much of what could be known the policy turns into money, and what each piece of it is worth. */
export function knowledgeSentence(context: PageContext): string {
  const { figure, symbol } = context;
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
  return [parts.join('; '), ...piecesOfInformation(context)].map((text) => `${capitalise(text)}.`).join(' ');
}

/** Twice its error: less is not told from nothing. */
const clearErrors = 2;

function piecesOfInformation({ figure, symbol }: PageContext): string[] {
  const published = figure('valueOfPublishedImbalance', 'rolling');
  const waiting =
    figure('valueOfDayAheadWhenReserving', 'policy') ?? figure('valueOfDayAheadWhenReserving', 'recourse');
  const money = ({ value, standardError }: ReportFigure): string =>
    formatWithError(Math.abs(value), standardError, symbol);
  const clear = ({ value, standardError }: ReportFigure): boolean =>
    Math.abs(value) > clearErrors * (standardError ?? 0);
  const verb = ({ value }: ReportFigure): string => (value > 0 ? 'adds' : 'loses');
  return [
    ...(published === undefined
      ? []
      : [
          clear(published)
            ? `acting on the imbalance prices published in the day ${verb(published)} ${money(published)} a day`
            : `the imbalance prices published in the day are worth nothing that these scenarios can show (${formatWithError(published.value, published.standardError, symbol)} a day)`,
        ]),
    ...(waiting === undefined
      ? []
      : [
          clear(waiting)
            ? `reserving only once the day-ahead results are known ${verb(waiting)} ${money(waiting)} a day`
            : `waiting for the day-ahead results before reserving is worth nothing that these scenarios can show (${formatWithError(waiting.value, waiting.standardError, symbol)} a day)`,
        ]),
  ];
}
