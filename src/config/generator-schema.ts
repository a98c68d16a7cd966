import { z } from 'zod';
import { positive, notNegative, wholeNumber } from './fields.ts';

/** Generators that a configuration can name; the files are in `src/simulate/generators/`. */
export const generatorNames = [
  'whole-day',
  'bootstrap',
  'block-bootstrap',
  'analogue',
  'filtered-historical',
  'copula',
  'copula-gaussian',
  'mixture',
  'historical',
  'naive',
] as const;
export type GeneratorName = (typeof generatorNames)[number];

/** How prices are drawn. */
export const generatorSchema = z
  .strictObject({
    /** Which generator draws the prices. The others than the default draw the first day; later days are whole-day's. */
    name: z.enum(generatorNames).default('whole-day'),
    /** Calendar days of history before the day planned. */
    windowDays: wholeNumber(90).default(730),
    /** Half-life of a past day's weight, days. */
    halfLifeDays: positive.default(200),
    /** Size of the correlated noise on level, amplitude, basis size and shape; 0 = none. */
    smoothing: notNegative.default(0.2),
    /** Size of the correlated noise on the basis pattern; 0 = none. */
    basisSmoothing: notNegative.default(0.1),
    /** How a copula's normals are drawn; generators that draw past days take them evenly in any case. */
    sampling: z.enum(['independent', 'antithetic', 'sobol']).default('independent'),
    /** What the user thinks of the coming days, over what the history says. Default: nothing. */
    view: z
      .strictObject({
        /** Mean day-ahead price of each day, the planned one first: a forward curve, currency per MWh. */
        level: z.array(z.number()).min(1).max(7).optional(),
        /** Added to the level of every day, currency per MWh. */
        levelShift: z.number().optional(),
        /** Forecast of the planned day's day-ahead prices, one an interval of the market: its level and shape. */
        prices: z.array(z.number()).optional(),
        /** Multiplies the swing within the day. */
        amplitudeFactor: positive.optional(),
        /** Multiplies the difference of the imbalance from the day-ahead price. */
        basisFactor: positive.optional(),
      })
      .optional(),
  })
  .prefault({});
