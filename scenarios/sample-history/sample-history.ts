import { isoTime } from '../../src/domain/market-calendar.ts';
import { randomStream } from '../../src/math/random-stream.ts';
import type { DayAheadPrices } from './day-ahead-prices.ts';
import { simulateDayAhead } from './day-ahead-prices.ts';
import { cutDayAheadGaps, cutImbalanceGaps } from './gaps.ts';
import { simulateImbalance } from './imbalance-prices.ts';
import { reserveNames, simulateQuickReserve } from './quick-reserve-prices.ts';
import { responseNames, simulateResponse } from './response-prices.ts';
import type { SampleDay } from './sample-grid.ts';
import { sampleDays } from './sample-grid.ts';

const sampleSeed = 20221101;

/** Index of each model's random stream. */
const streamIndex = { dayAhead: 0, imbalance: 1, response: 2, quickReserve: 3, gaps: 4 } as const;

export const sampleFileNames = ['day-ahead.csv', 'imbalance.csv', 'response.csv', 'quick-reserve.csv'] as const;
export type SampleFileName = (typeof sampleFileNames)[number];

/** CSV text of every file of the sample history, by name; the same seed gives the same text. */
export function simulateSampleHistory(seed: number = sampleSeed): Record<SampleFileName, string> {
  const stream = (model: keyof typeof streamIndex) => randomStream(seed, 'sampleHistory', streamIndex[model]);
  const days = sampleDays();
  const dayAhead = simulateDayAhead(days, stream('dayAhead'));
  const imbalance = simulateImbalance(days, dayAhead, stream('imbalance'));
  const blockEnergy = standardisedBlockMeans(days, dayAhead);
  const response = simulateResponse(days, blockEnergy, stream('response'));
  const quickReserve = simulateQuickReserve(days, blockEnergy, stream('quickReserve'));

  const gapStream = stream('gaps');
  cutDayAheadGaps(dayAhead.hourly, gapStream);
  cutImbalanceGaps(days, imbalance, gapStream);

  return {
    'day-ahead.csv': table(
      ['dayAheadPrice'],
      days.flatMap((day, index) => rows(hourStarts(day), [dayAhead.hourly[index]])),
    ),
    'imbalance.csv': table(
      ['imbalancePrice'],
      days.flatMap((day, index) => rows(halfHourStarts(day), [imbalance[index]])),
    ),
    'response.csv': table(
      responseNames,
      days.flatMap((day, index) => blockStarts(day).map((time, block) => row(time, response[index * 6 + block]))),
    ),
    'quick-reserve.csv': table(
      reserveNames,
      days.flatMap((day, index) => rows(halfHourStarts(day), quickReserve[index])),
    ),
  };
}

const halfHourMs = 1_800_000;

function halfHourStarts(day: SampleDay): number[] {
  return Array.from({ length: day.periodCount }, (_, period) => day.startTime + period * halfHourMs);
}

function hourStarts(day: SampleDay): number[] {
  return Array.from({ length: day.periodCount / 2 }, (_, hour) => day.startTime + 2 * hour * halfHourMs);
}

function blockStarts(day: SampleDay): number[] {
  return Array.from(day.blockBoundaries.subarray(0, -1), (period) => day.startTime + period * halfHourMs);
}

/** Mean day-ahead price of each EFA block, standardised over the same block of the same year; days × 6. */
function standardisedBlockMeans(days: readonly SampleDay[], dayAhead: DayAheadPrices): Float64Array {
  const means = days.flatMap((day, index) =>
    Array.from({ length: 6 }, (_, block) => {
      const hours = dayAhead.hourly[index].subarray(day.blockBoundaries[block] / 2, day.blockBoundaries[block + 1] / 2);
      return {
        key: `${day.date.slice(0, 4)} ${block}`,
        mean: hours.reduce((sum, price) => sum + price, 0) / hours.length,
      };
    }),
  );
  const groups = new Map<string, number[]>();
  for (const { key, mean } of means) groups.set(key, [...(groups.get(key) ?? []), mean]);
  const scales = new Map([...groups].map(([key, values]) => [key, meanAndDeviation(values)]));
  return Float64Array.from(means, ({ key, mean }) => {
    const scale = scales.get(key) as { mean: number; deviation: number };
    return (mean - scale.mean) / scale.deviation;
  });
}

function meanAndDeviation(values: readonly number[]): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / values.length;
  return { mean, deviation: Math.sqrt(variance) };
}

function rows(times: readonly number[], columns: readonly Float64Array[]): string[] {
  return times.map((time, index) =>
    row(
      time,
      columns.map((column) => column[index]),
    ),
  );
}

function row(time: number, prices: ArrayLike<number>): string {
  return `${isoTime(time)},${Array.from(prices, showPrice).join(',')}`;
}

function table(names: readonly string[], lines: readonly string[]): string {
  return `startTime,${names.join(',')}\n${lines.join('\n')}\n`;
}

/** Two decimals; blank where nothing is known or nothing cleared; no negative zero. */
function showPrice(price: number): string {
  if (Number.isNaN(price)) return '';
  const text = price.toFixed(2);
  return text === '-0.00' ? '0.00' : text;
}
