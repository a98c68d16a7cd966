import { describe, expect, it } from 'vitest';
import type { ReportFigure, ReportModel } from '../../src/report/report-model.ts';
import { renderPage } from '../../src/report/render-page.ts';
import { plausibleModel } from './fixtures/plausible-model.ts';

const base = plausibleModel();

/** Nights that a page must survive. */
export const nights: Record<string, ReportModel> = {
  'a normal day': base,
  'a 25-hour day': plausibleModel({ hours: 25 }),
  'a 23-hour day': plausibleModel({ hours: 23 }),
  'no services': plausibleModel({ services: false }),
  'nine-digit money': plausibleModel({ moneyScale: 30_000 }),
  'a small battery in another currency': plausibleModel({ moneyScale: 0.01, powerScale: 0.0317, currency: 'AUD' }),
  'a breach': {
    ...base,
    lights: base.lights.map((light) =>
      light.name === 'limit' ? { ...light, state: 'breach', title: 'Limit breached' } : light,
    ),
    risk: { ...base.risk, limit: 500, limitStatus: 'breached', shadowPrice: null },
  },
  'a limit that cannot be kept': {
    ...base,
    risk: { ...base.risk, limit: -90_000, limitStatus: 'unattainable', shadowPrice: null },
  },
  'no limit': { ...base, risk: { ...base.risk, limit: null, limitStatus: 'none', shadowPrice: 0 } },
  'worst days that earn': withFigures({
    conditionalValueAtRisk: -2090,
    valueAtRisk: -4000,
    probabilityOfLoss: 0,
    worstLoss: -200,
  }),
  'nothing to submit': {
    ...base,
    plan: {
      ...base.plan,
      services: [],
      dayAhead: { ...base.plan.dayAhead, positionMW: base.plan.dayAhead.positionMW.map(() => 0) },
      expectedDeliveryMW: base.plan.expectedDeliveryMW.map(() => 0),
      reasonForNothing: 'no spread covers the losses',
    },
  },
  'no money at all': {
    ...base,
    distribution: { profitAndLoss: base.distribution.profitAndLoss.map(() => 0), weights: null },
    figures: base.figures.map((figure) => ({ ...figure, value: 0, standardError: 0, bankBand: 0 })),
    attribution: {
      ...base.attribution,
      streams: base.attribution.streams.map((stream) => ({ ...stream, mean: 0, conditionalValueAtRisk: 0 })),
      meanByHour: base.attribution.meanByHour.map((hours) => hours.map(() => 0)),
      conditionalValueAtRiskByHour: base.attribution.conditionalValueAtRiskByHour.map((hours) => hours.map(() => 0)),
    },
  },
  'only what every run has': {
    ...base,
    horizon: null,
    priceFans: base.priceFans.map((fan) => ({ ...fan, recent: null })),
    risk: { ...base.risk, frontier: [] },
    tail: { ...base.tail, drivers: [], typical: null, bad: null },
    belief: { bank: null, physics: null, sampleSize: [], notes: ['The history is short.'] },
    quality: { ...base.quality, overlaps: [], leftOut: [] },
    figures: base.figures
      .filter(({ method }) => method === 'policy')
      .map((figure) => ({ ...figure, standardError: null, bankBand: null })),
  },
};

describe('the page', () => {
  for (const [title, model] of Object.entries(nights)) {
    it(`renders ${title} offline, without script and without a figure that is not one`, async () => {
      const html = await renderPage(model);
      expect(html).not.toMatch(/<script|https?:\/\/|url\(|@import|<link(?! rel="icon" href="data:,")/);
      expect(html).not.toMatch(/\b(?:NaN|undefined|Infinity|null)\b|\[object/);
      expect(html.length).toBeLessThan(3_000_000);
      expect(unbalancedTags(html)).toEqual([]);
    });
  }

  it('gives the same bytes twice', async () => {
    expect(await renderPage(base)).toBe(await renderPage(structuredClone(base)));
  });

  it('shows sections in the order of reading', async () => {
    const html = await renderPage(base);
    expect([...html.matchAll(/<h2>([^<]+)<\/h2>/g)].map(([, heading]) => heading)).toEqual([
      'What to submit',
      'How bad can it get',
      'Where it comes from',
      'What a bad day looks like',
      'Can it be believed',
      'Appendix',
    ]);
  });

  it('escapes what comes from outside', async () => {
    const html = await renderPage({ ...base, head: { ...base.head, name: '<b>Fen & Sons</b>' } });
    expect(html).toContain('&lt;b&gt;Fen &amp; Sons&lt;/b&gt;');
    expect(html).not.toContain('<b>Fen');
  });

  it('says synthetic wherever the labels do', async () => {
    const html = await renderPage(base);
    expect(html).toContain('<span class="label">synthetic prices</span>');
    expect(html.match(/<span class="label">synthetic<\/span>/g)).toHaveLength(3);
  });

  it('uses red for a breach only', async () => {
    const shown = (html: string): boolean => /class="light-breach"|(?:fill|stroke)="var\(--breach\)"/.test(html);
    expect(shown(await renderPage(base))).toBe(false);
    expect(shown(await renderPage(nights['a breach']))).toBe(true);
  });

  it('spans blocks by their own hours', async () => {
    const spans = async (model: ReportModel): Promise<string[]> => {
      const row = /EFA block<\/th>(.*?)<\/tr>/.exec(await renderPage(model))?.[1] ?? '';
      return [...row.matchAll(/colspan="(\d+)"/g)].map(([, hours]) => hours);
    };
    expect(await spans(base)).toEqual(['4', '4', '4', '4', '4', '4']);
    expect(await spans(plausibleModel({ hours: 25 }))).toEqual(['5', '4', '4', '4', '4', '4']);
    expect(await spans(plausibleModel({ hours: 23 }))).toEqual(['3', '4', '4', '4', '4', '4']);
  });

  it('prints the plan as it is in the model', async () => {
    const html = await renderPage(base);
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
    const html = await renderPage(base);
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
    const html = await renderPage(base);
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
    expect(await renderPage({ ...base, figures })).toContain(
      'Standard deviation</th><td class="right">–</td><td class="right">–</td>',
    );
  });
});

function withFigures(values: Readonly<Record<string, number>>): ReportModel {
  const figures = base.figures.map((figure): ReportFigure =>
    figure.method === 'policy' && values[figure.name] !== undefined
      ? { ...figure, value: values[figure.name] }
      : figure,
  );
  return { ...base, figures };
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
