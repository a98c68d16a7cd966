import { z } from 'zod';
import { localTime, notNegative, wholeNumber } from './fields.ts';

/** What is submitted to the day-ahead auction. */
export const decisionSchema = z
  .strictObject({
    /**
     * `position`: one volume an interval, whatever the price. `bidCurve`: a base, and steps accepted from a price on.
     * `closed`: nothing more is traded day-ahead, the position is what was sold; so it is where `planTime` lies after
     * the auction.
     */
    dayAhead: z.enum(['position', 'bidCurve', 'closed']).default('position'),
    /** Steps of a bid curve; their prices are evenly spaced quantiles of the simulated prices of the interval. */
    steps: wholeNumber(1).lte(20).default(4),
    /** Or the prices themselves, ascending: of all intervals alike, or by local start (`'17:00'`), each as many. */
    thresholds: z.union([z.array(z.number()).min(1), z.record(localTime, z.array(z.number()).min(1))]).optional(),
    /** Most by which delivery may leave the day-ahead position, MW; null = not limited. Default: half the larger power. */
    deviationLimitMW: notNegative.nullable().optional(),
  })
  .prefault({});
