import { intervalOfPeriod, type Plan, type PlanProblem } from '../domain/plan-problem.ts';
import { LinearProgramBuilder, type LinearProgram } from '../lp/linear-program.ts';

type Term = readonly [column: number, coefficient: number];

/** `recourse`: each scenario has its own dispatch. `schedule`: one dispatch, fixed before delivery, serves all. */
export type DispatchKind = 'recourse' | 'schedule';

/** Columns of one dispatch, and what leaving its limits costs. */
interface Dispatch {
  readonly charge: readonly number[];
  readonly discharge: readonly number[];
  readonly lastEnergy: number;
  readonly penalties: readonly Term[];
}

/**
 * The plan as one linear program: first stage and every scenario's recourse side by side, docs/method/optimise.md. Power and energy are in units of the battery's power, money in units of `moneyScale`.
 */
export interface ExtensiveForm {
  readonly program: LinearProgram;
  /** Currency per unit of money in the program. */
  readonly moneyScale: number;
  /** MW (and MWh) per unit of power (and energy) in the program. */
  readonly powerScale: number;
  /** First column of the position by interval, then the steps of a bid curve. */
  readonly positionColumn: number;
  readonly stepColumn: number;
  readonly reservedColumns: readonly number[];
  /** Value-at-risk variable z, P_s and the excess y_s. */
  readonly thresholdColumn: number;
  readonly profitColumn: number;
  readonly excessColumn: number;
  /** CVaR ≤ limit; mean ≥ floor: rows whose bounds are set for each question. */
  readonly riskRow: number;
  readonly meanRow: number;
}

/**
 * Assembles the program; the question (objective, limit) is put by `solve-plan`. A common schedule is for a
 * position: a bid curve's volume differs between scenarios.
 */
export function extensiveForm(problem: PlanProblem, dispatch: DispatchKind = 'recourse'): ExtensiveForm {
  const { battery, periodCount: T, scenarioCount: S, periodHours, weights, decision } = problem;
  const powerScale = powerScaleOf(problem);
  const moneyScale = moneyScaleOf(problem, powerScale);
  const builder = new LinearProgramBuilder();
  const intervals = problem.intervalStarts.length - 1;
  const steps = decision.kind === 'bidCurve' ? decision.thresholds.length : 0;

  const positionColumn = builder.columnCount;
  for (let j = 0; j < intervals; j++)
    builder.column(-battery.maxChargeMW / powerScale, battery.maxDischargeMW / powerScale);
  const stepColumn = builder.columnCount;
  for (let j = 0; j < intervals * steps; j++) builder.column(0, Infinity);
  const reservedColumns = problem.services.map((service) => {
    const first = builder.columnCount;
    for (let b = 0; b + 1 < service.blockStarts.length; b++) builder.column(0, service.maxMW / powerScale);
    return first;
  });
  const thresholdColumn = builder.column(-Infinity, Infinity);
  const profitColumn = builder.columnCount;
  for (let s = 0; s < S; s++) builder.column(-Infinity, Infinity);
  const excessColumn = builder.columnCount;
  for (let s = 0; s < S; s++) builder.column(0, Infinity);

  const intervalAt = intervalOfPeriod(problem.intervalStarts);
  const blockAt = problem.services.map((service) => intervalOfPeriod(service.blockStarts));
  /** Σ over services of one direction of factor·r, as terms, at period t. */
  const reserved = (direction: 'up' | 'down', t: number, factor: (service: number) => number): Term[] =>
    problem.services.flatMap((service, k) =>
      service.direction === direction ? [[reservedColumns[k] + blockAt[k][t], factor(k)] as Term] : [],
    );
  const base = (t: number): Term => [positionColumn + intervalAt[t], 1];
  const stepTerms = (t: number, used: (step: number) => boolean): Term[] =>
    Array.from({ length: steps }, (_, i) => i)
      .filter(used)
      .map((i) => [stepColumn + intervalAt[t] * steps + i, 1] as Term);

  firstStageRows();
  const riskRow = builder.row(-Infinity, Infinity, [
    [thresholdColumn, 1],
    ...Array.from({ length: S }, (_, s) => [excessColumn + s, weights[s] / (1 - problem.confidenceLevel)] as Term),
  ]);
  const meanRow = builder.row(
    -Infinity,
    Infinity,
    Array.from({ length: S }, (_, s) => [profitColumn + s, weights[s]] as Term),
  );
  const positionIn =
    (s: number) =>
    (t: number): Term[] => [
      base(t),
      ...stepTerms(t, (i) => decision.kind === 'bidCurve' && problem.dayAhead[s * T + t] >= decision.thresholds[i]),
    ];
  const common = dispatch === 'schedule' ? dispatchRows(positionIn(0)) : undefined;
  for (let s = 0; s < S; s++) profitRows(s, positionIn(s), common ?? dispatchRows(positionIn(s)));
  return {
    program: builder.build(),
    moneyScale,
    powerScale,
    positionColumn,
    stepColumn,
    reservedColumns,
    thresholdColumn,
    profitColumn,
    excessColumn,
    riskRow,
    meanRow,
  };

  /** −C + R^dn ≤ q ≤ D − R^up, for the base and for base plus all steps; once for each combination of blocks. */
  function firstStageRows(): void {
    const seen = new Set<string>();
    for (let t = 0; t < T; t++) {
      const key = [
        intervalAt[t],
        ...blockAt.map((blocks) => blocks[t]),
        problem.maxChargeMW[t],
        problem.maxDischargeMW[t],
      ].join();
      if (seen.has(key)) continue;
      seen.add(key);
      for (const all of steps > 0 ? [false, true] : [false]) {
        const position = [base(t), ...stepTerms(t, () => all)];
        builder.row(-Infinity, problem.maxDischargeMW[t] / powerScale, [...position, ...reserved('up', t, () => 1)]);
        builder.row(-problem.maxChargeMW[t] / powerScale, Infinity, [...position, ...reserved('down', t, () => -1)]);
      }
    }
  }

  /** Columns and rows of one dispatch: balance, power, window, terminal condition, deviation from `position`. */
  function dispatchRows(position: (t: number) => readonly Term[]): Dispatch {
    const { chargeEfficiency, dischargeEfficiency, terminal } = battery;
    const retention = (1 - battery.standingLossPerHour) ** periodHours;
    const initial = battery.initialStateOfChargeMWh / powerScale;
    const penalty = price(problem.shortfallPenalty);
    const penalties: Term[] = [];
    const charge: number[] = [];
    const discharge: number[] = [];
    const energy: number[] = [];
    for (let t = 0; t < T; t++) {
      charge.push(builder.column(0, problem.maxChargeMW[t] / powerScale));
      discharge.push(builder.column(0, problem.maxDischargeMW[t] / powerScale));
      energy.push(builder.column(-Infinity, Infinity));
    }
    for (let t = 0; t < T; t++) {
      const c = charge[t];
      const d = discharge[t];
      // Energy balance e_{t+1} − ρe_t − η_cΔc + Δd/η_d − u = 0.
      const balance: Term[] = [
        [energy[t], 1],
        [c, -chargeEfficiency * periodHours],
        [d, periodHours / dischargeEfficiency],
        ...reserved('down', t, (k) => -problem.services[k].activation[t] * periodHours * chargeEfficiency),
        ...reserved('up', t, (k) => (problem.services[k].activation[t] * periodHours) / dischargeEfficiency),
      ];
      if (t > 0) balance.push([energy[t - 1], -retention]);
      const carried = t === 0 ? retention * initial : 0;
      builder.row(carried, carried, balance);
      const [maxCharge, maxDischarge] = [problem.maxChargeMW[t] / powerScale, problem.maxDischargeMW[t] / powerScale];
      if (maxCharge > 0 && maxDischarge > 0)
        builder.row(-Infinity, 1, [
          [c, 1 / maxCharge],
          [d, 1 / maxDischarge],
        ]);
      if (problem.services.length > 0) {
        builder.row(-Infinity, maxDischarge, [[d, 1], [c, -1], ...reserved('up', t, () => 1)]);
        builder.row(-Infinity, maxCharge, [[c, 1], [d, -1], ...reserved('down', t, () => 1)]);
      }
      if (problem.deviationLimitMW === null) continue;
      const beyond = builder.column(0, Infinity);
      const limit = problem.deviationLimitMW / powerScale;
      const minusPosition = position(t).map(([column, value]) => [column, -value] as Term);
      builder.row(-Infinity, limit, [[d, 1], [c, -1], ...minusPosition, [beyond, -1]]);
      builder.row(-limit, Infinity, [[d, 1], [c, -1], ...minusPosition, [beyond, 1]]);
      penalties.push([beyond, -penalty * periodHours]);
    }
    for (let i = 0; i <= T; i++) {
      const low = builder.column(0, Infinity);
      const high = builder.column(0, Infinity);
      penalties.push([low, -penalty], [high, -penalty]);
      windowRows(i, i === 0 ? null : energy[i - 1], low, high, initial);
      if (i < T) continue;
      const last = energy[T - 1];
      if (terminal.kind === 'atLeast')
        builder.row(terminal.stateOfChargeMWh / powerScale, Infinity, [
          [last, 1],
          [low, 1],
        ]);
      if (terminal.kind === 'cyclic') {
        builder.row(initial, Infinity, [
          [last, 1],
          [low, 1],
        ]);
        builder.row(-Infinity, initial, [
          [last, 1],
          [high, -1],
        ]);
      }
    }
    return { charge, discharge, lastEnergy: energy[T - 1], penalties };
  }

  /** P_s as the sum of docs/method/optimise.md, and the excess y_s ≥ −P_s − z. */
  function profitRows(s: number, position: (t: number) => readonly Term[], dispatch: Dispatch): void {
    const { throughputCost: wear, terminal } = battery;
    const profit: Term[] = [[profitColumn + s, -1], ...dispatch.penalties];
    let constant = 0;
    for (let t = 0; t < T; t++) {
      const dayAhead = problem.dayAhead[s * T + t];
      const imbalance = problem.imbalance[s * T + t];
      profit.push(
        [dispatch.discharge[t], price(imbalance - wear) * periodHours],
        [dispatch.charge[t], -price(imbalance) * periodHours],
      );
      for (const [column, value] of position(t))
        profit.push([column, price(dayAhead - imbalance) * periodHours * value]);
      problem.services.forEach((service, k) => {
        const utilisation = service.utilisationPrice === null ? imbalance : service.utilisationPrice[s * T + t];
        const blocks = service.blockStarts.length - 1;
        const availability = service.availability[s * blocks + blockAt[k][t]];
        const sign = service.direction === 'up' ? 1 : -1;
        const called = sign * utilisation - (sign > 0 ? wear : 0);
        profit.push([
          reservedColumns[k] + blockAt[k][t],
          price(availability + service.activation[t] * called) * periodHours,
        ]);
      });
    }
    if (terminal.kind === 'value') {
      profit.push([dispatch.lastEnergy, price(terminal.waterValue)]);
      constant -= (price(terminal.waterValue) * battery.initialStateOfChargeMWh) / powerScale;
    }
    builder.row(-constant, -constant, mergeTerms(profit));
    builder.row(0, Infinity, [
      [excessColumn + s, 1],
      [thresholdColumn, 1],
      [profitColumn + s, 1],
    ]);
  }

  /** Money of the program for one unit of power (or energy) at a price per MW (or MWh). */
  function price(value: number): number {
    return (value * powerScale) / moneyScale;
  }

  /** e_i + low ≥ Emin + N^up and e_i − high ≤ Emax − N^dn, for the one or two periods that touch boundary i. */
  function windowRows(i: number, energy: number | null, low: number, high: number, initial: number): void {
    const state: Term[] = energy === null ? [] : [[energy, 1]];
    const constant = energy === null ? initial : 0;
    const seen = new Set<string>();
    for (const t of [i - 1, i]) {
      if (t < 0 || t >= T) continue;
      const key = blockAt.map((blocks) => blocks[t]).join();
      if (seen.has(key)) continue;
      seen.add(key);
      const up = reserved('up', t, (k) => -problem.services[k].sustainHours / battery.dischargeEfficiency);
      const down = reserved('down', t, (k) => problem.services[k].sustainHours * battery.chargeEfficiency);
      builder.row(battery.minStateOfChargeMWh / powerScale - constant, Infinity, [...state, [low, 1], ...up]);
      builder.row(-Infinity, battery.maxStateOfChargeMWh / powerScale - constant, [...state, [high, -1], ...down]);
    }
  }
}

/** The plan that a solution of the program stands for; rounding below 1e-9 of the power is removed. */
export function planOf(form: ExtensiveForm, problem: PlanProblem, values: Float64Array): Plan {
  const clean = (value: number): number => (Math.abs(value) < 1e-9 ? 0 : value * form.powerScale);
  const take = (from: number, count: number): Float64Array => values.slice(from, from + count).map(clean);
  const intervals = problem.intervalStarts.length - 1;
  const steps = problem.decision.kind === 'bidCurve' ? problem.decision.thresholds.length : 0;
  return {
    dayAheadMW: take(form.positionColumn, intervals),
    stepsMW: take(form.stepColumn, intervals * steps).map((value) => Math.max(0, value)),
    reservedMW: problem.services.map((service, k) =>
      take(form.reservedColumns[k], service.blockStarts.length - 1).map((value) =>
        Math.max(0, Math.min(service.maxMW, value)),
      ),
    ),
  };
}

/** MW per unit of power in the program: the larger power of the battery; of one without power, 1. */
export function powerScaleOf({ battery }: PlanProblem): number {
  return Math.max(battery.maxChargeMW, battery.maxDischargeMW) || 1;
}

/** Currency per unit of money in the program: what a typical hour of full power earns, so that coefficients stay near 1. */
export function moneyScaleOf(problem: PlanProblem, powerScale: number): number {
  let sum = 0;
  for (const price of problem.imbalance) sum += Math.abs(price);
  const typical = sum / Math.max(1, problem.imbalance.length);
  return Math.max(typical, 1e-6) * powerScale;
}

/** Terms of the same column added up. */
function mergeTerms(terms: readonly Term[]): Term[] {
  const merged = new Map<number, number>();
  for (const [column, value] of terms) merged.set(column, (merged.get(column) ?? 0) + value);
  return [...merged];
}
