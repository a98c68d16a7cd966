import { describe, expect, it } from 'vitest';
import { renderIndex } from '../../src/report/render-index.ts';
import type { IndexedRun } from '../../src/report/render-index.ts';

function run(date: string, changes: Partial<IndexedRun> = {}): IndexedRun {
  return {
    name: 'sample',
    date,
    currency: 'GBP',
    mean: 10_712,
    meanStandardError: 131,
    conditionalValueAtRisk: 2093,
    conditionalValueAtRiskStandardError: 487,
    limit: 2500,
    lights: [
      { name: 'data', state: 'ok', title: 'Data complete', detail: '' },
      { name: 'model', state: 'caution', title: 'Model, one caution', detail: '' },
      { name: 'limit', state: 'ok', title: 'Limit kept', detail: '' },
    ],
    labels: ['synthetic prices'],
    ...changes,
  };
}

describe('the list of runs', () => {
  it('links to every run, newest first, with figures and lights in words', async () => {
    const html = await renderIndex([run('2026-10-14'), run('2026-10-15')]);
    expect([...html.matchAll(/href="(sample[^"]+)"/g)].map(([, address]) => address)).toEqual([
      'sample/2026-10-15/index.html',
      'sample/2026-10-14/index.html',
    ]);
    expect(html).toContain('£10,700\u00a0±\u00a0130');
    expect(html).toContain('Model, one caution');
    expect(html).toContain('synthetic prices');
  });

  it('draws a trend for each name that has more than one run', async () => {
    const html = await renderIndex([run('2026-10-14'), run('2026-10-15'), run('2026-10-15', { name: 'gb-2024' })]);
    expect(html.match(/data-chart="run-trend"/g)).toHaveLength(1);
    expect([...html.matchAll(/<h2>([^<]+)/g)].map(([, name]) => name)).toEqual(['gb-2024', 'sample']);
  });

  it('stands without any run, and without a limit', async () => {
    expect(await renderIndex([])).toContain('No runs yet.');
    expect(await renderIndex([run('2026-10-15', { limit: null })])).toContain('<td class="right">–</td>');
  });

  it('does not depend on the order in which runs are given', async () => {
    const runs = [run('2026-10-13'), run('2026-10-14', { mean: 9000 }), run('2026-10-15')];
    expect(await renderIndex(runs)).toBe(await renderIndex(runs.toReversed()));
  });

  it('asks for nothing outside itself', async () => {
    expect(await renderIndex([run('2026-10-14'), run('2026-10-15')])).not.toMatch(/<script|https?:\/\//);
  });
});
