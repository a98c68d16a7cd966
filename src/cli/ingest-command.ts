import { isoTime } from '../domain/market-calendar.ts';
import { assembleHistory, type IngestResult } from '../ingest/assemble-history.ts';
import { summariseQuality, type SeriesQuality } from '../ingest/quality-summary.ts';
import { loadConfig } from '../io/load-config.ts';
import { readSourceFiles } from '../io/source-files.ts';
import type { CommandModule } from './command.ts';
import { textTable } from './text-table.ts';

/** Invalid days that the text lists; `--json` has them all. */
const listedDays = 20;

/** `bess-risk ingest`: reads the configured sources and prints how good the data are. */
export const ingestCommand: CommandModule = {
  name: 'ingest',
  description: 'read the configured price sources and print their quality',
  declare(command) {
    command
      .option('--config <file>', 'configuration', 'pipeline.config.ts')
      .option(
        '--data <dir>',
        'folder that relative source paths start from (or the environment variable BESS_RISK_DATA)',
      );
  },
  async run(_args, options, context) {
    const loaded = await loadConfig((options['config'] as string | undefined) ?? 'pipeline.config.ts', context.cwd, {
      dataDirectory: options['data'] as string | undefined,
      environmentDirectory: context.env['BESS_RISK_DATA'],
    });
    context.log.info(`reading prices from ${loaded.dataDirectories.join(' or ')}`);
    const files = await readSourceFiles(loaded.config, loaded.dataDirectories);
    const result = assembleHistory(loaded.config, files.read);
    const series = summariseQuality(loaded.config, result.qualityRows);
    const invalidDays = result.history.days.filter((_, d) => result.history.validDays[d] === 0).map((day) => day.date);
    if (context.json) {
      const { calendar, currency, days } = result.history;
      const overlaps = result.overlaps.map((overlap) => ({ ...overlap, largestAt: isoTime(overlap.largestAt) }));
      const span = {
        calendar: calendar.name,
        currency,
        from: days[0].date,
        until: days[days.length - 1].date,
        days: days.length,
      };
      const report = {
        schemaVersion: 1,
        ...span,
        series,
        invalidDays,
        overlaps,
        leftOut: result.leftOut,
        inputs: files.digests,
      };
      context.print(JSON.stringify(report));
    } else {
      context.print(
        [qualityText(series), daysText(result, invalidDays), overlapText(result), leftOutText(result)].join('\n\n'),
      );
    }
    return 0;
  },
};

function qualityText(series: readonly SeriesQuality[]): string {
  const header = [
    'series',
    'interval',
    'from',
    'until',
    'expected',
    'present',
    'missing',
    'duplicate',
    'repaired',
    'suspicious',
  ];
  const rows = series.map((one) => [
    one.series,
    one.interval,
    one.from ?? '-',
    one.until ?? '-',
    ...[one.expected, one.present, one.missing, one.duplicate, one.repaired, one.suspicious].map(wholeNumber),
  ]);
  const sources = series.map((one) => `  ${one.series}: ${one.sources.join('; ')}`);
  return [
    'Quality of the price series, in periods (repaired ones are among the missing):',
    textTable(header, rows, 4, '  ').replace(/^/gm, '  '),
    '',
    'Sources, the first one counts:',
    ...sources,
  ].join('\n');
}

function daysText({ history }: IngestResult, invalidDays: readonly string[]): string {
  const { days } = history;
  const span = `${wholeNumber(days.length)} delivery days from ${days[0].date} to ${days[days.length - 1].date}`;
  if (invalidDays.length === 0) return `Invalid days: none of ${span}.`;
  const more = invalidDays.length - listedDays;
  const rest = more > 0 ? ` … and ${more} more (--json lists all)` : '';
  return `Invalid days: ${invalidDays.length} of ${span}: ${invalidDays.slice(-listedDays).toReversed().join(', ')}${rest}`;
}

function overlapText({ overlaps }: IngestResult): string {
  if (overlaps.length === 0) return 'Overlapping sources: none.';
  const lines = overlaps.map((overlap) => {
    const {
      series,
      countedSource,
      otherSource,
      periods,
      differing,
      meanAbsoluteDifference,
      largestDifference,
      largestAt,
    } = overlap;
    const figures =
      differing === 0
        ? 'none differs'
        : `${wholeNumber(differing)} differ, on average by ${meanAbsoluteDifference.toFixed(2)} over all periods, ` +
          `at most by ${largestDifference.toFixed(2)} at ${isoTime(largestAt)}`;
    return `  ${series}: ${countedSource} counts over ${otherSource} in ${wholeNumber(periods)} periods, ${figures}`;
  });
  return ['Overlapping sources:', ...lines].join('\n');
}

function leftOutText({ leftOut }: IngestResult): string {
  if (leftOut.length === 0) return 'Series left out: none.';
  return [
    'Series left out:',
    ...leftOut.map((one) => `  ${one.series}: ${one.days} days with a price; the rule is ${one.rule}`),
  ].join('\n');
}

function wholeNumber(value: number): string {
  return value.toLocaleString('en-GB');
}
