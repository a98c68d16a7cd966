import { parseConfig, type PipelineConfig, type SourceConfig } from '../../src/config.ts';
import { gbCalendar } from '../../src/domain/market-calendar.ts';
import type { PriceHistory, PriceSeries } from '../../src/domain/price-history.ts';
import { sourceFile } from '../../src/ingest/source-file.ts';
import { parseSource } from '../../src/ingest/sources/source-formats.ts';
import type { PriceRecords } from '../../src/ingest/sources/source-format.ts';

type SourceInput = { format: SourceConfig['format'] } & Record<string, unknown>;

export const half = 30 * 60_000;

export function bytes(text: string, encoding: 'utf-8' | 'latin1' = 'utf-8'): Uint8Array {
  return new Uint8Array(Buffer.from(text, encoding));
}

export const tidyDayAhead = { format: 'tidy', file: 'prices.csv', valueColumn: 'dayAhead', currency: 'GBP' } as const;
export const tidyImbalance = { format: 'tidy', file: 'prices.csv', valueColumn: 'imbalance', currency: 'GBP' } as const;

/** A configuration with a half-hourly day-ahead series, an imbalance series and whatever else is given. */
export function testConfig(
  options: {
    dayAhead?: Record<string, unknown>;
    imbalance?: Record<string, unknown>;
    services?: Record<string, unknown>[];
    data?: Record<string, unknown>;
    root?: Record<string, unknown>;
  } = {},
): PipelineConfig {
  const battery = { name: 'B1', maxChargeMW: 1, maxDischargeMW: 1, energyCapacityMWh: 2, roundTripEfficiency: 0.85 };
  return parseConfig(
    {
      name: 'test',
      data: options.data ?? {},
      markets: [
        { name: 'dayAhead', role: 'dayAhead', interval: 'period', sources: [tidyDayAhead], ...options.dayAhead },
        { name: 'imbalance', role: 'imbalance', sources: [tidyImbalance], ...options.imbalance },
        ...(options.services ?? []).map((service) => ({
          role: 'service',
          direction: 'up',
          sustainHours: 1,
          ...service,
        })),
      ],
      batteries: [battery],
      ...options.root,
    },
    'test.config.ts',
  );
}

/** Parses `text` as one source of a day-ahead market. */
export function parseText(source: SourceInput, text: string | Uint8Array): PriceRecords {
  const config = testConfig({ dayAhead: { sources: [{ file: 'file.csv', ...source }] } });
  return parseSource(
    sourceFile('file.csv', typeof text === 'string' ? bytes(text) : text),
    config.markets[0].sources[0],
    {
      calendar: gbCalendar,
      market: config.markets[0],
      window: { start: -Infinity, end: Infinity },
      identicalRows: 'keepFirst',
    },
  );
}

export function isoTimes(records: PriceRecords): string[] {
  return [...records.times].map((time) => new Date(time).toISOString().slice(0, 16));
}

/** A tidy file of half-hours from `start`, a row a pair of day-ahead and imbalance price; undefined = no row. */
export function tidyText(start: string, rows: readonly (readonly [number | '', number | ''] | undefined)[]): string {
  const first = Date.parse(start);
  const lines = rows.flatMap((row, i) =>
    row === undefined ? [] : [`${new Date(first + i * half).toISOString()},${row[0]},${row[1]}`],
  );
  return ['startTime,dayAhead,imbalance', ...lines].join('\n');
}

/** `count` rows of rising day-ahead and imbalance prices. */
export function risingRows(count: number): [number, number][] {
  return Array.from({ length: count }, (_, i) => [i, 1000 + i]);
}

export function seriesNamed(history: PriceHistory, name: string): PriceSeries {
  const found = history.series.find((series) => series.name === name);
  if (found === undefined) throw new RangeError(`the history has no series '${name}'`);
  return found;
}
