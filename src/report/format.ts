/** Number rules of the page: significance beside the error, U+2212, thousands separators, non-breaking spaces. */

const minus = '\u2212';
export const enDash = '\u2013';
export const noBreakSpace = '\u00a0';
/** What stands where there is no figure. */
export const absent = enDash;
/** The smallest place that money is printed to. */
const cent = 0.01;

/** The power of ten of a number's `digits`-th significant digit: place(10 712, 3) = 100. Zero has none: returns 0. */
export function significantPlace(value: number, digits: number): number {
  if (value === 0) return 0;
  let exponent = Math.floor(Math.log10(Math.abs(value))) - digits + 1;
  // 9,996 at three digits rounds up to 10,000, whose third digit is one place higher
  if (Math.round(Math.abs(value) / 10 ** exponent) >= 10 ** digits) exponent += 1;
  return 10 ** exponent;
}

/** `value` to the nearest multiple of the power of ten `place`, `−1,234.5`; never `−0`. */
export function formatAtPlace(value: number, place: number): string {
  const decimals = place >= 1 || place <= 0 ? 0 : Math.min(12, Math.round(-Math.log10(place)));
  const rounded = roundToPlace(value, place);
  const [whole, fraction] = Math.abs(rounded).toFixed(decimals).split('.');
  const digits = whole.replace(/\B(?=(\d{3})+$)/g, ',') + (fraction === undefined ? '' : `.${fraction}`);
  return /[1-9]/.test(digits) && rounded < 0 ? `${minus}${digits}` : digits;
}

/** To the nearest multiple of `place`, halves away from zero, so that +1.585 and −1.585 read alike. */
export function roundToPlace(value: number, place: number): number {
  const step = place <= 0 ? 1 : place;
  // a place below 1 is divided by its whole inverse, which keeps 0.1-like places exact to the last digit
  const inverse = step < 1 ? Math.round(1 / step) : 1 / step;
  const units = Math.round(Math.abs(value) * inverse + 1e-9);
  const rounded = Math.sign(value) * (step < 1 ? units / inverse : units * step);
  return rounded === 0 ? 0 : rounded;
}

/** Money with its sign before its symbol: `−£1,234`. */
export function formatMoney(value: number, symbol: string, place = moneyPlace(value, 3)): string {
  const text = formatAtPlace(value, place);
  return text.startsWith(minus) ? `${minus}${symbol}${text.slice(1)}` : `${symbol}${text}`;
}

/** `+£1,420`, `−£90`, `£0`. */
export function formatChange(value: number, place: number): string {
  const text = formatAtPlace(value, place);
  return /[1-9]/.test(text) && !text.startsWith(minus) ? `+${text}` : text;
}

/** A value with its standard error: the value to 3 significant digits, the error to 2, the coarser place for the value. */
export function formatWithError(value: number, standardError: number | null, symbol = ''): string {
  const show = (amount: number, place: number): string => formatMoney(amount, symbol, place);
  if (standardError === null || standardError === 0) return show(value, atLeast(significantPlace(value, 3), cent));
  const errorPlace = atLeast(significantPlace(standardError, 2), cent);
  const valuePlace = Math.max(atLeast(significantPlace(value, 3), cent), errorPlace);
  return `${show(value, value === 0 ? errorPlace : valuePlace)}${noBreakSpace}±${noBreakSpace}${formatAtPlace(standardError, errorPlace)}`;
}

/** The one place of all cells of a table that adds up: that of its total's error, else the total's third digit. */
export function tablePlace(total: number, standardError: number | null): number {
  if (standardError !== null && standardError > 0) return atLeast(significantPlace(standardError, 2), cent);
  return atLeast(significantPlace(total, 3), cent);
}

/**
 * Rounds to multiples of `place` so that the printed figures add up to their rounded sum: floors, then
 * one unit more for those with the largest remainders. Ties go to the earlier entry.
 */
export function largestRemainder(values: readonly number[], place: number): number[] {
  const scaled = values.map((value) => value / place);
  const floors = scaled.map((value) => Math.floor(value + 1e-9));
  const target = Math.round(scaled.reduce((sum, value) => sum + value, 0));
  const missing = target - floors.reduce((sum, value) => sum + value, 0);
  const order = scaled
    .map((value, index) => ({ index, remainder: value - floors[index] }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  const units = [...floors];
  for (let i = 0; i < missing; i++) units[order[i % order.length].index] += 1;
  return units.map((unit) => roundToPlace(unit * place, place));
}

/** A share as `3.6 %`, or with its error `3.6 ± 0.4 %`. */
export function formatShare(share: number, standardError: number | null = null): string {
  const percent = 100 * share;
  if (standardError === null || standardError === 0) {
    return `${formatAtPlace(percent, Math.max(0.1, significantPlace(percent, 2)))}${noBreakSpace}%`;
  }
  const place = Math.min(1, Math.max(0.1, significantPlace(100 * standardError, 1)));
  return `${formatAtPlace(percent, place)}${noBreakSpace}±${noBreakSpace}${formatAtPlace(100 * standardError, place)}${noBreakSpace}%`;
}

/** A whole number with separators. */
export function formatCount(count: number): string {
  return formatAtPlace(count, 1);
}

/** Price of energy: whole at or above 10 in size, else two decimals. */
export function formatEnergyPrice(price: number, symbol: string): string {
  return formatMoney(price, symbol, Math.abs(price) >= 10 ? 1 : 0.01);
}

/** Price of a service: always two decimals. */
export function formatServicePrice(price: number, symbol: string): string {
  return formatMoney(price, symbol, 0.01);
}

/** A price in the manner of its unit (`…/MWh` or `…/MW/h`). */
export function formatPrice(price: number, unit: string, symbol: string): string {
  return unit.endsWith('/MW/h') ? formatServicePrice(price, symbol) : formatEnergyPrice(price, symbol);
}

/** `GBP/MWh` → `£/MWh`. */
export function formatUnit(unit: string, currency: string, symbol: string): string {
  return unit.replace(currency, symbol.trim());
}

/** Power or energy: whole where it is whole, else up to one decimal from 10 up and two below. */
export function formatAmount(amount: number): string {
  const size = Math.abs(amount);
  const text = formatAtPlace(amount, size >= 9.995 ? 0.1 : 0.01);
  return text.replace(/\.?0+$/, (zeros) => (text.includes('.') ? '' : zeros));
}

/** `35–50`, or `35` where both ends read the same. */
export function formatRange(low: string, high: string): string {
  return low === high ? low : `${low}${enDash}${high}`;
}

/** `5 %` for a confidence level of 0.95. */
export function formatTail(confidenceLevel: number): string {
  return formatShareExact(1 - confidenceLevel);
}

/** `95 %`, without invented decimals. */
export function formatShareExact(share: number): string {
  const percent = Math.round(share * 100 * 1e6) / 1e6;
  return `${String(percent)}${noBreakSpace}%`;
}

function moneyPlace(value: number, digits: number): number {
  return atLeast(significantPlace(value, digits), 0.01);
}

function atLeast(place: number, smallest: number): number {
  return place <= 0 ? Math.max(1, smallest) : Math.max(place, smallest);
}

/** The unit that a table's money is told in: millions where figures have eight digits or more. */
export function moneyUnit(
  values: readonly number[],
  symbol: string,
): { readonly divisor: number; readonly heading: string } {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return largest >= 1e7
    ? { divisor: 1e6, heading: `million ${symbol.trim()}` }
    : { divisor: 1, heading: symbol.trim() };
}
