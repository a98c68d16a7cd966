import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';

const executables = [
  ...(process.env.CHROMIUM === undefined ? [] : [process.env.CHROMIUM]),
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

const views = [
  { width: 1440, height: 900, colorScheme: 'light' },
  { width: 900, height: 900, colorScheme: 'light' },
  { width: 1440, height: 900, colorScheme: 'dark' },
  { width: 900, height: 900, colorScheme: 'dark' },
] as const;

/** The Chromium that the checks use; undefined where none is installed. */
export function chromiumPath(): string | undefined {
  return executables.find((path) => existsSync(path));
}

export async function openBrowser(): Promise<Browser> {
  const executablePath = chromiumPath();
  if (executablePath === undefined) throw new Error('no Chromium found: apt-get install -y chromium');
  return chromium.launch({
    executablePath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** `checkPage` of a page that is not on disk. */
export async function checkHtml(html: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'report-page-'));
  try {
    const path = join(folder, 'index.html');
    writeFileSync(path, html);
    await checkPage(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * Opens a report page from disk in Chromium at 1440 and 900 px, light and dark, and throws with every
 * problem found: console messages, requests other than the file, charts without marks, text that
 * overlaps inside a chart or leaves it by more than 2 px, table cells that overflow, a page wider than
 * its window. A browser that is given stays open.
 */
export async function checkPage(htmlPath: string, sharedBrowser?: Browser): Promise<void> {
  const browser = sharedBrowser ?? (await openBrowser());
  try {
    const problems = await problemsOf(browser, htmlPath);
    if (problems.length > 0) {
      throw new Error(`${htmlPath} has ${problems.length} problems:\n${problems.slice(0, 40).join('\n')}`);
    }
  } finally {
    if (sharedBrowser === undefined) await browser.close();
  }
}

async function problemsOf(browser: Browser, htmlPath: string): Promise<string[]> {
  const address = pathToFileURL(resolve(htmlPath)).href;
  const context = await browser.newContext();
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('console', (message) => problems.push(`console ${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => problems.push(`error: ${error.message}`));
  page.on('request', (request) => {
    if (request.url() !== address && !request.url().startsWith('data:')) problems.push(`request: ${request.url()}`);
  });
  await page.goto(address, { waitUntil: 'load' });
  for (const { width, height, colorScheme } of views) {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme });
    const found = await layoutProblems(page);
    problems.push(...found.map((problem) => `${width} px ${colorScheme}: ${problem}`));
  }
  await context.close();
  return problems;
}

/** Runs in the page, as text: the project's types know no DOM. */
async function layoutProblems(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`(() => {
    const problems = [];
    const describe = (node) => JSON.stringify((node.textContent || node.tagName).trim().slice(0, 40));
    const shrink = (box, by) => ({ left: box.left + by, right: box.right - by, top: box.top + by, bottom: box.bottom - by });
    const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    const charts = [...document.querySelectorAll('svg[data-chart]')];
    if (charts.length === 0) problems.push('no chart at all');
    for (const svg of charts) {
      const name = svg.getAttribute('data-chart');
      const frame = svg.getBoundingClientRect();
      if (frame.width < 50 || frame.height < 50) problems.push(name + ' is not drawn');
      const background = ['var(--grid)', 'var(--ink3)', 'var(--page)', 'none', 'transparent', null];
      const marks = [...svg.querySelectorAll('path,line,rect')].filter((node) => {
        const painted = !background.includes(node.getAttribute('fill')) || !background.includes(node.getAttribute('stroke'));
        const box = node.getBoundingClientRect();
        return painted && box.width + box.height > 0;
      });
      if (marks.length === 0) problems.push(name + ' has no marks');
      const texts = [...svg.querySelectorAll('text')].filter((node) => node.textContent.trim() !== '' && node.getAttribute('opacity') !== '0');
      const boxes = texts.map((node) => node.getBoundingClientRect());
      for (const node of [...marks, ...texts]) {
        const box = node.getBoundingClientRect();
        if (box.left < frame.left - 2 || box.right > frame.right + 2 || box.top < frame.top - 2 || box.bottom > frame.bottom + 2)
          problems.push(name + ': outside the chart: ' + describe(node));
      }
      for (let i = 0; i < texts.length; i++)
        for (let j = i + 1; j < texts.length; j++)
          if (meet(shrink(boxes[i], 0.75), shrink(boxes[j], 0.75))) problems.push(name + ': text overlaps: ' + describe(texts[i]) + ' and ' + describe(texts[j]));
    }
    for (const cell of document.querySelectorAll('table td, table th:not(.picture)')) {
      const range = document.createRange();
      range.selectNodeContents(cell);
      const content = range.getBoundingClientRect();
      const box = cell.getBoundingClientRect();
      if (content.width > box.width + 1) problems.push('table cell overflows: ' + describe(cell) + ' by ' + Math.round(content.width - box.width) + ' px');
    }
    for (const table of document.querySelectorAll('table')) {
      const spill = table.getBoundingClientRect().right - table.parentElement.getBoundingClientRect().right;
      if (spill > 1) problems.push('table is wider than its column by ' + Math.round(spill) + ' px: ' + describe(table));
    }
    for (const node of document.querySelectorAll('h1,h2,h3,p,dd,li,.key')) {
      if (node.scrollWidth > node.clientWidth + 2 && node.clientWidth > 0) problems.push('text is wider than its column: ' + describe(node));
    }
    if (document.documentElement.scrollWidth > window.innerWidth) problems.push('the page scrolls sideways: ' + document.documentElement.scrollWidth + ' px');
    if (/\\b(NaN|undefined|Infinity|null)\\b/.test(document.body.innerText)) problems.push('the page shows ' + RegExp.$1);
    return problems;
  })()`);
}
