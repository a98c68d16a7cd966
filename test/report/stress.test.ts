import { describe, expect, it } from 'vitest';
import { pageContext } from '../../src/report/page-context.ts';
import type { ReportModel } from '../../src/report/report-model.ts';
import { renderPage } from '../../src/report/render-page.ts';
import { stressSection } from '../../src/report/sections/stress.ts';
import { plausibleModel } from './fixtures/plausible-model.ts';

const model = plausibleModel();
const section = (change: Partial<ReportModel> = {}): Promise<string> =>
  stressSection(pageContext({ ...model, ...change }));
const stress = model.stress!;
const cellsOf = (html: string, name: string): string[] => {
  const [, row] = new RegExp(`<b>${name}</b>.*?</th>(.*?)</tr>`).exec(html)!;
  return [...row.matchAll(/<td[^>]*>(.*?)<\/td>/g)].map(([, text]) => text.replaceAll('\u00a0', ' '));
};

describe('the section on stress', () => {
  it('opens with the hardest case and says how often the limit would be exceeded', async () => {
    expect((await section()).replaceAll('\u00a0', ' ')).toContain(
      'Of four stress cases, still winter evening is the hardest: the worst 5 % of days lose £26,400 on average, where simulated ones lose £2,090. The limit of £2,500 would be exceeded in two of them.',
    );
  });

  it('says of a limit that no case exceeds, or the only one, what a sentence says', async () => {
    const kept = { ...model, risk: { ...model.risk, limit: 1e6 } };
    expect(await section({ risk: kept.risk })).toContain('The limit of £1,000,000 would be exceeded in none of them.');
    const alone = { ...stress, cases: stress.cases.slice(0, 1) };
    expect(await section({ risk: kept.risk, stress: alone })).toContain(
      'The limit of £1,000,000 would not be exceeded.',
    );
    expect(await section({ stress: alone })).toContain('The limit of £2,500 would be exceeded.');
  });

  it('says of one replayed day what the day makes, and gives it no tail, error or limit', async () => {
    const [replay] = stress.cases.slice(-1);
    const html = await section({ stress: { ...stress, cases: [replay] } });
    expect(html).toContain('replay of a spike is the hardest: the day loses £5,200.');
    expect(cellsOf(html, 'Replay of a spike').slice(0, 4)).toEqual(['−5,200', '−16,000 ± 95', '–', '–']);
    expect(html).toContain('A replayed day is one day');
  });

  it('says that a replay after the auction takes the imbalance prices alone from the past day', async () => {
    const priceFans = model.priceFans.map((fan) => ({
      ...fan,
      quantiles: { ...fan.quantiles, p95: fan.quantiles.p05 },
    }));
    expect(await section({ priceFans })).toContain('at the imbalance prices that it had, beside the day-ahead prices');
    expect(await section()).toContain('one day at the prices that it had');
  });

  it('tells mean, paired change, CVaR and limit of a case, each with its error', async () => {
    expect(cellsOf(await section(), 'Evening outage')).toEqual([
      '−2,100 ± 140',
      '−12,900 ± 95',
      '7,400 ± 260',
      'exceeded',
      '12,400<br><small>5 Nov 2019</small>',
    ]);
  });

  it('says that the cases are none of the simulated scenarios, how an outage is settled and what is no cash', async () => {
    const html = await section();
    expect(html).toContain('no figure elsewhere on this page contains them');
    expect(html).toContain('bought back at the imbalance price');
    expect(html).toContain('Evening outage: £310 of the mean are shortfall penalties');
    const without = await section({ stress: { ...stress, hasOutage: false, cases: stress.cases.slice(0, 2) } });
    expect(without).not.toMatch(/outage is known|replayed day|penalties, which/);
  });

  it('draws every case, the simulated scenarios and the limit, and leaves the limit out where there is none', async () => {
    const html = await section();
    expect(html).toContain('data-chart="stress-cases"');
    for (const label of ['As simulated', 'Still winter evening', 'Flat prices', 'Evening outage', 'Replay of a spike'])
      expect(html).toMatch(new RegExp(`<text[^>]*>${label}</text>`));
    expect(html).toContain('limit on ◆ −£2,500');
    const free = await section({ risk: { ...model.risk, limit: null } });
    expect(free).not.toMatch(/limit on|exceeded|>limit</);
  });

  it('is not there without cases, and in models of earlier versions', async () => {
    expect(await section({ stress: null })).toBe('');
    expect(await section({ stress: undefined })).toBe('');
    expect(await renderPage({ ...model, stress: null })).not.toContain('stress-cases');
  });
});
