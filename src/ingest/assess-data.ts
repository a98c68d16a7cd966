import type { DataRules } from '../config.ts';
import { addDays } from '../domain/market-calendar.ts';
import type { PriceHistory } from '../domain/price-history.ts';
import { DataError } from '../errors.ts';

/** Days before the day planned over which the data are judged. */
const assessedDays = 730;

/** The data light: how many of the recent days cannot be used. */
export interface DataAssessment {
  readonly invalidDays: number;
  /** Days judged: at most 730, fewer where the history is shorter. */
  readonly days: number;
  /** invalidDays ÷ days. */
  readonly share: number;
  readonly light: 'ok' | 'caution';
  /** One sentence for a reader. */
  readonly text: string;
}

/**
 * Judges the delivery days in the 730 calendar days before `date`: caution above `cautionInvalidShare`.
 * Throws a DataError above `errorInvalidShare`, or where the history has no day there.
 */
export function assessData(history: PriceHistory, date: string, rules: DataRules): DataAssessment {
  const from = addDays(date, -assessedDays);
  const judged = history.days.flatMap((day, d) => (day.date >= from && day.date < date ? [d] : []));
  if (judged.length === 0) {
    throw new DataError(`there is no history before ${date}`, {
      rule: `delivery days from ${from} on are needed`,
      remedy: 'plan another date, or add sources for that time',
    });
  }
  const invalidDays = judged.filter((d) => history.validDays[d] === 0).length;
  const share = invalidDays / judged.length;
  const rule = `more than ${rules.maxMissingPeriodsPerDay} periods missing in a required series`;
  if (share > rules.errorInvalidShare) {
    throw new DataError(`too many invalid days before ${date}`, {
      field: 'data.errorInvalidShare',
      rule: `at most ${percent(rules.errorInvalidShare)} of the delivery days may be invalid (${rule})`,
      value: `${invalidDays} of ${judged.length} days, ${percent(share)}`,
      remedy: 'mend the sources, add another source, or plan a date with a better history',
    });
  }
  const light = share > rules.cautionInvalidShare ? 'caution' : 'ok';
  const against = light === 'ok' ? 'within' : 'over';
  const text =
    `${invalidDays} of the ${judged.length} delivery days before ${date} are invalid (${rule}): ` +
    `${percent(share)}, ${against} the ${percent(rules.cautionInvalidShare)} that call for caution.`;
  return { invalidDays, days: judged.length, share, light, text };
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(1))} %`;
}
