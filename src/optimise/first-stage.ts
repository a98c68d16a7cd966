import {
  bidStepCount,
  intervalOfPeriod,
  type Plan,
  type PlanProblem,
  type PlanService,
} from '../domain/plan-problem.ts';

/**
 * The first stage of one battery as a vector x in MW: position by interval, then the steps of a bid curve (intervals
 * × thresholds), then reservation by service, block and price asked. Equations: docs/method/optimise.md.
 */
export interface FirstStage {
  readonly columnCount: number;
  readonly intervalCount: number;
  /** Steps of a bid curve per interval; 0 for a position. */
  readonly stepCount: number;
  readonly stepColumn: number;
  /** First column of each service. */
  readonly serviceColumns: readonly number[];
  /** Columns of a block of each service: prices asked, or 1. */
  readonly serviceSteps: readonly number[];
  /** Services that ask a price. */
  readonly pricedServices: readonly boolean[];
  readonly lowerMW: Float64Array;
  readonly upperMW: Float64Array;
  /** lower ≤ Σ of the columns ≤ upper: −C ≤ q − R^dn and q + R^up ≤ D. */
  readonly rows: readonly FirstStageRow[];
  /** Interval of each period, and block of each period by service. */
  readonly intervalAt: Int32Array;
  readonly blockAt: readonly Int32Array[];
}

export interface FirstStageRow {
  readonly lowerMW: number;
  readonly upperMW: number;
  readonly terms: readonly (readonly [column: number, coefficient: number])[];
}

export function firstStage(problem: PlanProblem): FirstStage {
  const { battery, decision, services } = problem;
  const intervalCount = problem.intervalStarts.length - 1;
  const stepCount = bidStepCount(decision);
  const stepColumn = intervalCount;
  let columnCount = intervalCount * (1 + stepCount);
  const serviceSteps = services.map((service) => service.offerThresholds?.length ?? 1);
  const serviceColumns = services.map((service, k) => {
    const first = columnCount;
    columnCount += (service.blockStarts.length - 1) * serviceSteps[k];
    return first;
  });
  const lowerMW = new Float64Array(columnCount);
  const upperMW = new Float64Array(columnCount);
  lowerMW.fill(-battery.maxChargeMW, 0, intervalCount);
  upperMW.fill(battery.maxDischargeMW, 0, intervalCount);
  const total = battery.maxChargeMW + battery.maxDischargeMW;
  upperMW.fill(total, stepColumn, intervalCount * (1 + stepCount));
  if (problem.dayAheadClosed === true) {
    const sold = problem.sold?.dayAheadMW ?? new Float64Array(intervalCount);
    lowerMW.set(sold);
    upperMW.set(sold);
    upperMW.fill(0, stepColumn, intervalCount * (1 + stepCount));
  }
  services.forEach((service, k) => {
    for (let b = 0; b + 1 < service.blockStarts.length; b++) {
      const sold = problem.sold?.reservedMW[k][b] ?? 0;
      // More than C + D can be neither delivered nor sold, so that every column has finite bounds.
      const most = service.closed === true ? sold : Math.max(sold, Math.min(service.maxMW, total));
      const first = serviceColumns[k] + b * serviceSteps[k];
      lowerMW.fill(sold, first, first + serviceSteps[k]);
      upperMW.fill(most, first, first + serviceSteps[k]);
    }
  });
  const stage = {
    columnCount,
    intervalCount,
    stepCount,
    stepColumn,
    serviceColumns,
    serviceSteps,
    pricedServices: services.map((service) => service.offerThresholds !== undefined),
    lowerMW,
    upperMW,
    intervalAt: intervalOfPeriod(problem.intervalStarts),
    blockAt: services.map((service) => intervalOfPeriod(service.blockStarts)),
  };
  return { ...stage, rows: powerRows(problem, stage) };
}

/**
 * −C + R^dn ≤ q ≤ D − R^up for the base and for base plus all steps, once for each combination of blocks and limits;
 * R with every offer accepted. Where prices are asked, all offers of a service together keep its largest volume.
 */
function powerRows(problem: PlanProblem, stage: Omit<FirstStage, 'rows'>): FirstStageRow[] {
  const { services, periodCount: T } = problem;
  const { stepColumn, stepCount, intervalAt, blockAt } = stage;
  const rows: FirstStageRow[] = [];
  const seen = new Set<string>();
  for (let t = 0; t < T; t++) {
    const [maxCharge, maxDischarge] = [problem.maxChargeMW[t], problem.maxDischargeMW[t]];
    const key = [intervalAt[t], ...blockAt.map((blocks) => blocks[t]), maxCharge, maxDischarge].join();
    if (seen.has(key)) continue;
    seen.add(key);
    const base = [[intervalAt[t], 1] as const];
    const steps = Array.from({ length: stepCount }, (_, i) => [stepColumn + intervalAt[t] * stepCount + i, 1] as const);
    const reserved = (direction: 'up' | 'down', sign: number) =>
      services.flatMap((service, k) =>
        service.direction === direction
          ? offerColumns(stage, k, blockAt[k][t]).map((column) => [column, sign] as const)
          : [],
      );
    for (const position of stepCount === 0 ? [base] : [base, [...base, ...steps]]) {
      rows.push({ lowerMW: -Infinity, upperMW: maxDischarge, terms: [...position, ...reserved('up', 1)] });
      rows.push({ lowerMW: -maxCharge, upperMW: Infinity, terms: [...position, ...reserved('down', -1)] });
    }
  }
  services.forEach((service, k) => {
    if (stage.serviceSteps[k] === 1) return;
    for (let b = 0; b + 1 < service.blockStarts.length; b++) {
      const terms = offerColumns(stage, k, b).map((column) => [column, 1] as const);
      rows.push({ lowerMW: -Infinity, upperMW: service.maxMW, terms });
    }
  });
  return rows;
}

/** Columns that add up to what a service offers in a block. */
export function offerColumns(
  { serviceColumns, serviceSteps }: Pick<FirstStage, 'serviceColumns' | 'serviceSteps'>,
  service: number,
  block: number,
): number[] {
  const steps = serviceSteps[service];
  return Array.from({ length: steps }, (_, i) => serviceColumns[service] + block * steps + i);
}

/** True where a scenario's availability price accepts a step of an offer; offers without a price are always accepted. */
export function acceptsOffer({ offerThresholds }: PlanService, step: number, availabilityPrice: number): boolean {
  return offerThresholds === undefined || availabilityPrice >= offerThresholds[step];
}

/** The vector of a plan. */
export function vectorOf(stage: FirstStage, plan: Plan): Float64Array {
  const x = new Float64Array(stage.columnCount);
  x.set(plan.dayAheadMW);
  x.set(plan.stepsMW, stage.stepColumn);
  plan.reservedMW.forEach((reserved, k) => x.set(plan.offerStepsMW?.[k] ?? reserved, stage.serviceColumns[k]));
  return x;
}

/** The plan of a vector. */
export function planOfVector(stage: FirstStage, x: Float64Array): Plan {
  const offers = stage.serviceColumns.map((first, k) => {
    const blocks = stage.blockAt[k][stage.blockAt[k].length - 1] + 1;
    return x.slice(first, first + blocks * stage.serviceSteps[k]);
  });
  const plan = {
    dayAheadMW: x.slice(0, stage.intervalCount),
    stepsMW: x.slice(stage.stepColumn, stage.stepColumn + stage.intervalCount * stage.stepCount),
    reservedMW: offers.map((offer, k) => blockSums(offer, stage.serviceSteps[k])),
  };
  if (!stage.pricedServices.includes(true)) return plan;
  return { ...plan, offerStepsMW: offers.map((offer, k) => (stage.pricedServices[k] ? offer : null)) };
}

function blockSums(offer: Float64Array, steps: number): Float64Array {
  if (steps === 1) return offer;
  return Float64Array.from({ length: offer.length / steps }, (_, b) =>
    offer.subarray(b * steps, (b + 1) * steps).reduce((sum, value) => sum + value, 0),
  );
}
