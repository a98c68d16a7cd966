import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import type { LoggerInterface } from 'vega';
import { beforeAll, describe, expect, it } from 'vitest';
import { attributionStreamsChart, type AttributionStreamsData } from '../../src/report/charts/attribution-streams.ts';
import { chartRegistry } from '../../src/report/charts/chart-registry.ts';
import { renderChart } from '../../src/report/render-chart.ts';
import type { ReportModel } from '../../src/report/report-model.ts';
import { chartExamples } from './fixtures/chart-examples.ts';
import { plausibleModel } from './fixtures/plausible-model.ts';
import { textsOutside } from './texts-outside.ts';

const models: Record<string, ReportModel> = {
  'a normal day': plausibleModel(),
  'a 23-hour day': plausibleModel({ hours: 23 }),
  'a 25-hour day': plausibleModel({ hours: 25 }),
  'no services': plausibleModel({ services: false }),
  'nine-digit money': plausibleModel({ moneyScale: 30_000 }),
  'pennies from a small battery': plausibleModel({ moneyScale: 0.001, powerScale: 0.01 }),
};

let validate: ReturnType<Ajv['compile']>;
beforeAll(() => {
  const schemaFile = new URL('./vega-lite-schema.json', import.meta.resolve('vega-lite'));
  const ajv = new Ajv({ strict: false, allErrors: false });
  (formats as unknown as (target: Ajv) => void)(ajv);
  ajv.addFormat('color-hex', /^#([0-9a-f]{3}|[0-9a-f]{6})$/i);
  validate = ajv.compile(JSON.parse(readFileSync(schemaFile, 'utf8')) as object);
});

describe('the charts', () => {
  it('stand in the registry, one for each file that draws', () => {
    const folder = fileURLToPath(new URL('../../src/report/charts/', import.meta.url));
    const sources = readdirSync(folder).map((file) => readFileSync(`${folder}${file}`, 'utf8'));
    const drawn = sources.flatMap((source) =>
      [...source.matchAll(/^export const (\w+)Chart: Chart</gm)].map(([, name]) => name),
    );
    expect(chartRegistry).toHaveLength(drawn.length);
    expect(new Set(chartRegistry.map(({ name }) => name)).size).toBe(drawn.length);
  });

  it('have an example each', () => {
    const examples = new Set(chartExamples(plausibleModel()).map(({ chart }) => chart.name));
    expect([...examples].sort()).toEqual(chartRegistry.map(({ name }) => name).sort());
  });

  it('would not pass with a mark or a channel that Vega-Lite does not have', () => {
    const { chart, data } = chartExamples(plausibleModel())[0];
    const wrong = JSON.parse(JSON.stringify(chart.spec(data)).replace('"type":"area"', '"type":"blob"')) as object;
    validate(wrong);
    expect(validate.errors).not.toBeNull();
  });

  for (const [title, model] of Object.entries(models)) {
    it(`are valid Vega-Lite for ${title}`, () => {
      for (const { chart, data } of chartExamples(model)) {
        validate(JSON.parse(JSON.stringify(chart.spec(data))));
        expect({ chart: chart.name, errors: validate.errors }).toEqual({ chart: chart.name, errors: null });
      }
    });

    it(`draw ${title} without a warning and with every word in the frame`, async () => {
      for (const { chart, data } of chartExamples(model)) {
        const svg = await renderChart(chart, data, throwingLogger);
        expect(svg).toContain(`data-chart="${chart.name}"`);
        expect(svg).not.toMatch(/NaN|undefined|Infinity|font-family/);
        expect({ chart: chart.name, cut: textsOutside(svg) }).toEqual({ chart: chart.name, cut: [] });
        expect(svg.match(/<(?:path|line|text|rect)/g)?.length).toBeGreaterThan(5);
      }
    });

    it(`describe ${title} in words with figures`, () => {
      for (const { chart, data } of chartExamples(model)) {
        expect(chart.describe(data)).toMatch(/\d/);
        expect(chart.describe(data)).not.toMatch(/NaN|undefined|Infinity/);
      }
    });
  }

  it('keep a label at the end of the scale of streams within the frame', async () => {
    const { data } = chartExamples(plausibleModel()).find(({ chart }) => chart === attributionStreamsChart)!;
    const [row] = (data as AttributionStreamsData).rows;
    // The scale goes 5 % beyond the largest value: these end on a round one.
    for (const end of [1000, -2000, 60, -25_000, 90_000]) {
      const average = end / 1.0499;
      const rows = [{ ...row, average, worst: 0 }];
      const svg = await renderChart(attributionStreamsChart, { symbol: 'A$', worstText: '5 %', rows });
      expect({ average, cut: textsOutside(svg) }).toEqual({ average, cut: [] });
    }
  });

  it('refer to colours by variable only, so that one SVG serves light and dark', async () => {
    for (const { chart, data } of chartExamples(plausibleModel())) {
      expect(await renderChart(chart, data)).not.toMatch(/(?:fill|stroke)="(?:#|rgb|black|white)/);
    }
  });

  it('draw the same bytes twice', async () => {
    for (const { chart, data } of chartExamples(plausibleModel()).slice(0, 4)) {
      expect(await renderChart(chart, data)).toBe(await renderChart(chart, data));
    }
  });
});

const throwingLogger: LoggerInterface = {
  level: () => throwingLogger,
  error: fail,
  warn: fail,
  info: () => throwingLogger,
  debug: () => throwingLogger,
} as LoggerInterface;

function fail(...messages: readonly unknown[]): never {
  throw new Error(messages.join(' '));
}
