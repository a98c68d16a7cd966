import { describe, expect, it } from 'vitest';
import type { ReportModel } from '../../src/report/report-model.ts';
import { renderPage } from '../../src/report/render-page.ts';
import { nights } from './fixtures/nights.ts';

const base = nights['a normal day'];

const rendered = new Map<ReportModel, Promise<string>>();

describe('the page', () => {
  for (const [title, model] of Object.entries(nights)) {
    it(`renders ${title} offline, without script and without a figure that is not one`, async () => {
      const html = await pageOf(model);
      expect(html).not.toMatch(/<script|https?:\/\/|url\(|@import|<link(?! rel="icon" href="data:,")/);
      expect(html).not.toMatch(/\b(?:NaN|undefined|Infinity|null)\b|\[object/);
      expect(html.length).toBeLessThan(3_000_000);
      expect(unbalancedTags(html)).toEqual([]);
    });
  }

  it('gives the same bytes twice', async () => {
    expect(await pageOf(base)).toBe(await renderPage(structuredClone(base)));
  });

  it('shows sections in the order of reading', async () => {
    const html = await pageOf(base);
    expect([...html.matchAll(/<h2>([^<]+)<\/h2>/g)].map(([, heading]) => heading)).toEqual([
      'What to submit',
      'How bad can it get',
      'Where it comes from',
      'What a bad day looks like',
      'Stress: what the simulation does not hold',
      'Can it be believed',
      'Appendix',
    ]);
  });

  it('escapes what comes from outside', async () => {
    const html = await pageOf({ ...base, head: { ...base.head, name: '<b>Fen & Sons</b>' } });
    expect(html).toContain('&lt;b&gt;Fen &amp; Sons&lt;/b&gt;');
    expect(html).not.toContain('<b>Fen');
  });

  it('says synthetic wherever the labels do', async () => {
    const html = await pageOf(base);
    expect(html).toContain('<span class="label">synthetic prices</span>');
    expect(html).toContain('Series <span class="label">synthetic</span>');
    const [first, ...others] = base.quality.series;
    const mixed = {
      ...base,
      quality: { ...base.quality, series: [{ ...first, labels: ['synthetic', 'proxy: index'] }, ...others] },
    };
    expect(await pageOf(mixed)).toContain('Day-ahead price <span class="label">proxy: index</span>');
  });

  it('uses red for a breach only', async () => {
    const shown = (html: string): boolean => /class="light-breach"|(?:fill|stroke)="var\(--breach\)"/.test(html);
    expect(shown(await pageOf(base))).toBe(false);
    expect(shown(await pageOf(nights['a breach']))).toBe(true);
  });

  it('spans blocks by their own hours', async () => {
    const spans = async (model: ReportModel): Promise<string[]> => {
      const row = /EFA block<\/th>(.*?)<\/tr>/.exec(await pageOf(model))?.[1] ?? '';
      return [...row.matchAll(/colspan="(\d+)"/g)].map(([, hours]) => hours);
    };
    expect(await spans(base)).toEqual(['4', '4', '4', '4', '4', '4']);
    expect(await spans(nights['a 25-hour day'])).toEqual(['5', '4', '4', '4', '4', '4']);
    expect(await spans(nights['a 23-hour day'])).toEqual(['3', '4', '4', '4', '4', '4']);
  });

  it('shows positions shorter than an hour as the hour’s average, and says so', async () => {
    const html = await pageOf(nights['half-hourly positions']);
    expect(html).toContain('shown as the hour’s average');
    expect(/<b>Sell<\/b><\/th>(.*?)<\/tr>/.exec(html)?.[1]).toContain('>33.8<');
    expect(await pageOf(base)).not.toContain('hour’s average');
  });

  it('prints the plan as it is in the model', async () => {
    const html = await pageOf(base);
    const row = /<b>Day-ahead<\/b><\/th>(.*?)<\/tr>/.exec(html)?.[1] ?? '';
    const cells = [...row.matchAll(/<td[^>]*>(?:<b>)?([^<]*)/g)].map(([, text]) =>
      text === '·' ? 0 : Number(text.replace('−', '-')),
    );
    expect(cells).toEqual([...base.plan.dayAhead.positionMW, 55]);
    for (const { displayName, reservedMW, expectedPrice } of base.plan.services) {
      const cellsOf = new RegExp(`${displayName}</th>(.*?)</tr>`).exec(html)?.[1] ?? '';
      const offers = [...cellsOf.matchAll(/<b>([\d.]+)<\/b> <span class="at">at £([\d.]+)/g)].map(
        ([, power, price]) => [Number(power), Number(price)],
      );
      expect(offers).toEqual(reservedMW.flatMap((power, block) => (power > 0 ? [[power, expectedPrice[block]]] : [])));
    }
  });

  it('prints streams, both days and their totals so that the columns add up', async () => {
    const html = await pageOf(base);
    const streams = /<table class="streams">(.*?)<\/table>/.exec(html)?.[1] ?? '';
    const rows = [...streams.matchAll(/<tr[^>]*>.*?<\/tr>/g)]
      .slice(1)
      .map(([row]) => [...row.matchAll(/<td class="right">([^<]*)/g)].map(([, text]) => numberOf(text)));
    const total = rows.pop() ?? [];
    total.forEach((value, column) => expect(rows.reduce((sum, row) => sum + row[column], 0)).toBe(value));
    expect(total).toHaveLength(3);
    const mean = base.figures.find(({ name, method }) => name === 'mean' && method === 'policy')?.value ?? 0;
    expect(Math.abs(total[0] - mean)).toBeLessThanOrEqual(5);
  });

  it('prints every risk figure of the model, policy beside recourse', async () => {
    const html = await pageOf(base);
    const table = /recourse LP<\/th>.*?<\/table>/.exec(html)?.[0] ?? '';
    for (const method of ['policy', 'recourse']) {
      for (const name of ['mean', 'standardDeviation', 'valueAtRisk', 'conditionalValueAtRisk', 'worstLoss']) {
        const { value } = base.figures.find(
          (figure) => figure.name === name && figure.method === method && figure.sample === 'evaluate',
        )!;
        const printed = [...table.matchAll(/<td class="right">([^<±]*)/g)].map(([, text]) => numberOf(text));
        expect(printed.some((number) => Math.abs(number - value) <= Math.max(5, 0.006 * Math.abs(value)))).toBe(true);
      }
    }
  });

  it('marks what a missing figure is', async () => {
    const figures = base.figures.filter(({ name }) => name !== 'standardDeviation');
    expect(await pageOf({ ...base, figures })).toContain(
      'Standard deviation</th><td class="right">–</td><td class="right">–</td>',
    );
  });
});

/** Each model is rendered once. */
function pageOf(model: ReportModel): Promise<string> {
  const page = rendered.get(model) ?? renderPage(model);
  rendered.set(model, page);
  return page;
}

function numberOf(text: string): number {
  return Number(text.replaceAll(',', '').replace('−', '-').replace('+', '').trim());
}

/** Tags of the body that do not close in order. */
function unbalancedTags(html: string): string[] {
  const open: string[] = [];
  const wrong: string[] = [];
  const voids = new Set(['meta', 'link', 'br', 'col', 'img']);
  for (const [, closing, name, selfClosing] of html.matchAll(/<(\/?)([a-zA-Z][\w-]*)[^>]*?(\/?)>/g)) {
    if (voids.has(name) || selfClosing === '/') continue;
    if (closing === '') open.push(name);
    else if (open.pop() !== name) wrong.push(name);
  }
  return [...wrong, ...open];
}
