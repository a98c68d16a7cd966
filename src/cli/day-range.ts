import type { Command } from 'commander';
import { addDays } from '../domain/market-calendar.ts';
import { ConfigError } from '../errors.ts';
import type { DayRange } from '../pipeline/day-range.ts';
import { dateOption, wholeNumberOption } from './options.ts';

/** Imbalance prices of the eve are not all known at the gate. */
const lastJudgedLag = 2;

/** `--from`, `--to`, `--year`, `--every`: the past days to be judged. `belongs`: `with --score: `, or nothing. */
export function dayRangeOptions(command: Command, belongs: string, fromText: string): Command {
  return command
    .option('--from <date>', `${belongs}first delivery day; default: ${fromText} before --to`)
    .option('--to <date>', `${belongs}last delivery day; default: two days before the day planned`)
    .option('--year <year>', `${belongs}all delivery days of a year, in place of --from and --to`)
    .option('--every <k>', `${belongs}every k-th day only (not a multiple of 7, which takes one weekday)`);
}

/**
 * The days asked for; the last `days` days where no first one is named.
 *
 * @param planned the day that a run would plan
 */
export function dayRange(options: Readonly<Record<string, unknown>>, days: number, planned: () => string): DayRange {
  const year = wholeNumberOption(options, 'year', 1900);
  const [from, to] = [dateOption(options, 'from'), dateOption(options, 'to')];
  if (year !== undefined && (from !== undefined || to !== undefined)) {
    throw new ConfigError('two options contradict one another', {
      field: '--year',
      rule: 'stands in place of --from and --to',
      remedy: 'leave one of them out',
    });
  }
  const last = year !== undefined ? `${year}-12-31` : (to ?? addDays(planned(), -lastJudgedLag));
  const first = year !== undefined ? `${year}-01-01` : (from ?? addDays(last, 1 - days));
  if (first > last) {
    throw new ConfigError('the range of days is empty', {
      field: '--from',
      rule: `not after --to ${last}`,
      value: first,
      remedy: 'exchange them',
    });
  }
  return { from: first, to: last, every: everyOption(options) };
}

/** Every k-th day; a multiple of 7 would judge one weekday alone. */
function everyOption(options: Readonly<Record<string, unknown>>): number {
  const every = wholeNumberOption(options, 'every', 1) ?? 1;
  if (every % 7 !== 0) return every;
  throw new ConfigError('the days are all of one weekday', {
    field: '--every',
    rule: 'not a multiple of 7',
    value: every,
    remedy: `take ${every - 1} or ${every + 1}`,
  });
}
