import type { DayForecast } from './day-forecast.ts';
import { dayStates, type DayStates } from './day-state.ts';
import { DecayedMean } from './decayed-mean.ts';
import type { DeliveryDayTable } from './delivery-day-table.ts';
import { iteratedForecast, type GateKnowledge } from './iterated-forecast.ts';
import { transformDay } from './location-profile.ts';
import { fitCoefficients, type Coefficients, type TrainingRow } from './training-row.ts';

/** All that was forecast on the days of a table, each with the knowledge of its own gate. */
export interface ForwardPass {
  readonly states: DayStates;
  /** For every day of history and the one after it; null before 60 known days. */
  readonly forecasts: readonly (DayForecast | null)[];
  /** Features of the days that were forecast and had day-ahead prices, in order of days. */
  readonly rows: readonly TrainingRow[];
}

const firstForecastAfterDays = 60;
const amplitudeHalfLives = [3, 10, 40];
const basisHalfLives = [5, 20];
const levelErrorHalfLives = [5, 25];
const levelErrorFloor = 0.05;

/** Called for each day whose day-ahead prices are known, with what its gate knew and what it was forecast with. */
export type GateVisitor = (knowledge: GateKnowledge, row: TrainingRow) => void;

/**
 * One pass over all days in order: each day is forecast with what was known at its gate, and its errors are
 * learnt from afterwards. A stored forecast depends on nothing later, so one pass serves every day planned.
 * docs/method/scenarios.md.
 */
export function forwardPass(table: DeliveryDayTable, leads: number, visit?: GateVisitor): ForwardPass {
  const { historyDays } = table;
  const states = dayStates(table);
  const forecasts: (DayForecast | null)[] = [];
  const rows: TrainingRow[] = [];
  const locationResidual: (Float64Array | undefined)[] = Array.from({ length: historyDays });
  const logLevelError = new Float64Array(historyDays).fill(NaN);
  const amplitudeMeans = amplitudeHalfLives.map((halfLife) => new DecayedMean(halfLife));
  const basisMeans = basisHalfLives.map((halfLife) => new DecayedMean(halfLife));
  const levelErrorMeans = levelErrorHalfLives.map((halfLife) => new DecayedMean(halfLife));
  const allLevelErrors = new DecayedMean(Infinity);
  let coefficients: Coefficients = {};
  let dayCount = 0;

  for (let day = 0; day <= historyDays; day++) {
    if (day >= 1) {
      dayCount += table.dayAheadKnown[day - 1];
      for (const mean of amplitudeMeans) mean.push(states.logAmplitude[day - 1]);
      for (const mean of [...levelErrorMeans, allLevelErrors]) mean.push(logLevelError[day - 1]);
    }
    if (day >= 2) for (const mean of basisMeans) mean.push(states.logBasisSize[day - 2]);
    if (table.dates[day].endsWith('-01')) {
      coefficients = fitCoefficients(rows, { states, locationResidual, logLevelError }, day, dayCount);
    }
    const tooEarly = dayCount < firstForecastAfterDays || Number.isNaN(basisMeans[0].value);
    const knowledge: GateKnowledge = {
      table,
      states,
      coefficients,
      amplitudeMeans,
      basisMeans,
      levelErrorMeans,
      meanLevelError: allLevelErrors.value,
      eveLogBasisSize: forecasts[day - 1]?.logBasisSize[0] ?? basisMeans[1].value,
    };
    const made = tooEarly ? null : iteratedForecast(knowledge, day, leads);
    forecasts.push(made === null ? null : made.forecast);
    if (made === null || day === historyDays || table.dayAheadKnown[day] === 0) continue;

    const { forecast, row } = made;
    rows.push(row);
    visit?.(knowledge, row);
    const z = transformDay(table, day, row.scale);
    locationResidual[day] = z.map((value, i) => value - row.profile[i]);
    logLevelError[day] = Math.log(Math.abs(states.level[day] - forecast.level[0]) + levelErrorFloor * row.scale.scale);
  }
  return { states, forecasts, rows };
}
