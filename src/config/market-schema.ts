import { z } from 'zod';
import { date, localTime, notNegative, wholeNumber } from './fields.ts';
import { sourceSchema } from './source-schema.ts';

const marketBase = {
  /** Name in every table and artefact. */
  name: z.string().regex(/^[A-Za-z][A-Za-z0-9-]*$/, 'letters, digits and hyphens'),
  /** Name on the page. Default: the name. */
  displayName: z.string().optional(),
  /** Where the prices come from. Where two sources have the same period, the first one counts. */
  sources: z.array(sourceSchema).min(1),
  /** How long one price of the source holds: `period` (half an hour in GB), `hour`, `block`. */
  seriesInterval: z.enum(['period', 'hour', 'block']).optional(),
  /** A run fails without this series. Default: true for energy, false for services. */
  required: z.boolean().optional(),
  /** Lowest and highest price that the market's rules allow; simulated prices are clipped to it. */
  priceLimits: z.strictObject({ min: z.number(), max: z.number() }).optional(),
  /** What this series stands in for, if it is not the market's own price: shown as a label. */
  proxy: z.string().optional(),
  /** When a price is known, for back-tests: on the eve at a local time, or minutes after the period. */
  resultsKnownAt: z
    .union([z.strictObject({ eveAt: localTime }), z.strictObject({ minutesAfterPeriod: notNegative })])
    .optional(),
  /**
   * When offers must be in, local time on the eve. The order of decisions is checked against it; a service whose gate
   * closes after the day-ahead results could wait for them, and a run says what that is worth.
   */
  gateClosure: localTime.optional(),
  /** What the exchange or auction accepts; `plan.csv` keeps it. Price limits are `priceLimits`. */
  rules: z
    .strictObject({
      /** Volumes are whole multiples of this, MW. 0 = any volume. */
      lotMW: notNegative.default(0),
      /** The least volume beside none, MW. */
      minimumMW: notNegative.default(0),
      /** Prices are whole multiples of this, currency per MWh; services: per MW and hour. 0 = any price. */
      priceTick: notNegative.default(0),
      /** Most prices that one order may have. Default: any number. */
      mostSteps: wholeNumber(1).optional(),
    })
    .prefault({}),
};

/** One market: where its prices come from, when they are known, what may be sold. */
export const marketSchema = z.discriminatedUnion('role', [
  z.strictObject({
    ...marketBase,
    role: z.literal('dayAhead'),
    /** The interval that is sold: the position is constant over it. */
    interval: z.enum(['period', 'hour']).default('hour'),
  }),
  z.strictObject({ ...marketBase, role: z.literal('imbalance'), interval: z.literal('period').default('period') }),
  z.strictObject({
    ...marketBase,
    role: z.literal('service'),
    interval: z.enum(['period', 'hour', 'block']).default('block'),
    /** up: the battery stands ready to discharge; down: to charge. */
    direction: z.enum(['up', 'down']),
    /** Hours of full delivery that the state of charge must be able to sustain. */
    sustainHours: notNegative,
    /** Most that may be reserved, MW. 0 = simulated but not offered; what was sold of it is kept. */
    maxMW: notNegative.default(0),
    /**
     * `priceTaking`: accepted whatever clears. Or prices asked: `steps` of them, the lowest accepted whatever clears, the
     * others evenly spaced quantiles of the simulated prices of the planned day; or the `prices` themselves, ascending,
     * per MW and hour: volumes are accepted where the clearing price reaches theirs, and paid as cleared.
     */
    offer: z
      .union([
        z.literal('priceTaking'),
        z
          .strictObject({ steps: wholeNumber(2).lte(20).optional(), prices: z.array(z.number()).min(1).optional() })
          .transform(stepsOrPrices),
      ])
      .default('priceTaking'),
    /** Assumption: mean share of the reserved MW that is called, by the delivery date it holds from. */
    activation: z.array(z.strictObject({ from: date, meanShare: z.number().gte(0).lte(1) })).default([]),
  }),
]);

/** Prices are asked in one way: so many steps, or the prices themselves. */
function stepsOrPrices(
  { steps, prices }: { readonly steps?: number | undefined; readonly prices?: number[] | undefined },
  context: z.core.$RefinementCtx,
): { readonly steps: number } | { readonly prices: readonly number[] } {
  if (steps !== undefined && prices === undefined) return { steps };
  if (prices !== undefined && steps === undefined) return { prices };
  context.issues.push({
    code: 'custom',
    input: steps,
    path: ['steps'],
    message: 'either steps or prices',
    params: { remedy: steps === undefined ? "add 'steps' or 'prices'" : "remove 'steps' or 'prices'" },
  });
  return z.NEVER;
}
