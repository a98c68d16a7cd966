import { z } from 'zod';
import { notNegative } from './fields.ts';

/** What was sold for the planned day before the plan is made: it is kept, and the plan adds to it. */
export const soldSchema = z.strictObject({
  /** Day-ahead position by start of delivery (ISO 8601): sold positive, bought negative. Intervals left out: nothing. */
  dayAheadMW: z.array(z.strictObject({ deliveryStart: z.string(), volumeMW: z.number() })).default([]),
  /** By service: power sold by start of its block. */
  reservedMW: z
    .record(z.string(), z.array(z.strictObject({ deliveryStart: z.string(), volumeMW: notNegative })))
    .default({}),
});

/** State of the night. Or a JSON file of the same fields, written by the desk's systems. */
export const stateSchema = z
  .union([
    z.strictObject({ file: z.string() }),
    z.strictObject({
      /** MWh in the store at the start of delivery. Default: the battery's own. */
      stateOfChargeMWh: notNegative.optional(),
      /** When that was known, ISO 8601. */
      knownAt: z.string().optional(),
      /** Derating or outage: power limits from one instant to another, ISO 8601 UTC. */
      availability: z
        .array(
          z.strictObject({ from: z.string(), to: z.string(), maxChargeMW: notNegative, maxDischargeMW: notNegative }),
        )
        .default([]),
      /** Positions sold before, for the planned day. Default: none. */
      sold: soldSchema.optional(),
    }),
  ])
  .default({ availability: [] });
