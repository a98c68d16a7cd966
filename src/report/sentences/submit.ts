import { askingServices } from '../asking-services.ts';
import { isBidCurve } from '../bid-curve-lines.ts';
import { formatAmount, formatAtPlace, formatMoney, formatRange, formatWithError, significantPlace } from '../format.ts';
import { limitText, printedPlace, printedValue } from '../page-context.ts';
import type { PageContext } from '../page-context.ts';
import { capitalise, clockAt, clockRange, joinWords, runsWhere } from './words.ts';

/** The decision (bold), and its risk (regular) in one of six states. */
export function decisionLead(context: PageContext): { decision: string; risk: string } {
  return {
    decision: [orderClause(context), expectationClause(context)].filter(Boolean).join(' '),
    risk: riskClause(context),
  };
}

/** When the plan buys and sells, and the longest run of hours that it leaves to the imbalance price. */
export function planShape(context: PageContext): string {
  return [tradeClause(context), openPositionClause(context)].filter(Boolean).join('; ').replace(/$/, '.');
}

/** Energy at three significant digits, whole from 100 up and where it is whole. */
export function formatEnergy(energy: number): string {
  if (Math.abs(energy - Math.round(energy)) < 0.005) return formatAtPlace(energy, 1);
  return formatAtPlace(energy, Math.min(1, significantPlace(energy, 3) || 1));
}

/** Energy sold and bought day-ahead, MWh, both positive. */
export function tradedEnergy({ model }: PageContext): { sold: number; bought: number } {
  const { positionMW, intervalStarts } = model.plan.dayAhead;
  let [sold, bought] = [0, 0];
  positionMW.forEach((power, i) => {
    const energy = power * (intervalStarts[i + 1] - intervalStarts[i]) * model.day.periodHours;
    if (energy > 0) sold += energy;
    else bought -= energy;
  });
  return { sold, bought };
}

function orderClause(context: PageContext): string {
  const { services } = context.model.plan;
  const { sold, bought } = tradedEnergy(context);
  const trades = [
    ...(sold > 0 ? [`sell ${formatEnergy(sold)} MWh`] : []),
    ...(bought > 0 ? [`buy ${formatEnergy(bought)} MWh`] : []),
  ];
  const blocks = context.model.day.blockLabels.map((_, block) =>
    services.reduce((sum, service) => sum + service.reservedMW[block], 0),
  );
  const reserved = blocks.filter((power) => power > 0);
  const closed = context.model.plan.dayAhead.closed === true;
  if ((closed || trades.length === 0) && reserved.length === 0) {
    const { reasonForNothing } = context.model.plan;
    return reasonForNothing === null ? 'Submit nothing.' : `Submit nothing: ${reasonForNothing}.`;
  }
  const trade = trades.length === 0 ? 'trade nothing day-ahead' : `${trades.join(' and ')} day-ahead`;
  const range = formatRange(formatAmount(Math.min(...reserved)), formatAmount(Math.max(...reserved)));
  const where =
    reserved.length === blocks.length ? 'in every block' : `in ${reserved.length} of ${blocks.length} blocks`;
  // What asks a price is offered; how much of it is reserved is for the auction to say.
  const reserving =
    askingServices(context.model).length > 0
      ? `offer reserve at prices, expected to be ${range} MW ${where}`
      : `reserve ${range} MW ${where}`;
  if (closed) return `${capitalise(reserving)}; the day-ahead position is closed.`;
  const order =
    isBidCurve(context.model) && trades.length > 0
      ? `offer a bid curve day-ahead, expected to ${trades.join(' and ')}`
      : trade;
  const reservation = reserved.length > 0 ? `, and ${reserving}` : services.length > 0 ? ', and reserve nothing' : '';
  return `${capitalise(order)}${reservation}.`;
}

function expectationClause({ headline, symbol }: PageContext): string {
  const mean = headline('mean');
  return mean === undefined ? '' : `Expect ${formatWithError(mean.value, mean.standardError, symbol)}.`;
}

function riskClause(context: PageContext): string {
  const { model, symbol, tailText, headline } = context;
  const risk = headline('conditionalValueAtRisk');
  if (risk === undefined) return '';
  const { limit, limitStatus, policySeesImbalance } = model.risk;
  const earns = risk.value <= 0;
  const money = formatWithError(Math.abs(risk.value), risk.standardError, symbol);
  const days = earns
    ? `Even the worst ${tailText} of days earn ${money} on average`
    : `The worst ${tailText} of days lose ${money} on average`;
  const gap =
    limit === null ? '' : formatMoney(Math.abs(limit - printedValue(risk)), symbol, Math.min(printedPlace(risk), 1e9));
  const set = limit === null ? '' : `${limitText(limit, symbol)} limit`;
  const verdict = {
    none: '.',
    kept: earns && (limit ?? 0) >= 0 ? '.' : `: ${gap} inside the ${set}.`,
    withinError: `: ${gap} above the ${set}, within sampling error.`,
    breached: `: ${gap} above the ${set}, a breach.`,
    unattainable: `: ${gap} above the ${set}, and no plan found keeps it; this is the plan with the least CVaR.`,
  }[limitStatus];
  const caveat = policySeesImbalance ? ' These figures see the day’s imbalance prices: an upper estimate.' : '';
  return `${days}${verdict}${caveat}`;
}

function tradeClause({ model, grid }: PageContext): string {
  const { positionMW, intervalStarts, closed } = model.plan.dayAhead;
  const who = closed === true ? 'The battery' : 'The plan';
  const describe = (verb: string, holds: (power: number) => boolean): string[] => {
    const spells = runsWhere(positionMW.length, (i) => holds(positionMW[i])).map(({ from, to }) => {
      const hours = [intervalStarts[from] * grid.periodHours, intervalStarts[to] * grid.periodHours] as const;
      let energy = 0;
      for (let i = from; i < to; i++) energy += Math.abs(positionMW[i]) * (intervalStarts[i + 1] - intervalStarts[i]);
      return { text: clockRange(grid, ...hours), energy };
    });
    if (spells.length === 0) return [];
    if (spells.length <= 3) return [`${verb} ${joinWords(spells.map(({ text }) => text))}`];
    const largest = spells.reduce((most, spell) => (spell.energy > most.energy ? spell : most));
    return [`${verb} in ${spells.length} spells, the largest ${largest.text}`];
  };
  const parts = [...describe('buys', (power) => power < 0), ...describe('sells', (power) => power > 0)];
  return parts.length === 0
    ? `${who} holds no day-ahead position`
    : `${who} ${parts.join(parts.some((part) => part.includes(',')) ? ', and ' : ' and ')}`;
}

/** Position less expected delivery by period, MW. */
export function openPosition({ model }: PageContext): number[] {
  const { positionMW, intervalStarts } = model.plan.dayAhead;
  let interval = 0;
  return model.plan.expectedDeliveryMW.map((delivered, period) => {
    while (interval + 2 < intervalStarts.length && intervalStarts[interval + 1] <= period) interval++;
    return positionMW[interval] - delivered;
  });
}

/** A tenth of the power counts as an open position. */
export function openThreshold({ model }: PageContext): number {
  return 0.1 * Math.max(model.plan.maxDischargeMW, model.plan.maxChargeMW);
}

function openPositionClause(context: PageContext): string {
  const { model, grid } = context;
  const open = openPosition(context);
  const threshold = openThreshold(context);
  const runs = [1, -1].flatMap((sign) =>
    runsWhere(open.length, (t) => sign * open[t] > threshold).map((run) => ({ ...run, sign })),
  );
  if (runs.length === 0)
    return `the battery is expected to deliver what is traded, within ${formatAmount(threshold)} MW`;
  const { from, to, sign } = runs.reduce((longest, run) =>
    run.to - run.from > longest.to - longest.from ? run : longest,
  );
  const mean = (values: readonly number[]): number =>
    values.slice(from, to).reduce((sum, value) => sum + value, 0) / (to - from);
  const size = formatEnergy(Math.abs(mean(open)));
  const position = mean(open) + mean(model.plan.expectedDeliveryMW);
  const when = `from ${clockAt(grid, from * grid.periodHours)} to ${clockAt(grid, to * grid.periodHours)}`;
  if (sign > 0) {
    return position > 0
      ? `${when} it sells ${size} MW more than the battery is expected to deliver`
      : `${when} the battery is expected to take ${size} MW more than is bought`;
  }
  return position < 0
    ? `${when} it buys ${size} MW more than the battery is expected to take`
    : `${when} the battery is expected to deliver ${size} MW more than is sold`;
}
