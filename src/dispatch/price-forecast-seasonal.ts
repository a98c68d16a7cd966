import { modulo } from './price-state-chain.ts';
import type { PriceForecast, PriceRecord } from './price-forecast.ts';

/**
 * The mean of the known prices of the same time of day and class of day (`dayClassOf` a period, for instance
 * weekday or weekend). A day weighs half of one that is `halfLifeDays` later (Infinity: all the same). Where the
 * class has no price yet: the mean of the time of day over all classes, then that of all known prices.
 */
export function seasonalForecast(
  { starts, prices }: PriceRecord,
  periodsPerDay: number,
  dayClassOf: (period: number) => number,
  halfLifeDays: number,
): PriceForecast {
  const byClass = new Map<string, DecayedMean>();
  const byTime = new Map<number, DecayedMean>();
  const all = emptyMean();
  const timeOf = (period: number): number => modulo(period, periodsPerDay);
  const classOf = (period: number): string => `${timeOf(period)} ${dayClassOf(period)}`;
  let known = 0;
  return {
    learn(_, knownCount) {
      for (; known < knownCount; known++) {
        const period = starts[known];
        for (const mean of [meanAt(byClass, classOf(period)), meanAt(byTime, timeOf(period)), all])
          observe(mean, prices[known], period / periodsPerDay, halfLifeDays);
      }
    },
    price(index) {
      const period = starts[index];
      const mean = byClass.get(classOf(period)) ?? byTime.get(timeOf(period)) ?? all;
      return mean.weight > 0 ? mean.sum / mean.weight : null;
    },
  };
}

/** A weighted mean, its weights as of the day of the last observation. */
interface DecayedMean {
  sum: number;
  weight: number;
  day: number;
}

function emptyMean(): DecayedMean {
  return { sum: 0, weight: 0, day: 0 };
}

function meanAt<Key>(means: Map<Key, DecayedMean>, key: Key): DecayedMean {
  const known = means.get(key) ?? emptyMean();
  means.set(key, known);
  return known;
}

function observe(mean: DecayedMean, price: number, day: number, halfLifeDays: number): void {
  const kept = mean.weight > 0 ? 0.5 ** ((day - mean.day) / halfLifeDays) : 0;
  mean.sum = kept * mean.sum + price;
  mean.weight = kept * mean.weight + 1;
  mean.day = day;
}
