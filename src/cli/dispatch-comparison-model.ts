import type { ComparedEngine, SolvedEngine } from '../dispatch/compare-engines.ts';
import { comparable } from '../dispatch/compare-engines.ts';
import { intervalOfPeriods } from '../dispatch/dispatch-problem.ts';
import type { DispatchProblem } from '../dispatch/dispatch-problem.ts';
import type { BatterySchedule, DispatchResult } from '../dispatch/dispatch-result.ts';
import { profitByPeriod } from '../dispatch/profit-by-period.ts';
import { reservationPriceAt } from '../dispatch/reservation-price.ts';
import type { EngineOptions } from '../dispatch/engines/engine.ts';
import { DEFAULT_LEVELS } from '../dispatch/engines/grid.ts';
import { DEFAULT_PRICE_STATES, DEFAULT_TRAIN_HOURS } from '../dispatch/engines/markov.ts';
import type { ComparedEngineModel, DispatchComparisonModel, SolvedEngineModel } from '../report/dispatch-model.ts';
import { violationTexts } from './dispatch-comparison-text.ts';

/** Periods that the detailed charts show at most: two weeks of half-hours. */
const DETAIL_PERIODS = 672;
/** Points of a cumulative-profit line at most. */
const PROFIT_POINTS = 400;

/** What the page shows; at least one engine must have a schedule. */
export function comparisonModel(
  title: string,
  problem: DispatchProblem,
  compared: readonly ComparedEngine[],
  options: EngineOptions,
): DispatchComparisonModel {
  const solved = compared.filter((entry): entry is SolvedEngine => entry.result !== null);
  const shown = solved.find(({ engine }) => engine === 'exact') ?? solved[0];
  const profits = profitByPeriod(problem, shown.result);
  const detail = bestStretch(profits, Math.min(DETAIL_PERIODS, problem.periodCount));
  const { periodHours, periodCount, labels } = problem;
  return {
    title,
    batteries: problem.batteries.map(
      ({ name, maxChargeMW, maxDischargeMW, energyCapacityMWh, chargeEfficiency, dischargeEfficiency }) =>
        `${name}: ${maxChargeMW === maxDischargeMW ? `${maxChargeMW} MW` : `${maxChargeMW} MW in, ${maxDischargeMW} MW out`} / ${energyCapacityMWh} MWh, efficiency ${share(chargeEfficiency)} in and ${share(dischargeEfficiency)} out`,
    ),
    currency: labels.currency ?? '',
    startTime: labels.startTime ?? '',
    timeZone: labels.timeZone ?? '',
    periodHours,
    periodCount,
    engines: compared.map((entry) => engineModel(problem, entry, detail, comparable(problem, options))),
    shownEngine: shown.engine,
    detail,
    markets: shownMarkets(problem, detail),
    power: shownPower(problem, shown.result, detail),
    reserved: problem.capacityMarkets.map((market) => {
      const intervals = intervalOfPeriods(market);
      const { name, direction } = market;
      const reservedMW = stretch(detail, (t) =>
        sumOver(shown.result, (schedule) => schedule.reservedMW[name][intervals[t]]),
      );
      return { name, direction, reservedMW };
    }),
    meter: shownMeter(problem, shown.result, detail),
    sellAbove: sellAbove(problem, solved, detail),
    reservation: reservationPrices(problem, shown.result, detail),
  };
}

/** Prices of the energy markets; of a site without them its tariff. An interval without a price shows the one before. */
function shownMarkets(problem: DispatchProblem, detail: Detail): DispatchComparisonModel['markets'] {
  const { markets, site } = problem;
  if (markets.length === 0 && site !== null) {
    return [
      { name: 'import price', prices: stretch(detail, (t) => site.importPrices[t]) },
      { name: 'export price', prices: stretch(detail, (t) => site.exportPrices[t]) },
    ];
  }
  return markets.map((market) => {
    const intervals = intervalOfPeriods(market);
    const known = (t: number): number => {
      let i = intervals[t];
      while (i > 0 && Number.isNaN(market.prices[i])) i--;
      return Number.isNaN(market.prices[i]) ? 0 : market.prices[i];
    };
    return { name: market.name, prices: stretch(detail, known) };
  });
}

/** Power by market; at a site without energy markets charge and discharge, as those of its first price. */
function shownPower(
  problem: DispatchProblem,
  result: DispatchResult,
  detail: Detail,
): DispatchComparisonModel['power'] {
  if (problem.markets.length === 0) {
    const power = (side: 'chargeMW' | 'dischargeMW') =>
      stretch(detail, (t) => sumOver(result, (schedule) => schedule[side][t]));
    const none = stretch(detail, () => 0);
    return [
      { boughtMW: power('chargeMW'), soldMW: power('dischargeMW') },
      { boughtMW: none, soldMW: none },
    ];
  }
  return problem.markets.map((market) => {
    const intervals = intervalOfPeriods(market);
    const total = (side: 'buyMW' | 'sellMW') =>
      stretch(detail, (t) => sumOver(result, (schedule) => schedule.markets[market.name][side][intervals[t]]));
    return { boughtMW: total('buyMW'), soldMW: total('sellMW') };
  });
}

function shownMeter(
  { site }: DispatchProblem,
  { site: published }: DispatchResult,
  detail: Detail,
): DispatchComparisonModel['meter'] {
  if (site === null || published === undefined) return null;
  return {
    withMW: stretch(detail, (t) => published.importMW[t] - published.exportMW[t]),
    withoutMW: stretch(detail, (t) => site.netDemandMW[t]),
  };
}

/** Reservation prices by state of charge of the first engine that publishes them; for one battery. */
function sellAbove(
  problem: DispatchProblem,
  solved: readonly SolvedEngine[],
  detail: Detail,
): DispatchComparisonModel['sellAbove'] {
  const [battery] = problem.batteries;
  if (problem.batteries.length > 1) return null;
  const prices = solved
    .map(({ result }) => result.batteries[0].schedule.reservationPrices)
    .find((found) => found !== undefined);
  if (prices === undefined) return null;
  const { minStateOfChargeMWh: low, maxStateOfChargeMWh: high } = battery;
  return prices.map(({ stateOfChargeMWh, sellAbove: values }) => ({
    label: `${Math.round((100 * (stateOfChargeMWh - low)) / Math.max(high - low, 1e-9))} % full`,
    prices: Array.from({ length: detail.to - detail.from }, (_, i) => {
      const value = values[detail.from + i];
      return Number.isNaN(value) ? null : value;
    }),
  }));
}

function sumOver(result: DispatchResult, value: (schedule: BatterySchedule) => number): number {
  return result.batteries.reduce((sum, { schedule }) => sum + value(schedule), 0);
}

interface Detail {
  readonly from: number;
  readonly to: number;
}

function engineModel(
  problem: DispatchProblem,
  entry: ComparedEngine,
  detail: Detail,
  options: EngineOptions,
): ComparedEngineModel {
  const settings: Record<string, string> = {
    lookahead: `${options.lookaheadHours} h ahead`,
    rolling: `${options.windowHours} h, every ${options.stepHours} h, ${options.forecast ?? 'perfect'} forecast`,
    markov: `${options.priceStates ?? DEFAULT_PRICE_STATES} price states, ${options.trainHours ?? DEFAULT_TRAIN_HOURS} h`,
    grid: `${options.levels ?? DEFAULT_LEVELS} levels`,
  };
  const common = { name: entry.engine, settings: settings[entry.engine] ?? '' };
  if (entry.result === null) return { ...common, solved: null, reason: entry.reason };
  const { result, metrics } = entry;
  const cumulative = cumulativePoints(problem, profitByPeriod(problem, result));
  const initial = problem.batteries.reduce((sum, battery) => sum + battery.initialStateOfChargeMWh, 0);
  const [{ schedule: first }] = result.batteries;
  const solved: SolvedEngineModel = {
    profit: result.profit,
    shareOfExact: entry.shareOfExact,
    equivalentFullCycles: result.equivalentFullCycles,
    averageBuyPrice: metrics.averageBuyPrice,
    averageSellPrice: metrics.averageSellPrice,
    realisedSpread: metrics.realisedSpread,
    utilisation: metrics.utilisation,
    seconds: result.solveSeconds,
    simultaneousPeriods: result.simultaneousPeriods,
    violations: violationTexts(entry),
    stateOfChargeMWh: Array.from({ length: detail.to - detail.from + 1 }, (_, i) =>
      detail.from + i === 0
        ? initial
        : result.batteries.reduce((sum, { schedule }) => sum + schedule.stateOfChargeMWh[detail.from + i - 1], 0),
    ),
    waterValue:
      result.batteries.length > 1 || first.waterValue === null ? null : first.waterValue.slice(detail.from, detail.to),
    cumulativeHours: cumulative.hours,
    cumulativeProfit: cumulative.profit,
  };
  return { ...common, solved, reason: '' };
}

/** The stretch of `length` periods that earns most; it starts on a multiple of a quarter of its length. */
function bestStretch(profits: Float64Array, length: number): Detail {
  const before = new Float64Array(profits.length + 1);
  for (let t = 0; t < profits.length; t++) before[t + 1] = before[t] + profits[t];
  let from = 0;
  for (let start = 0; start + length <= profits.length; start += Math.max(1, Math.floor(length / 4))) {
    if (before[start + length] - before[start] > before[from + length] - before[from]) from = start;
  }
  return { from, to: from + length };
}

function cumulativePoints(problem: DispatchProblem, profits: Float64Array): { hours: number[]; profit: number[] } {
  const every = Math.max(1, Math.ceil(problem.periodCount / PROFIT_POINTS));
  const hours = [0];
  const profit = [0];
  let sum = 0;
  for (let t = 1; t <= problem.periodCount; t++) {
    sum += profits[t - 1];
    if (t % every !== 0 && t !== problem.periodCount) continue;
    hours.push(t * problem.periodHours);
    profit.push(sum);
  }
  return { hours, profit };
}

/** Prices between which the battery would wait, at the state of charge that it has. */
function reservationPrices(
  problem: DispatchProblem,
  result: DispatchResult,
  detail: Detail,
): DispatchComparisonModel['reservation'] {
  const [battery] = problem.batteries;
  const { waterValue: values, stateOfChargeMWh } = result.batteries[0].schedule;
  if (problem.batteries.length > 1 || values === null) return null;
  const priceAt = (t: number) =>
    reservationPriceAt(battery, t, t === 0 ? battery.initialStateOfChargeMWh : stateOfChargeMWh[t - 1], values[t]);
  return {
    buyBelow: stretch(detail, (t) => priceAt(t).buyBelow),
    sellAbove: stretch(detail, (t) => priceAt(t).sellAbove),
  };
}

function stretch({ from, to }: Detail, valueAt: (period: number) => number): number[] {
  return Array.from({ length: to - from }, (_, i) => valueAt(from + i));
}

function share(value: number): string {
  return `${Number((100 * value).toFixed(2))} %`;
}
