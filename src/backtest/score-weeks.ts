import type { WholeDayRequest } from '../fit/fit-whole-day.ts';
import { wholeDayModel } from '../fit/fit-whole-day.ts';
import type { WholeDayPass } from '../fit/whole-day-pass.ts';
import { simulateWholeDay } from '../simulate/whole-day-scenarios.ts';
import { probabilityIntegralTransform } from './continuous-ranked-probability-score.ts';
import { dayAheadBySlot, imbalanceBySlot } from './day-prices.ts';
import { storageValuer } from './storage-value.ts';

export interface WeekWalkRequest extends Pick<WholeDayRequest, 'generator' | 'priceLimits'> {
  /** First days of the weeks to judge; weeks with an invalid or a clock-change day are passed over. */
  readonly dates: readonly string[];
  readonly scenarioCount: number;
  readonly seed: number;
}

/** How the paths of one market did, over all weeks judged. */
export interface WeekCard {
  /** Share of realised daily means within the central 90 % of the simulated ones, by lead. */
  readonly dailyMeanCoverage: readonly number[];
  readonly weeklyMeanCoverage: number;
  readonly weeklyMeanRank: number;
  /** Sum over the week of the days' storage values: mean simulated over mean realised, and coverage. */
  readonly storageSimulatedOverRealised: number;
  readonly storageCoverage: number;
  /** Lag-1 correlation of daily means within weeks, simulated and realised, both about the mean of the week. */
  readonly autocorrelation: { readonly simulated: number; readonly realised: number };
}

/** Judges the paths of the weeks from `dates` on, each simulated from what was known at its first day's gate. */
export function scoreWeeks(
  pass: WholeDayPass,
  request: WeekWalkRequest,
): { weeks: number; dayAhead: WeekCard; imbalance: WeekCard } {
  const { table, history, leads } = pass;
  const ordinary = (day: number): boolean => table.valid[day] === 1 && history.days[day].periodCount === table.slots;
  const targets = request.dates
    .map((date) => table.dates.indexOf(date))
    .filter((day) => day >= 0 && Array.from({ length: leads }, (_, lead) => day + lead).every(ordinary));
  const storage = storageValuer(history.calendar.periodMinutes / 60);
  const weeks = { dayAhead: [] as JudgedWeek[], imbalance: [] as JudgedWeek[] };
  for (const target of targets) {
    const model = wholeDayModel(pass, { ...request, date: table.dates[target] });
    const { scenarioCount } = request;
    const set = simulateWholeDay(model, {
      seed: request.seed + target,
      firstScenario: 0,
      scenarioCount,
      horizonDays: leads,
    });
    const real = (pricesOf: typeof dayAheadBySlot): WeekFigures =>
      weekFigures(leads, (lead) => pricesOf(table, target + lead), storage);
    const simulated = (prices: Float64Array): WeekFigures[] =>
      Array.from({ length: scenarioCount }, (_, s) => {
        const from = s * leads * table.slots;
        const day = (lead: number): Float64Array =>
          prices.subarray(from + lead * table.slots, from + (lead + 1) * table.slots);
        return weekFigures(leads, day, storage);
      });
    weeks.dayAhead.push({ real: real(dayAheadBySlot), simulated: simulated(set.dayAhead) });
    weeks.imbalance.push({ real: real(imbalanceBySlot), simulated: simulated(set.imbalance) });
  }
  return {
    weeks: targets.length,
    dayAhead: weekCard(weeks.dayAhead, leads),
    imbalance: weekCard(weeks.imbalance, leads),
  };
}

interface WeekFigures {
  readonly means: Float64Array;
  readonly storage: number;
}

interface JudgedWeek {
  readonly real: WeekFigures;
  readonly simulated: readonly WeekFigures[];
}

function weekFigures(
  leads: number,
  dayOf: (lead: number) => Float64Array,
  storageOf: (prices: Float64Array) => number,
): WeekFigures {
  const means = new Float64Array(leads);
  let storage = 0;
  for (let lead = 0; lead < leads; lead++) {
    const prices = dayOf(lead);
    means[lead] = average(prices);
    storage += storageOf(prices);
  }
  return { means, storage };
}

function weekCard(weeks: readonly JudgedWeek[], leads: number): WeekCard {
  const ranks = (of: (figures: WeekFigures) => number): number[] =>
    weeks.map(({ real, simulated }) => probabilityIntegralTransform(Float64Array.from(simulated, of).sort(), of(real)));
  const coverage = (values: number[]): number => average(values.map((rank) => Number(rank >= 0.05 && rank <= 0.95)));
  const weekly = ranks(({ means }) => average(means));
  const everySimulated = weeks.flatMap(({ simulated }) => simulated);
  const everyReal = weeks.map(({ real }) => real);
  const totalStorage = (figures: readonly WeekFigures[]): number => average(figures.map(({ storage }) => storage));
  return {
    dailyMeanCoverage: Array.from({ length: leads }, (_, lead) => coverage(ranks(({ means }) => means[lead]))),
    weeklyMeanCoverage: coverage(weekly),
    weeklyMeanRank: average(weekly),
    storageSimulatedOverRealised: totalStorage(everySimulated) / totalStorage(everyReal),
    storageCoverage: coverage(ranks(({ storage }) => storage)),
    autocorrelation: { simulated: lagOne(everySimulated), realised: lagOne(everyReal) },
  };
}

function lagOne(weeks: readonly WeekFigures[]): number {
  let product = 0;
  let square = 0;
  for (const { means } of weeks) {
    const middle = average(means);
    for (let day = 0; day < means.length; day++) {
      square += (means[day] - middle) ** 2;
      if (day > 0) product += (means[day] - middle) * (means[day - 1] - middle);
    }
  }
  return product / square;
}

function average(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}
