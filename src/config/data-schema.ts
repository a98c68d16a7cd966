import { z } from 'zod';
import { date, wholeNumber } from './fields.ts';

/** Where the data lie, and when they are good enough. */
export const dataSchema = z.strictObject({
  /** Where relative source paths start, relative to this file. `--data` and BESS_RISK_DATA override it. */
  directory: z.string().default('.'),
  /** True where the prices are made up; the page says so. */
  synthetic: z.boolean().default(false),
  /** First delivery day to read. Default: the first in the sources. */
  from: date.optional(),
  /** Two rows of one time and price in a file: an error, or counted in the quality table and kept once. */
  identicalRows: z.enum(['error', 'keepFirst']).default('error'),
  /** A delivery day with more missing periods than this in a required series is invalid. */
  maxMissingPeriodsPerDay: wholeNumber(0).default(4),
  /** Share of invalid days in the 730 days before the day planned that turns the data light to caution. */
  cautionInvalidShare: z.number().gte(0).lte(1).default(0.05),
  /** … and the share that is an error. */
  errorInvalidShare: z.number().gte(0).lte(1).default(0.4),
  /** A series with fewer days of history is left out. */
  minimumHistoryDays: wholeNumber(90).default(180),
});
