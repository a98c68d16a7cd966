import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { renderChart } from '../../src/report/render-chart.ts';
import { profitByDayChart } from './fixtures/profit-by-day.ts';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

describe('the how-to of charts', () => {
  it('shows the code that this test draws', () => {
    const shown = /```ts\n([^]*?)```/.exec(read('../../docs/how-to/add-a-chart.md'))?.[1] ?? '';
    const here = read('./fixtures/profit-by-day.ts')
      .replaceAll("'../../../src/report/charts/", "'./")
      .replaceAll("'../../../src/report/", "'../");
    expect(shown).toBe(here);
  });

  it('gives a chart that draws', async () => {
    const svg = await renderChart(profitByDayChart, { symbol: '£', profits: [1200, -300, 2500] });
    expect(svg).toContain('aria-label="Profit by day, from −£300 to £2,500"');
    expect(svg).toContain('>−£1,000<');
  });

  it('names files that exist', () => {
    const text = read('../../docs/how-to/add-a-chart.md');
    const files = [...text.matchAll(/`((?:src|test)\/report\/[\w/-]+\.ts)`/g)].map(([, path]) => path);
    expect(files.length).toBeGreaterThan(4);
    for (const path of files) expect(read(`../../${path}`).length).toBeGreaterThan(0);
  });
});
