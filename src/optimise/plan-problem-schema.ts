import { resolveBattery } from '../battery-schema.ts';
import { connectionBinds, type FleetProblem } from '../domain/fleet-problem.ts';
import type { DayAheadDecision, PlanProblem, PlanService } from '../domain/plan-problem.ts';
import { ConfigError } from '../errors.ts';
import { parseStrict } from '../schema.ts';
import { boundaries, checkConstantPrices, flatten, normalisedWeights, type Fail } from './plan-fields.ts';
import { planProblemSchema, type PlanJson, type ServiceJson } from './plan-json.ts';
import { planQuestion } from './plan-question-schema.ts';
import type { PlanQuestion } from './plan-solution.ts';
import { shortfallPenaltyBound } from './shortfall-penalty.ts';
import { soldPositions } from './sold-positions.ts';

/** A problem file as the optimiser takes it, and what is asked of it. */
export interface PlanFile extends PlanQuestion {
  /** The first battery alone: all there is to the problem where there is one battery and no joint limit. */
  readonly problem: PlanProblem;
  readonly fleet: FleetProblem;
  readonly frontierPoints: number;
}

/** Checks and converts the JSON of an `optimise` problem. Throws a ConfigError that names the field. */
export function parsePlanProblem(input: unknown, file: string): PlanFile {
  const json = parseStrict(planProblemSchema, input, file);
  const fail: Fail = (field, rule, value, remedy) => {
    throw new ConfigError('the plan problem is inconsistent', { file, field, rule, value, remedy });
  };
  requireOwnNames(
    json.batteries.map(({ name }) => name),
    (i) => `batteries[${i}].name`,
    'battery',
    fail,
  );
  requireOwnNames(
    json.scenarios.services.map(({ name }) => name),
    (k) => `scenarios.services[${k}].name`,
    'service',
    fail,
  );
  const assets = json.batteries.map((_, i) => assetProblem(json, i, file, fail));
  const fleet: FleetProblem = {
    assets,
    connection: json.connection,
    reservationCaps: json.decision.reservationCaps.map(({ services, maxMW }, i) => ({
      services: serviceIndices(json, services, `decision.reservationCaps[${i}].services`, fail),
      maxMW,
    })),
    exclusions: json.decision.exclusions.map((services, i) => excluded(json, assets[0], services, i, fail)),
  };
  const question = planQuestion(json, fail);
  const ofOne = question.limits!.findIndex(({ asset }) => asset !== null);
  if (ofOne >= 0 && connectionBinds(fleet)) {
    // Which battery gives way at the connection would then be free, and with it the profit of each.
    fail(
      `risk.limits[${ofOne}].battery`,
      'a limit of one battery needs a connection that all fit through',
      json.risk.limits[ofOne].battery,
      'limit the batteries together, or widen the connection',
    );
  }
  return { problem: assets[0], fleet, ...question, frontierPoints: json.risk.frontierPoints };
}

/** The problem of one battery. */
function assetProblem(json: PlanJson, index: number, file: string, fail: Fail): PlanProblem {
  const S = json.scenarios.dayAhead.length;
  const T = json.scenarios.dayAhead[0].length;
  if (T === 0) fail('scenarios.dayAhead[0]', 'must have at least one price', 0, 'give one price per period');
  const { deviationLimitMW = json.deviationLimitMW, ...spec } = json.batteries[index];
  const battery = resolveBattery(spec, file, `batteries[${index}]`);
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
  const services = json.scenarios.services.map((service, k) =>
    planService(service, k, json.periodHours, S, T, json.batteries, index, fail),
  );
  const sold = soldPositions(json, index, intervalStarts.length - 1, services, fail);
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
    services,
    intervalStarts,
    decision,
    deviationLimitMW,
    shortfallPenalty: json.shortfallPenalty,
    ...(sold === undefined ? {} : { sold }),
    ...(json.decision.dayAhead === 'closed' ? { dayAheadClosed: true } : {}),
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
  return problem;
}

function requireOwnNames(names: readonly string[], field: (i: number) => string, what: string, fail: Fail): void {
  const repeated = names.findIndex((name, i) => names.indexOf(name) !== i);
  if (repeated >= 0)
    fail(field(repeated), `every ${what} needs a name of its own`, names[repeated], 'rename one of them');
}

function serviceIndices(json: PlanJson, names: readonly string[], field: string, fail: Fail): number[] {
  const known = json.scenarios.services.map(({ name }) => name);
  return names.map((name, i) => {
    const k = known.indexOf(name);
    if (k < 0) fail(`${field}[${i}]`, `one of the services ${known.join(', ')}`, name, 'name a service of the problem');
    if (names.indexOf(name) !== i) fail(`${field}[${i}]`, 'each service occurs once', name, 'remove the repeat');
    return k;
  });
}

/** Services that exclude one another: they must share their blocks. */
function excluded(
  json: PlanJson,
  { services }: PlanProblem,
  names: readonly string[],
  i: number,
  fail: Fail,
): number[] {
  const indices = serviceIndices(json, names, `decision.exclusions[${i}]`, fail);
  const blocks = (k: number): string => services[k].blockStarts.join();
  const other = indices.find((k) => blocks(k) !== blocks(indices[0]));
  if (other !== undefined)
    fail(
      `decision.exclusions[${i}]`,
      'services that exclude one another have the same blocks',
      services[other].name,
      'give them the same blocks',
    );
  return indices;
}

function planService(
  service: ServiceJson,
  k: number,
  periodHours: number,
  S: number,
  T: number,
  batteries: PlanJson['batteries'],
  battery: number,
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
  const maxMW = mostMW(service, field, batteries, battery, fail);
  const { closed, incrementMW, minimumMW, offerThresholds } = service;
  if (minimumMW !== undefined && minimumMW > maxMW)
    fail(
      `${field}.minimumMW`,
      `must not exceed maxMW ${maxMW}`,
      minimumMW,
      'lower it, or set maxMW to what may be offered',
    );
  if (offerThresholds !== undefined) {
    if (closed) fail(`${field}.offerThresholds`, 'a closed service takes no offers', 'given', 'remove them or closed');
    if (offerThresholds.some((value, i) => i > 0 && value <= offerThresholds[i - 1]))
      fail(`${field}.offerThresholds`, 'must ascend', offerThresholds.join(', '), 'sort them and remove repeats');
  }
  return {
    name: service.name,
    direction: service.direction,
    blockStarts,
    sustainHours: service.sustainHours,
    maxMW,
    availability: flatten(service.availability, S, blockStarts.length - 1, `${field}.availability`, fail),
    activation: Float64Array.from(service.activation),
    utilisationPrice:
      service.utilisationPrices === undefined
        ? null
        : flatten(service.utilisationPrices, S, T, `${field}.utilisationPrices`, fail),
    ...(closed ? { closed } : {}),
    ...(incrementMW === undefined ? {} : { incrementMW }),
    ...(minimumMW === undefined ? {} : { minimumMW }),
    ...(offerThresholds === undefined ? {} : { offerThresholds: Float64Array.from(offerThresholds) }),
  };
}

/** Most that one battery may reserve. */
function mostMW(
  { maxMW }: ServiceJson,
  field: string,
  batteries: PlanJson['batteries'],
  battery: number,
  fail: Fail,
): number {
  if (typeof maxMW === 'number') return maxMW;
  const names = batteries.map(({ name }) => name);
  const unknown = Object.keys(maxMW).find((name) => !names.includes(name));
  if (unknown !== undefined)
    fail(`${field}.maxMW.${unknown}`, `one of ${names.join(', ')}`, unknown, 'name a battery of the problem');
  return maxMW[names[battery]] ?? 0;
}

function dayAheadDecision(json: PlanJson, fail: Fail): DayAheadDecision {
  const { thresholds } = json.decision;
  if (json.decision.dayAhead !== 'bidCurve') {
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
