import type { CashFlow } from './cash-flow.ts';

/** The rates at which flows are worth nothing. */
export interface InternalRateOfReturn {
  /** Per year; null where there is no such rate with |ln(1 + rate)| ≤ 256, or more than one. */
  readonly rate: number | null;
  /** All of them, ascending. */
  readonly rates: readonly number[];
  /** Changes of sign in the flows: no more rates than these, and at least one, if beyond the limit, where they are odd. */
  readonly signChanges: number;
}

/** Below this share of Σ |flow| a value at a turning point is zero: two rates that coincide. */
const TOUCHING = 1e-12;
/** ln(1 + rate) is looked for up to this size; beyond, flows a year apart are weighed with more than e^256. */
const WIDEST = 256;

/**
 * Every internal rate of return of flows at any times (years ascending, need not be whole), none missed:
 * with u = ln(1 + rate), f(u) = Σ amount·e^(−u·years). Multiplied by e^(u·σ), with σ between the times of a
 * change of sign, its derivative has one change of sign fewer, so that its roots, found the same way, part
 * the line into stretches on which f has at most one root; that is bracketed and bisected by sign alone.
 * Rates are looked for with |ln(1 + rate)| ≤ 256: one payment of k times what was spent n years before has its
 * rate beyond where ln k > 256·n, which takes times of about 1/100 year or less (k > 13 there).
 *
 * Source: Descartes' rule for exponential sums and its proof (Laguerre, Journal de Mathématiques pures et
 * appliquées 9 (1883) 99-146; Pólya and Szegő, Problems and Theorems in Analysis II, part V).
 *
 * Example: `internalRateOfReturn([{ years: 0, amount: -100 }, { years: 1, amount: 110 }]).rate` is 0.1.
 */
export function internalRateOfReturn(flows: readonly CashFlow[]): InternalRateOfReturn {
  const terms = atDistinctTimes(flows);
  const rates = roots(terms).map(Math.expm1);
  return { rate: rates.length === 1 ? rates[0] : null, rates, signChanges: signChangesOf(terms).length };
}

/** Flows at the same time added up, nothing left out of zero value. */
function atDistinctTimes(flows: readonly CashFlow[]): CashFlow[] {
  const amounts = new Map<number, number>();
  for (const { years, amount } of flows) amounts.set(years, (amounts.get(years) ?? 0) + amount);
  return [...amounts]
    .filter(([, amount]) => amount !== 0)
    .map(([years, amount]) => ({ years, amount }))
    .toSorted((a, b) => a.years - b.years);
}

/** Indices of the terms whose sign differs from the term before. */
function signChangesOf(terms: readonly CashFlow[]): number[] {
  return terms.map((_, i) => i).filter((i) => i > 0 && terms[i].amount > 0 !== terms[i - 1].amount > 0);
}

/** Roots u of Σ amount·e^(−u·years), ascending. */
function roots(terms: readonly CashFlow[]): number[] {
  const [change] = signChangesOf(terms);
  if (change === undefined) return [];
  const pivot = (terms[change - 1].years + terms[change].years) / 2;
  const turning = roots(terms.map(({ years, amount }) => ({ years, amount: (pivot - years) * amount })));
  const found: number[] = [];
  const edges = [-WIDEST, ...turning, WIDEST];
  for (let i = 1; i < edges.length; i++) {
    const [low, high] = [edges[i - 1], edges[i]];
    const [atLow, atHigh] = [signAt(terms, low), signAt(terms, high)];
    if (atLow === 0 && i > 1) found.push(low);
    if (atLow * atHigh < 0) found.push(bisect(terms, low, high));
  }
  return found;
}

function bisect(terms: readonly CashFlow[], from: number, to: number): number {
  let [low, high] = [from, to];
  const atLow = signAt(terms, low);
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return middle;
    const sign = Math.sign(scaledValue(terms, middle).value);
    if (sign === 0) return middle;
    if (sign === atLow) low = middle;
    else high = middle;
  }
}

/** Sign of the sum; 0 where it is nothing but rounding. */
function signAt(terms: readonly CashFlow[], u: number): number {
  const { value, size } = scaledValue(terms, u);
  return Math.abs(value) <= TOUCHING * size ? 0 : Math.sign(value);
}

/** The sum and the sum of its sizes, both scaled by the largest exponential, so that nothing overflows. */
function scaledValue(terms: readonly CashFlow[], u: number): { value: number; size: number } {
  const largest = -u * (u > 0 ? terms[0].years : terms.at(-1)!.years);
  let value = 0;
  let size = 0;
  for (const { years, amount } of terms) {
    const term = amount * Math.exp(-u * years - largest);
    value += term;
    size += Math.abs(term);
  }
  return { value, size };
}
