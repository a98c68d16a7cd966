import { fleetOf, type FleetProblem } from '../domain/fleet-problem.ts';
import { bidThreshold, type Plan, type PlanProblem } from '../domain/plan-problem.ts';
import { LinearProgramBuilder, type LinearProgram, type Term } from '../lp/linear-program.ts';
import { dispatchRows, type AssetColumns, type Dispatch } from './dispatch-rows.ts';
import { acceptsOffer, offerColumns } from './first-stage.ts';
import { fleetStage, plansOfVector, type FleetStage } from './fleet-stage.ts';
import type { FirstStageBounds } from './plan-solution.ts';
import type { RiskMeasure } from './risk-measure.ts';

/** `recourse`: each scenario has its own dispatch. `schedule`: one dispatch, fixed before delivery, serves all. */
export type DispatchKind = 'recourse' | 'schedule';

/** Where a risk measure stands in the program. */
export interface MeasureColumns {
  readonly measure: RiskMeasure;
  /** Value-at-risk variable z. */
  readonly thresholdColumn: number;
  /** First excess y_s; null for the worst case, which has none. */
  readonly excessColumn: number | null;
  /** CVaR ≤ limit: a row whose bound is set for each question. */
  readonly riskRow: number;
}

/**
 * The plan as one linear program: first stage and every scenario's recourse side by side, docs/method/optimise.md.
 * The first columns are the first stage. Power and energy are in units of the battery's power, money in units of
 * `moneyScale`.
 */
export interface ExtensiveForm {
  readonly program: LinearProgram;
  readonly stage: FleetStage;
  /** Currency per unit of money in the program. */
  readonly moneyScale: number;
  /** MW (and MWh) per unit of power (and energy) in the program. */
  readonly powerScale: number;
  /** P_s of scenario s and battery a in column profitColumn + a·S + s. */
  readonly profitColumn: number;
  readonly measures: readonly MeasureColumns[];
  /** Scaled excess over all limits, fixed at zero unless it is sought; null with one measure. */
  readonly overrunColumn: number | null;
  /** Mean ≥ floor. */
  readonly meanRow: number;
  /** By battery and scenario: columns of the energy below and above its window. */
  readonly shortfallColumns: readonly (readonly (readonly number[])[])[];
}

/** What of an extensive form may be chosen. */
export interface ExtensiveFormOptions {
  /** A common schedule is for positions and offers without a price: other volumes differ between scenarios. Default: recourse. */
  readonly dispatch?: DispatchKind;
  /** The CVaR of the problem's level first. Default: it alone. */
  readonly measures?: readonly RiskMeasure[];
  readonly bounds?: FirstStageBounds | undefined;
  /** false: a given first stage is not held to its own rows. Default true. */
  readonly rows?: boolean;
}

/** Assembles the program; the question (objective, limits) is put by `solve-plan`. */
export function extensiveForm(problem: PlanProblem | FleetProblem, options: ExtensiveFormOptions = {}): ExtensiveForm {
  const fleet = 'assets' in problem ? problem : fleetOf(problem);
  return new FormBuilder(fleet, options).build();
}

class FormBuilder {
  private readonly builder = new LinearProgramBuilder();
  private readonly fleet: FleetProblem;
  private readonly stage: FleetStage;
  private readonly options: ExtensiveFormOptions;
  private readonly measures: readonly RiskMeasure[];
  private readonly powerScale: number;
  private readonly moneyScale: number;
  private profitColumn = 0;
  private overrunColumn: number | null = null;

  constructor(fleet: FleetProblem, options: ExtensiveFormOptions) {
    this.fleet = fleet;
    this.options = options;
    this.stage = fleetStage(fleet, options.bounds);
    this.measures = options.measures ?? [
      { confidenceLevel: fleet.assets[0].confidenceLevel, asset: null, excessScale: 1 },
    ];
    this.powerScale = powerScaleOf(fleet);
    this.moneyScale = moneyScaleOf(fleet, this.powerScale);
  }

  build(): ExtensiveForm {
    const { builder, fleet, stage, powerScale, moneyScale } = this;
    const { scenarioCount: S, weights } = fleet.assets[0];
    for (let j = 0; j < stage.columnCount; j++)
      builder.column(stage.lowerMW[j] / powerScale, stage.upperMW[j] / powerScale);
    const thresholdColumn = builder.column(-Infinity, Infinity);
    this.profitColumn = builder.columnCount;
    for (let i = 0; i < fleet.assets.length * S; i++) builder.column(-Infinity, Infinity);
    const excessColumn = this.excessColumns(this.measures[0]);
    if (this.measures.length > 1) this.overrunColumn = builder.column(0, 0);
    for (const { terms, lowerMW, upperMW } of this.options.rows === false ? [] : stage.rows)
      builder.row(lowerMW / powerScale, upperMW / powerScale, terms);
    const first = this.riskRow(this.measures[0], thresholdColumn, excessColumn);
    const allProfits = fleet.assets.flatMap((_, a) =>
      Array.from({ length: S }, (__, s) => [this.profitColumn + a * S + s, weights[s]] as Term),
    );
    const meanRow = builder.row(-Infinity, Infinity, allProfits);
    const common = this.options.dispatch === 'schedule' ? this.dispatches(0) : undefined;
    const shortfallColumns: (readonly number[])[][] = fleet.assets.map(() => []);
    for (let s = 0; s < S; s++) {
      const dispatches = common ?? this.dispatches(s);
      dispatches.forEach(({ outside }, a) => shortfallColumns[a].push(outside));
      fleet.assets.forEach((asset, a) => this.profitRow(asset, a, s, dispatches[a]));
      this.excessRow(first, s);
    }
    const others = this.measures.slice(1).map((measure) => {
      const added = this.riskRow(measure, builder.column(-Infinity, Infinity), this.excessColumns(measure));
      for (let s = 0; s < S; s++) this.excessRow(added, s);
      return added;
    });
    return {
      program: builder.build(),
      stage,
      moneyScale,
      powerScale,
      profitColumn: this.profitColumn,
      measures: [first, ...others],
      overrunColumn: this.overrunColumn,
      meanRow,
      shortfallColumns,
    };
  }

  private excessColumns({ confidenceLevel }: RiskMeasure): number | null {
    if (confidenceLevel === 1) return null;
    const first = this.builder.columnCount;
    for (let s = 0; s < this.fleet.assets[0].scenarioCount; s++) this.builder.column(0, Infinity);
    return first;
  }

  /** z + Σ ω·y/(1 − β) − scale·overrun. */
  private riskRow(measure: RiskMeasure, thresholdColumn: number, excessColumn: number | null): MeasureColumns {
    const { weights } = this.fleet.assets[0];
    const perTail = 1 / (1 - measure.confidenceLevel);
    const terms: Term[] = [[thresholdColumn, 1]];
    if (excessColumn !== null) weights.forEach((weight, s) => terms.push([excessColumn + s, weight * perTail]));
    if (this.overrunColumn !== null) terms.push([this.overrunColumn, -measure.excessScale / this.moneyScale]);
    return {
      measure,
      thresholdColumn,
      excessColumn,
      riskRow: this.builder.row(-Infinity, Infinity, terms),
    };
  }

  /** y_s ≥ −P_s − z; in the worst case z ≥ −P_s wherever the weight is positive. */
  private excessRow({ measure, thresholdColumn, excessColumn }: MeasureColumns, s: number): void {
    const { scenarioCount: S, weights } = this.fleet.assets[0];
    if (excessColumn === null && weights[s] === 0) return;
    const profits = this.fleet.assets.flatMap((_, a) =>
      measure.asset === null || measure.asset === a ? [[this.profitColumn + a * S + s, 1] as Term] : [],
    );
    const excess: Term[] = excessColumn === null ? [] : [[excessColumn + s, 1]];
    this.builder.row(0, Infinity, [...excess, [thresholdColumn, 1], ...profits]);
  }

  /** The dispatch of every battery in scenario s, and the connection that they share. */
  private dispatches(s: number): Dispatch[] {
    const { builder, fleet, powerScale } = this;
    const { connection, assets } = fleet;
    const columns = assets.map((_, a) => this.columnsIn(a, s));
    const dispatches = assets.map((asset, a) =>
      dispatchRows(builder, asset, columns[a], powerScale, this.price(asset.shortfallPenalty)),
    );
    if (connection === null) return dispatches;
    for (let t = 0; t < assets[0].periodCount; t++) {
      const net = (sign: number): Term[] =>
        dispatches.flatMap(({ charge, discharge }): Term[] => [
          [discharge[t], sign],
          [charge[t], -sign],
        ]);
      const reserved = (direction: 'up' | 'down'): Term[] =>
        columns.flatMap((one) => one.reserved(direction, t, () => 1));
      builder.row(-Infinity, connection.maxExportMW / powerScale, [...net(1), ...reserved('up')]);
      builder.row(-Infinity, connection.maxImportMW / powerScale, [...net(-1), ...reserved('down')]);
    }
    return dispatches;
  }

  /** First-stage columns of battery a as scenario s sees them: steps and offers that its prices accept. */
  private columnsIn(a: number, s: number): AssetColumns {
    const asset = this.fleet.assets[a];
    const { stage, firstColumn } = this.stage.assets[a];
    const { decision, periodCount: T } = asset;
    return {
      position: (t) => {
        const interval = stage.intervalAt[t];
        const terms: Term[] = [[firstColumn + interval, 1]];
        for (let i = 0; i < stage.stepCount; i++) {
          if (asset.dayAhead[s * T + t] >= bidThreshold(decision, interval, i))
            terms.push([firstColumn + stage.stepColumn + interval * stage.stepCount + i, 1]);
        }
        return terms;
      },
      offered: (k, t) => {
        const block = stage.blockAt[k][t];
        const service = asset.services[k];
        const price = service.availability[s * (service.blockStarts.length - 1) + block];
        return offerColumns(stage, k, block)
          .filter((_, i) => acceptsOffer(service, i, price))
          .map((column) => firstColumn + column);
      },
      reserved(direction, t, factor) {
        return asset.services.flatMap((service, k) =>
          service.direction === direction ? this.offered(k, t).map((column): Term => [column, factor(k)]) : [],
        );
      },
    };
  }

  /** P_s as the sum of docs/method/optimise.md. */
  private profitRow(asset: PlanProblem, a: number, s: number, dispatch: Dispatch): void {
    const { periodCount: T, periodHours, scenarioCount: S } = asset;
    const { throughputCost: wear, terminal, initialStateOfChargeMWh } = asset.battery;
    const columns = this.columnsIn(a, s);
    const profit: Term[] = [[this.profitColumn + a * S + s, -1], ...dispatch.penalties];
    let constant = 0;
    for (let t = 0; t < T; t++) {
      const imbalance = asset.imbalance[s * T + t];
      profit.push(
        [dispatch.discharge[t], this.price(imbalance - wear) * periodHours],
        [dispatch.charge[t], -this.price(imbalance) * periodHours],
      );
      for (const [column, value] of columns.position(t))
        profit.push([column, this.price(asset.dayAhead[s * T + t] - imbalance) * periodHours * value]);
      asset.services.forEach((service, k) => {
        const utilisation = service.utilisationPrice === null ? imbalance : service.utilisationPrice[s * T + t];
        const blocks = service.blockStarts.length - 1;
        const availability = service.availability[s * blocks + this.stage.assets[a].stage.blockAt[k][t]];
        const sign = service.direction === 'up' ? 1 : -1;
        const called = sign * utilisation - (sign > 0 ? wear : 0);
        for (const column of columns.offered(k, t))
          profit.push([column, this.price(availability + service.activation[t] * called) * periodHours]);
      });
    }
    if (terminal.kind === 'value') {
      profit.push([dispatch.lastEnergy, this.price(terminal.waterValue)]);
      constant -= (this.price(terminal.waterValue) * initialStateOfChargeMWh) / this.powerScale;
    }
    this.builder.row(-constant, -constant, mergeTerms(profit));
  }

  /** Money of the program for one unit of power (or energy) at a price per MW (or MWh). */
  private price(value: number): number {
    return (value * this.powerScale) / this.moneyScale;
  }
}

/** The plans, one a battery, that a solution of the program stands for; rounding below 1e-9 of the power is removed. */
export function plansOf({ stage, powerScale }: ExtensiveForm, values: Float64Array): Plan[] {
  const x = Float64Array.from({ length: stage.columnCount }, (_, j) => {
    const value = Math.abs(values[j]) < 1e-9 ? 0 : values[j] * powerScale;
    return Math.max(stage.lowerMW[j], Math.min(stage.upperMW[j], value));
  });
  return plansOfVector(stage, x);
}

/** MW per unit of power in the program: the largest power of a battery; of one without power, 1. */
export function powerScaleOf({ assets }: FleetProblem): number {
  return Math.max(...assets.flatMap(({ battery }) => [battery.maxChargeMW, battery.maxDischargeMW])) || 1;
}

/** Currency per unit of money in the program: what a typical hour of full power earns, so that coefficients stay near 1. */
export function moneyScaleOf({ assets: [{ imbalance }] }: FleetProblem, powerScale: number): number {
  let sum = 0;
  for (const price of imbalance) sum += Math.abs(price);
  const typical = sum / Math.max(1, imbalance.length);
  return Math.max(typical, 1e-6) * powerScale;
}

/** Terms of the same column added up. */
function mergeTerms(terms: readonly Term[]): Term[] {
  const merged = new Map<number, number>();
  for (const [column, value] of terms) merged.set(column, (merged.get(column) ?? 0) + value);
  return [...merged];
}
