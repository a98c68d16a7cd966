const symbols: Readonly<Record<string, string>> = {
  GBP: '£',
  EUR: '€',
  USD: 'US$',
  AUD: 'A$',
  NZD: 'NZ$',
  CAD: 'C$',
  JPY: '¥',
};

/** `GBP` → `£`; a currency without a sign of its own keeps its code and a space: `CHF 120`. */
export function currencySymbol(currency: string): string {
  return symbols[currency] ?? `${currency}\u00a0`;
}
