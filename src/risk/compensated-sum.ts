/**
 * Sum of the values with Neumaier's compensation: its error does not grow with their number, so that
 * components add up to their total. Source: Neumaier (1974), "Rundungsfehleranalyse einiger Verfahren
 * zur Summation endlicher Summen", algorithm IV.
 */
export function compensatedSum(values: ArrayLike<number>): number {
  const sum = new RunningSum();
  for (let i = 0; i < values.length; i++) sum.add(values[i]);
  return sum.total;
}

/** Σ weights × values, compensated; the arrays are of equal length. */
export function compensatedDot(weights: ArrayLike<number>, values: ArrayLike<number>): number {
  const sum = new RunningSum();
  for (let i = 0; i < values.length; i++) if (weights[i] !== 0) sum.add(weights[i] * values[i]);
  return sum.total;
}

/** A compensated sum that grows term by term. */
export class RunningSum {
  #sum = 0;
  #lost = 0;

  add(term: number): void {
    const next = this.#sum + term;
    this.#lost += Math.abs(this.#sum) >= Math.abs(term) ? this.#sum - next + term : term - next + this.#sum;
    this.#sum = next;
  }

  get total(): number {
    return this.#sum + this.#lost;
  }
}
