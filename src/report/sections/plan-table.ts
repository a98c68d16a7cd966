import { askingServices } from '../asking-services.ts';
import { isBidCurve } from '../bid-curve-lines.ts';
import { startHours } from '../charts/day-grid.ts';
import { absent, formatAmount, formatAtPlace, formatServicePrice } from '../format.ts';
import { escapeHtml } from '../html.ts';
import type { PageContext } from '../page-context.ts';
import type { PlannedService } from '../model/report-plan.ts';
import type { ReportModel } from '../report-model.ts';
import { formatEnergy, tradedEnergy } from '../sentences/submit.ts';
import { colour, serviceColour } from '../theme.ts';

/** Hours over MW, then blocks × services, on the charts' hour ruler: 100 px, one column an hour, 56 px. */
export function planTable(context: PageContext): string {
  const { model, grid, symbol } = context;
  const hourWidth = 624 / grid.hours;
  const percent = (pixels: number): string => `${Math.round((pixels / 780) * 1e6) / 1e4}%`;
  const columns = `<col style="width:${percent(100)}">${`<col style="width:${percent(hourWidth)}">`.repeat(grid.hours)}<col style="width:${percent(56)}">`;
  const services = model.plan.services.filter(({ reservedMW }) => reservedMW.some((power) => power > 0));
  const rows = [
    `<tr class="hours"><th scope="col">hour from</th>${grid.clock
      .slice(0, -1)
      .map((clock, hour) => `<th scope="col"${edge(grid.blockStarts.includes(hour))}>${clock.slice(0, 2)}</th>`)
      .join('')}<th scope="col">MWh</th></tr>`,
    ...positionRows(context),
    ...(services.length === 0
      ? []
      : [
          blockHeading(context),
          ...services.flatMap((service) => [serviceRow(context, service), ...offerRows(context, service)]),
        ]),
  ];
  const fine = isWhole(context) ? '' : ' fine';
  return `<div class="scroll"><table class="plan-table${fine}"><colgroup>${columns}</colgroup><tbody>${rows.join('')}</tbody></table></div>
<p class="note">${fine === '' ? 'MW, + sell, \u2212 buy.' : 'MW sold and bought.'}${isFinerThanHours(context) ? ' Volumes shorter than an hour are shown as the hour’s average.' : ''} ${services.length === 0 ? 'Nothing is reserved for services.' : `Services: MW reserved, expected clearing price in ${escapeHtml(symbol.trim())}/MW/h.`} ${submittedNote(context.model)}</p>`;
}

/** Where the table shows what is expected to be accepted, what is submitted stands elsewhere. */
function submittedNote(model: ReportModel): string {
  const asked =
    askingServices(model).length > 0
      ? 'Of services that ask prices, MW and price are the average of what the scenarios accept; what to submit stands in the rows “asked” and in <code>plan.csv</code>.'
      : '';
  if (isBidCurve(model))
    return `Day-ahead: the average of what the scenarios’ prices accept; what to submit stands below and in <code>plan.csv</code>. ${asked}`.trim();
  return asked === '' ? 'The same figures are in <code>plan.csv</code>, with UTC times.' : asked;
}

/** One signed row where every volume is a whole number of at most two digits, else a row sold and a row bought. */
function positionRows(context: PageContext): string[] {
  const { sold, bought } = tradedEnergy(context);
  if (isWhole(context)) return [positionRow(context, 'Day-ahead', (power) => power, sold - bought)];
  return [
    ...(sold > 0 || bought === 0 ? [positionRow(context, 'Sell', (power) => Math.max(0, power), sold)] : []),
    ...(bought > 0 ? [positionRow(context, 'Buy', (power) => Math.max(0, -power), bought, true)] : []),
  ];
}

function isWhole(context: PageContext): boolean {
  return hourlyCells(context).every(
    ({ power }) => Math.abs(power) < 99.5 && Math.abs(power - Math.round(power)) < 0.005,
  );
}

function isFinerThanHours({ model, grid }: PageContext): boolean {
  return !startHours(model.plan.dayAhead.intervalStarts, grid).every(Number.isInteger);
}

function positionRow(
  context: PageContext,
  name: string,
  part: (power: number) => number,
  energy: number,
  bought = false,
): string {
  const cells = hourlyCells(context).map(({ power, hours, start }) => {
    const shown = part(power);
    const text = Math.abs(shown) < 0.005 ? '·' : formatCell(shown);
    const kind = text === '·' ? ' zero' : shown < 0 || bought ? ' buy' : '';
    return `<td class="trade${kind}${context.grid.blockStarts.includes(start) ? ' edge' : ''}"${hours === 1 ? '' : ` colspan="${hours}"`}>${text}</td>`;
  });
  return `<tr><th scope="row">${swatch(colour('dayAhead'))}<b>${name}</b></th>${cells.join('')}<td><b>${formatEnergy(energy)}</b></td></tr>`;
}

/** One decimal where the cell has room for two digits before it, two below 10, none from 100 up. */
function formatCell(power: number): string {
  const size = Math.abs(power);
  const isMultiple = (place: number): boolean => Math.abs(size / place - Math.round(size / place)) < 1e-6 / place;
  if (Math.abs(size - Math.round(size)) < 0.005) return formatAtPlace(power, 1);
  return formatAtPlace(power, size >= 99.95 ? 1 : size >= 9.995 || isMultiple(0.1) ? 0.1 : 0.01);
}

/** Cells of whole hours: intervals of an hour or more as they are, shorter ones averaged (MW = MWh of the hour). */
function hourlyCells({ model, grid }: PageContext): { start: number; hours: number; power: number }[] {
  const { intervalStarts, positionMW } = model.plan.dayAhead;
  const starts = startHours(intervalStarts, grid);
  if (starts.every(Number.isInteger)) {
    return positionMW.map((power, i) => ({ start: starts[i], hours: starts[i + 1] - starts[i], power }));
  }
  return Array.from({ length: grid.hours }, (_, start) => {
    const power = positionMW.reduce(
      (sum, value, i) => sum + value * Math.max(0, Math.min(start + 1, starts[i + 1]) - Math.max(start, starts[i])),
      0,
    );
    return { start, hours: 1, power };
  });
}

function blockHeading({ model, grid, symbol }: PageContext): string {
  const cells = model.day.blockLabels.map(
    (text, block) =>
      `<th scope="col" class="edge" colspan="${blockHours(grid.blockStarts, block)}">${escapeHtml(text)}</th>`,
  );
  return `<tr class="hours"><th scope="col">${escapeHtml(model.day.blockName)}</th>${cells.join('')}<th scope="col">${escapeHtml(symbol.trim())}/day</th></tr>`;
}

function serviceRow({ grid, symbol }: PageContext, service: PlannedService): string {
  let income = 0;
  const cells = service.reservedMW.map((power, block) => {
    const hours = blockHours(grid.blockStarts, block);
    const price = service.expectedPrice[block];
    income += power * hours * (price ?? 0);
    const text =
      power <= 0
        ? absent
        : `<b>${formatAmount(power)}</b>${price === null ? '' : ` <span class="at">at ${escapeHtml(formatServicePrice(price, symbol))}</span>`}`;
    return `<td class="edge" colspan="${hours}">${text}</td>`;
  });
  return `<tr><th scope="row">${swatch(serviceColour(service.name, service.direction))}${escapeHtml(service.displayName)}</th>${cells.join('')}<td>${formatEnergy(income)}</td></tr>`;
}

/** What each block asks: MW and the price from which they are accepted; nothing for a price taker. */
function offerRows({ grid, symbol }: PageContext, { displayName, offers }: PlannedService): string[] {
  if (offers === undefined) return [];
  const cells = offers.map((steps, block) => {
    const texts = steps.map(
      ({ price, volumeMW }) =>
        `${formatAmount(volumeMW)} <span class="at">from ${escapeHtml(formatServicePrice(price, symbol))}</span>`,
    );
    return `<td class="edge" colspan="${blockHours(grid.blockStarts, block)}">${texts.join('<br>') || absent}</td>`;
  });
  return [`<tr><th scope="row">${escapeHtml(displayName)}: asked</th>${cells.join('')}<td></td></tr>`];
}

function blockHours(starts: readonly number[], block: number): number {
  return Math.round(starts[block + 1] - starts[block]);
}

function edge(isEdge: boolean): string {
  return isEdge ? ' class="edge"' : '';
}

export function swatch(fill: string): string {
  return `<i class="swatch" style="background:${fill}"></i>`;
}
