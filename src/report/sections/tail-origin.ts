import { formatAtPlace, formatShare } from '../format.ts';
import { note, renderTable, takeaway } from '../html.ts';
import { isPublished } from '../is-published.ts';
import type { DayInThreeNumbers, ExplainedScenario, TailOrigin } from '../model/tail-origin.ts';
import type { PageContext } from '../page-context.ts';
import { longDate, worstScenarioSentence } from '../sentences/bad-day.ts';

/** The worst scenario as a past day at today's level, what was made of it, and the past days that fill the tail. */
export function originPart(context: PageContext, origin: TailOrigin): string {
  return `<div class="row"><div class="main">${takeaway(worstScenarioSentence(context, origin))}${numbersTable(context, origin)}${note(noteText(context, origin))}</div><aside class="side">${daysTable(context, origin)}</aside></div>`;
}

function numbersTable({ model, symbol }: PageContext, origin: TailOrigin): string {
  const scenarios: [string, ExplainedScenario | null][] = [
    ['typical', origin.typical],
    ['bad', origin.bad],
    ['worst', origin.worst],
  ];
  const shown = scenarios.flatMap(([name, one]) => (one === null ? [] : [{ name, one }]));
  const rows: [string, keyof DayInThreeNumbers][] = [
    ['Day-ahead price, mean of the day', 'level'],
    ['Day-ahead price, swing within the day', 'swing'],
    ['Imbalance off day-ahead, mean distance', 'basisSize'],
  ];
  // Published prices were not forecast.
  const drawn = rows.filter(([, key]) => key === 'basisSize' || !arePublished(model));
  return renderTable(
    [
      { heading: `${symbol.trim()}/MWh` },
      { heading: 'forecast of the day' },
      ...shown.map(({ name, one }) => ({
        heading: one.date === null ? name : { html: `${name}<br>${longDate(one.date)}` },
      })),
    ],
    drawn.map(([label, key]) => ({
      cells: [label, ...[origin.forecast, ...shown.map(({ one }) => one)].map((day) => formatAtPlace(day[key], 0.1))],
    })),
  );
}

function noteText({ model }: PageContext, { worst, otherGenerator }: TailOrigin): string {
  const made =
    worst.date === null
      ? 'Each scenario is drawn as a whole; none of them is a past day.'
      : 'A past day keeps its shape and its place among the forecast’s errors; level, swing and basis are those of the forecast with these errors.';
  const swing = arePublished(model)
    ? 'The day-ahead prices of the day are published, the same in every scenario.'
    : 'Swing: standard deviation.';
  const forecast =
    otherGenerator === null
      ? ''
      : ` Forecast: of the whole-day generator; ‘${otherGenerator}’, which drew the day, states none.`;
  return `${made} ${swing}${forecast}`;
}

function arePublished(model: PageContext['model']): boolean {
  return model.priceFans.some((fan) => fan.role === 'dayAhead' && isPublished(fan));
}

function daysTable({ tailText }: PageContext, { pastDays, pastDayCount }: TailOrigin): string {
  if (pastDays.length === 0) return '';
  const rows = pastDays.map(({ date, share }) => ({ cells: [longDate(date), formatShare(share)] }));
  const left = 1 - pastDays.reduce((sum, { share }) => sum + share, 0);
  const others = pastDayCount - pastDays.length;
  const rest =
    others === 0 ? [] : [{ cells: [others === 1 ? 'one other day' : `${others} other days`, formatShare(left)] }];
  return `<div>${renderTable([{ heading: `Past days in the worst ${tailText}` }, { heading: 'share' }], [...rows, ...rest])}</div>`;
}
