import { mean, standardDeviation } from 'simple-statistics';
import type { CalibrationTarget } from './calibration.ts';
import type { CalendarSeries, SampleHistory } from './sample-statistics.ts';
import { autocorrelation, between, correlation, percentage, present, quantileOf } from './sample-statistics.ts';

/** Real figures of one response product in one year: mean, standard deviation (GBP/MW/h), share below zero (%). */
type YearFigures = readonly [mean: number, standardDeviation: number, belowZero: number];

/** docs/sample-history.md. */
const yearFigures: Readonly<Record<string, Readonly<Record<number, YearFigures>>>> = {
  DCL: { 2023: [2.7, 3.9, 0.1], 2024: [2.2, 2.7, 0.2], 2025: [3.9, 3.8, 0] },
  DCH: { 2023: [3.2, 3.4, 0.1], 2024: [1.9, 1.5, 0.1], 2025: [2.5, 2.1, 0.6] },
  DML: { 2023: [3.9, 1.9, 0], 2024: [4.2, 1.8, 0.1], 2025: [6.7, 3.0, 0.2] },
  DMH: { 2023: [3.1, 2.6, 9], 2024: [0.6, 1.9, 54], 2025: [2.2, 2.9, 24] },
  DRL: { 2023: [10.7, 5.0, 0], 2024: [8.2, 3.4, 0], 2025: [13.2, 6.0, 0] },
  DRH: { 2023: [1.1, 4.7, 14], 2024: [-4.8, 3.9, 88], 2025: [-2.4, 5.4, 77] },
};
/** Means of EFA blocks 1 to 6 in 2024-26 less their average. */
const blockProfiles: Readonly<Record<string, readonly number[]>> = {
  DCL: [-0.98, -1.08, 0.42, -0.88, 1.72, 0.82],
  DCH: [-0.45, 0.65, -0.65, 0.65, 0.75, -0.95],
  DRL: [-1.4, -2.1, 0.1, -1.9, 2.7, 2.6],
  DRH: [-1.03, 1.57, -1.33, 0.87, 2.27, -2.43],
};
const crossCorrelations: readonly (readonly [string, string, number])[] = [
  ['DCH', 'DMH', 0.73],
  ['DMH', 'DRH', 0.8],
  ['DCH', 'DRH', 0.66],
  ['DCL', 'DML', 0.64],
  ['DCL', 'DRL', 0.59],
  ['DML', 'DRL', 0.61],
  ['DCL', 'DCH', 0.1],
  ['DRL', 'DRH', 0],
];
const energyCorrelations: Readonly<Record<string, number>> = {
  DCL: 0.44,
  DML: 0.42,
  DRL: 0.43,
  DCH: -0.09,
  DMH: -0.15,
  DRH: -0.45,
};

/** Response per EFA block and half-hourly quick reserve, GBP/MW/h. */
export const serviceCalibration: readonly CalibrationTarget[] = [
  ...Object.entries(yearFigures).flatMap(([product, years]) =>
    Object.entries(years).flatMap(([year, figures]) => yearRows(product, Number(year), figures)),
  ),
  ...Object.entries(blockProfiles).flatMap(([product, profile]) =>
    profile.map((target, block) => blockRow(product, block, target)),
  ),
  ...Object.keys(yearFigures).flatMap(persistenceRows),
  ...crossCorrelations.map(([left, right, target]) => crossRow(left, right, target)),
  ...Object.entries(energyCorrelations).map(([product, target]) => energyRow(product, target)),
  ...reserveRows('PQR', 6.0, 6.4, 26, [18], 11.3),
  ...reserveRows('NQR', 4.7, 5.0, 22, [14, 15], 8),
];

function yearRows(product: string, year: number, [average, deviation, belowZero]: YearFigures): CalibrationTarget[] {
  const ofYear = (sample: SampleHistory): CalendarSeries =>
    between(sample, sample.response[product], `${year}-01-01`, `${year}-12-31`);
  const source = `C4, ${year}`;
  const unit = 'GBP/MW/h';
  return [
    {
      statistic: `${product} mean ${year}`,
      unit,
      target: average,
      tolerance: rounded(0.25 * deviation),
      source,
      measure: (sample) => mean(present(ofYear(sample))),
    },
    {
      statistic: `${product} standard deviation ${year}`,
      unit,
      target: deviation,
      // A lognormal wider than its mean has a standard deviation that three years estimate badly.
      tolerance: rounded((deviation > average ? 0.4 : 0.3) * deviation),
      source,
      measure: (sample) => standardDeviation(present(ofYear(sample))),
    },
    // 2023 was another regime (many prices just above zero); the sample has the size of 2024-25.
    ...(year === 2023
      ? []
      : [
          {
            statistic: `${product} below zero ${year}`,
            unit: '%',
            target: belowZero,
            tolerance: belowZero < 1 ? 1 : 11,
            source,
            measure: (sample: SampleHistory) => percentage(present(ofYear(sample)), (price) => price < 0),
          },
        ]),
  ];
}

function blockRow(product: string, block: number, target: number): CalibrationTarget {
  return {
    statistic: `${product} EFA block ${block + 1} less the day's mean, 2024-25`,
    unit: 'GBP/MW/h',
    target,
    tolerance: product.startsWith('DR') ? 1 : 0.6,
    source: 'C4, 2024-26',
    measure: (sample) => {
      const series = recent(sample, sample.response[product]);
      return mean(present(series, (position) => series.slot[position] === block)) - mean(present(series));
    },
  };
}

function persistenceRows(product: string): CalibrationTarget[] {
  const source = 'C4, range over products';
  const measure = (lag: number) => (sample: SampleHistory) =>
    autocorrelation(recent(sample, sample.response[product]).values, lag);
  return [
    { statistic: `${product} block to block`, unit: '', target: 0.4, tolerance: 0.2, source, measure: measure(1) },
    {
      statistic: `${product} same block next day`,
      unit: '',
      target: 0.53,
      tolerance: 0.15,
      source,
      measure: measure(6),
    },
  ];
}

function crossRow(left: string, right: string, target: number): CalibrationTarget {
  return {
    statistic: `correlation ${left} and ${right}`,
    unit: '',
    target,
    tolerance: 0.15,
    source: 'C4, from 2024-04',
    measure: (sample) =>
      correlation(
        between(sample, sample.response[left], '2024-04-01', '2025-12-31').values,
        between(sample, sample.response[right], '2024-04-01', '2025-12-31').values,
      ),
  };
}

function energyRow(product: string, target: number): CalibrationTarget {
  return {
    statistic: `correlation ${product} and day-ahead price`,
    unit: '',
    target,
    tolerance: 0.15,
    source: 'C4, index 2024-01 to 2025-05',
    measure: (sample) =>
      correlation(recent(sample, sample.response[product]).values, recent(sample, sample.blockDayAhead).values),
  };
}

function reserveRows(
  product: string,
  average: number,
  deviation: number,
  tail: number,
  peakHours: readonly number[],
  peak: number,
): CalibrationTarget[] {
  const ofYear = (sample: SampleHistory): CalendarSeries =>
    between(sample, sample.reserve[product], '2025-01-01', '2025-12-31');
  const unit = 'GBP/MW/h';
  const source = 'C4, 2025';
  return [
    {
      statistic: `${product} mean 2025`,
      unit,
      target: average,
      tolerance: 0.7,
      source,
      measure: (sample) => mean(present(ofYear(sample))),
    },
    {
      statistic: `${product} standard deviation 2025`,
      unit,
      target: deviation,
      tolerance: rounded(0.25 * deviation),
      source,
      measure: (sample) => standardDeviation(present(ofYear(sample))),
    },
    {
      statistic: `${product} 99 % quantile 2025`,
      unit,
      target: tail,
      tolerance: 8,
      source,
      measure: (sample) => quantileOf(ofYear(sample), 0.99),
    },
    {
      statistic: `${product} mean at its peak, ${peakHours.map((hour) => `${hour}:00`).join(' and ')}`,
      unit,
      target: peak,
      tolerance: 1.5,
      source: 'C4, 2024-26',
      measure: (sample) => {
        const series = ofYear(sample);
        return mean(present(series, (position) => peakHours.includes(series.slot[position] >> 1)));
      },
    },
    {
      statistic: `${product} half-hour to half-hour`,
      unit: '',
      target: 0.77,
      tolerance: 0.14,
      source: 'C4',
      measure: (sample) => autocorrelation(ofYear(sample).values, 1),
    },
  ];
}

/** The years whose level the sample's services end on. */
function recent(sample: SampleHistory, series: CalendarSeries): CalendarSeries {
  return between(sample, series, '2024-01-01', '2025-12-31');
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
