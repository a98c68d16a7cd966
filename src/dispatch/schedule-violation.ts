/** A rule that a published schedule breaks, and by how much. */
export interface ScheduleViolation {
  readonly battery: string;
  readonly rule: string;
  /** Period or interval of the largest breach; −1 for totals. */
  readonly period: number;
  readonly amount: number;
}

/** Breaches below this share of the battery's size (MW, MWh) or of the cash turned over are rounding. */
const TOLERANCE = 1e-6;

/** Notes a breach of `amount` where it exceeds rounding at that scale; a figure that is not a number breaks every rule. */
export type Check = (rule: string, period: number, amount: number, scale: number) => void;

/** Keeps the largest breach of every rule and battery. */
export class ViolationList {
  private readonly worst = new Map<string, ScheduleViolation>();

  get violations(): ScheduleViolation[] {
    return [...this.worst.values()];
  }

  /** The check of one battery, or of 'all'. */
  checkOf(battery: string, tolerance = TOLERANCE): Check {
    return (rule, period, amount, scale) => {
      const breach = Number.isNaN(amount) ? Infinity : amount;
      if (breach <= tolerance * scale) return;
      const key = `${battery} ${rule}`;
      if (breach > (this.worst.get(key)?.amount ?? 0)) this.worst.set(key, { battery, rule, period, amount: breach });
    };
  }
}
