import { mean, standardDeviation } from 'simple-statistics';
import type { CalibrationTarget } from './calibration.ts';
import type { CalendarSeries, SampleHistory } from './sample-statistics.ts';
import {
  autocorrelation,
  between,
  calendarResiduals,
  correlation,
  dailyMeans,
  dailySpreads,
  percentage,
  present,
  quantileOf,
  runLengths,
  wholeDays,
} from './sample-statistics.ts';

type EnergySeries = 'dayAhead' | 'imbalance' | 'basis';
type Measure = CalibrationTarget['measure'];

const index = 'C1, index 2023-25';
const residuals = 'C2, index 2023-25';
const systemPrice = 'C1, system price 2023-25';
const basisSource = 'C2, basis 2023-25';

/** Day-ahead, imbalance and basis, GBP/MWh; measured on the delivery days of 2023 to 2025. */
export const energyCalibration: readonly CalibrationTarget[] = [
  row('day-ahead mean 2023', 'GBP/MWh', 93.3, 6, index, yearMean('dayAhead', 2023)),
  row('day-ahead mean 2024', 'GBP/MWh', 71.1, 6, index, yearMean('dayAhead', 2024)),
  row('day-ahead mean 2025', 'GBP/MWh', 80.7, 6, index, yearMean('dayAhead', 2025)),
  row('day-ahead standard deviation', 'GBP/MWh', 37, 5, index, deviation('dayAhead')),
  row('day-ahead below zero', '%', 2.7, 1, index, negativeShare('dayAhead')),
  row('day-ahead 1 % quantile', 'GBP/MWh', -11, 9, index, (sample) => quantileOf(main(sample, 'dayAhead'), 0.01)),
  row('day-ahead 99 % quantile', 'GBP/MWh', 161, 25, index, (sample) => quantileOf(main(sample, 'dayAhead'), 0.99)),
  ...hourRows({ 0: 71, 3: 63, 7: 89, 10: 82, 13: 74, 16: 88, 17: 101, 18: 106, 20: 97, 23: 74 }),
  ...monthRows({ Jan: 105, Feb: 96, Mar: 88, Aug: 69, Sep: 75, Oct: 80, Nov: 87, Dec: 78 }),
  row('day-ahead April to July', 'GBP/MWh', 73, 7, index, monthMean(4, 7)),
  row('day-ahead on weekdays', 'GBP/MWh', 84, 3, index, weekMean(false)),
  row('day-ahead at weekends', 'GBP/MWh', 73, 3, index, weekMean(true)),
  row('day-ahead daily spread, mean', 'GBP/MWh', 66, 8, index, (sample) =>
    mean(dailySpreads(main(sample, 'dayAhead'))),
  ),
  row('day-ahead daily spread, standard deviation', 'GBP/MWh', 37, 11, `${index}, without the tail of 2025`, (sample) =>
    standardDeviation(dailySpreads(main(sample, 'dayAhead'))),
  ),
  row('day-ahead after calendar, standard deviation', 'GBP/MWh', 28.3, 3.5, residuals, (sample) =>
    standardDeviation(present(residualSeries(sample))),
  ),
  row('its daily means, standard deviation', 'GBP/MWh', 21, 3, residuals, (sample) =>
    standardDeviation([...residualDayMeans(sample)].filter((value) => !Number.isNaN(value))),
  ),
  row('its daily means, from day to day', '', 0.42, 0.08, residuals, (sample) =>
    autocorrelation(residualDayMeans(sample), 1),
  ),
  row('its within-day part, standard deviation', 'GBP/MWh', 19.9, 3.5, residuals, (sample) =>
    standardDeviation(present(withinDaySeries(sample))),
  ),
  row('its within-day part, hour to hour', '', 0.82, 0.06, 'hourly means of the index 2023-24', (sample) =>
    autocorrelation(withinDaySeries(sample).values, 2),
  ),
  row('day-ahead half-hour to half-hour', '', 0.97, 0.02, index, persistence('dayAhead', 1)),
  row('day-ahead day to day', '', 0.53, 0.14, index, persistence('dayAhead', 48)),

  row('imbalance mean', 'GBP/MWh', 82.1, 5, systemPrice, (sample) => mean(present(main(sample, 'imbalance')))),
  row(
    'imbalance standard deviation',
    'GBP/MWh',
    52,
    10,
    `${systemPrice}, without the tail of 2025`,
    deviation('imbalance'),
  ),
  row('imbalance below zero', '%', 5.8, 1, systemPrice, negativeShare('imbalance')),
  row('imbalance below zero 03:00-05:00', '%', 10, 3, systemPrice, negativeShare('imbalance', [3, 4])),
  row('imbalance below zero 13:00-15:00', '%', 10, 3.5, systemPrice, negativeShare('imbalance', [13, 14])),
  row('imbalance below zero 18:00-21:00', '%', 0.8, 0.8, systemPrice, negativeShare('imbalance', [18, 19, 20])),
  row('imbalance 1 % quantile', 'GBP/MWh', -37, 14, systemPrice, (sample) =>
    quantileOf(main(sample, 'imbalance'), 0.01),
  ),
  row('imbalance 99 % quantile', 'GBP/MWh', 184, 35, systemPrice, (sample) =>
    quantileOf(main(sample, 'imbalance'), 0.99),
  ),
  row('imbalance minimum', 'GBP/MWh', -110, 50, systemPrice, (sample) =>
    Math.min(...present(main(sample, 'imbalance'))),
  ),
  row('imbalance maximum', 'GBP/MWh', 1100, 400, systemPrice, (sample) =>
    Math.max(...present(main(sample, 'imbalance'))),
  ),
  row('imbalance half-hour to half-hour', '', 0.77, 0.08, systemPrice, persistence('imbalance', 1)),
  row('imbalance daily maximum less minimum', 'GBP/MWh', 135, 25, systemPrice, (sample) =>
    mean(wholeDays(main(sample, 'imbalance')).map((values) => Math.max(...values) - Math.min(...values))),
  ),
  row('imbalance daily spread, mean', 'GBP/MWh', 119, 15, 'system price 2023-24', (sample) =>
    mean(dailySpreads(main(sample, 'imbalance'))),
  ),
  row('imbalance daily spread, standard deviation', 'GBP/MWh', 64, 16, 'system price 2023-24', (sample) =>
    standardDeviation(dailySpreads(main(sample, 'imbalance'))),
  ),
  row('imbalance above three times its median', '%', 0.21, 0.09, 'C2, spikes 2023-26', (sample) => {
    const values = present(main(sample, 'imbalance'));
    const threshold = 3 * quantileOf(main(sample, 'imbalance'), 0.5);
    return percentage(values, (value) => value > threshold);
  }),
  row('clusters of such spikes', 'a year', 14, 5, 'C2, spikes 2023-26', (sample) => spikeRuns(sample).length / 3),
  row('half-hours in a cluster', '', 2.45, 0.6, 'C2, spikes 2023-26', (sample) => mean(spikeRuns(sample))),
  row('half-hours in a run below zero', '', 3.7, 1.2, 'C2, 2023-25', (sample) =>
    mean(runLengths(main(sample, 'imbalance').values, (price) => price < 0)),
  ),
  row('imbalance repeats its last price', '%', 20, 5, basisSource, repeats),

  row('basis mean', 'GBP/MWh', 0, 1, basisSource, (sample) => mean(present(main(sample, 'basis')))),
  row('largest mean basis of an hour, without sign', 'GBP/MWh', 0, 3, 'no systematic arbitrage', (sample) =>
    Math.max(...Array.from({ length: 24 }, (_, hour) => Math.abs(hourMean('basis', hour)(sample)))),
  ),
  row('basis standard deviation', 'GBP/MWh', 33, 6.5, basisSource, deviation('basis')),
  row('basis 1 % quantile', 'GBP/MWh', -86, 17, basisSource, (sample) => quantileOf(main(sample, 'basis'), 0.01)),
  row('basis 99 % quantile', 'GBP/MWh', 76, 20, basisSource, (sample) => quantileOf(main(sample, 'basis'), 0.99)),
  row('basis half-hour to half-hour', '', 0.515, 0.085, basisSource, persistence('basis', 1)),
  row('basis day to day', '', 0, 0.08, basisSource, persistence('basis', 48)),
  row('basis above zero', '%', 47, 4, 'C2, short system', (sample) =>
    percentage(present(main(sample, 'basis')), (value) => value > 0),
  ),
  row('mean of the basis above zero', 'GBP/MWh', 24.7, 4, 'C2, short system', (sample) =>
    mean(present(main(sample, 'basis')).filter((value) => value > 0)),
  ),
  row('mean of the basis below zero', 'GBP/MWh', -21.4, 4, 'C2, long system', (sample) =>
    mean(present(main(sample, 'basis')).filter((value) => value < 0)),
  ),
  row('half-hours in a run above zero', '', 4.5, 0.7, 'C2, short system', (sample) =>
    mean(runLengths(main(sample, 'basis').values, (value) => value > 0)),
  ),
  row('correlation day-ahead and imbalance, half-hours', '', 0.7, 0.1, 'C2, between auction and index', (sample) =>
    correlation(main(sample, 'dayAhead').values, main(sample, 'imbalance').values),
  ),
  row('correlation day-ahead and imbalance, daily means', '', 0.95, 0.04, 'index and system price 2023-24', (sample) =>
    correlation(dayMeansOf(sample, 'dayAhead'), dayMeansOf(sample, 'imbalance')),
  ),
];

function row(
  statistic: string,
  unit: string,
  target: number,
  tolerance: number,
  source: string,
  measure: Measure,
): CalibrationTarget {
  return { statistic, unit, target, tolerance, source, measure };
}

function hourRows(targets: Readonly<Record<number, number>>): CalibrationTarget[] {
  return Object.entries(targets).map(([hour, target]) =>
    row(`day-ahead at ${hour.padStart(2, '0')}:00`, 'GBP/MWh', target, 6, index, hourMean('dayAhead', Number(hour))),
  );
}

function monthRows(targets: Readonly<Record<string, number>>): CalibrationTarget[] {
  const names = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  return Object.entries(targets).map(([name, target]) => {
    const month = names.indexOf(name) + 1;
    return row(`day-ahead in ${name}`, 'GBP/MWh', target, 9, index, monthMean(month, month));
  });
}

/** The series on the delivery days of 2023 to 2025. */
function main(sample: SampleHistory, name: EnergySeries): CalendarSeries {
  return between(sample, sample[name], '2023-01-01', '2025-12-31');
}

function yearMean(name: EnergySeries, year: number): Measure {
  return (sample) => mean(present(between(sample, sample[name], `${year}-01-01`, `${year}-12-31`)));
}

function hourMean(name: EnergySeries, hour: number): Measure {
  return (sample) => {
    const series = main(sample, name);
    return mean(present(series, (position) => series.slot[position] >> 1 === hour));
  };
}

function monthMean(firstMonth: number, lastMonth: number): Measure {
  return (sample) => {
    const series = main(sample, 'dayAhead');
    const monthOf = (position: number): number => sample.days[series.dayIndex[position]].month;
    return mean(present(series, (position) => monthOf(position) >= firstMonth && monthOf(position) <= lastMonth));
  };
}

function weekMean(isWeekend: boolean): Measure {
  return (sample) => {
    const series = main(sample, 'dayAhead');
    const weekday = (position: number): number => new Date(sample.days[series.dayIndex[position]].date).getUTCDay();
    return mean(present(series, (position) => [0, 6].includes(weekday(position)) === isWeekend));
  };
}

function deviation(name: EnergySeries): Measure {
  return (sample) => standardDeviation(present(main(sample, name)));
}

function negativeShare(name: EnergySeries, hours?: readonly number[]): Measure {
  return (sample) => {
    const series = main(sample, name);
    const isWanted = (position: number): boolean => hours === undefined || hours.includes(series.slot[position] >> 1);
    return percentage(present(series, isWanted), (price) => price < 0);
  };
}

function persistence(name: EnergySeries, lag: number): Measure {
  return (sample) => autocorrelation(main(sample, name).values, lag);
}

function residualSeries(sample: SampleHistory): CalendarSeries {
  const series = main(sample, 'dayAhead');
  return { ...series, values: calendarResiduals(sample, series) };
}

function residualDayMeans(sample: SampleHistory): Float64Array {
  const series = residualSeries(sample);
  return dailyMeans(series.values, series.dayIndex, sample.days.length);
}

function withinDaySeries(sample: SampleHistory): CalendarSeries {
  const series = residualSeries(sample);
  const means = residualDayMeans(sample);
  return { ...series, values: series.values.map((value, position) => value - means[series.dayIndex[position]]) };
}

function dayMeansOf(sample: SampleHistory, name: EnergySeries): Float64Array {
  const series = main(sample, name);
  return dailyMeans(series.values, series.dayIndex, sample.days.length);
}

function spikeRuns(sample: SampleHistory): number[] {
  const threshold = 3 * quantileOf(main(sample, 'imbalance'), 0.5);
  return runLengths(main(sample, 'imbalance').values, (price) => price > threshold);
}

function repeats(sample: SampleHistory): number {
  const { values } = main(sample, 'imbalance');
  const pairs = Array.from(values.keys())
    .slice(1)
    .filter((index) => !Number.isNaN(values[index] + values[index - 1]));
  return (100 * pairs.filter((index) => values[index] === values[index - 1]).length) / pairs.length;
}
