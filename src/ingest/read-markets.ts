import type { MarketConfig, PipelineConfig, SourceConfig } from '../config.ts';
import { deliveryDay, type MarketCalendar } from '../domain/market-calendar.ts';
import { DataError } from '../errors.ts';
import { sourceFile, type SourceFile } from './source-file.ts';
import type { PriceRecords } from './sources/source-format.ts';
import { parseSource } from './sources/source-formats.ts';
import { isRequired } from './valid-days.ts';

/** The parsed sources of a market, in the order of the configuration. */
export interface ReadMarket {
  readonly market: MarketConfig;
  readonly sources: readonly { readonly source: SourceConfig; readonly records: PriceRecords }[];
}

/**
 * Parses the sources of every market; a file is opened and parsed once. Throws a DataError for what the
 * formats reject, another currency than the reporting currency, and a required series without a price.
 */
export function readMarkets(
  config: PipelineConfig,
  calendar: MarketCalendar,
  readSource: (file: string) => Uint8Array,
): ReadMarket[] {
  const files = new Map<string, SourceFile>();
  const open = (name: string): SourceFile => {
    const file = files.get(name) ?? sourceFile(name, readSource(name));
    files.set(name, file);
    return file;
  };
  return config.markets.map((market) => {
    const sources = market.sources.map((source) => {
      const window = sourceWindow(calendar, source, config.data.from);
      const records = parseSource(open(source.file), source, {
        calendar,
        market,
        window,
        identicalRows: config.data.identicalRows,
      });
      checkCurrency(records, source, market, config.reportingCurrency);
      return { source, records };
    });
    if (isRequired(market) && !sources.some(({ records }) => records.values.some((value) => !Number.isNaN(value)))) {
      throw new DataError(`the required series '${market.name}' has no price`, {
        file: market.sources.map((source) => source.file).join(', '),
        field: `markets.${market.name}.sources`,
        rule: 'a required series needs data',
        remedy: "check the column or product and the dates 'from' and 'to', or set required: false",
      });
    }
    return { market, sources };
  });
}

function sourceWindow(calendar: MarketCalendar, source: SourceConfig, from?: string): { start: number; end: number } {
  const firstDate = [source.from, from]
    .filter((date) => date !== undefined)
    .toSorted()
    .at(-1);
  return {
    start: firstDate === undefined ? -Infinity : deliveryDay(calendar, firstDate).startTime,
    end: source.to === undefined ? Infinity : deliveryDay(calendar, source.to).endTime,
  };
}

function checkCurrency(
  records: PriceRecords,
  source: SourceConfig,
  market: MarketConfig,
  reportingCurrency: string,
): void {
  if (records.currency === reportingCurrency) return;
  throw new DataError('a series has another currency than the report', {
    file: source.file,
    field: `markets.${market.name}.sources`,
    rule: `every series is in reportingCurrency ${reportingCurrency}; currencies are not converted`,
    value: records.currency,
    remedy: `use a source in ${reportingCurrency}, or report in ${records.currency} throughout`,
  });
}
