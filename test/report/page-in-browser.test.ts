import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderIndex } from '../../src/report/render-index.ts';
import { htmlDocument, renderPage } from '../../src/report/render-page.ts';
import { checkPage, openBrowser } from './check-page.ts';
import { nights } from './fixtures/nights.ts';

let folder: string;
let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
  folder = mkdtempSync(join(tmpdir(), 'report-page-'));
});
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

function fileWith(name: string, html: string): string {
  const path = join(folder, name);
  writeFileSync(path, html);
  return path;
}

describe('the page in Chromium, at 1440 and 900 px, light and dark', () => {
  for (const [title, model] of Object.entries(nights)) {
    it(`opens from disk without a request, and nothing overlaps: ${title}`, async () => {
      const path = fileWith(`${title}.html`, await renderPage(model));
      await expect(checkPage(path, browser)).resolves.toBeUndefined();
    });
  }

  it('opens the list of runs', async () => {
    const runs = Array.from({ length: 30 }, (_, day) => ({
      name: 'sample',
      date: new Date(Date.UTC(2026, 8, 1 + day)).toISOString().slice(0, 10),
      currency: 'GBP',
      mean: 9000 + 150 * day,
      meanStandardError: 130,
      conditionalValueAtRisk: 2000 - 40 * day,
      conditionalValueAtRiskStandardError: 480,
      limit: 2500,
      lights: [],
      labels: ['synthetic prices'],
    }));
    await expect(checkPage(fileWith('index.html', await renderIndex(runs)), browser)).resolves.toBeUndefined();
  });

  it('finds overlapping text, an empty chart, a request and text outside its chart', async () => {
    const bad = htmlDocument(
      'Bad',
      `<svg data-chart="crowded" width="200" height="100"><rect width="50" height="50" fill="var(--ink)"/><text x="20" y="50">one</text><text x="24" y="52">two</text><text x="190" y="20">outside</text></svg>
<svg data-chart="empty" width="200" height="100"></svg><img src="missing.png" alt=""><p>NaN</p>`,
    );
    const failure = checkPage(fileWith('bad.html', bad));
    await expect(failure).rejects.toThrow('text overlaps: "one" and "two"');
    await expect(failure).rejects.toThrow('outside the chart: "outside"');
    await expect(failure).rejects.toThrow('empty has no marks');
    await expect(failure).rejects.toThrow('missing.png');
    await expect(failure).rejects.toThrow('the page shows NaN');
  });
});
