import { blendCurves, createCurve, curveSlopes, lineCurve } from './markov-curve.ts';
import type { ConcaveCurve } from './markov-curve.ts';
import { bestEndMWh } from './markov-policy.ts';
import { priceLevels } from './markov-price-level.ts';
import { fitPriceStates } from './markov-price-states.ts';
import type { FittedPriceStates, ObservedPrices } from './markov-price-states.ts';
import { solveMarkovDay, solveMarkovHorizon } from './markov-recursion.ts';
import type { ContinuationValues } from './markov-recursion.ts';
import type { StoragePhysics } from './markov-stage.ts';
import { delayedChain, modulo, pricePosition } from './price-state-chain.ts';
import type { PriceStateChain } from './price-state-chain.ts';
import type { ViableStates } from './viable-states.ts';

/** How the markov policy learns and what it may know. */
export interface MarkovSettings {
  readonly stateCount: number;
  readonly pointCount: number;
  /** Intervals at the end of the known prices that a chain is estimated from, and the least that it takes. */
  readonly trainCount: number;
  readonly leastTrainCount: number;
  /** Intervals after its start at which a price becomes known; 0: at its start, before the trade. */
  readonly lag: number;
  /** Value per MWh left at the end of the horizon. */
  readonly terminalSlope: number;
  readonly minMWh: number;
  readonly maxMWh: number;
  /** States of charge for `valueByState`. */
  readonly shownMWh: readonly number[];
}

/** The prices of the horizon with those of the `historyCount` intervals before it. */
export interface MarkovPrices extends ObservedPrices {
  readonly historyCount: number;
}

export interface FollowedPolicy {
  /** MWh taken from the store in each interval; negative: put in. */
  readonly takenMWh: Float64Array;
  /** Slope of the continuation at the end of each interval, currency per MWh. */
  readonly waterValue: Float64Array;
  /** The same at each of the shown states; NaN where the end cannot be reached from it, or nothing is known yet. */
  readonly valueByState: readonly Float64Array[];
}

/** Days before the end from which its terminal condition is part of the recursion. */
const END_DAYS = 7;
/** Precision of pruning and of value iteration, as a share of price scale × energy. */
const PRUNING = 1e-5;
const CONVERGENCE = 1e-4;

/**
 * Follows the markov policy through the horizon. Once a day a chain is estimated from the prices known by then,
 * less their slow level, and its dynamic programme solved; in each interval the trade maximises cash at the price
 * known (or expected, with a lag) plus the expected value of what is left. Until enough prices are known it only
 * keeps the limits.
 */
export function followMarkovPolicy(
  prices: MarkovPrices,
  physics: StoragePhysics,
  viable: ViableStates,
  settings: MarkovSettings,
): FollowedPolicy {
  const count = viable.lowMWh.length - 1;
  const takenMWh = new Float64Array(count);
  const waterValue = new Float64Array(count);
  const valueByState = settings.shownMWh.map(() => new Float64Array(count).fill(Number.NaN));
  const around = aroundLevel(prices);
  let plan: DayPlan | null = null;
  let stateMWh = viable.lowMWh[0];
  for (let i = 0; i < count; i++) {
    // Observations 0 … known − 1 may be looked at.
    const known = Math.max(0, prices.historyCount + i + 1 - settings.lag);
    if (plan === null || i - plan.first === prices.slotCount)
      plan = planDay(around, physics, viable, settings, i, known, plan);
    const idleMWh = physics.retention * stateMWh;
    const low = viable.lowMWh[i + 1];
    const high = viable.highMWh[i + 1];
    let end = Math.min(Math.max(idleMWh, low), high);
    if (plan !== null) {
      const { continuation, buyPrice, sellPrice, level } = viewAt(around, plan, settings, i, known);
      end = bestEndMWh(continuation, physics, idleMWh, buyPrice, sellPrice, low, high);
      const worth = (atMWh: number): number => {
        const { left, right } = curveSlopes(continuation, atMWh, 1e-9 * settings.maxMWh);
        return level + 0.5 * (left + right);
      };
      waterValue[i] = worth(end);
      for (const [s, shown] of settings.shownMWh.entries())
        if (shown >= low && shown <= high) valueByState[s][i] = worth(shown);
    }
    takenMWh[i] = idleMWh - end;
    stateMWh = end;
  }
  return { takenMWh, waterValue, valueByState };
}

/** Prices measured from their slow level. */
interface PricesAroundLevel extends MarkovPrices {
  /** Known before each observation, one more value than prices (markov-price-level.ts). */
  readonly levels: Float64Array;
}

function aroundLevel(prices: MarkovPrices): PricesAroundLevel {
  const { buyPrice, sellPrice, firstSlot, slotCount } = prices;
  const middle = buyPrice.map((price, i) => 0.5 * (price + sellPrice[i]));
  const levels = priceLevels(middle, firstSlot, slotCount);
  return {
    ...prices,
    levels,
    buyPrice: buyPrice.map((price, i) => price - levels[i]),
    sellPrice: sellPrice.map((price, i) => price - levels[i]),
  };
}

/** The values that are followed for a day from the interval `first` on. */
interface DayPlan {
  readonly first: number;
  readonly fitted: FittedPriceStates;
  /** The chain as the policy sees it, late by the lag. */
  readonly chain: PriceStateChain;
  /** From `first` on, one set of curves per interval, of energy measured at prices less the level. */
  readonly values: ContinuationValues;
  /** The level that the value of the end is measured from; null where the end is far, and the level may drift. */
  readonly endLevel: number | null;
}

/** What the policy goes by in interval i: all prices less `level`. */
function viewAt(
  { buyPrice, sellPrice, levels, firstSlot, historyCount, slotCount }: PricesAroundLevel,
  { first, fitted, chain, values, endLevel }: DayPlan,
  { lag }: MarkovSettings,
  i: number,
  known: number,
): { continuation: ConcaveCurve; buyPrice: number; sellPrice: number; level: number } {
  const seen = known - 1;
  const position = fitted.positionOf(modulo(firstSlot + seen, slotCount), buyPrice[seen], sellPrice[seen]);
  const state = Math.floor(position);
  const next = Math.min(state + 1, chain.stateCount - 1);
  const shares = Float64Array.of(1 - (position - state), position - state);
  const curves = values[i - first];
  const continuation = createCurve();
  blendCurves([curves[state], curves[next]], shares, 0, continuation);
  const slot = modulo(firstSlot + historyCount + i, slotCount);
  const expected = (prices: Float64Array): number =>
    shares[0] * prices[pricePosition(chain, slot, state)] + shares[1] * prices[pricePosition(chain, slot, next)];
  const drift = levels[lag === 0 ? seen : known];
  const level = endLevel ?? drift;
  return {
    continuation,
    buyPrice: (lag === 0 ? buyPrice[seen] : expected(chain.buyPrice)) + drift - level,
    sellPrice: (lag === 0 ? sellPrice[seen] : expected(chain.sellPrice)) + drift - level,
    level,
  };
}

function planDay(
  prices: PricesAroundLevel,
  physics: StoragePhysics,
  viable: ViableStates,
  settings: MarkovSettings,
  first: number,
  known: number,
  before: DayPlan | null,
): DayPlan | null {
  const { lag, stateCount, pointCount, trainCount, leastTrainCount, terminalSlope, minMWh, maxMWh } = settings;
  if (known < leastTrainCount) return null;
  const { slotCount, firstSlot, historyCount, levels } = prices;
  const fitted = fitPriceStates(prices, Math.max(0, known - trainCount), known, stateCount, pointCount);
  const chain = delayedChain(fitted.chain, lag);
  const scale = priceScale(chain) * Math.max(1e-9, maxMWh - minMWh);
  const slot = modulo(firstSlot + historyCount + first, slotCount);
  const count = viable.lowMWh.length - 1;
  if (count - first <= END_DAYS * slotCount) {
    const low = viable.lowMWh.subarray(first);
    const high = viable.highMWh.subarray(first);
    const endLevel = levels[lag === 0 ? known - 1 : known];
    const end = lineCurve(viable.lowMWh[count], viable.highMWh[count], 0, terminalSlope - endLevel);
    const values = solveMarkovHorizon(chain, physics, slot, low, high, end, PRUNING * scale);
    return { first, fitted, chain, values, endLevel };
  }
  const start = before?.values[slotCount - 1] ?? flatStart(settings);
  const values = solveMarkovDay(
    chainFrom(chain, slot),
    physics,
    minMWh,
    maxMWh,
    start,
    PRUNING * scale,
    CONVERGENCE * scale,
  );
  return { first, fitted, chain, values, endLevel: null };
}

function flatStart({ minMWh, maxMWh, stateCount, terminalSlope }: MarkovSettings): ConcaveCurve[] {
  return Array.from({ length: stateCount }, () => lineCurve(minMWh, maxMWh, 0, terminalSlope));
}

/** The chain with its day starting in `slot`. */
function chainFrom(chain: PriceStateChain, slot: number): PriceStateChain {
  if (slot === 0) return chain;
  const rotate = (values: Float64Array): Float64Array => {
    const at = (values.length / chain.slotCount) * slot;
    const turned = new Float64Array(values.length);
    turned.set(values.subarray(at));
    turned.set(values.subarray(0, at), values.length - at);
    return turned;
  };
  return {
    ...chain,
    buyPrice: rotate(chain.buyPrice),
    sellPrice: rotate(chain.sellPrice),
    transition: rotate(chain.transition),
  };
}

/** The mean absolute price of the chain. */
function priceScale({ buyPrice }: PriceStateChain): number {
  return Math.max(1e-9, buyPrice.reduce((sum, price) => sum + Math.abs(price), 0) / buyPrice.length);
}
