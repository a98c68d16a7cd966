import type { DayForecast } from './day-forecast.ts';
import { forwardPass } from './forward-pass.ts';
import { iteratedForecast } from './iterated-forecast.ts';
import { knownBasisMeans } from './known-basis-mean.ts';
import { knownBasisSizes } from './known-basis-size.ts';
import type { WholeDayPass } from './whole-day-pass.ts';

/**
 * The pass with every day forecast once its own day-ahead prices are published and nothing else: lead 0 is the day as it
 * is, with the basis size that those prices lead to expect, and the leads after it look back on it. Null forecasts for
 * days without day-ahead prices.
 */
export function knownDayPass(pass: WholeDayPass): WholeDayPass {
  const { table, leads, forward } = pass;
  const sizes = knownBasisSizes(pass);
  const forecasts: (DayForecast | null)[] = Array.from({ length: table.historyDays + 1 }, () => null);
  // What a gate knows rests on forecasts of its first day alone.
  forwardPass(table, 1, (knowledge, { day }) => {
    forecasts[day] = iteratedForecast(knowledge, day, leads, sizes[day])?.forecast ?? null;
  });
  return { ...pass, forward: { ...forward, forecasts }, knownBasisMean: knownBasisMeans(pass, sizes) };
}
