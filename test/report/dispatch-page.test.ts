import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import type { DispatchComparisonModel, SolvedEngineModel } from '../../src/report/dispatch-model.ts';
import { dispatchCharts, dispatchSentence, renderDispatchPage } from '../../src/report/dispatch-page.ts';
import { renderChart } from '../../src/report/render-chart.ts';
import { checkHtml, chromiumPath } from './check-page.ts';

const strictLogger = (() => {
  const fail = (...message: unknown[]): never => {
    throw new Error(message.join(' '));
  };
  const logger = { level: () => logger, error: fail, warn: fail, info: () => logger, debug: () => logger };
  return logger as never;
})();

describe('the page of compared engines', () => {
  const models: Record<string, DispatchComparisonModel> = {
    'an ordinary problem': model(),
    'one engine that refuses, no currency': model({ currency: '', refuse: true }),
    'a year of half-hours with spikes': model({ periodCount: 17_520, spike: 15_000 }),
    'a single period': model({ periodCount: 1 }),
  };

  for (const [title, example] of Object.entries(models)) {
    it(`draws every chart as valid Vega-Lite without a warning: ${title}`, async () => {
      const schemaFile = new URL('./vega-lite-schema.json', import.meta.resolve('vega-lite'));
      const ajv = new Ajv({ strict: false });
      (formats as unknown as (target: Ajv) => void)(ajv);
      ajv.addFormat('color-hex', /^#([0-9a-f]{3}|[0-9a-f]{6})$/i);
      const validate = ajv.compile(JSON.parse(readFileSync(schemaFile, 'utf8')) as object);
      for (const chart of dispatchCharts) {
        validate(JSON.parse(JSON.stringify(chart.spec(example))));
        expect({ chart: chart.name, errors: validate.errors }).toEqual({ chart: chart.name, errors: null });
        const svg = await renderChart(chart, example, strictLogger);
        expect(svg).toContain(`data-chart="${chart.name}"`);
        expect(svg).not.toMatch(/NaN|undefined|Infinity/);
      }
    });
  }

  it.skipIf(chromiumPath() === undefined)('reads well in a browser, light and dark, wide and narrow', async () => {
    for (const example of Object.values(models))
      await expect(checkHtml(await renderDispatchPage(example))).resolves.toBeUndefined();
  });

  it('opens with what can be earned, who comes near, and who claims too much', () => {
    expect(dispatchSentence(model())).toBe(
      'A battery can earn at most £1,000 here. Of the simpler methods grid comes nearest with 99.95\u00a0% of it, average-price stays farthest with 40.0\u00a0%. The engine lp claims 4.8\u00a0% more, by charging and discharging at once in 12 periods.',
    );
  });

  it('shows why an engine has no schedule, and asks for nothing outside itself', async () => {
    const html = await renderDispatchPage(model({ refuse: true }));
    expect(html).toContain('milp: no schedule within the time limit &lt;30 s&gt;');
    expect(html).not.toMatch(/<script|https?:\/\//);
    expect(await renderDispatchPage(model({ refuse: true }))).toBe(html);
  });
});

/** An invented comparison; nothing in it is a result. */
function model(
  options: { currency?: string; refuse?: boolean; periodCount?: number; spike?: number } = {},
): DispatchComparisonModel {
  const { currency = 'GBP', refuse = false, periodCount = 96, spike = 120 } = options;
  const to = Math.min(periodCount, 672);
  const wave = (size: number, shift: number) =>
    Array.from({ length: to }, (_, t) => size * Math.sin((t + shift) / 7) + (t === 20 ? spike : 0));
  const engine = (name: string, share: number, changes: Partial<SolvedEngineModel> = {}) => ({
    name,
    settings: name === 'grid' ? '201 levels' : '',
    reason: '',
    solved: {
      profit: 1000 * share,
      shareOfExact: share,
      equivalentFullCycles: 3.4,
      averageBuyPrice: 20,
      averageSellPrice: share === 0.4 ? null : 70,
      realisedSpread: 50,
      utilisation: 0.4,
      seconds: 0.02,
      simultaneousPeriods: 0,
      violations: [],
      stateOfChargeMWh: [0, ...wave(2 * share, 0).map((energy) => Math.min(4, Math.max(0, energy + 2)))],
      waterValue: name === 'average-price' ? null : wave(40, 5),
      cumulativeHours: [0, 0.5 * periodCount],
      cumulativeProfit: [0, 1000 * share],
      ...changes,
    },
  });
  return {
    title: 'two markets',
    batteries: ['B1: 2 MW / 4 MWh, efficiency 95 % in and 95 % out'],
    currency,
    startTime: '2026-01-01T00:00Z',
    timeZone: '',
    periodHours: 0.5,
    periodCount,
    engines: [
      engine('exact', 1),
      engine('lp', 1.048, {
        simultaneousPeriods: 12,
        violations: ['B1: never charging and discharging in one period (12 periods)'],
      }),
      refuse
        ? { name: 'milp', settings: '', solved: null, reason: 'no schedule within the time limit <30 s>' }
        : engine('milp', 1),
      engine('grid', 0.9995),
      engine('average-price', 0.4),
    ],
    shownEngine: 'exact',
    detail: { from: 0, to },
    markets: [
      { name: 'halfHourly', prices: wave(50, 0) },
      { name: 'a market with a long name', prices: wave(40, 3) },
    ],
    power: [
      {
        boughtMW: wave(2, 1).map((power) => Math.max(0, -power)),
        soldMW: wave(2, 1).map((power) => Math.max(0, power)),
      },
      { boughtMW: wave(0, 0).map(() => 0), soldMW: wave(0, 0).map(() => 0) },
    ],
    reserved: refuse
      ? []
      : [
          { name: 'DCL', direction: 'up', reservedMW: wave(1, 0).map(Math.abs) },
          { name: 'DCH', direction: 'down', reservedMW: wave(0.5, 3).map(Math.abs) },
        ],
    meter: refuse ? null : { withMW: wave(2, 0), withoutMW: wave(1, 2) },
    sellAbove: refuse
      ? null
      : [
          { label: '10 % full', prices: wave(50, 2).map((price, t) => (t % 11 === 3 ? null : price)) },
          { label: '90 % full', prices: wave(20, 2).map(() => null) },
        ],
    reservation: refuse ? null : { buyBelow: wave(30, 4), sellAbove: wave(30, 4).map((price) => price + 10) },
  };
}
