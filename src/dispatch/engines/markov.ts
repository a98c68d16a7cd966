import { ConfigError } from '../../errors.ts';
import type { BatteryProblem } from '../dispatch-problem.ts';
import { followMarkovPolicy } from '../markov-follow.ts';
import type { MarkovPrices } from '../markov-follow.ts';
import type { StoragePhysics } from '../markov-stage.ts';
import { periodsPerDay, recordOf } from '../price-forecast-sources.ts';
import { modulo } from '../price-state-chain.ts';
import { spreadOverPeriods, tradesOf } from '../trading-stages.ts';
import type { TradingStages } from '../trading-stages.ts';
import type { DispatchEngine } from './engine.ts';
import { lagPeriodsOf } from './information-lag.ts';
import { separateStages } from './separate-stages.ts';
import { shownStates } from './shown-states.ts';

export const DEFAULT_PRICE_STATES = 5;
/** Eight weeks. */
export const DEFAULT_TRAIN_HOURS = 1344;
/** It trades once it knows the prices of a week. */
const LEAST_TRAIN_HOURS = 168;
/** Prices that stand for a price state. */
const POINTS = 4;

/**
 * Stochastic dynamic programme on price states: thresholds that depend on state of charge, time of day and price
 * state, re-estimated every day from the prices known by then (`history` and the horizon so far), never from
 * later ones. Idle until a week of prices is known.
 */
export const markovEngine: DispatchEngine = {
  name: 'markov',
  description: 'thresholds by state of charge, time of day and --price-states, from the last --train-hours of prices',
  exclusive: true,
  options: ['lagHours', 'priceStates', 'trainHours'],
  async solve(problem, options) {
    const { battery } = problem;
    const { priceStates = DEFAULT_PRICE_STATES, trainHours = DEFAULT_TRAIN_HOURS } = options;
    requireWholeNumber('--price-states', priceStates, 1, 50);
    const { stages, viable } = separateStages(problem, 'markov');
    const interval = intervalPeriods(stages, problem);
    const intervalHours = interval * problem.periodHours;
    const prices = knownPrices(problem, interval);
    const leastTrainCount = Math.ceil(Math.min(LEAST_TRAIN_HOURS, trainHours) / intervalHours - 1e-9);
    const trainCount = Math.floor(trainHours / intervalHours + 1e-9);
    if (trainCount < 2 * prices.slotCount) {
      throw new ConfigError("engine 'markov' learns from two days of prices at least", {
        field: '--train-hours',
        rule: 'at least 48',
        value: trainHours,
        remedy: `write for instance --train-hours ${DEFAULT_TRAIN_HOURS}`,
      });
    }
    const lag = Math.ceil(lagPeriodsOf(problem, options.lagHours) / interval);
    if (prices.historyCount + stages.count - lag < leastTrainCount) {
      throw new ConfigError("engine 'markov' has too few prices to learn from", {
        field: 'markets[0].history',
        rule: `the history and the horizon have at least ${Math.ceil(leastTrainCount * intervalHours)} h of prices`,
        value: `${(prices.historyCount + stages.count) * intervalHours} h`,
        remedy: 'add a history to every market, or use another engine',
      });
    }
    const shownMWh = shownStates(battery);
    const { takenMWh, waterValue, valueByState } = followMarkovPolicy(prices, physicsOf(problem, stages), viable, {
      stateCount: priceStates,
      pointCount: POINTS,
      trainCount,
      leastTrainCount,
      lag,
      terminalSlope: battery.terminal.kind === 'value' ? battery.terminal.waterValue : 0,
      minMWh: battery.minStateOfChargeMWh,
      maxMWh: battery.maxStateOfChargeMWh,
      shownMWh,
    });
    return {
      status: 'feasible',
      bound: null,
      ...tradesOf(problem, stages.nodes, takenMWh),
      waterValue: spreadOverPeriods(problem, stages.nodes, waterValue),
      valueByState: valueByState.map((values, s) => ({
        stateOfChargeMWh: shownMWh[s],
        perMWh: spreadOverPeriods(problem, stages.nodes, values),
      })),
    };
  },
};

/** The length of the delivery intervals, all the same and a part of a day. */
function intervalPeriods({ nodes }: TradingStages, problem: BatteryProblem): number {
  const length = nodes[0].end - nodes[0].start;
  const same = nodes.every(({ start, end }) => end - start === length);
  if (same && periodsPerDay(problem) % length === 0) return length;
  throw new ConfigError("engine 'markov' does not cover this problem", {
    field: 'markets',
    rule: 'all delivery intervals are equally long, a whole number of them in 24 h',
    value: same ? `${length * problem.periodHours} h` : 'intervals of different lengths',
    remedy: 'use engine exact or rolling',
  });
}

/** The best price to buy and to sell by interval over all markets, history first. */
function knownPrices(problem: BatteryProblem, interval: number): MarkovPrices {
  const records = problem.markets.map(recordOf);
  const [{ historyCount, prices: first }] = records;
  const odd = records.findIndex((record) => record.historyCount !== historyCount);
  if (odd >= 0) {
    throw new ConfigError(`market '${problem.markets[odd].name}'`, {
      field: `markets[${odd}].history`,
      rule: `every market has the same ${historyCount} prices of history as the first`,
      value: records[odd].historyCount,
      remedy: 'give all markets a history of the same length, or none',
    });
  }
  const slotCount = periodsPerDay(problem) / interval;
  const best = (pick: (...prices: number[]) => number): Float64Array =>
    first.map((_, i) => pick(...records.map(({ prices }) => prices[i])));
  return {
    buyPrice: best(Math.min),
    sellPrice: best(Math.max),
    historyCount,
    slotCount,
    firstSlot: modulo(-historyCount, slotCount),
  };
}

function physicsOf(
  { battery }: BatteryProblem,
  { retention, storableMWh, drawableMWh }: TradingStages,
): StoragePhysics {
  return {
    chargeEfficiency: battery.chargeEfficiency,
    dischargeEfficiency: battery.dischargeEfficiency,
    throughputCost: battery.throughputCost,
    retention,
    storableMWh: storableMWh[0],
    drawableMWh: drawableMWh[0],
  };
}

function requireWholeNumber(field: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new ConfigError("engine 'markov' needs a number of price states", {
    field,
    rule: `a whole number from ${least} to ${most}`,
    value,
    remedy: `write for instance ${field} ${DEFAULT_PRICE_STATES}`,
  });
}
