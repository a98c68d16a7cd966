import type { ComparedEngine, SolvedEngine } from '../dispatch/compare-engines.ts';
import { textTable } from './text-table.ts';

/** The comparison as one JSON object: every engine's figures, no schedules. */
export function comparisonJson(title: string, compared: readonly ComparedEngine[], page: string): string {
  return JSON.stringify({
    problem: title,
    engines: compared.map((entry) => {
      if (entry.result === null) return { engine: entry.engine, status: 'refused', reason: entry.reason };
      const { batteries: _, engine, status, ...figures } = entry.result;
      const { shareOfExact, metrics, violations } = entry;
      return { engine, status, ...figures, shareOfExact, ...metrics, violations };
    }),
    page,
  });
}

/** The comparison as a table of aligned text, what was refused or found below it. */
export function comparisonText(compared: readonly ComparedEngine[], page: string): string {
  const number = (value: number | null, digits = 2): string =>
    value === null
      ? '–'
      : value.toLocaleString('en-GB', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const percent = (share: number | null, digits: number): string =>
    share === null ? '–' : `${number(100 * share, digits)} %`;
  const header = [
    'engine',
    'status',
    'profit',
    'share of exact',
    'cycles',
    'spread',
    'utilisation',
    'violations',
    'seconds',
  ];
  const rows = compared.map((entry) => {
    if (entry.result === null) return [entry.engine, 'refused', ...header.slice(2).map(() => '–')];
    const { result, metrics, shareOfExact, violations } = entry;
    return [
      entry.engine,
      result.status,
      number(result.profit),
      percent(shareOfExact, 3),
      number(result.equivalentFullCycles, 1),
      number(metrics.realisedSpread),
      percent(metrics.utilisation, 1),
      String(violations.length),
      number(result.solveSeconds, 3),
    ];
  });
  const remarks = compared.flatMap((entry) =>
    entry.result === null
      ? [`${entry.engine}: ${entry.reason}`]
      : violationTexts(entry).map((text) => `${entry.engine} breaks a rule: ${text}`),
  );
  return [textTable(header, rows, 2), ...(remarks.length === 0 ? [] : ['', ...remarks]), '', `page: ${page}`].join(
    '\n',
  );
}

/** What the checker found, a rule a line. */
export function violationTexts({ violations, result }: SolvedEngine): string[] {
  return violations.map(({ battery, rule, period, amount }) => {
    const times =
      rule.startsWith('never charging') && result.simultaneousPeriods > 1
        ? ` (${result.simultaneousPeriods.toLocaleString('en-GB')} periods)`
        : '';
    return `${battery}: ${rule}, by up to ${Number(amount.toPrecision(3))}${period < 0 ? '' : ` in period ${period}`}${times}`;
  });
}
