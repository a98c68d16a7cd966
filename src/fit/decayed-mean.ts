/** Exponentially weighted mean of past values: weight 2^(−age/halfLife), age in days. */
export class DecayedMean {
  private sum = 0;
  private weight = 0;
  private readonly decay: number;

  constructor(halfLifeDays: number) {
    this.decay = 2 ** (-1 / halfLifeDays);
  }

  /** A day passes; `value` is that day's, NaN if it has none. */
  push(value: number): void {
    if (!Number.isNaN(value)) {
      this.sum += value;
      this.weight += 1;
    }
    this.sum *= this.decay;
    this.weight *= this.decay;
  }

  /** NaN before the first value. */
  get value(): number {
    return this.sum / this.weight;
  }

  copy(): DecayedMean {
    const twin = new DecayedMean(1);
    return Object.assign(twin, { sum: this.sum, weight: this.weight, decay: this.decay });
  }
}
