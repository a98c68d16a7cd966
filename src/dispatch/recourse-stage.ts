import type { Battery } from '../domain/battery.ts';
import type { StageCurves } from './storage-problem.ts';

/** Stage curves that remember the powers at their corners: corner j + t of period t starts segment j. */
export interface CornerCurves extends StageCurves {
  /** MW at each corner; period t has the corners starts[t] + t … starts[t+1] + t. */
  readonly cornerChargeMW: Float64Array;
  readonly cornerDischargeMW: Float64Array;
}

/** A period of the recourse problem: powers in MW, price and costs per MWh. */
export interface RecoursePeriod {
  readonly periodHours: number;
  readonly chargeEfficiency: number;
  readonly dischargeEfficiency: number;
  readonly throughputCost: number;
  readonly deviationPenalty: number;
  price: number;
  maxChargeMW: number;
  maxDischargeMW: number;
  /** Limits of discharge − charge, reservation taken off. */
  lowestNetMW: number;
  highestNetMW: number;
  /** Net power that is free of the deviation penalty; −Infinity … Infinity without a limit. */
  freeFromMW: number;
  freeToMW: number;
}

/** At most five net-power levels with two corners each. */
export const MOST_CORNERS = 10;

/** A period that is written over for each stage; no deviation limit yet. */
export function createRecoursePeriod(battery: Battery, periodHours: number, deviationPenalty: number): RecoursePeriod {
  return {
    periodHours,
    chargeEfficiency: battery.chargeEfficiency,
    dischargeEfficiency: battery.dischargeEfficiency,
    throughputCost: battery.throughputCost,
    deviationPenalty,
    price: 0,
    maxChargeMW: 0,
    maxDischargeMW: 0,
    lowestNetMW: 0,
    highestNetMW: 0,
    freeFromMW: -Infinity,
    freeToMW: Infinity,
  };
}

export function createCornerCurves(periodCount: number): CornerCurves {
  return {
    starts: new Int32Array(periodCount + 1),
    slope: new Float64Array(periodCount * (MOST_CORNERS - 1)),
    width: new Float64Array(periodCount * (MOST_CORNERS - 1)),
    firstMWh: new Float64Array(periodCount),
    firstValue: new Float64Array(periodCount),
    cornerChargeMW: new Float64Array(periodCount * MOST_CORNERS),
    cornerDischargeMW: new Float64Array(periodCount * MOST_CORNERS),
  };
}

const levels = new Float64Array(5);
const cornerTaken = new Float64Array(MOST_CORNERS);
const cornerValue = new Float64Array(MOST_CORNERS);
const cornerCharge = new Float64Array(MOST_CORNERS);
const cornerDischarge = new Float64Array(MOST_CORNERS);

/**
 * Writes the relaxed stage of period t: the upper concave hull, over v = Δ(d/η_d − η_c·c), of the profit
 * at the corners of {c/C + d/D ≤ 1, lowest net ≤ d − c ≤ highest net} cut by the two deviation lines.
 * All cuts are lines of constant net power, so every corner lies on such a line: on an axis (one of c, d
 * is zero) or on c/C + d/D = 1 (burning). docs/method/dispatch.md.
 */
export function writeRelaxedStage(period: RecoursePeriod, t: number, curves: CornerCurves): void {
  const levelCount = netLevels(period, period.lowestNetMW, period.highestNetMW);
  const { maxChargeMW: C, maxDischargeMW: D } = period;
  let count = 0;
  for (let i = 0; i < levelCount; i++) {
    const net = levels[i];
    count = addCorner(period, net < 0 ? -net : 0, net > 0 ? net : 0, count);
    if (C > 0 && D > 0) {
      const discharge = (D * (net + C)) / (D + C);
      count = addCorner(period, discharge - net, discharge, count);
    }
  }
  writeHull(period, t, count, curves);
}

/**
 * Writes one side of the exact stage of period t: net power from `fromMW` to `toMW`, both ≤ 0 (charging)
 * or both ≥ 0 (discharging); a side whose limits exclude each other is marked as closed.
 */
export function writeExactSide(
  period: RecoursePeriod,
  fromMW: number,
  toMW: number,
  t: number,
  curves: CornerCurves,
): void {
  if (fromMW > toMW) {
    curves.firstMWh[t] = NaN;
    curves.starts[t + 1] = curves.starts[t];
    return;
  }
  const levelCount = netLevels(period, fromMW, toMW);
  let count = 0;
  for (let i = 0; i < levelCount; i++)
    count = addCorner(period, levels[i] < 0 ? -levels[i] : 0, levels[i] > 0 ? levels[i] : 0, count);
  writeHull(period, t, count, curves);
}

/** The powers that take v MWh from the store in period t, on the hull: [charge, discharge] into `powers`. */
export function powersAt(
  curves: CornerCurves,
  t: number,
  takenMWh: number,
  powers: { chargeMW: number; dischargeMW: number },
): void {
  let rest = takenMWh - curves.firstMWh[t];
  let j = curves.starts[t];
  const last = curves.starts[t + 1];
  while (j < last - 1 && rest >= curves.width[j]) rest -= curves.width[j++];
  const corner = j + t;
  const share = j < last ? Math.min(1, Math.max(0, rest / curves.width[j])) : 0;
  const next = j < last ? corner + 1 : corner;
  powers.chargeMW = (1 - share) * curves.cornerChargeMW[corner] + share * curves.cornerChargeMW[next];
  powers.dischargeMW = (1 - share) * curves.cornerDischargeMW[corner] + share * curves.cornerDischargeMW[next];
}

/** Fills `levels` with the ends, zero and the deviation limits inside; returns how many. */
function netLevels(period: RecoursePeriod, lowest: number, highest: number): number {
  levels[0] = lowest;
  levels[1] = highest;
  let count = 2;
  if (lowest < 0 && highest > 0) levels[count++] = 0;
  if (period.freeFromMW > lowest && period.freeFromMW < highest) levels[count++] = period.freeFromMW;
  if (period.freeToMW > lowest && period.freeToMW < highest) levels[count++] = period.freeToMW;
  return count;
}

/** Inserts a corner in ascending order of v; returns the new count. */
function addCorner(period: RecoursePeriod, chargeMW: number, dischargeMW: number, count: number): number {
  const hours = period.periodHours;
  const net = dischargeMW - chargeMW;
  const taken = hours * (dischargeMW / period.dischargeEfficiency - chargeMW * period.chargeEfficiency);
  let value = hours * (period.price * net - period.throughputCost * dischargeMW);
  if (net < period.freeFromMW) value -= hours * period.deviationPenalty * (period.freeFromMW - net);
  if (net > period.freeToMW) value -= hours * period.deviationPenalty * (net - period.freeToMW);
  let i = count;
  while (i > 0 && cornerTaken[i - 1] > taken) {
    cornerTaken[i] = cornerTaken[i - 1];
    cornerValue[i] = cornerValue[i - 1];
    cornerCharge[i] = cornerCharge[i - 1];
    cornerDischarge[i] = cornerDischarge[i - 1];
    i--;
  }
  cornerTaken[i] = taken;
  cornerValue[i] = value;
  cornerCharge[i] = chargeMW;
  cornerDischarge[i] = dischargeMW;
  return count + 1;
}

/** The upper hull of the sorted corners, in place, then written as segments of period t. */
function writeHull(period: RecoursePeriod, t: number, count: number, curves: CornerCurves): void {
  // Corners nearer than this in v are one corner, the better of the two.
  const near = 1e-12 * period.periodHours * (period.maxChargeMW + period.maxDischargeMW);
  let size = 0;
  for (let i = 0; i < count; i++) {
    if (size > 0 && cornerTaken[i] - cornerTaken[size - 1] <= near) {
      if (cornerValue[i] <= cornerValue[size - 1]) continue;
      size--;
    }
    while (
      size > 1 &&
      (cornerTaken[size - 1] - cornerTaken[size - 2]) * (cornerValue[i] - cornerValue[size - 2]) >=
        (cornerValue[size - 1] - cornerValue[size - 2]) * (cornerTaken[i] - cornerTaken[size - 2])
    ) {
      size--;
    }
    cornerTaken[size] = cornerTaken[i];
    cornerValue[size] = cornerValue[i];
    cornerCharge[size] = cornerCharge[i];
    cornerDischarge[size] = cornerDischarge[i];
    size++;
  }
  const start = curves.starts[t];
  curves.firstMWh[t] = cornerTaken[0];
  curves.firstValue[t] = cornerValue[0];
  for (let i = 0; i < size; i++) {
    curves.cornerChargeMW[start + t + i] = cornerCharge[i];
    curves.cornerDischargeMW[start + t + i] = cornerDischarge[i];
    if (i === 0) continue;
    const width = cornerTaken[i] - cornerTaken[i - 1];
    curves.width[start + i - 1] = width;
    curves.slope[start + i - 1] = (cornerValue[i] - cornerValue[i - 1]) / width;
  }
  curves.starts[t + 1] = start + size - 1;
}
