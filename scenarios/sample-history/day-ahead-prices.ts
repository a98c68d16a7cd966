import type { RandomStream } from '../../src/math/random-stream.ts';
import { departures, scarcityShape, seasonalShape } from './day-ahead-shapes.ts';
import { autoregression, yearlyLevel } from './processes.ts';
import type { SampleDay } from './sample-grid.ts';
import { localHour } from './sample-grid.ts';

/** Mean price by month, GBP/MWh, 2023-2025. */
const monthLevels = [105, 96, 88, 73, 73, 73, 73, 69, 75, 80, 87, 78];
/** Level of 2022, 2023, … relative to the mean of 2023-2025. The crisis prices of 2022 are not imitated. */
const yearFactors = [1.25, 1.16, 0.86, 1.0];
const workingDayFactor = 1.055;
const restDayFactor = 0.92;

/** What the day-ahead model hands to the models that follow it. */
export interface DayAheadPrices {
  /** One vector a day, one price an hour (23, 24 or 25). */
  readonly hourly: readonly Float64Array[];
  /** Log amplitude of each day, standardised: calm days below zero, wild days above. */
  readonly amplitudes: Float64Array;
  /** 1 where the evening carries a scarcity premium. */
  readonly scarceDays: Uint8Array;
}

/**
 * Hourly day-ahead prices, GBP/MWh: level (month, year, kind of day) + its move (slow and fast autoregression) +
 * amplitude × (season's shape + departures of the day + hourly autoregression) + scarcity premium.
 */
export function simulateDayAhead(days: readonly SampleDay[], stream: RandomStream): DayAheadPrices {
  const slowLevel = autoregression(stream, 0.9);
  const fastLevel = autoregression(stream, 0.45);
  const slowAmplitude = autoregression(stream, 0.93);
  const hourlyNoise = autoregression(stream, 0.72);
  const hourly: Float64Array[] = [];
  const amplitudes = new Float64Array(days.length);
  const scarceDays = new Uint8Array(days.length);
  for (const [index, day] of days.entries()) {
    const weather = skewedDown(fastLevel());
    const level = expectedLevel(day);
    const levelMove = (1 + 0.25 * day.winterness) * (10 * slowLevel() + 20 * weather);
    amplitudes[index] = Math.sqrt(0.85) * slowAmplitude() + Math.sqrt(0.15) * stream.normal();
    const amplitude = Math.exp(0.37 * amplitudes[index] - 0.09);
    const cheapNight = 10.5 * correlatedWith(weather, -0.3, stream);
    const solarDip = 9.5 * (1 - 0.45 * day.winterness) * -skewedDown(-correlatedWith(weather, -0.65, stream));
    const morningRamp = 6 * correlatedWith(weather, -0.15, stream);
    const premium = scarcityPremium(day, weather, stream);
    scarceDays[index] = premium > 0 ? 1 : 0;
    const prices = new Float64Array(day.periodCount / 2);
    for (let position = 0; position < prices.length; position++) {
      const hour = localHour(day, 2 * position);
      const departure =
        cheapNight * departures.cheapNight[hour] +
        solarDip * departures.solarDip[hour] +
        morningRamp * departures.morningRamp[hour] +
        10.5 * hourlyNoise();
      // Wind and sun move the midday more than the evening peak.
      const sway = 1 - 0.2 * departures.solarDip[hour];
      const shape = seasonalShape(day.isRestDay, day.winterness, hour);
      prices[position] =
        settledInGlut(level + levelMove * sway + amplitude * (shape + departure)) +
        premium * (scarcityShape[hour] ?? 0);
    }
    hourly.push(prices);
  }
  return { hourly, amplitudes, scarceDays };
}

function expectedLevel(day: SampleDay): number {
  const kindOfDay = day.isRestDay ? restDayFactor : workingDayFactor;
  return monthLevels[day.month - 1] * yearlyLevel(day.yearFraction, 2022, yearFactors) * kindOfDay;
}

/** Gluts of wind and sun reach further than their lack: variance about 1, skewness about −1.1. */
function skewedDown(z: number): number {
  return (z - 0.21 * (z * z - 1)) / Math.sqrt(1.09);
}

function correlatedWith(driver: number, correlation: number, stream: RandomStream): number {
  return correlation * driver + Math.sqrt(1 - correlation * correlation) * stream.normal();
}

/** On a few cold, still working days a year the evening carries a premium, GBP/MWh; otherwise 0. */
function scarcityPremium(day: SampleDay, weather: number, stream: RandomStream): number {
  const chance = stream.uniform();
  const size = 40 + 75 * stream.exponential();
  const isTight = day.winterness > 0.2 && !day.isRestDay && weather > 0.5;
  return isTight && chance < 0.09 ? size : 0;
}

/** Between gas and subsidised plant the price falls steeply; below zero subsidised plant slows the fall. */
function settledInGlut(price: number): number {
  const steep = price < 30 ? 30 + 1.5 * (price - 30) : price;
  return steep < -4 ? -4 + 0.35 * (steep + 4) : steep;
}
