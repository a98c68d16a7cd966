import { retentionOf } from './dispatch-problem.ts';
import type { BatteryProblem } from './dispatch-problem.ts';
import type { IntervalPrice, MarketNode } from './market-nest.ts';
import { leastAvailable } from './operation.ts';
import type { StageCurves } from './storage-problem.ts';
import { netExport, tradesAt } from './traded-powers.ts';
import type { TradedPowers } from './traded-powers.ts';
import type { TwoSidedStages } from './two-sided-stages.ts';

/**
 * One battery's stages, an interval each, as what it earns over the energy taken from the store: energy
 * prices, a site with import and export priced apart, its limits, and power and efficiencies by period.
 */
export interface PricedStages extends TwoSidedStages {
  readonly intervals: readonly TradedInterval[];
  readonly retention: number;
  /** True where charging and discharging side together are concave in every interval. */
  readonly concave: boolean;
}

/** Currency per MWh discharged on top of the throughput cost, T values; null: none. */
export type Surcharge = Float64Array | null;

/** An interval with its limits, MW, and efficiencies. */
export interface TradedInterval {
  readonly start: number;
  /** One after the last period. */
  readonly end: number;
  /** Where to buy and to sell; null without energy markets. */
  readonly buy: IntervalPrice | null;
  readonly sell: IntervalPrice | null;
  /** Least and most; least > most: the connection's limits close this side. */
  readonly charge: readonly [least: number, most: number];
  readonly discharge: readonly [least: number, most: number];
  readonly chargeEfficiency: number;
  readonly dischargeEfficiency: number;
}

/**
 * The stages of a problem whose markets share their intervals (`nodes`; null without energy markets), or
 * null where some interval is not the better of two concave sides: a site over a commitment of several
 * periods, efficiencies that change within one, or exporting that pays more than importing costs with the
 * meter's zero inside of the battery's power; or where the surcharge changes within an interval.
 */
export function pricedStages(
  problem: BatteryProblem,
  nodes: readonly MarketNode[] | null,
  surcharge: Surcharge = null,
): PricedStages | null {
  const spans = nodes ?? Array.from({ length: problem.periodCount }, (_, t) => ({ start: t, end: t + 1 }));
  const intervals: TradedInterval[] = [];
  const charge = new CurveList();
  const discharge = new CurveList();
  let concave = true;
  for (const span of spans) {
    const interval = tradedInterval(problem, span);
    const added = surcharge?.[span.start] ?? 0;
    if (interval === null || surcharge?.subarray(span.start, span.end).some((other) => other !== added)) return null;
    intervals.push(interval);
    const wear = problem.battery.throughputCost + added;
    const buying = sidePieces(problem, interval, 'charge', interval.buy?.price ?? 0);
    const selling = sidePieces(problem, interval, 'discharge', (interval.sell?.price ?? 0) - wear);
    const hours = (span.end - span.start) * problem.periodHours;
    const chargingSlope = addCharging(charge, buying, interval, hours);
    const dischargingSlope = addDischarging(discharge, selling, interval, hours);
    if (chargingSlope === null || dischargingSlope === null) return null;
    concave &&= chargingSlope >= dischargingSlope && (buying !== null || selling !== null);
  }
  return {
    intervals,
    retention: retentionOf(problem.battery, problem.periodHours),
    charge: charge.curves(),
    discharge: discharge.curves(),
    concave,
  };
}

/** Both sides as one list of segments; for stages that are concave. */
export function joinedStages({ charge, discharge }: PricedStages): StageCurves {
  const count = charge.firstMWh.length;
  const slope: number[] = [];
  const width: number[] = [];
  const starts = new Int32Array(count + 1);
  for (let i = 0; i < count; i++) {
    for (const side of [charge, discharge]) {
      for (let j = side.starts[i]; j < side.starts[i + 1]; j++) {
        if (side.width[j] <= 0) continue;
        slope.push(side.slope[j]);
        width.push(side.width[j]);
      }
    }
    starts[i + 1] = slope.length;
  }
  const first = (values: 'firstMWh' | 'firstValue'): Float64Array =>
    charge[values].map((value, i) => (Number.isNaN(charge.firstMWh[i]) ? discharge[values][i] : value));
  return {
    starts,
    slope: Float64Array.from(slope),
    width: Float64Array.from(width),
    firstMWh: first('firstMWh'),
    firstValue: first('firstValue'),
  };
}

/** Powers and trades that take `takenMWh` from the store in each interval (negative: put in). */
export function powersOf(
  problem: BatteryProblem,
  intervals: readonly TradedInterval[],
  takenMWh: Float64Array,
): TradedPowers {
  const netMW = Float64Array.from(intervals, (interval, i) => {
    const { start, end, charge, discharge } = interval;
    return netExport(takenMWh[i], (end - start) * problem.periodHours, interval, charge[1], discharge[1]);
  });
  return tradesAt(problem, intervals, netMW);
}

function tradedInterval(
  { battery, site }: BatteryProblem,
  { start, end, ...prices }: Pick<MarketNode, 'start' | 'end'> & Partial<MarketNode>,
): TradedInterval | null {
  const { efficiencyFactor } = battery.operation;
  // A commitment over several periods is held at the least of their powers.
  const available = leastAvailable(battery.operation, start, end);
  const factor = efficiencyFactor?.[start] ?? 1;
  if (efficiencyFactor?.subarray(start, end).some((other) => other !== factor)) return null;
  if (site !== null && end - start > 1) return null;
  const traded = prices.buy === undefined || !Number.isNaN(prices.buy.price);
  // Net export of the site within its limits: the power of the battery within these.
  const leastExport = site === null ? -Infinity : site.netDemandMW[start] - site.importLimitMW;
  const mostExport = site === null ? Infinity : site.netDemandMW[start] + site.exportLimitMW;
  const power = traded ? available : 0;
  return {
    start,
    end,
    buy: prices.buy ?? null,
    sell: prices.sell ?? null,
    charge: [Math.max(0, -mostExport), Math.min(power * battery.maxChargeMW, -leastExport)],
    discharge: [Math.max(0, leastExport), Math.min(power * battery.maxDischargeMW, mostExport)],
    chargeEfficiency: factor * battery.chargeEfficiency,
    dischargeEfficiency: factor * battery.dischargeEfficiency,
  };
}

/** A stretch of power with one price at the grid, currency per MWh; counted in the stage from `least` power on. */
interface Piece {
  readonly price: number;
  readonly fromMW: number;
  readonly toMW: number;
  readonly chosen: boolean;
}

/** Pieces in ascending power from 0, split where the meter's flow changes sign; null where the side is closed. */
function sidePieces(
  { site }: BatteryProblem,
  { start, ...interval }: TradedInterval,
  side: 'charge' | 'discharge',
  marketPrice: number,
): Piece[] | null {
  const [least, most] = interval[side];
  if (least > most) return null;
  const price = Number.isNaN(marketPrice) ? 0 : marketPrice;
  const sign = side === 'charge' ? 1 : -1;
  const demand = site?.netDemandMW[start] ?? 0;
  const apart = site !== null && site.importPrices[start] !== site.exportPrices[start];
  const inner = [least, ...(apart ? [-sign * demand] : [])].filter((level) => level > 0 && level < most);
  const levels = [0, ...inner.toSorted((a, b) => a - b), most];
  return levels.slice(1).flatMap((toMW, i): Piece[] => {
    const fromMW = levels[i];
    if (toMW === fromMW) return [];
    const drawn = demand + sign * 0.5 * (fromMW + toMW);
    const meter = site === null ? 0 : drawn > 0 ? site.importPrices[start] : site.exportPrices[start];
    return [{ price: price + meter, fromMW, toMW, chosen: toMW > least }];
  });
}

/** One side of every stage, as StageCurves in the making. */
class CurveList {
  readonly starts: number[] = [0];
  readonly slope: number[] = [];
  readonly width: number[] = [];
  readonly firstMWh: number[] = [];
  readonly firstValue: number[] = [];

  /** Ends a stage; false where its slopes do not descend. */
  close(firstMWh: number, firstValue: number): boolean {
    for (let j = this.starts.at(-1)! + 1; j < this.slope.length; j++)
      if (this.slope[j] > this.slope[j - 1]) return false;
    this.starts.push(this.slope.length);
    this.firstMWh.push(firstMWh);
    this.firstValue.push(firstValue);
    return true;
  }

  curves(): StageCurves {
    const { starts, slope, width, firstMWh, firstValue } = this;
    return {
      starts: Int32Array.from(starts),
      slope: Float64Array.from(slope),
      width: Float64Array.from(width),
      firstMWh: Float64Array.from(firstMWh),
      firstValue: Float64Array.from(firstValue),
    };
  }
}

/** Adds a charging side, from full power to the least; returns its last slope, null where it is not concave. */
function addCharging(
  list: CurveList,
  pieces: readonly Piece[] | null,
  { charge: [, most], chargeEfficiency }: TradedInterval,
  hours: number,
): number | null {
  if (pieces === null) return list.close(Number.NaN, 0) ? Infinity : null;
  let paid = 0;
  for (const { price, fromMW, toMW, chosen } of pieces.toReversed()) {
    paid += price * hours * (toMW - fromMW);
    if (!chosen) continue;
    list.slope.push(price / chargeEfficiency);
    list.width.push((toMW - fromMW) * hours * chargeEfficiency);
  }
  const last = pieces.length > 0 ? pieces[0].price / chargeEfficiency : Infinity;
  return list.close(-most * hours * chargeEfficiency, -paid) ? last : null;
}

/** Adds a discharging side, from the least power to full; returns its first slope, null where it is not concave. */
function addDischarging(
  list: CurveList,
  pieces: readonly Piece[] | null,
  { discharge: [least], dischargeEfficiency }: TradedInterval,
  hours: number,
): number | null {
  if (pieces === null) return list.close(Number.NaN, 0) ? -Infinity : null;
  let earned = 0;
  for (const { price, fromMW, toMW, chosen } of pieces) {
    if (!chosen) {
      earned += price * hours * (toMW - fromMW);
      continue;
    }
    list.slope.push(price * dischargeEfficiency);
    list.width.push(((toMW - fromMW) * hours) / dischargeEfficiency);
  }
  const first = pieces.length > 0 ? pieces[0].price * dischargeEfficiency : -Infinity;
  return list.close((least * hours) / dischargeEfficiency, earned) ? first : null;
}
