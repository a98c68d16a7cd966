import type { WholeDayRequest } from '../fit/fit-whole-day.ts';
import { wholeDayModel } from '../fit/fit-whole-day.ts';
import type { WholeDayPass } from '../fit/whole-day-pass.ts';
import { simulateWholeDay } from '../simulate/whole-day-scenarios.ts';
import { probabilityIntegralTransform } from './continuous-ranked-probability-score.ts';
import { dayAheadBySlot, imbalanceBySlot } from '../fit/day-prices.ts';
import { fixedPlan } from './fixed-plan.ts';
import { marketNames, type MarketName } from './score-day.ts';
import { storageValuer, type StorageValuer } from './storage-value.ts';

/** A number of a week, simulated against real. */
export interface WeekFigureScore {
  readonly realised: number;
  readonly simulatedMean: number;
  /** PIT. */
  readonly rank: number;
}

/** How the paths of one market did over one week. */
export interface MarketWeekScore {
  /** PIT of each day's mean price, by lead. */
  readonly dailyMeanRanks: Float64Array;
  readonly weeklyMean: WeekFigureScore;
  /** Sum of the days' storage values. */
  readonly storage: WeekFigureScore;
  /** Standard deviation of the daily means within the week. */
  readonly deviation: WeekFigureScore;
  /** Sums that the lag-1 autocorrelation of daily means is made of, about the week's own mean. */
  readonly lagProduct: { readonly realised: number; readonly simulatedMean: number };
  readonly square: { readonly realised: number; readonly simulatedMean: number };
}

export interface WeekScore extends Readonly<Record<MarketName, MarketWeekScore>> {
  /** Deepest fall of the cumulated profit of the first day's fixed plan, repeated and closed at imbalance each day. */
  readonly drawdown: WeekFigureScore;
}

/** The weeks that can be judged: each day valid and without clock change. */
export function judgedWeeks({ table, history, leads }: WholeDayPass, dates: readonly string[]): string[] {
  const ordinary = (day: number): boolean => table.valid[day] === 1 && history.days[day].periodCount === table.slots;
  return dates.filter((date) => {
    const first = table.dates.indexOf(date);
    return first >= 0 && Array.from({ length: leads }, (_, lead) => first + lead).every(ordinary);
  });
}

/** Judges the whole-day generator's paths of the week from `date` on, simulated from what was known at its first gate. */
export function scoreWeek(
  pass: WholeDayPass,
  date: string,
  request: Pick<WholeDayRequest, 'generator' | 'priceLimits'> & {
    readonly scenarioCount: number;
    readonly seed: number;
  },
): WeekScore {
  const { table, history, leads } = pass;
  const { slots } = table;
  const { scenarioCount } = request;
  const target = table.dates.indexOf(date);
  const set = simulateWholeDay(wholeDayModel(pass, { ...request, date }), {
    seed: request.seed + target,
    firstScenario: 0,
    scenarioCount,
    horizonDays: leads,
  });
  const storage = storageValuer(history.calendar.periodMinutes / 60);
  const plan = fixedPlan(table, target);
  const realWeek = (of: typeof dayAheadBySlot): Float64Array => {
    const prices = new Float64Array(leads * slots);
    for (let lead = 0; lead < leads; lead++) prices.set(of(table, target + lead), lead * slots);
    return prices;
  };
  const real = { dayAhead: realWeek(dayAheadBySlot), imbalance: realWeek(imbalanceBySlot) };
  const path = (s: number, market: MarketName): Float64Array =>
    set[market].subarray(s * leads * slots, (s + 1) * leads * slots);
  const scenarios = Array.from({ length: scenarioCount }, (_, s) => s);
  const markets = marketNames.map((market) => {
    const simulated = scenarios.map((s) => weekFigures(path(s, market), leads, storage));
    return [market, scoreMarketWeek(weekFigures(real[market], leads, storage), simulated)] as const;
  });
  return {
    ...(Object.fromEntries(markets) as Record<MarketName, MarketWeekScore>),
    drawdown: scoreFigure(
      drawdown(plan, real.dayAhead, real.imbalance),
      scenarios.map((s) => drawdown(plan, path(s, 'dayAhead'), path(s, 'imbalance'))),
    ),
  };
}

interface WeekFigures {
  readonly means: Float64Array;
  readonly storage: number;
  readonly mean: number;
  readonly deviation: number;
  readonly lagProduct: number;
  readonly square: number;
}

function weekFigures(prices: Float64Array, leads: number, storageOf: StorageValuer): WeekFigures {
  const slots = prices.length / leads;
  const means = new Float64Array(leads);
  let storage = 0;
  for (let lead = 0; lead < leads; lead++) {
    const day = prices.subarray(lead * slots, (lead + 1) * slots);
    means[lead] = average(day);
    storage += storageOf(day);
  }
  const mean = average(means);
  let lagProduct = 0;
  let square = 0;
  for (let lead = 0; lead < leads; lead++) {
    square += (means[lead] - mean) ** 2;
    if (lead > 0) lagProduct += (means[lead] - mean) * (means[lead - 1] - mean);
  }
  return { means, storage, mean, deviation: Math.sqrt(square / Math.max(1, leads - 1)), lagProduct, square };
}

function scoreMarketWeek(real: WeekFigures, simulated: readonly WeekFigures[]): MarketWeekScore {
  const score = (of: (figures: WeekFigures) => number): WeekFigureScore => scoreFigure(of(real), simulated.map(of));
  const sums = (of: (figures: WeekFigures) => number) => ({
    realised: of(real),
    simulatedMean: average(simulated.map(of)),
  });
  return {
    dailyMeanRanks: real.means.map((_, lead) => score(({ means }) => means[lead]).rank),
    weeklyMean: score(({ mean }) => mean),
    storage: score(({ storage }) => storage),
    deviation: score(({ deviation }) => deviation),
    lagProduct: sums(({ lagProduct }) => lagProduct),
    square: sums(({ square }) => square),
  };
}

function scoreFigure(realised: number, simulated: readonly number[]): WeekFigureScore {
  return {
    realised,
    simulatedMean: average(simulated),
    rank: probabilityIntegralTransform(Float64Array.from(simulated).sort(), realised),
  };
}

/** Largest fall of cumulated profit from its running maximum, which starts at 0. */
function drawdown(plan: Float64Array, dayAhead: Float64Array, imbalance: Float64Array): number {
  let total = 0;
  let highest = 0;
  let deepest = 0;
  for (let t = 0; t < dayAhead.length; t++) {
    total += plan[t % plan.length] * (dayAhead[t] - imbalance[t]);
    highest = Math.max(highest, total);
    deepest = Math.max(deepest, highest - total);
  }
  return deepest;
}

function average(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}
