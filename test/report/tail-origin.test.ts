import { describe, expect, it } from 'vitest';
import type { TailOrigin } from '../../src/report/model/tail-origin.ts';
import { pageContext } from '../../src/report/page-context.ts';
import type { ReportModel } from '../../src/report/report-model.ts';
import { badDaySection } from '../../src/report/sections/bad-day.ts';
import { originPart } from '../../src/report/sections/tail-origin.ts';
import { plausibleModel } from './fixtures/plausible-model.ts';

const model = plausibleModel();
const origin = model.tail.origin!;
const part = (change: Partial<TailOrigin> = {}, own: ReportModel = model): string =>
  originPart(pageContext(own), { ...origin, ...change }).replaceAll('\u00a0', ' ');
const cells = (html: string): string[][] =>
  [...html.matchAll(/<tr[^>]*><th scope="row"[^>]*>(.*?)<\/th>(.*?)<\/tr>/g)].map(([, head, row]) => [
    head,
    ...[...row.matchAll(/<td[^>]*>(.*?)<\/td>/g)].map(([, text]) => text),
  ]);

describe('where the worst scenarios come from', () => {
  it('names the past day of the worst scenario and how much of the tail the named days fill', () => {
    expect(part()).toContain(
      'The worst scenario is 5 Nov 2019 at today’s level: it loses £19,400. Three past days fill 49 % of the tail.',
    );
  });

  it('shows level, swing and basis against the forecast, and the past days with their shares', () => {
    expect(cells(part())).toEqual([
      ['Day-ahead price, mean of the day', '86.1', '84.2', '103.1', '121.4'],
      ['Day-ahead price, swing within the day', '33.4', '31.8', '52.6', '68.2'],
      ['Imbalance off day-ahead, mean distance', '24.9', '22.7', '58.3', '71.9'],
      ['5 Nov 2019', '22 %'],
      ['8 Jan 2021', '17 %'],
      ['12 Dec 2024', '10 %'],
      ['11 other days', '51 %'],
    ]);
  });

  it('says of a generator without past days that the scenario is none, and names whose forecast it is', () => {
    const html = part({
      worst: { ...origin.worst, date: null },
      otherGenerator: 'copula',
      pastDays: [],
      pastDayCount: 0,
    });
    expect(html).toContain('It is no past day: this generator draws from fitted distributions.');
    expect(html).toContain('‘copula’, which drew the day, states none');
    expect(html).not.toMatch(/Past days in the worst|at today’s level/);
  });

  it('shows no forecast of day-ahead prices that are published', () => {
    const priceFans = model.priceFans.map((fan) =>
      fan.role === 'dayAhead'
        ? { ...fan, quantiles: { ...fan.quantiles, p05: fan.quantiles.p50, p95: fan.quantiles.p50 } }
        : fan,
    );
    const html = part({}, { ...model, priceFans });
    expect(html).not.toContain('mean of the day');
    expect(html).toContain('are published, the same in every scenario');
  });

  it('is left out of models of earlier versions', async () => {
    const { origin: _origin, ...tail } = model.tail;
    expect(await badDaySection(pageContext({ ...model, tail }))).not.toContain('The worst scenario is');
    expect(await badDaySection(pageContext(model))).toContain('The worst scenario is');
  });
});
