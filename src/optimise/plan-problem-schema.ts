import { z } from 'zod';
import { batterySchema, resolveBattery, terminalSchema } from '../battery-schema.ts';
import type { DayAheadDecision, PlanProblem, PlanService } from '../domain/plan-problem.ts';
import { ConfigError } from '../errors.ts';
import { parseStrict } from '../schema.ts';
import { shortfallPenaltyBound } from './shortfall-penalty.ts';

const finite = z.number();
const matrix = z.array(z.array(finite));
const starts = z.array(z.number().int().gte(0)).min(1);

const serviceSchema = z.strictObject({
  name: z.string().min(1),
  direction: z.enum(['up', 'down']),
  blockHours: z.number().gt(0).optional(),
  blockStarts: starts.optional(),
  sustainHours: z.number().gte(0),
  maxMW: z.number().gte(0),
  availability: matrix,
  activation: z.array(z.number().gte(0).lte(1)),
  utilisationPrices: matrix.optional(),
});

/** The `optimise` problem of docs/problems.md, as written in JSON. */
const planProblemSchema = z.strictObject({
  schemaVersion: z.literal(1).default(1),
  currency: z.string().length(3).optional(),
  startTime: z.string().optional(),
  timeZone: z.string().optional(),
  periodHours: z.number().gt(0),
  confidenceLevel: z.number().gte(0).lt(1),
  batteries: z
    .array(
      batterySchema.extend({
        initialStateOfChargeMWh: z.number().gte(0, 'must not be negative'),
        terminal: terminalSchema.default({ kind: 'free' }),
      }),
    )
    .min(1),
  scenarios: z.strictObject({
    weights: z.array(z.number().gte(0)).nullable().default(null),
    dayAhead: matrix.min(1),
    imbalance: matrix.min(1),
    services: z.array(serviceSchema).default([]),
  }),
  decision: z.strictObject({
    dayAhead: z.enum(['position', 'bidCurve']),
    intervalHours: z.number().gt(0).optional(),
    intervalStarts: starts.optional(),
    thresholds: z.array(finite).min(1).optional(),
  }),
  deviationLimitMW: z.number().gte(0).nullable().default(null),
  shortfallPenalty: z.number().gt(0),
  risk: z.strictObject({
    limit: finite.nullable().default(null),
    frontierPoints: z.number().int().gte(0).lte(1000, 'must be at most 1000').default(0),
  }),
});

type PlanJson = z.output<typeof planProblemSchema>;

/** A problem file as the optimiser takes it, and what is asked of it. */
export interface PlanFile {
  readonly problem: PlanProblem;
  readonly limit: number | null;
  readonly frontierPoints: number;
}

/** Checks and converts the JSON of an `optimise` problem. Throws a ConfigError that names the field. */
export function parsePlanProblem(input: unknown, file: string): PlanFile {
  const json = parseStrict(planProblemSchema, input, file);
  const fail: Fail = (field, rule, value, remedy) => {
    throw new ConfigError('the plan problem is inconsistent', { file, field, rule, value, remedy });
  };
  if (json.batteries.length !== 1) {
    fail(
      'batteries',
      'exactly one battery is planned at a time',
      json.batteries.length,
      'solve one problem for each battery',
    );
  }
  const S = json.scenarios.dayAhead.length;
  const T = json.scenarios.dayAhead[0].length;
  if (T === 0) fail('scenarios.dayAhead[0]', 'must have at least one price', 0, 'give one price per period');
  const names = json.scenarios.services.map((service) => service.name);
  const repeated = names.findIndex((name, k) => names.indexOf(name) !== k);
  if (repeated >= 0)
    fail(
      `scenarios.services[${repeated}].name`,
      'every service needs a name of its own',
      names[repeated],
      'rename one of them',
    );
  const battery = resolveBattery(json.batteries[0], file, 'batteries[0]');
  const dayAhead = flatten(json.scenarios.dayAhead, S, T, 'scenarios.dayAhead', fail);
  const decision = dayAheadDecision(json, fail);
  const intervalStarts = boundaries(
    json.decision,
    'decision',
    ['intervalHours', 'intervalStarts'],
    json.periodHours,
    T,
    fail,
  );
  if (decision.kind === 'bidCurve') checkConstantPrices(dayAhead, S, T, intervalStarts, fail);
  const problem: PlanProblem = {
    periodHours: json.periodHours,
    periodCount: T,
    scenarioCount: S,
    confidenceLevel: json.confidenceLevel,
    battery,
    maxChargeMW: new Float64Array(T).fill(battery.maxChargeMW),
    maxDischargeMW: new Float64Array(T).fill(battery.maxDischargeMW),
    weights: normalisedWeights(json.scenarios.weights, S, fail),
    dayAhead,
    imbalance: flatten(json.scenarios.imbalance, S, T, 'scenarios.imbalance', fail),
    services: json.scenarios.services.map((service, k) => planService(service, k, json.periodHours, S, T, fail)),
    intervalStarts,
    decision,
    deviationLimitMW: json.deviationLimitMW,
    shortfallPenalty: json.shortfallPenalty,
  };
  const bound = shortfallPenaltyBound(problem);
  if (!(problem.shortfallPenalty > bound.value)) {
    fail(
      'shortfallPenalty',
      `must exceed ${bound.value} (${bound.reason})`,
      json.shortfallPenalty,
      `raise it above ${Math.ceil(bound.value)}`,
    );
  }
  return { problem, limit: json.risk.limit, frontierPoints: json.risk.frontierPoints };
}

type Fail = (field: string, rule: string, value: unknown, remedy: string) => never;

function planService(
  service: PlanJson['scenarios']['services'][number],
  k: number,
  periodHours: number,
  S: number,
  T: number,
  fail: Fail,
): PlanService {
  const field = `scenarios.services[${k}]`;
  const blockStarts = boundaries(service, field, ['blockHours', 'blockStarts'], periodHours, T, fail);
  if (service.activation.length !== T) {
    fail(
      `${field}.activation`,
      `must have one share per period, ${T}`,
      service.activation.length,
      'give one share per period',
    );
  }
  return {
    name: service.name,
    direction: service.direction,
    blockStarts,
    sustainHours: service.sustainHours,
    maxMW: service.maxMW,
    availability: flatten(service.availability, S, blockStarts.length - 1, `${field}.availability`, fail),
    activation: Float64Array.from(service.activation),
    utilisationPrice:
      service.utilisationPrices === undefined
        ? null
        : flatten(service.utilisationPrices, S, T, `${field}.utilisationPrices`, fail),
  };
}

function dayAheadDecision(json: PlanJson, fail: Fail): DayAheadDecision {
  const { thresholds } = json.decision;
  if (json.decision.dayAhead === 'position') {
    if (thresholds !== undefined)
      fail('decision.thresholds', "belongs to dayAhead 'bidCurve'", 'given', "remove it or choose 'bidCurve'");
    return { kind: 'position' };
  }
  if (thresholds === undefined)
    return fail('decision.thresholds', 'a bid curve needs thresholds', undefined, 'add an ascending list of prices');
  if (thresholds.some((value, i) => i > 0 && value <= thresholds[i - 1])) {
    fail('decision.thresholds', 'must ascend', thresholds.join(', '), 'sort them and remove repeats');
  }
  return { kind: 'bidCurve', thresholds: Float64Array.from(thresholds) };
}

/** Starts of constant intervals, from a length in hours or from period indices; one past the last added. */
function boundaries<H extends string, I extends string>(
  holder: { readonly [K in H]?: number } & { readonly [K in I]?: readonly number[] },
  field: string,
  [hoursName, startsName]: [H, I],
  periodHours: number,
  T: number,
  fail: Fail,
): Int32Array {
  const hours = holder[hoursName] as number | undefined;
  const given = holder[startsName] as readonly number[] | undefined;
  if ((hours === undefined) === (given === undefined)) {
    fail(
      field,
      `needs either ${hoursName} or ${startsName}`,
      given === undefined ? 'neither' : 'both',
      `give one of them`,
    );
  }
  if (given !== undefined) {
    if (given[0] !== 0 || given.some((start, i) => i > 0 && start <= given[i - 1]) || (given.at(-1) ?? 0) >= T) {
      fail(
        `${field}.${startsName}`,
        `must start at 0, ascend, and stay below the ${T} periods`,
        given.join(', '),
        'correct the starts',
      );
    }
    return Int32Array.from([...given, T]);
  }
  const step = (hours as number) / periodHours;
  if (Math.abs(step - Math.round(step)) > 1e-9 || Math.round(step) < 1) {
    fail(`${field}.${hoursName}`, `must be a whole number of periods of ${periodHours} h`, hours, 'choose a multiple');
  }
  const result: number[] = [];
  for (let start = 0; start < T; start += Math.round(step)) result.push(start);
  return Int32Array.from([...result, T]);
}

function flatten(
  rows: readonly (readonly number[])[],
  S: number,
  width: number,
  field: string,
  fail: Fail,
): Float64Array {
  if (rows.length !== S)
    fail(field, `must have one row per scenario, ${S}`, rows.length, 'give every matrix the same number of rows');
  const values = new Float64Array(S * width);
  rows.forEach((row, s) => {
    if (row.length !== width)
      fail(`${field}[${s}]`, `must have ${width} values`, row.length, 'give every row the same length');
    values.set(row, s * width);
  });
  return values;
}

function normalisedWeights(weights: readonly number[] | null, S: number, fail: Fail): Float64Array {
  if (weights === null) return new Float64Array(S).fill(1 / S);
  if (weights.length !== S)
    fail(
      'scenarios.weights',
      `must have one weight per scenario, ${S}`,
      weights.length,
      'give one per scenario, or null',
    );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (!(total > 0)) fail('scenarios.weights', 'must not all be zero', total, 'give at least one positive weight');
  return Float64Array.from(weights, (weight) => weight / total);
}

function checkConstantPrices(dayAhead: Float64Array, S: number, T: number, intervals: Int32Array, fail: Fail): void {
  for (let s = 0; s < S; s++) {
    for (let j = 0; j + 1 < intervals.length; j++) {
      for (let t = intervals[j] + 1; t < intervals[j + 1]; t++) {
        if (dayAhead[s * T + t] !== dayAhead[s * T + intervals[j]]) {
          fail(
            `scenarios.dayAhead[${s}][${t}]`,
            'a bid curve needs one day-ahead price within an interval',
            dayAhead[s * T + t],
            'repeat the price of the interval',
          );
        }
      }
    }
  }
}
