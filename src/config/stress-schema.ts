import { z } from 'zod';
import type { Stress, StressCase } from '../domain/stress.ts';
import { date, notNegative, positive } from './fields.ts';

const market = z.enum(['dayAhead', 'imbalance', 'both']);
const hour = z.number().gte(0).lte(24);
/** Hours of the wall clock, `fromHour` included, `toHour` not; over midnight where it is the earlier one. */
const hours = z.strictObject({ fromHour: hour, toHour: hour });

const stressSchema = z.discriminatedUnion('kind', [
  /** Every price up or down, currency per MWh. */
  z.strictObject({ kind: z.literal('shift'), market, perMWh: z.number() }),
  /** Prices multiplied, about zero or about the mean of their day. */
  z.strictObject({ kind: z.literal('scale'), market, factor: positive, about: z.enum(['zero', 'dayMean']) }),
  /** Some hours up or down, currency per MWh. */
  z.strictObject({ kind: z.literal('spike'), market, hours, perMWh: z.number() }),
  /** Power limits of the battery in some hours, MW. */
  z.strictObject({ kind: z.literal('outage'), hours, maxChargeMW: notNegative, maxDischargeMW: notNegative }),
  /** The imbalance basis of another scenario than the day-ahead price. */
  z.strictObject({ kind: z.literal('correlationBreak') }),
  /** The prices of a past day as they were: one scenario. */
  z.strictObject({ kind: z.literal('replay'), date }),
]) satisfies z.ZodType<Stress>;

/** Cases that the plan is carried out on beside the simulated scenarios, never mixed in with them. Default: none. */
export const stressCasesSchema = z
  .array(
    z.strictObject({
      /** Name in `stress.csv` and on the page. */
      name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]*$/, 'letters, digits and hyphens'),
      /** What happens, in a sentence. */
      title: z.string().min(1),
      /** One after another. */
      stresses: z.array(stressSchema).min(1).readonly(),
    }) satisfies z.ZodType<StressCase>,
  )
  .readonly()
  .default([]);
