import type { DeliveryDay } from '../domain/market-calendar.ts';
import type { KnownFirstDay } from './known-first-day.ts';
import type { WeekErrors } from './week-bank.ts';
import type { ServiceModel } from './service-model.ts';
import type { SmoothingModel } from './smoothing-model.ts';

/** Lowest and highest price by market; simulated prices are clipped to them. */
export interface PriceLimits {
  readonly dayAhead: readonly [number, number];
  readonly imbalance: readonly [number, number];
  /** By name of the service; one without is not clipped. */
  readonly services?: Readonly<Record<string, readonly [number, number]>>;
}

/** The whole-day generator fitted for one planned day: the forecast of its leads and a bank of past weeks. */
export interface WholeDayModel {
  readonly generator: 'whole-day';
  readonly date: string;
  /** The planned day and those after it. */
  readonly days: readonly DeliveryDay[];
  /** Wall-clock slot of each period, day by day. */
  readonly wallClockSlots: readonly Int32Array[];
  readonly currency: string;
  readonly periodHours: number;
  readonly leads: number;
  /** Where the day-ahead prices of the planned day are published; absent where not. */
  readonly known?: KnownFirstDay;
  readonly slots: number;
  readonly intervals: number;
  readonly priceLimits: PriceLimits;

  /** Forecast by lead: L̂, Â, Ĝ; φ leads × intervals; σ̂. */
  readonly level: Float64Array;
  readonly logAmplitude: Float64Array;
  readonly logBasisSize: Float64Array;
  readonly shape: Float64Array;
  readonly levelErrorScale: number;
  /** What the bank's level errors of the days after the first have been multiplied by, about their mean. */
  readonly levelPathSpread: number;
  /** What had to be done without, in sentences for the reader: too little history for a regression, services left out. */
  readonly notes: readonly string[];

  readonly bank: WeekErrors;
  /** Probability of drawing each origin of the bank, in date order; sum 1. */
  readonly weights: Float64Array;
  /** 1/Σw². */
  readonly effectiveBankSize: number;
  readonly smoothing: SmoothingModel;
  readonly services: readonly ServiceModel[];
  /** Services of the history that are not drawn: fewer than 30 past weeks have their prices. */
  readonly leftOutServices: readonly string[];
  /** Probability of each origin when services are drawn, 0 where their data is missing; empty without services. */
  readonly serviceWeights: Float64Array;
}
