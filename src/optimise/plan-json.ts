import { z } from 'zod';
import { batterySchema, terminalSchema } from '../battery-schema.ts';

const finite = z.number();
const confidenceLevel = z.number().gte(0).lte(1, 'must be in [0, 1), or 1 for the worst case');
const matrix = z.array(z.array(finite));
const starts = z.array(z.number().int().gte(0)).min(1);

const serviceSchema = z.strictObject({
  name: z.string().min(1),
  direction: z.enum(['up', 'down']),
  blockHours: z.number().gt(0).optional(),
  blockStarts: starts.optional(),
  sustainHours: z.number().gte(0),
  /** Of each battery, or by its name. */
  maxMW: z.union([z.number().gte(0), z.record(z.string(), z.number().gte(0))]),
  availability: matrix,
  activation: z.array(z.number().gte(0).lte(1)),
  utilisationPrices: matrix.optional(),
  closed: z.boolean().default(false),
  incrementMW: z.number().gt(0).optional(),
  minimumMW: z.number().gte(0).optional(),
  offerThresholds: z.array(finite).min(1).optional(),
});

const soldSchema = z.strictObject({
  dayAheadMW: z.array(finite).optional(),
  reservedMW: z.record(z.string(), z.array(z.number().gte(0))).default({}),
});

/** The `optimise` problem of docs/problems.md, as written in JSON. */
export const planProblemSchema = z.strictObject({
  schemaVersion: z.literal(1).default(1),
  currency: z.string().length(3).optional(),
  startTime: z.string().optional(),
  timeZone: z.string().optional(),
  periodHours: z.number().gt(0),
  confidenceLevel,
  batteries: z
    .array(
      batterySchema.extend({
        initialStateOfChargeMWh: z.number().gte(0, 'must not be negative'),
        terminal: terminalSchema.default({ kind: 'free' }),
        /** Of this battery; default: the problem's. */
        deviationLimitMW: z.number().gte(0).nullable().optional(),
      }),
    )
    .min(1),
  connection: z
    .strictObject({ maxImportMW: z.number().gte(0), maxExportMW: z.number().gte(0) })
    .nullable()
    .default(null),
  scenarios: z.strictObject({
    weights: z.array(z.number().gte(0)).nullable().default(null),
    dayAhead: matrix.min(1),
    imbalance: matrix.min(1),
    services: z.array(serviceSchema).default([]),
  }),
  decision: z.strictObject({
    dayAhead: z.enum(['position', 'bidCurve', 'closed']),
    intervalHours: z.number().gt(0).optional(),
    intervalStarts: starts.optional(),
    thresholds: z.array(finite).min(1).optional(),
    /** Of the one battery, or a list with the battery's name. */
    sold: z.union([soldSchema, z.array(soldSchema.extend({ battery: z.string() }))]).optional(),
    reservationCaps: z
      .array(z.strictObject({ services: z.array(z.string()).min(1), maxMW: z.number().gte(0) }))
      .default([]),
    exclusions: z.array(z.array(z.string()).min(2, 'must name at least two services')).default([]),
  }),
  deviationLimitMW: z.number().gte(0).nullable().default(null),
  shortfallPenalty: z.number().gt(0),
  risk: z.strictObject({
    limit: finite.nullable().default(null),
    limits: z.array(z.strictObject({ confidenceLevel, limit: finite, battery: z.string().optional() })).default([]),
    riskAversion: z.number().gte(0, 'must not be negative').nullable().default(null),
    frontierPoints: z.number().int().gte(0).lte(1000, 'must be at most 1000').default(0),
  }),
});

export type PlanJson = z.output<typeof planProblemSchema>;
export type ServiceJson = PlanJson['scenarios']['services'][number];
