import { z } from 'zod';

export const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a date written YYYY-MM-DD');
/** Times are compared as text, so they have one form. */
export const localTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a local time written HH:MM');
export const positive = z.number().gt(0, 'must be greater than 0');
export const notNegative = z.number().gte(0, 'must not be negative');
export const wholeNumber = (minimum: number) =>
  z.number().int('must be a whole number').gte(minimum, `must be at least ${minimum}`);
