import type { MarketConfig, SourceConfig } from '../../config.ts';
import type { MarketCalendar } from '../../domain/market-calendar.ts';
import type { SourceFile } from '../source-file.ts';

/** Prices of one series from one source, each at the start of the interval that it holds for. */
export interface PriceRecords {
  /** Epoch ms UTC of the interval start, each at most once, in the order of the file. */
  readonly times: Float64Array;
  /** End of the interval, where the source states it; NaN where it does not. */
  readonly ends: Float64Array;
  /** Price per MWh, or per MW per hour; NaN where the source has a row without a price. */
  readonly values: Float64Array;
  /** Line of the file, for messages. */
  readonly lines: Int32Array;
  /** ISO code. */
  readonly currency: string;
  /** Times of the rows that repeated an earlier row exactly and were dropped. */
  readonly duplicateTimes: Float64Array;
}

/** What a format must know beside its file. */
export interface SourceContext {
  readonly calendar: MarketCalendar;
  readonly market: MarketConfig;
  /** Instants, epoch ms, that the configuration's `from` and `to` allow: start included, end not. */
  readonly window: { readonly start: number; readonly end: number };
  /** What two rows with the same time and price are: an error, or counted and kept once. */
  readonly identicalRows: 'error' | 'keepFirst';
}

/**
 * A file format: turns a file into price records. Columns are found by their header, stamps read by one
 * stated clock and pattern; whatever does not fit is a DataError that names the line. How to add one:
 * `docs/how-to/add-a-source.md`.
 */
export interface SourceFormat<F extends SourceConfig['format']> {
  readonly format: F;
  parse(file: SourceFile, source: Extract<SourceConfig, { format: F }>, context: SourceContext): PriceRecords;
}
