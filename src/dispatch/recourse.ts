import type { Battery } from '../domain/battery.ts';
import { ConfigError, SolverError } from '../errors.ts';
import { createConcaveWorkspace, solveConcaveStorage } from './concave-kernel.ts';
import type { ConcaveWorkspace } from './concave-kernel.ts';
import { createExactWorkspace, solveExactStorage } from './exact-kernel.ts';
import type { ExactWorkspace } from './exact-kernel.ts';
import {
  createCornerCurves,
  createRecoursePeriod,
  MOST_CORNERS,
  powersAt,
  writeExactSide,
  writeRelaxedStage,
} from './recourse-stage.ts';
import type { CornerCurves, RecoursePeriod } from './recourse-stage.ts';
import { energyScale, highShortfallMWh, lowShortfallMWh, windowPenaltyAt } from './storage-problem.ts';
import type { StorageProblem } from './storage-problem.ts';
import { fillWaterValues } from './stored-energy-value.ts';

/** The second stage of one scenario when position and reservation are fixed (docs/method/dispatch.md). */
export interface RecourseProblem {
  readonly battery: Battery;
  readonly periodHours: number;
  /** Currency per MWh, T. */
  readonly price: Float64Array;
  /** Day-ahead position in MW, T; only matters for the deviation limit. */
  readonly positionMW: Float64Array;
  readonly reservedUpMW: Float64Array;
  readonly reservedDownMW: Float64Array;
  /** u_t, energy that activation puts into the store, MWh, T. */
  readonly inflowMWh: Float64Array;
  /** Emin + N^up_i and Emax − N^dn_i, MWh, T + 1. */
  readonly lowerMWh: Float64Array;
  readonly upperMWh: Float64Array;
  readonly deviationLimitMW: number | null;
  /** M, currency per MWh of shortfall and boundary, and per MWh of excess deviation. */
  readonly shortfallPenalty: number;
  /** Limits by period (availability), MW, T. */
  readonly maxChargeMW?: Float64Array;
  readonly maxDischargeMW?: Float64Array;
}

/** The optimal second stage. */
export interface RecourseSolution {
  /** Σ Δ·price·(d − c) − w·Δ·d − M·(Σ low + high + Δ·Σ x) + waterValue·(e_T − e_0). */
  readonly value: number;
  readonly chargeMW: Float64Array;
  readonly dischargeMW: Float64Array;
  /** T + 1 values, e_0 first. */
  readonly stateOfChargeMWh: Float64Array;
  /** low_i − high_i, T + 1 values. */
  readonly shortfallMWh: Float64Array;
  /** x_t ≥ 0. */
  readonly excessDeviationMW: Float64Array;
  /** Value of one more MWh in the store at the end of each period. */
  readonly waterValue: Float64Array;
}

/** Memory for recourse problems of up to `periodCount` periods; reuse it for every scenario. */
export interface RecourseWorkspace {
  readonly periodCount: number;
  readonly relaxed: CornerCurves;
  readonly charge: CornerCurves;
  readonly discharge: CornerCurves;
  readonly concave: ConcaveWorkspace;
  readonly scratch: Float64Array;
  /** Made when a problem first needs it. */
  exact: ExactWorkspace | null;
}

export function createRecourseWorkspace(periodCount: number): RecourseWorkspace {
  return {
    periodCount,
    relaxed: createCornerCurves(periodCount),
    charge: createCornerCurves(periodCount),
    discharge: createCornerCurves(periodCount),
    concave: createConcaveWorkspace(periodCount, periodCount * (MOST_CORNERS - 1)),
    scratch: new Float64Array(2 * periodCount),
    exact: null,
  };
}

/**
 * Solves the second stage of one scenario: `relaxed` is the lp of docs/method/dispatch.md
 * (c/C + d/D ≤ 1), `exact` forbids charging and discharging in one period. Windows, terminal state and
 * deviation limit are soft at `shortfallPenalty`, so every problem has a solution; boundary 0 is given.
 * Throws ConfigError where the reservation leaves no net power at all.
 */
export function solveRecourse(
  problem: RecourseProblem,
  physics: 'relaxed' | 'exact',
  workspace: RecourseWorkspace = createRecourseWorkspace(problem.price.length),
): RecourseSolution {
  const periodCount = problem.price.length;
  const storage = storageProblem(problem);
  const waterValue = new Float64Array(periodCount);
  writeStages(problem, workspace, 'relaxed');
  solveRelaxed(storage, workspace, waterValue);
  const { concave } = workspace;
  const relaxed = settle(problem, storage, concave.takenMWh, concave.stateMWh, waterValue, () => workspace.relaxed);
  // A relaxed optimum that never burns is the exact one.
  if (physics === 'relaxed' || isExclusive(relaxed)) return relaxed;
  writeStages(problem, workspace, 'exact');
  if (workspace.exact === null || workspace.exact.takenMWh.length < periodCount) {
    workspace.exact = createExactWorkspace(workspace.periodCount);
  }
  requireSolved(solveExactStorage(storage, workspace, workspace.exact), storage);
  const { takenMWh, stateMWh } = workspace.exact;
  waterValue.set(workspace.exact.waterValue.subarray(0, periodCount));
  return settle(problem, storage, takenMWh, stateMWh, waterValue, (t) => sideOf(workspace, t, takenMWh[t]));
}

function isExclusive({ chargeMW, dischargeMW }: RecourseSolution): boolean {
  for (let t = 0; t < chargeMW.length; t++) if (chargeMW[t] !== 0 && dischargeMW[t] !== 0) return false;
  return true;
}

/**
 * Soft windows make value functions longer. Most scenarios never leave their window, so hard windows are
 * tried first: where multipliers of the soft problem exist for that schedule, it is optimal there too.
 */
function solveRelaxed(storage: StorageProblem, workspace: RecourseWorkspace, waterValue: Float64Array): void {
  const { relaxed, concave, scratch } = workspace;
  const inside = solveConcaveStorage({ ...storage, windowPenalty: Infinity }, relaxed, concave) !== -Infinity;
  if (inside && fillWaterValues(storage, relaxed, concave.takenMWh, concave.stateMWh, waterValue, scratch)) return;
  requireSolved(solveConcaveStorage(storage, relaxed, concave), storage);
  fillWaterValues(storage, relaxed, concave.takenMWh, concave.stateMWh, waterValue, scratch);
}

function storageProblem(problem: RecourseProblem): StorageProblem {
  const { battery } = problem;
  return {
    periodCount: problem.price.length,
    initialMWh: battery.initialStateOfChargeMWh,
    retention: (1 - battery.standingLossPerHour) ** problem.periodHours,
    inflowMWh: problem.inflowMWh,
    lowerMWh: problem.lowerMWh,
    upperMWh: problem.upperMWh,
    windowPenalty: problem.shortfallPenalty,
    terminal: battery.terminal,
  };
}

function writeStages(problem: RecourseProblem, workspace: RecourseWorkspace, physics: 'relaxed' | 'exact'): void {
  const { battery } = problem;
  const period = createRecoursePeriod(battery, problem.periodHours, problem.shortfallPenalty);
  for (let t = 0; t < problem.price.length; t++) {
    period.price = problem.price[t];
    period.maxChargeMW = problem.maxChargeMW?.[t] ?? battery.maxChargeMW;
    period.maxDischargeMW = problem.maxDischargeMW?.[t] ?? battery.maxDischargeMW;
    period.lowestNetMW = Math.max(-period.maxChargeMW, problem.reservedDownMW[t] - period.maxChargeMW);
    period.highestNetMW = Math.min(period.maxDischargeMW, period.maxDischargeMW - problem.reservedUpMW[t]);
    requireNetPower(period, t);
    if (problem.deviationLimitMW !== null) {
      period.freeFromMW = problem.positionMW[t] - problem.deviationLimitMW;
      period.freeToMW = problem.positionMW[t] + problem.deviationLimitMW;
    }
    if (physics === 'relaxed') writeRelaxedStage(period, t, workspace.relaxed);
    else {
      writeExactSide(period, period.lowestNetMW, Math.min(0, period.highestNetMW), t, workspace.charge);
      writeExactSide(period, Math.max(0, period.lowestNetMW), period.highestNetMW, t, workspace.discharge);
    }
  }
}

/** Reservation by a solver may overshoot by rounding: then the net power is the middle of the two limits. */
function requireNetPower(period: RecoursePeriod, t: number): void {
  period.highestNetMW = Math.max(period.highestNetMW, -period.maxChargeMW);
  period.lowestNetMW = Math.min(period.lowestNetMW, period.maxDischargeMW);
  if (period.lowestNetMW <= period.highestNetMW) return;
  if (period.lowestNetMW - period.highestNetMW > 1e-6 * (period.maxChargeMW + period.maxDischargeMW)) {
    throw new ConfigError('the reservation leaves no net power', {
      field: `reservedUpMW[${t}]`,
      rule: 'reserved up and down together are at most maximum charge plus maximum discharge',
      value: `net power from ${period.lowestNetMW} to ${period.highestNetMW} MW`,
      remedy: 'reserve less',
    });
  }
  const middle = 0.5 * (period.lowestNetMW + period.highestNetMW);
  period.lowestNetMW = middle;
  period.highestNetMW = middle;
}

/** Soft windows always have a solution, unless a number of the problem is not finite. */
function requireSolved(value: number, storage: StorageProblem): void {
  if (Number.isFinite(value)) return;
  throw new SolverError('the recourse has no solution', {
    rule: 'prices, limits and states of charge are finite numbers',
    value: `${storage.periodCount} periods from ${storage.initialMWh} MWh`,
    remedy: 'check the scenario for missing values',
  });
}

function sideOf(workspace: RecourseWorkspace, t: number, takenMWh: number): CornerCurves {
  const { charge, discharge } = workspace;
  if (Number.isNaN(charge.firstMWh[t])) return discharge;
  if (Number.isNaN(discharge.firstMWh[t])) return charge;
  return takenMWh < 0 ? charge : discharge;
}

function settle(
  problem: RecourseProblem,
  storage: StorageProblem,
  takenMWh: Float64Array,
  stateMWh: Float64Array,
  waterValue: Float64Array,
  curvesOf: (t: number) => CornerCurves,
): RecourseSolution {
  const { battery, periodHours, price, positionMW, deviationLimitMW, shortfallPenalty } = problem;
  const periodCount = price.length;
  const chargeMW = new Float64Array(periodCount);
  const dischargeMW = new Float64Array(periodCount);
  const excessDeviationMW = new Float64Array(periodCount);
  const shortfallMWh = new Float64Array(periodCount + 1);
  const powers = { chargeMW: 0, dischargeMW: 0 };
  const rounding =
    1e-11 * Math.max(energyScale(storage), problem.periodHours * (battery.maxChargeMW + battery.maxDischargeMW));
  let value = 0;
  for (let t = 0; t < periodCount; t++) {
    powersAt(curvesOf(t), t, takenMWh[t], powers);
    withoutRounding(powers, rounding / periodHours);
    chargeMW[t] = powers.chargeMW;
    dischargeMW[t] = powers.dischargeMW;
    const netMW = powers.dischargeMW - powers.chargeMW;
    if (deviationLimitMW !== null)
      excessDeviationMW[t] = Math.max(0, Math.abs(netMW - positionMW[t]) - deviationLimitMW);
    value +=
      periodHours *
      (price[t] * netMW - battery.throughputCost * powers.dischargeMW - shortfallPenalty * excessDeviationMW[t]);
  }
  for (let i = 0; i <= periodCount; i++) {
    value -= windowPenaltyAt(storage, i, stateMWh[i]);
    const shortfall = lowShortfallMWh(storage, i, stateMWh[i]) - highShortfallMWh(storage, i, stateMWh[i]);
    shortfallMWh[i] = Math.abs(shortfall) > rounding ? shortfall : 0;
  }
  if (battery.terminal.kind === 'value') {
    value += battery.terminal.waterValue * (stateMWh[periodCount] - stateMWh[0]);
  }
  const stateOfChargeMWh = stateMWh.slice(0, periodCount + 1);
  return { value, chargeMW, dischargeMW, stateOfChargeMWh, shortfallMWh, excessDeviationMW, waterValue };
}

/** Between two corners on one axis and on the other a rounding of the share is no burning: net power alone is left. */
function withoutRounding(powers: { chargeMW: number; dischargeMW: number }, roundingMW: number): void {
  if (Math.min(powers.chargeMW, powers.dischargeMW) > roundingMW) return;
  const net = powers.dischargeMW - powers.chargeMW;
  powers.chargeMW = Math.max(0, -net);
  powers.dischargeMW = Math.max(0, net);
}
