import { askingServices } from '../asking-services.ts';
import { isBidCurve } from '../bid-curve-lines.ts';
import { absent, formatShare, formatWithError, moneyUnit } from '../format.ts';
import { escapeHtml, note, renderTable, takeaway } from '../html.ts';
import { isDayAheadPublished } from '../is-published.ts';
import type { PageContext } from '../page-context.ts';
import type { ReportFigure } from '../model/report-figure.ts';
import type { ReportModel } from '../report-model.ts';
import { knowledgeSentence } from '../sentences/knowledge.ts';
import { joinWords } from '../sentences/words.ts';

interface Level {
  readonly label: string;
  readonly sees: string;
  readonly method: string;
}

/** What each level of knowledge earns with the proposed plan, what lies between, and what was assumed known when. */
export function knowledgePart(context: PageContext): string {
  const { figure, model } = context;
  if (figure('mean', 'perfectForesight') === undefined) return '';
  const gates = (model.belief.gates ?? []).map((text) => `<li>${escapeHtml(text)}</li>`).join('');
  const known = gates === '' ? '' : `<h3>Gates, in the order of time</h3><ul class="note">${gates}</ul>`;
  const reserving =
    figure('valueOfDayAheadWhenReserving', 'recourse') === undefined
      ? ''
      : 'Reserving after the day-ahead results: position kept, reservations fitted anew on the plan scenarios, to groups of days alike in level and spread against one for all days; less than nothing where the groups do not repeat. ';
  return `<div class="row"><div class="main">${takeaway(knowledgeSentence(context))}<h3>What each level of knowledge earns</h3><div class="scroll">${levelsTable(context)}</div>${valuesTable(context)}${note(`All on the same scenarios; ± of a difference is that of paired differences. Of perfect information and of the stochastic solution: for the plan of the two-stage problem without a limit, by its own linear recourse. ${reserving}The others: for the proposed plan, exact physics.`)}</div><aside class="side">${known}</aside></div>`;
}

function levelsTable({ figure, model, symbol, riskText }: PageContext): string {
  const { policyName } = model.risk;
  const policyLevels: Level[] = [
    { label: 'rolling', sees: 'day-ahead prices, and imbalance prices once published', method: 'rolling' },
    { label: 'rolling, nothing published', sees: 'day-ahead prices', method: 'rollingUnpublished' },
    { label: 'markov', sees: 'day-ahead prices, and the last imbalance price published', method: 'markov' },
    { label: 'follow', sees: seenByFollow(model), method: 'follow' },
  ].map((level) =>
    level.label === policyName ? { ...level, label: `${level.label}: the policy`, method: 'policy' } : level,
  );
  const levels: Level[] = [
    { label: 'Perfect foresight', sees: 'all prices, before anything is committed', method: 'perfectForesight' },
    { label: 'Recourse, linear', sees: 'all prices of the day, after the plan', method: 'recourse' },
    { label: 'Recourse, exact physics', sees: 'all prices of the day, after the plan', method: 'recourseExact' },
    ...policyLevels,
  ].filter(({ method }) => figure('mean', method) !== undefined);
  const names = ['mean', 'conditionalValueAtRisk'];
  const unit = moneyUnit(
    levels.flatMap(({ method }) => names.map((name) => figure(name, method)?.value ?? 0)),
    symbol,
  );
  const show = (found: ReportFigure | undefined): string =>
    found === undefined
      ? absent
      : formatWithError(
          found.value / unit.divisor,
          found.standardError === null ? null : found.standardError / unit.divisor,
        );
  return renderTable(
    [
      { heading: unit.heading },
      { heading: 'sees', align: 'left' },
      { heading: 'expected profit' },
      { heading: `${riskText} (loss)` },
    ],
    levels.map(({ label, sees, method }) => ({
      cells: [label, sees, ...names.map((name) => show(figure(name, method)))],
    })),
  );
}

/** One schedule fixed before delivery sees what the auctions made of the plan, and prices that were out before it. */
function seenByFollow(model: ReportModel): string {
  const seen = [
    ...(isDayAheadPublished(model) ? ['day-ahead prices, published before the plan'] : []),
    ...(isBidCurve(model) ? ['the day-ahead position that was accepted'] : []),
    ...(askingServices(model).length > 0 ? ['the reservations that were accepted'] : []),
  ];
  return seen.length === 0 ? 'nothing of the day' : joinWords(seen);
}

function valuesTable({ figure, model, symbol }: PageContext): string {
  const rows = [
    [
      'Value of perfect information (EVPI)',
      'perfect foresight less recourse',
      'expectedValueOfPerfectInformation',
      'recourse',
    ],
    [
      'Value of the stochastic solution (VSS)',
      'plan less plan on the mean path',
      'valueOfStochasticSolution',
      'recourse',
    ],
    [
      'Reserving after the day-ahead results',
      'reservation by outcome less one for all, linear recourse',
      'valueOfDayAheadWhenReserving',
      'recourse',
    ],
    ['The same, carried out by the policy', '', 'valueOfDayAheadWhenReserving', 'policy'],
    // Where day-ahead prices are published before the plan both know them.
    ...(isDayAheadPublished(model)
      ? []
      : [
          [
            'Day-ahead prices in dispatch',
            'rolling, nothing published, less follow',
            'valueOfDayAheadInDispatch',
            'rolling',
          ],
        ]),
    [
      'Imbalance prices published in the day',
      'rolling less rolling, nothing published',
      'valueOfPublishedImbalance',
      'rolling',
    ],
    ['Price of not seeing', 'recourse less policy', 'priceOfNotSeeing', 'policy'],
    ['Capture rate', 'policy ÷ perfect foresight', 'captureRate', 'policy'],
  ].flatMap(([label, what, name, method]) => {
    const found = figure(name, method);
    if (found === undefined) return [];
    const value =
      found.unit === 'share'
        ? formatShare(found.value, found.standardError)
        : formatWithError(found.value, found.standardError, symbol);
    return [{ cells: [label, what, value] }];
  });
  return renderTable([{ heading: 'What lies between' }, { heading: '', align: 'left' }, { heading: 'a day' }], rows);
}
