import { z } from 'zod';
import { wholeNumber } from './fields.ts';

/** The measure of risk, and its limit. */
export const riskSchema = z
  .strictObject({
    /** 0.95: the worst 5 %. */
    confidenceLevel: z.number().gt(0).lt(1).default(0.95),
    /** Most that the worst days may lose on average (CVaR), in currency per day; negative: least that they must earn. null = none. */
    limit: z.number().nullable().default(null),
    frontierPoints: wholeNumber(3).default(15),
  })
  .prefault({});
