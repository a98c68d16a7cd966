import { z } from 'zod';
import { date } from './fields.ts';

const sourceBase = {
  /** Path of the file, relative to the data directory; `.gz` is unpacked on the fly. */
  file: z.string().min(1),
  /** Use only delivery days from this date on. Default: all. */
  from: date.optional(),
  /** Use only delivery days up to this date. Default: all. */
  to: date.optional(),
};

/** Where a series comes from. Formats are described in `docs/how-to/add-a-source.md`. */
export const sourceSchema = z.discriminatedUnion('format', [
  z.strictObject({
    ...sourceBase,
    /** One row a time stamp (UTC, ISO 8601), one column a series; blank = missing or nothing cleared. */
    format: z.literal('tidy'),
    timeColumn: z.string().default('startTime'),
    valueColumn: z.string(),
    /** Take only rows in which these columns have these values: for long tables. */
    where: z.record(z.string(), z.string()).default({}),
    currency: z.string().length(3),
  }),
  z.strictObject({
    ...sourceBase,
    /** Elexon portal, system sell and buy price: settlement date and period, DD/MM/YYYY, GBP. */
    format: z.literal('elexonSystemPrice'),
  }),
  z.strictObject({
    ...sourceBase,
    /** Elexon portal, market index data: `01 January 2024`, latin-1, GBP. Zero volume = no price. */
    format: z.literal('elexonMarketIndex'),
    provider: z.string().default('APXMIDP'),
  }),
  z.strictObject({
    ...sourceBase,
    /** NESO EAC results summary: naive UTC stamps, GBP per MW per hour. Zero volume and price = nothing cleared. */
    format: z.literal('nesoEac'),
    product: z.string(),
  }),
  z.strictObject({
    ...sourceBase,
    /** NESO DC/DM/DR summary before November 2023: naive UK local stamps. */
    format: z.literal('nesoLegacy'),
    product: z.string(),
  }),
]);
