import type { AttributionRow, AttributionRows } from '../attribution-rows.ts';
import { formatMoney, formatShare } from '../format.ts';
import type { PageContext } from '../page-context.ts';
import { openPosition, openThreshold } from './submit.ts';
import { clockAt, joinWords, lowerFirst } from './words.ts';

/** Which stream turns the average day into a bad one: one if it holds at least half of the difference, else two. */
export function streamsSentence({ symbol, tailText }: PageContext, { rows, total, place }: AttributionRows): string {
  const losing = rows.filter(({ difference }) => difference < 0).sort((a, b) => a.difference - b.difference);
  if (total.difference >= 0 || losing.length === 0)
    return `The worst ${tailText} of days do not differ from the average day.`;
  const gap = formatMoney(-total.difference, symbol, place);
  const between = `of the ${gap} between the average day and the worst ${tailText}`;
  const [first, second] = losing;
  const money = (row: AttributionRow): string => formatMoney(-row.difference, symbol, place);
  if (first.difference <= 0.5 * total.difference || second === undefined) {
    const offset = first.difference < total.difference ? '; other streams offset some of it' : '';
    return `${first.displayName} turns a good day into a bad one: ${between}, it explains ${money(first)}${offset}.`;
  }
  return `${first.displayName} and ${lowerFirst(second.displayName)} turn a good day into a bad one: ${between}, they explain ${money(first)} and ${money(second)}.`;
}

/** The shortest run of hours that holds three quarters of the worst stream's difference. */
export function hoursSentence(context: PageContext, { rows }: AttributionRows): string {
  const { grid, tailText } = context;
  const stream = rows.reduce<AttributionRow | null>(
    (worst, row) => (worst === null || row.difference < worst.difference ? row : worst),
    null,
  );
  const total = stream === null ? 0 : stream.differenceByHour.reduce((sum, value) => sum + value, 0);
  if (stream === null || total >= 0) return `No stream earns less on the worst ${tailText} of days.`;
  const { from, to, share } = shortestWindow(stream.differenceByHour, 0.75);
  const name = lowerFirst(stream.displayName);
  if (to - from > 0.75 * grid.hours)
    return `What ${name} loses on the worst ${tailText} of days is spread over the whole day.`;
  const text =
    share > 1.005
      ? 'All'
      : share >= 0.995
        ? 'All'
        : share <= 0.775
          ? 'Three quarters'
          : formatShare(Math.round(share * 100) / 100);
  const open = openPosition(context).slice(Math.round(from / grid.periodHours), Math.round(to / grid.periodHours));
  const mean = open.reduce((sum, value) => sum + value, 0) / Math.max(1, open.length);
  const where =
    mean > openThreshold(context)
      ? ', where the plan is short'
      : mean < -openThreshold(context)
        ? ', where the plan is long'
        : '';
  return `${text} of what ${name} loses on the worst ${tailText} of days falls between ${clockAt(grid, from)} and ${clockAt(grid, to)}${where}.`;
}

/** The shortest window of consecutive entries whose sum is at least `share` of the total; the one holding most among equals. */
export function shortestWindow(values: readonly number[], share: number): { from: number; to: number; share: number } {
  const total = values.reduce((sum, value) => sum + value, 0);
  for (let length = 1; length < values.length; length++) {
    let best: { from: number; to: number; share: number } | null = null;
    for (let from = 0; from + length <= values.length; from++) {
      const held = values.slice(from, from + length).reduce((sum, value) => sum + value, 0) / total;
      if (held >= share && (best === null || held > best.share)) best = { from, to: from + length, share: held };
    }
    if (best !== null) return best;
  }
  return { from: 0, to: values.length, share: 1 };
}

/** What stands beside the table: signs, and what is not cash. */
export function attributionNotes(
  { model, symbol, tailText }: PageContext,
  { place, empty }: AttributionRows,
): string[] {
  const mean = model.attribution.streams.reduce((sum, stream) => sum + stream.mean, 0);
  const { cashMean, streams } = model.attribution;
  const nothing = (name: string): boolean => {
    const stream = streams.find(({ displayName }) => displayName === name);
    return stream === undefined || (stream.mean === 0 && stream.conditionalValueAtRisk === 0);
  };
  const noteOf = (names: readonly string[], amount: string): string[] =>
    names.length === 0 ? [] : [`${amount} in ${joinWords(names.map(lowerFirst))}.`];
  const allCash = cashMean === null || cashMean === mean;
  return [
    `Both columns are gains. The contribution to CVaR in attribution.csv is the “worst ${tailText}” column with its sign reversed; it adds up to CVaR exactly. Here all figures are rounded to ${formatMoney(place, symbol, place)}.`,
    cashMean === null || Math.abs(cashMean - mean) < place / 2
      ? `Cash equals the total${allCash ? '' : ` to within ${formatMoney(place, symbol, place)}`}: ${allCash ? 'no water value is set and no penalty was paid' : 'penalties and stored energy hardly count'}.`
      : `Without penalties and the value of stored energy, cash averages ${formatMoney(cashMean, symbol, place)} of the ${formatMoney(mean, symbol, place)}.`,
    ...noteOf(empty.filter(nothing), 'No money'),
    ...noteOf(
      empty.filter((name) => !nothing(name)),
      `Less than ${formatMoney(place, symbol, place)}`,
    ),
  ];
}
