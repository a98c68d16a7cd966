import { z } from 'zod';
import { positive, wholeNumber } from './fields.ts';

/** Threads and time. */
export const runSchema = z
  .strictObject({
    /** Worker threads; results do not depend on it. Default: the processors available, at most 8. */
    workers: wholeNumber(1).lte(64).optional(),
    /** Longest time for one solve of the plan, seconds. */
    solverTimeLimitSeconds: positive.default(120),
  })
  .prefault({});
