import { intervalOfPeriod, type Plan, type PlanProblem } from '../../domain/plan-problem.ts';

/**
 * The first stage as one vector x in MW: position by interval, then the steps of a bid curve (intervals ×
 * thresholds), then reservation by service and block. Equations: docs/method/optimise.md.
 */
export interface FirstStage {
  readonly columnCount: number;
  readonly intervalCount: number;
  /** Steps of a bid curve per interval; 0 for a position. */
  readonly stepCount: number;
  readonly stepColumn: number;
  /** First column of each service. */
  readonly serviceColumns: readonly number[];
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
  const stepCount = decision.kind === 'bidCurve' ? decision.thresholds.length : 0;
  const stepColumn = intervalCount;
  let columnCount = intervalCount * (1 + stepCount);
  const serviceColumns = services.map((service) => {
    const first = columnCount;
    columnCount += service.blockStarts.length - 1;
    return first;
  });
  const lowerMW = new Float64Array(columnCount);
  const upperMW = new Float64Array(columnCount);
  lowerMW.fill(-battery.maxChargeMW, 0, intervalCount);
  upperMW.fill(battery.maxDischargeMW, 0, intervalCount);
  upperMW.fill(battery.maxChargeMW + battery.maxDischargeMW, stepColumn, intervalCount * (1 + stepCount));
  // More than C + D can be neither delivered nor sold, so that every column has finite bounds.
  services.forEach((service, k) => {
    const most = Math.min(service.maxMW, battery.maxChargeMW + battery.maxDischargeMW);
    upperMW.fill(most, serviceColumns[k], serviceColumns[k] + service.blockStarts.length - 1);
  });
  const stage = {
    columnCount,
    intervalCount,
    stepCount,
    stepColumn,
    serviceColumns,
    lowerMW,
    upperMW,
    intervalAt: intervalOfPeriod(problem.intervalStarts),
    blockAt: services.map((service) => intervalOfPeriod(service.blockStarts)),
  };
  return { ...stage, rows: powerRows(problem, stage) };
}

/** −C + R^dn ≤ q ≤ D − R^up for the base and for base plus all steps, once for each combination of blocks and limits. */
function powerRows(problem: PlanProblem, stage: Omit<FirstStage, 'rows'>): FirstStageRow[] {
  const { services, periodCount: T } = problem;
  const { stepColumn, stepCount, intervalAt, blockAt, serviceColumns } = stage;
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
        service.direction === direction ? [[serviceColumns[k] + blockAt[k][t], sign] as const] : [],
      );
    for (const position of stepCount === 0 ? [base] : [base, [...base, ...steps]]) {
      rows.push({ lowerMW: -Infinity, upperMW: maxDischarge, terms: [...position, ...reserved('up', 1)] });
      rows.push({ lowerMW: -maxCharge, upperMW: Infinity, terms: [...position, ...reserved('down', -1)] });
    }
  }
  return rows;
}

/** The vector of a plan. */
export function vectorOf(stage: FirstStage, plan: Plan): Float64Array {
  const x = new Float64Array(stage.columnCount);
  x.set(plan.dayAheadMW);
  x.set(plan.stepsMW, stage.stepColumn);
  plan.reservedMW.forEach((reserved, k) => x.set(reserved, stage.serviceColumns[k]));
  return x;
}

/** The plan of a vector. */
export function planOfVector(stage: FirstStage, x: Float64Array): Plan {
  return {
    dayAheadMW: x.slice(0, stage.intervalCount),
    stepsMW: x.slice(stage.stepColumn, stage.stepColumn + stage.intervalCount * stage.stepCount),
    reservedMW: stage.serviceColumns.map((first, k) =>
      x.slice(first, stage.serviceColumns[k + 1] ?? stage.columnCount),
    ),
  };
}
