import { fleetOf, type FleetProblem } from '../../src/domain/fleet-problem.ts';
import type { PlanProblem, PlanService } from '../../src/domain/plan-problem.ts';
import { shortfallPenaltyBound } from '../../src/optimise/shortfall-penalty.ts';
import { seededUniform } from '../dispatch/seeded-uniform.ts';
import { randomPlanProblem, type RandomPlanSize } from './random-plan-problem.ts';

export interface RandomFleetForms {
  readonly assetCount?: number;
  readonly sold?: boolean;
  readonly askedPrices?: boolean;
  readonly caps?: boolean;
  /** A connection that may bind in the recourse. */
  readonly connection?: boolean;
}

/** Several random batteries on the scenarios of one random plan problem, with the forms of the first stage asked for. */
export function randomFleetProblem(seed: number, size: RandomPlanSize, forms: RandomFleetForms): FleetProblem {
  const random = seededUniform(seed + 7919);
  const uniform = (from: number, to: number): number => from + (to - from) * random();
  const base = randomPlanProblem(seed, size);
  const services = forms.askedPrices
    ? base.services.map((service) => withAskedPrices(service, uniform))
    : base.services;
  const assets = Array.from({ length: forms.assetCount ?? 1 }, (_, a) => {
    const own = a === 0 ? base : randomPlanProblem(seed + 1000 * a, size);
    // Scenarios, intervals and services are shared; the battery and its deviation limit are its own.
    const asset: PlanProblem = {
      ...base,
      battery: { ...own.battery, name: `battery ${a + 1}` },
      maxChargeMW: own.maxChargeMW,
      maxDischargeMW: own.maxDischargeMW,
      deviationLimitMW: own.deviationLimitMW,
      services: services.map((service) => ({ ...service, maxMW: service.maxMW * uniform(0.5, 1) })),
    };
    const penalised = { ...asset, shortfallPenalty: shortfallPenaltyBound(asset).value * uniform(1.1, 4) + 1 };
    return forms.sold ? withSold(penalised, uniform) : penalised;
  });
  const power = (of: (asset: PlanProblem) => number): number => assets.reduce((sum, asset) => sum + of(asset), 0);
  return {
    ...fleetOf(assets[0]),
    assets,
    connection: forms.connection
      ? {
          maxImportMW: power(({ battery }) => battery.maxChargeMW) * uniform(0.5, 1.1),
          maxExportMW: power(({ battery }) => battery.maxDischargeMW) * uniform(0.5, 1.1),
        }
      : null,
    reservationCaps:
      forms.caps && services.length > 0
        ? [
            {
              services: services.map((_, k) => k),
              maxMW: uniform(0.2, 0.8) * power(({ battery }) => battery.maxDischargeMW) + 0.3,
            },
          ]
        : [],
  };
}

function withAskedPrices(service: PlanService, uniform: (from: number, to: number) => number): PlanService {
  const first = uniform(-2, 12);
  return { ...service, offerThresholds: Float64Array.of(first, first + uniform(0.5, 8)) };
}

/** Little enough sold that it always fits: a tenth of the power at most, in one service or the other. */
function withSold(problem: PlanProblem, uniform: (from: number, to: number) => number): PlanProblem {
  const { battery, services } = problem;
  const most = 0.1 * Math.min(battery.maxChargeMW, battery.maxDischargeMW);
  const fit = (count: number, highest: number): Float64Array =>
    Float64Array.from({ length: count }, () => uniform(0, highest));
  return {
    ...problem,
    sold: {
      dayAheadMW: fit(problem.intervalStarts.length - 1, most),
      reservedMW: services.map(({ blockStarts, offerThresholds, maxMW }) =>
        fit(blockStarts.length - 1, offerThresholds === undefined ? Math.min(maxMW, most / services.length) : 0).map(
          (value) => (offerThresholds === undefined ? value : 0),
        ),
      ),
    },
    dayAheadClosed: problem.decision.kind === 'position' && uniform(0, 1) < 0.4,
    services: services.map((service) =>
      uniform(0, 1) < 0.3 && service.offerThresholds === undefined ? { ...service, closed: true } : service,
    ),
  };
}
