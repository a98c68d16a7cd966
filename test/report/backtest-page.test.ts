import { describe, expect, it } from 'vitest';
import { renderBacktestPage } from '../../src/report/backtest-page.ts';
import { checkHtml, chromiumPath } from './check-page.ts';
import { renderPage } from '../../src/report/render-page.ts';
import { plausibleBacktest } from './fixtures/plausible-backtest.ts';
import { plausibleModel } from './fixtures/plausible-model.ts';

const failure = 'days beyond VaR 95 % are not as many as expected (Kupiec p 0.002)';
const pages = {
  'a year, every fifth day': plausibleBacktest(),
  'every day of a leap year, nine-digit money': plausibleBacktest(366, (value) => 30_000 * value, { every: 1 }),
  'three days of a small battery, no limit': plausibleBacktest(3, (value) => value / 1000, {
    limit: null,
    state: 'caution',
    labels: [],
    passedOver: [],
  }),
  'a failure': plausibleBacktest(73, (value) => value, { state: 'failed', openChecks: [failure] }),
};

describe('the page of a back-test', () => {
  it('opens with the verdict and what failed', async () => {
    const page = await renderBacktestPage(pages['a failure']);
    expect(page).toContain('Back-test FAILED');
    expect(page).toContain(`The back-test failed: ${failure}.`);
    expect(await renderBacktestPage(pages['a year, every fifth day'])).toContain(
      'All 5 checks held: the forecast profits are consistent with what came.',
    );
  });

  it('says that few days reject little', async () => {
    expect(await renderBacktestPage(pages['three days of a small battery, no limit'])).toContain(
      'Only three days: too few to reject much.',
    );
  });

  it('names the labels of the prices, the days passed over and their reasons', async () => {
    const page = await renderBacktestPage(pages['a year, every fifth day']);
    for (const text of ['synthetic prices', 'a price of DCL is missing', '2024-02-02 to 2024-03-03', 'less rolling'])
      expect(page).toContain(text);
  });

  it.skipIf(chromiumPath() === undefined)('reads well in a browser, light and dark, wide and narrow', async () => {
    for (const model of Object.values(pages))
      await expect(checkHtml(await renderBacktestPage(model))).resolves.toBeUndefined();
  });
});

describe('the page of a run', () => {
  const model = plausibleModel();
  const { capture, money } = plausibleBacktest();
  const backtest = {
    address: '../backtest/2024-01-03-to-2024-12-28/index.html',
    days: 73,
    fewestDays: 60,
    first: '2024-01-03',
    last: '2024-12-28',
    state: 'passed' as const,
    openChecks: [],
    beyond: [{ confidenceLevel: 0.95, days: 4, expected: 3.65 }],
    expected: money[0].expected,
    realised: money[0].realised,
    capture,
  };
  const pageWith = (belief: object): Promise<string> =>
    renderPage({ ...model, belief: { ...model.belief, ...belief } });

  it('tells of a stored back-test and leads to it', async () => {
    const page = await pageWith({ backtest });
    expect(page).toContain('hold on 73 past days from 3\u00a0Jan\u00a02024 to 28\u00a0Dec\u00a02024');
    expect(page).toContain('Beyond VaR 95\u00a0% four days, 3.7 expected.');
    expect(page).toContain('<a href="../backtest/2024-01-03-to-2024-12-28/index.html">');
  });

  it('says what failed, and nothing where none is stored', async () => {
    const failed = await pageWith({ backtest: { ...backtest, state: 'failed', openChecks: [failure] } });
    expect(failed).toContain(`fail the back-test on 73 past days`);
    expect(failed).toContain(failure);
    expect(await pageWith({ backtest: { ...backtest, days: 9 } })).toContain('So few days reject little.');
    expect(await pageWith({ backtest: null })).not.toContain('back-test');
  });

  it.skipIf(chromiumPath() === undefined)('still reads well in a browser', async () => {
    await expect(checkHtml(await pageWith({ backtest }))).resolves.toBeUndefined();
  });
});
