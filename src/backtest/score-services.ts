import type { WholeDayPass } from '../fit/whole-day-pass.ts';
import type { ServiceScenarios } from '../domain/scenario-set.ts';
import { comparedMeans, type ComparedMeans } from './compare-generators.ts';
import { neweyWestMean, type Estimate } from './newey-west-mean.ts';
import { scoreSlots } from './score-day.ts';
import { coverageOf, tenths, type Coverage } from './scorecard.ts';
import type { ServiceRival } from './service-rivals.ts';

/** How one service was simulated on one day: by delivery interval, only those in which it cleared. */
export interface ServiceDayScore {
  readonly service: string;
  /** CRPS, currency per MW per hour. */
  readonly crps: Float64Array;
  /** PIT. */
  readonly ranks: Float64Array;
}

/** How the availability price of one service was simulated, over the days judged on which it cleared. */
export interface ServiceCard {
  readonly service: string;
  readonly days: number;
  readonly crps: Estimate;
  readonly coverage: Coverage;
  readonly meanRank: Estimate;
  /** Delivery intervals of all days by tenth of PIT, 10 counts. */
  readonly rankCounts: readonly number[];
}

/** CRPS of the default against a rival's on the days that both were scored on, and the rival's own card. */
export interface ServiceComparison extends ComparedMeans {
  readonly service: string;
  readonly rival: string;
  readonly card: ServiceCard;
}

/** Scores the simulated service prices of the ordinary day with index `target`; M scenarios of that day alone. */
export function scoreServices(
  { services: histories }: WholeDayPass,
  target: number,
  simulated: readonly Pick<ServiceScenarios, 'name' | 'availability'>[],
  scenarioCount: number,
): ServiceDayScore[] {
  return simulated.flatMap(({ name, availability }) => {
    const history = histories.find((one) => one.name === name);
    if (history === undefined) return [];
    const width = history.intervalSlots.length;
    const real = history.prices.subarray(target * width, (target + 1) * width);
    const cleared = Array.from(real.keys()).filter((i) => !Number.isNaN(real[i]));
    if (cleared.length === 0) return [];
    const sample = new Float64Array(scenarioCount * cleared.length);
    for (let m = 0; m < scenarioCount; m++) {
      cleared.forEach((i, column) => (sample[m * cleared.length + column] = availability[m * width + i]));
    }
    const realised = Float64Array.from(cleared, (i) => real[i]);
    return [{ service: name, ...scoreSlots(sample, realised) }];
  });
}

/** Scores what a rival makes of each service on the ordinary day with index `target`. */
export function scoreServiceRival(pass: WholeDayPass, target: number, rival: ServiceRival): ServiceDayScore[] {
  return pass.services.flatMap((history) => {
    const rows = rival.rows(history, target);
    if (rows.length < 2) return [];
    const availability = Float64Array.from(rows.flatMap((row) => Array.from(row)));
    return scoreServices(pass, target, [{ name: history.name, availability }], rows.length);
  });
}

/** Compares the default with a rival, service by service; both lists in the same order of days. */
export function compareServices(
  own: readonly (readonly ServiceDayScore[])[],
  rival: string,
  rivalDays: readonly (readonly ServiceDayScore[])[],
): ServiceComparison[] {
  return serviceCards(rivalDays).flatMap((card) => {
    const { service } = card;
    const pairs = own.flatMap((day, d) => {
      const [first, second] = [day, rivalDays[d]].map((scores) => scores.find((one) => one.service === service));
      return first === undefined || second === undefined ? [] : [[mean(first.crps), mean(second.crps)]];
    });
    if (pairs.length < 2) return [];
    const side = (index: number): Float64Array => Float64Array.from(pairs, (pair) => pair[index]);
    return [{ service, rival, card, ...comparedMeans(side(0), side(1)) }];
  });
}

/** Cards of all services that were scored on at least two days. */
export function serviceCards(days: readonly (readonly ServiceDayScore[])[]): ServiceCard[] {
  const names = [...new Set(days.flat().map(({ service }) => service))];
  return names.flatMap((service) => {
    const scored = days.flatMap((day) => day.filter((one) => one.service === service));
    if (scored.length < 2) return [];
    const ranks = scored.map((day) => day.ranks);
    return [
      {
        service,
        days: scored.length,
        crps: neweyWestMean(scored.map((day) => mean(day.crps))),
        coverage: coverageOf(ranks),
        meanRank: neweyWestMean(ranks.map(mean)),
        rankCounts: tenths(ranks.flatMap((row) => Array.from(row))),
      },
    ];
  });
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
