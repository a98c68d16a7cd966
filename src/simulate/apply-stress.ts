import { wallClockMinutes, type MarketCalendar } from '../domain/market-calendar.ts';
import type { PriceHistory } from '../domain/price-history.ts';
import type { ScenarioSet } from '../domain/scenario-set.ts';
import { replayedDays } from './replay-days.ts';
import { isWithin, type Stress, type StressCase, type StressedMarket } from '../domain/stress.ts';

/** What a stress needs beside the scenarios. */
export interface StressContext {
  readonly calendar: MarketCalendar;
  /** Where past days are replayed from; null: none is. */
  readonly history: PriceHistory | null;
}

/**
 * The scenarios of a case: its stresses one after another. The set itself is left as it is; outages change no price.
 *
 * @throws DataError where a past day to be replayed has no prices, RangeError where there is no history for it
 */
export function applyStress(set: ScenarioSet, { stresses }: StressCase, context: StressContext): ScenarioSet {
  return stresses.reduce((current, stress) => stressed(current, stress, context), set);
}

function stressed(set: ScenarioSet, stress: Stress, context: StressContext): ScenarioSet {
  switch (stress.kind) {
    case 'outage':
      return set;
    case 'shift':
      return moved(set, stress.market, (price) => price + stress.perMWh);
    case 'spike': {
      const inside = hoursOfPeriods(set, context.calendar).map((hour) => isWithin(hour, stress.hours));
      return moved(set, stress.market, (price, t) => (inside[t] ? price + stress.perMWh : price));
    }
    case 'scale':
      return scaled(set, stress.market, stress.factor, stress.about);
    case 'correlationBreak':
      return brokenCorrelation(set);
    case 'replay':
      if (context.history === null) throw new RangeError(`no history to replay ${stress.date} from`);
      return replayedDays(set, context.history, stress.date);
  }
}

/** A power limit that holds from one instant to another, as the state of the night has them. */
export interface StressedAvailability {
  readonly from: string;
  readonly to: string;
  readonly maxChargeMW: number;
  readonly maxDischargeMW: number;
}

/** The outages of a case on the planned day, instants in UTC. */
export function stressedAvailability(
  set: ScenarioSet,
  { stresses }: StressCase,
  calendar: MarketCalendar,
): StressedAvailability[] {
  const hours = hoursOfPeriods(set, calendar).slice(0, set.dayOffsets[1]);
  const instant = (period: number): string =>
    new Date(set.days[0].startTime + period * set.periodHours * 3_600_000).toISOString();
  return stresses.flatMap((stress) => {
    if (stress.kind !== 'outage') return [];
    const periods = hours.flatMap((hour, t) => (isWithin(hour, stress.hours) ? [t] : []));
    const { maxChargeMW, maxDischargeMW } = stress;
    return runsOf(periods).map(([first, last]) => ({
      from: instant(first),
      to: instant(last + 1),
      maxChargeMW,
      maxDischargeMW,
    }));
  });
}

function moved(set: ScenarioSet, market: StressedMarket, move: (price: number, period: number) => number): ScenarioSet {
  const T = set.dayOffsets[set.days.length];
  const of = (prices: Float64Array): Float64Array => prices.map((price, i) => move(price, i % T));
  return {
    ...set,
    dayAhead: market === 'imbalance' ? set.dayAhead : of(set.dayAhead),
    imbalance: market === 'dayAhead' ? set.imbalance : of(set.imbalance),
  };
}

function scaled(set: ScenarioSet, market: StressedMarket, factor: number, about: 'zero' | 'dayMean'): ScenarioSet {
  const T = set.dayOffsets[set.days.length];
  const of = (prices: Float64Array): Float64Array => {
    const result = prices.slice();
    for (let s = 0; s < set.scenarioCount; s++) {
      for (let day = 0; day < set.days.length; day++) {
        const row = result.subarray(s * T + set.dayOffsets[day], s * T + set.dayOffsets[day + 1]);
        const centre = about === 'zero' ? 0 : row.reduce((sum, price) => sum + price, 0) / row.length;
        for (let t = 0; t < row.length; t++) row[t] = centre + factor * (row[t] - centre);
      }
    }
    return result;
  };
  return {
    ...set,
    dayAhead: market === 'imbalance' ? set.dayAhead : of(set.dayAhead),
    imbalance: market === 'dayAhead' ? set.imbalance : of(set.imbalance),
  };
}

/** Scenario s keeps its day-ahead price and takes the basis of the scenario half the set further on. */
function brokenCorrelation(set: ScenarioSet): ScenarioSet {
  const T = set.dayOffsets[set.days.length];
  const half = Math.floor(set.scenarioCount / 2);
  const imbalance = set.dayAhead.map((price, i) => {
    const s = Math.floor(i / T);
    const other = ((s + half) % set.scenarioCount) * T + (i % T);
    return price + set.imbalance[other] - set.dayAhead[other];
  });
  return { ...set, imbalance };
}

/** Hour of the wall clock of each period of the horizon. */
function hoursOfPeriods(set: ScenarioSet, calendar: MarketCalendar): number[] {
  return set.days.flatMap((day) => Array.from(wallClockMinutes(calendar, day), (minutes) => minutes / 60));
}

function runsOf(periods: readonly number[]): [first: number, last: number][] {
  const runs: [number, number][] = [];
  for (const period of periods) {
    const current = runs.at(-1);
    if (current !== undefined && current[1] === period - 1) current[1] = period;
    else runs.push([period, period]);
  }
  return runs;
}
