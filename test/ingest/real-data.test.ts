import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import type { MarketConfig, PipelineConfig } from '../../src/config.ts';
import { gbCalendar } from '../../src/domain/market-calendar.ts';
import { quality } from '../../src/domain/price-history.ts';
import { assembleHistory, type IngestResult } from '../../src/ingest/assemble-history.ts';
import { sourceFile } from '../../src/ingest/source-file.ts';
import { parseSource } from '../../src/ingest/sources/source-formats.ts';
import { loadConfig } from '../../src/io/load-config.ts';
import type { PriceRecords } from '../../src/ingest/sources/source-format.ts';
import { seriesNamed } from './support.ts';

const folder = process.env['BESS_RISK_DATA'] ?? '../shared/market-data';
const present = existsSync(folder);

function read(file: string): Uint8Array {
  const stored = readFileSync(join(folder, file));
  return file.endsWith('.gz') ? gunzipSync(stored) : stored;
}

describe.skipIf(!present)(
  `real data (${present ? folder : `skipped: no folder ${folder}; set BESS_RISK_DATA`})`,
  () => {
    let config: PipelineConfig;
    let result: IngestResult;
    beforeAll(async () => {
      ({ config } = await loadConfig('scenarios/gb-2024/pipeline.config.ts', join(import.meta.dirname, '../..')));
      result = assembleHistory(config, read);
    });

    const market = (name: string): MarketConfig => config.markets.find((one) => one.name === name) as MarketConfig;
    const parse = (name: string, source: number): PriceRecords => {
      const one = market(name).sources[source];
      const context = {
        calendar: gbCalendar,
        market: market(name),
        window: { start: -Infinity, end: Infinity },
        identicalRows: 'error',
      } as const;
      return parseSource(sourceFile(one.file, read(one.file)), one, context);
    };
    const priceless = (records: PriceRecords): number => records.values.filter((value) => Number.isNaN(value)).length;

    it('reads every half-hour of two years of system prices, clock changes included', () => {
      const records = parse('imbalance', 0);
      expect(records.times).toHaveLength(35_088);
      expect(priceless(records)).toBe(0);
      expect(records.times[0]).toBe(Date.parse('2023-01-01T00:00Z'));
      expect(records.times.every((time, i) => i === 0 || time - records.times[i - 1] === 30 * 60_000)).toBe(true);
      expect(records.times.at(-1)).toBe(Date.parse('2024-12-31T23:30Z'));
    });

    it('takes the 97 half-hours of 2024 without volume as missing market index', () => {
      const records = parse('dayAhead', 0);
      expect(records.times).toHaveLength(17_568);
      expect(priceless(records)).toBe(97);
    });

    it('reads all rows of the long file', () => {
      expect(parse('imbalance', 1).times).toHaveLength(157_824);
    });

    it('finds that the portal files and the long file agree wherever both have a price', () => {
      const summary = result.overlaps.map(({ series, periods, differing }) => ({ series, periods, differing }));
      expect(summary).toEqual([
        { series: 'dayAhead', periods: 17_471, differing: 0 },
        { series: 'imbalance', periods: 35_088, differing: 0 },
      ]);
    });

    it('agrees with an independent reading of the response auctions, block by block', () => {
      const [header, ...lines] = Buffer.from(read('merged/neso-response-efa.csv.gz')).toString().trim().split('\n');
      expect(header).toMatch(/^utc_start,utc_end,product,service,price,volume/);
      const { history } = result;
      const first = history.days[0].startTime;
      const differing: string[] = [];
      let compared = 0;
      for (const line of lines) {
        const [start, end, product, , price] = line.split(',');
        const series = history.series.find((one) => one.name === product);
        if (series === undefined) continue;
        const expected = price === '' ? NaN : Number(price);
        for (
          let time = Date.parse(start.replace(' ', 'T'));
          time < Date.parse(end.replace(' ', 'T'));
          time += 30 * 60_000
        ) {
          const period = (time - first) / (30 * 60_000);
          const agrees = Object.is(series.values[period], expected) && series.flags[period] === quality.present;
          if (!agrees) differing.push(`${line}: ${series.values[period]}`);
          compared++;
        }
      }
      expect(differing).toEqual([]);
      expect(lines).toHaveLength(38_730);
      // Twice the sum of the file's own column of hours: 38,730 blocks, with 20 of five hours and 18 of three.
      expect(compared).toBe(309_844);
    });

    it('misses about every seventh day of the market index before 2024, and nearly none of 2024', () => {
      const { days, validDays } = result.history;
      const invalidIn = (year: string) =>
        days.filter((day, d) => day.date.startsWith(year) && validDays[d] === 0).length;
      expect([invalidIn('2023'), invalidIn('2024')]).toEqual([60, 3]);
    });

    it('keeps negative prices of services and energy', () => {
      const least = (name: string) =>
        Math.min(...seriesNamed(result.history, name).values.filter((value) => !Number.isNaN(value)));
      expect(least('DRH')).toBeLessThan(-10);
      expect(least('imbalance')).toBeLessThan(-100);
    });
  },
);
