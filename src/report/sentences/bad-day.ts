import { formatAtPlace, formatMoney, formatPrice, formatShare, formatUnit, significantPlace } from '../format.ts';
import type { PageContext } from '../page-context.ts';
import type { TailDriver } from '../model/report-tail.ts';
import type { ScenarioDispatch } from '../model/scenario-dispatch.ts';
import type { TailOrigin } from '../model/tail-origin.ts';
import { capitalise, countWord, lowerFirst } from './words.ts';

/** The strongest driver, and whether day-ahead prices give any warning. */
export function driversSentence({ model, symbol, tailText }: PageContext): string {
  const { drivers } = model.tail;
  if (drivers.length === 0) return `Nothing measured sets the worst ${tailText} of days apart.`;
  const [first] = drivers;
  const dayAhead = drivers.filter(({ market }) => market === 'dayAhead');
  const ordinary =
    first.market !== 'dayAhead' &&
    dayAhead.length > 0 &&
    dayAhead.every(({ standardisedDifference }) => Math.abs(standardisedDifference) < 0.6);
  const against = `${formatPrice(first.tailMean, first.unit, symbol)} instead of ${formatPrice(first.restMean, first.unit, symbol)}${perUnit(first, model.currency, symbol)}`;
  return `On a bad day the ${lowerFirst(first.displayName)} is ${against}${ordinary ? ', while day-ahead prices look ordinary' : ''}.`;
}

/** `2.0 standard deviations above other days`. */
export function driverStrength({ standardisedDifference }: TailDriver): string {
  const size = formatAtPlace(Math.abs(standardisedDifference), 0.1);
  return `${size} standard deviations ${standardisedDifference >= 0 ? 'above' : 'below'} other days`;
}

/** Where the bad day loses against the typical one. */
export function twoDaysSentence({ symbol }: PageContext, typical: ScenarioDispatch, bad: ScenarioDispatch): string {
  const differences = bad.streams.map(({ name, displayName, value }) => ({
    displayName,
    bad: value,
    typical: typical.streams.find((stream) => stream.name === name)?.value ?? 0,
  }));
  const place = dayPlace(typical, bad);
  const total = `${formatMoney(bad.profitAndLoss, symbol, place)} against ${formatMoney(typical.profitAndLoss, symbol, place)}`;
  if (differences.length === 0) return `The bad day makes ${total}.`;
  const worst = differences.reduce((least, row) => (row.bad - row.typical < least.bad - least.typical ? row : least));
  if (worst.bad >= worst.typical) return `The bad day makes ${total}.`;
  return `The bad day makes ${total}: most is lost in ${lowerFirst(worst.displayName)}, ${formatMoney(worst.bad, symbol, place)} against ${formatMoney(worst.typical, symbol, place)}.`;
}

/** One place for all money of the two days: the third digit of the larger profit. */
export function dayPlace(typical: ScenarioDispatch, bad: ScenarioDispatch): number {
  const largest = Math.max(Math.abs(typical.profitAndLoss), Math.abs(bad.profitAndLoss));
  return Math.max(0.01, significantPlace(largest, 3) || 0.01);
}

/** `scenario 1,598 · is 5 Nov 2019 re-scaled`. */
export function scenarioOrigin({ scenario, bankDate }: ScenarioDispatch): string {
  const number = `Scenario ${formatAtPlace(scenario, 1)}`;
  return bankDate === null ? number : `${number}: ${longDate(bankDate)}, re-scaled`;
}

/** What the worst scenario is: a past day at today's level, or none. */
export function worstScenarioSentence({ symbol }: PageContext, { worst, pastDays }: TailOrigin): string {
  const verb = worst.profitAndLoss < 0 ? 'loses' : 'earns';
  const money = formatMoney(Math.abs(worst.profitAndLoss), symbol);
  if (worst.date === null)
    return `The worst scenario ${verb} ${money}. It is no past day: this generator draws from fitted distributions.`;
  const most = pastDays.reduce((sum, { share }) => sum + share, 0);
  const share =
    pastDays.length < 2
      ? ''
      : ` ${capitalise(countWord(pastDays.length))} past days fill ${formatShare(most)} of the tail.`;
  return `The worst scenario is ${longDate(worst.date)} at today’s level: it ${verb} ${money}.${share}`;
}

/** `2019-11-05` → `5 Nov 2019`. */
export function longDate(date: string): string {
  const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  const [year, month, day] = date.slice(0, 10).split('-').map(Number);
  return `${day}\u00a0${months[month - 1]}\u00a0${year}`;
}

function perUnit(driver: TailDriver, currency: string, symbol: string): string {
  return formatUnit(driver.unit, currency, symbol).replace(symbol.trim(), '');
}
