import { describe, expect, it } from 'vitest';
import { pageContext } from '../../src/report/page-context.ts';
import { knowledgePart } from '../../src/report/sections/knowledge.ts';
import type { ReportModel } from '../../src/report/report-model.ts';
import { plausibleModel } from './fixtures/plausible-model.ts';

const model = plausibleModel();
const rowHeadings = (html: string): string[] =>
  [...html.matchAll(/<th scope="row"[^>]*>(.*?)<\/th>/g)].map(([, text]) => text);

const afterAuction: ReportModel = {
  ...model,
  priceFans: model.priceFans.map((fan) =>
    fan.role === 'dayAhead' ? { ...fan, quantiles: { ...fan.quantiles, p95: fan.quantiles.p05 } } : fan,
  ),
};

describe('the table of levels of knowledge', () => {
  it('goes from perfect foresight down to the policies and then tells what lies between', () => {
    expect(rowHeadings(knowledgePart(pageContext(model)))).toEqual([
      'Perfect foresight',
      'Recourse, linear',
      'Recourse, exact physics',
      'rolling',
      'rolling, nothing published',
      'follow: the policy',
      'Value of perfect information (EVPI)',
      'Value of the stochastic solution (VSS)',
      'Reserving after the day-ahead results',
      'The same, carried out by the policy',
      'Day-ahead prices in dispatch',
      'Imbalance prices published in the day',
      'Price of not seeing',
      'Capture rate',
    ]);
  });

  it('says what was assumed known when', () => {
    const html = knowledgePart(pageContext(model));
    for (const text of model.belief.gates ?? []) expect(html).toContain(text);
    expect(model.belief.gates?.length).toBeGreaterThan(1);
  });

  it('says what `follow` sees: what the auctions accepted, and day-ahead prices published before the plan', () => {
    const seen = (own: ReportModel): string | undefined =>
      /follow: the policy<\/th><td[^>]*>(.*?)<\/td>/.exec(knowledgePart(pageContext(own)))?.[1];
    expect(seen(model)).toBe('nothing of the day');
    const [first, ...others] = model.plan.services;
    const asking = { ...first, offers: first.reservedMW.map(() => [{ price: 3.5, volumeMW: 7 }]) };
    expect(seen({ ...model, plan: { ...model.plan, services: [asking, ...others] } })).toBe(
      'the reservations that were accepted',
    );
    expect(seen(afterAuction)).toBe('day-ahead prices, published before the plan');
  });

  it('tells no value of day-ahead prices in dispatch where they are published before the plan', () => {
    expect(rowHeadings(knowledgePart(pageContext(afterAuction)))).not.toContain('Day-ahead prices in dispatch');
  });

  it('explains the value of reserving after the results only where it tells one', () => {
    const figures = model.figures.filter(({ name }) => name !== 'valueOfDayAheadWhenReserving');
    expect(knowledgePart(pageContext(model))).toContain('Reserving after the day-ahead results: position kept');
    expect(knowledgePart(pageContext({ ...model, figures }))).not.toContain('Reserving after');
  });

  it('leaves out what a run did not compute, and itself where there is nothing', () => {
    const without = (method: string) => ({
      ...model,
      figures: model.figures.filter((figure) => figure.method !== method),
    });
    expect(rowHeadings(knowledgePart(pageContext(without('rolling'))))).not.toContain('rolling');
    expect(knowledgePart(pageContext(without('perfectForesight')))).toBe('');
  });
});
