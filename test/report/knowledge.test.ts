import { describe, expect, it } from 'vitest';
import { pageContext } from '../../src/report/page-context.ts';
import { knowledgePart } from '../../src/report/sections/knowledge.ts';
import { plausibleModel } from './fixtures/plausible-model.ts';

const model = plausibleModel();
const rowHeadings = (html: string): string[] =>
  [...html.matchAll(/<th scope="row"[^>]*>(.*?)<\/th>/g)].map(([, text]) => text);

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

  it('leaves out what a run did not compute, and itself where there is nothing', () => {
    const without = (method: string) => ({
      ...model,
      figures: model.figures.filter((figure) => figure.method !== method),
    });
    expect(rowHeadings(knowledgePart(pageContext(without('rolling'))))).not.toContain('rolling');
    expect(knowledgePart(pageContext(without('perfectForesight')))).toBe('');
  });
});
