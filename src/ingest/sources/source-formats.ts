import type { SourceConfig } from '../../config.ts';
import type { SourceFile } from '../source-file.ts';
import { elexonMarketIndexFormat } from './elexon-market-index.ts';
import { elexonSystemPriceFormat } from './elexon-system-price.ts';
import { nesoEacFormat } from './neso-eac.ts';
import { nesoLegacyFormat } from './neso-legacy.ts';
import type { PriceRecords, SourceContext, SourceFormat } from './source-format.ts';
import { tidyFormat } from './tidy.ts';

const sourceFormats: { readonly [F in SourceConfig['format']]: SourceFormat<F> } = {
  tidy: tidyFormat,
  elexonSystemPrice: elexonSystemPriceFormat,
  elexonMarketIndex: elexonMarketIndexFormat,
  nesoEac: nesoEacFormat,
  nesoLegacy: nesoLegacyFormat,
};

/** Parses one source of a market by its format. Throws a DataError for whatever does not fit. */
export function parseSource(file: SourceFile, source: SourceConfig, context: SourceContext): PriceRecords {
  // The registry pairs each format with its own configuration; TypeScript cannot see it through the union.
  const format = sourceFormats[source.format] as SourceFormat<SourceConfig['format']>;
  return format.parse(file, source, context);
}

/** How a source is called in tables: its file, and which series of it. */
export function sourceName(source: SourceConfig): string {
  switch (source.format) {
    case 'tidy':
      return `${source.file} [${[source.valueColumn, ...Object.values(source.where)].join(', ')}]`;
    case 'elexonMarketIndex':
      return `${source.file} [${source.provider}]`;
    case 'nesoEac':
    case 'nesoLegacy':
      return `${source.file} [${source.product}]`;
    default:
      return source.file;
  }
}
