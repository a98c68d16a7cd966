import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parquetMetadata } from 'hyparquet';
import { beforeAll, describe, expect, it } from 'vitest';
import { formatAtPlace, formatWithError, moneyUnit, significantPlace } from '../../src/report/format.ts';
import { checkPlanRows } from './check-plan-rows.ts';
import {
  bessRisk,
  bessRiskDone,
  csvRows,
  exists,
  filesOf,
  smallConfig,
  temporaryFolder,
  tinyConfig,
  writeConfig,
  writeRecentHistory,
} from './support.ts';

const doc = await readFile(fileURLToPath(new URL('../../docs/tables.md', import.meta.url)), 'utf8');

interface Figure {
  readonly name: string;
  readonly value: number;
  readonly standardError: number | null;
  readonly unit: string;
  readonly sample: string;
  readonly method: string;
}
interface Summary {
  readonly run: Record<string, unknown>;
  readonly figures: readonly Figure[];
  readonly lights: readonly { name: string; state: string; title: string }[];
}

const folder = temporaryFolder();
const date = '2026-01-15';
const runFolder = join(folder, 'reports', 'small', date);
let files: Map<string, Buffer>;
let summary: Summary;
let printed: string;

beforeAll(async () => {
  await writeConfig(folder, {
    ...smallConfig,
    batteries: [{ ...smallConfig.batteries[0], terminal: { kind: 'value', waterValue: 60 } }],
    // Enough for groups of day-ahead outcomes.
    scenarios: { ...smallConfig.scenarios, plan: 200 },
    stress: [
      ...(smallConfig.stress ?? []),
      { name: 'replay', title: '10 December 2025 as it was.', stresses: [{ kind: 'replay', date: '2025-12-10' }] },
    ],
  });
  const { stdout } = await bessRiskDone(['run', '--date', date, '--json'], folder);
  printed = stdout;
  files = await filesOf(runFolder);
  summary = JSON.parse(text('summary.json'));
});

const text = (name: string): string => String(files.get(name));
const rows = (name: string): Record<string, string>[] => csvRows(text(name));
const figure = (name: string, method = 'policy'): Figure =>
  summary.figures.find((one) => one.name === name && one.method === method) as Figure;
const sumOf = (table: Record<string, string>[], column: string): number =>
  table.reduce((sum, row) => sum + Number(row[column]), 0);
/** What "add up" means in docs/tables.md: within 1e-9 × max(1, Σ|component|). */
const addsUp = (parts: readonly number[]): number =>
  1e-9 *
  Math.max(
    1,
    parts.reduce((sum, part) => sum + Math.abs(part), 0),
  );

describe('the folder of a run', () => {
  it('holds the documented files and no other', () => {
    expect([...files.keys()]).toEqual(firstColumn(doc.split('\n## ')[0]).toSorted());
  });

  it.each(['plan.csv', 'frontier.csv', 'attribution.csv', 'tail-drivers.csv', 'stress.csv', 'quality.csv'])(
    'has the documented columns in %s',
    (name) => {
      expect(text(name).split('\n')[0].split(',')).toEqual(firstColumn(section(name)));
      expect(rows(name).length).toBeGreaterThan(0);
    },
  );

  it('has the columns of the frontier in that of the two-stage search', () => {
    expect(text('frontier-recourse.csv').split('\n')[0]).toBe(text('frontier.csv').split('\n')[0]);
    expect(new Set(rows('frontier-recourse.csv').map(({ search }) => search))).toEqual(new Set(['recourse']));
  });

  it('has one row a scenario and one column a stream in the Parquet table, as documented', () => {
    const bytes = files.get('profit-and-loss.parquet') as Buffer;
    const { schema, num_rows: count } = parquetMetadata(new Uint8Array(bytes).buffer);
    const [scenario, weight, ...streams] = schema.slice(1).map(({ name }) => name);
    expect([scenario, weight, 'one column a stream']).toEqual(firstColumn(section('profit-and-loss.parquet')));
    const documented = firstColumn(section('Streams')).flatMap((name) =>
      name.includes('<') ? ['availability:DCL', 'availability:DRL'] : [name],
    );
    expect(streams).toEqual(documented);
    expect(Number(count)).toBe(200);
  });

  it('has the documented figures in the summary, each with its fields', () => {
    expect([...new Set(summary.figures.map(({ name }) => name))]).toEqual(
      firstColumn(section('summary.json').split('| figure |')[1]),
    );
    const fields = firstColumn(section('summary.json').split('| figure |')[0]);
    for (const one of summary.figures) expect(Object.keys(one)).toEqual(fields);
    expect(summary.lights.map(({ name }) => name)).toEqual(['data', 'model', 'limit']);
    expect(summary.run).toMatchObject({
      name: 'small',
      date,
      currency: 'GBP',
      seed: 7,
      limit: null,
      limitStatus: 'none',
      labels: ['synthetic prices'],
    });
  });

  it('says in the manifest, and only there, what may differ', () => {
    const manifest = JSON.parse(text('manifest.json'));
    expect(manifest).toMatchObject({
      name: 'small',
      date,
      seed: 7,
      workers: expect.any(Number),
      peakMemoryMB: expect.any(Number),
    });
    expect(manifest.inputs.map(({ file }: { file: string }) => file)).toEqual([
      'day-ahead.csv.gz',
      'imbalance.csv.gz',
      'response.csv.gz',
    ]);
    expect(manifest.stages.map(({ stage }: { stage: string }) => stage)).toEqual([
      'ingest',
      'fit',
      'simulate',
      'optimise',
      'choose',
      'evaluate',
      'stress',
      'measure',
      'report',
    ]);
    for (const [name, content] of files)
      expect([name, content.includes(manifest.startedAt)]).toEqual([name, name === 'manifest.json']);
  });

  it('names no folder of the machine', () => {
    expect([...files].filter(([, content]) => content.includes(folder)).map(([name]) => name)).toEqual([]);
  });

  it('is what --json printed: the summary, and nothing else', () => {
    expect(JSON.parse(printed)).toEqual(summary);
  });

  it('is in the list of runs', async () => {
    const list = await readFile(join(folder, 'reports', 'index.html'), 'utf8');
    expect(list).toContain(`small/${date}/index.html`);
  });
});

describe('the numbers of a run', () => {
  it('add up over streams and hours to the mean and the CVaR of the summary', () => {
    const table = rows('attribution.csv');
    for (const [column, name] of [
      ['mean', 'mean'],
      ['conditionalValueAtRisk', 'conditionalValueAtRisk'],
    ]) {
      const parts = table.map((row) => Number(row[column]));
      expect(Math.abs(sumOf(table, column) - figure(name).value)).toBeLessThan(addsUp(parts));
    }
  });

  it('are those that the risk command finds in the profit table, stream by stream', async () => {
    const { stdout } = await bessRiskDone(['risk', join(runFolder, 'profit-and-loss.parquet'), '--json'], folder);
    const risk = JSON.parse(stdout);
    expect(risk.scenarioCount).toBe(200);
    for (const name of [
      'mean',
      'standardDeviation',
      'valueAtRisk',
      'conditionalValueAtRisk',
      'probabilityOfLoss',
      'worstLoss',
    ]) {
      expect(Math.abs(risk[name] - figure(name).value), name).toBeLessThan(
        1e-9 * Math.max(1, Math.abs(risk[name])) * 10,
      );
    }
    const table = rows('attribution.csv');
    const components = risk.components as { stream: string; mean: number; conditionalValueAtRisk: number }[];
    expect(components.map(({ stream }) => stream)).toEqual([...new Set(table.map(({ stream }) => stream))]);
    for (const component of components) {
      const own = table.filter(({ stream }) => stream === component.stream);
      for (const column of ['mean', 'conditionalValueAtRisk'] as const) {
        expect(Math.abs(sumOf(own, column) - component[column]), `${component.stream} ${column}`).toBeLessThan(
          addsUp(own.map((row) => Number(row[column]))),
        );
      }
    }
  });

  it('are the first row of the stress table, which no case has moved', () => {
    const [simulated, ...cases] = rows('stress.csv');
    const { value, standardError } = figure('conditionalValueAtRisk');
    expect(simulated.name).toBe('simulated');
    expect(Number(simulated.mean)).toBe(figure('mean').value);
    expect([Number(simulated.conditionalValueAtRisk), Number(simulated.conditionalValueAtRiskStandardError)]).toEqual([
      value,
      standardError,
    ]);
    expect(Number(simulated.worstLoss)).toBe(figure('worstLoss').value);
    expect(cases.map(({ name, scenarios }) => [name, scenarios])).toEqual([
      ['outage-and-spike', '200'],
      ['apart', '200'],
      ['replay', '1'],
    ]);
    for (const one of cases) {
      expect(Number(one.mean)).not.toBe(figure('mean').value);
      expect(Number(one.meanDifference)).toBeCloseTo(Number(one.mean) - figure('mean').value, 6);
    }
    expect(cases[2]).toMatchObject({ worstDate: '2025-12-10', valueAtRisk: '', meanStandardError: '' });
  });

  it('stand on the page, rounded, in the risk table', () => {
    const names = ['mean', 'standardDeviation', 'valueAtRisk', 'conditionalValueAtRisk'];
    const values = [...names, 'worstLoss', 'probabilityOfLoss'].flatMap((name) => [
      figure(name).value,
      figure(name, 'recourse').value,
    ]);
    const { divisor } = moneyUnit(values, '£');
    const page = text('index.html');
    for (const name of names) {
      for (const { value, standardError } of [figure(name), figure(name, 'recourse')]) {
        expect(page).toContain(`>${formatWithError(value / divisor, (standardError as number) / divisor)}</td>`);
      }
    }
  });

  it('stand on the page, rounded, stream by stream', () => {
    const place = significantPlace(figure('mean').standardError as number, 2);
    const table = rows('attribution.csv');
    const names: Record<string, string> = {
      dayAhead: 'Day-ahead',
      imbalance: 'Imbalance',
      'availability:DCL': 'DC low',
      'availability:DRL': 'DR low',
      utilisation: 'Utilisation',
      throughput: 'Throughput',
      storedEnergy: 'Stored energy',
    };
    const shown = streamTable(text('index.html'));
    expect([...shown.keys()]).toEqual(expect.arrayContaining(['Day-ahead', 'Imbalance', 'Total']));
    for (const [stream, displayName] of Object.entries(names)) {
      const own = table.filter((row) => row.stream === stream);
      const [average, worst] = shown.get(displayName) ?? [0, 0];
      expect(Math.abs(average - sumOf(own, 'mean')), displayName).toBeLessThanOrEqual(place);
      expect(Math.abs(worst + sumOf(own, 'conditionalValueAtRisk')), displayName).toBeLessThanOrEqual(place);
    }
    expect(
      shown
        .get('Total')
        ?.slice(0, 2)
        .map((value) => formatAtPlace(value, place)),
    ).toEqual([
      formatAtPlace(figure('mean').value, place),
      formatAtPlace(-figure('conditionalValueAtRisk').value, place),
    ]);
  });

  it('are a plan within the limits of the battery and the services', () => {
    const plan = rows('plan.csv');
    const dayAhead = plan.filter(({ market }) => market === 'dayAhead');
    expect(dayAhead).toHaveLength(24);
    expect(dayAhead[0]).toMatchObject({
      asset: 'Small 50 MW',
      deliveryStart: '2026-01-14T23:00:00Z',
      deliveryEnd: '2026-01-15T00:00:00Z',
      localTime: '23:00',
    });
    for (const { volumeMW } of dayAhead) expect(Math.abs(Number(volumeMW))).toBeLessThanOrEqual(50 + 1e-6);
    for (const service of ['DCL', 'DRL']) {
      const blocks = plan.filter(({ market }) => market === service);
      expect(blocks.map(({ localTime }) => localTime)).toEqual(['23:00', '03:00', '07:00', '11:00', '15:00', '19:00']);
      for (const { volumeMW } of blocks) expect(Math.abs(Number(volumeMW) - 10)).toBeLessThanOrEqual(10 + 1e-6);
    }
    for (const { price } of plan) expect(price).toMatch(/^-?\d/);
  });

  it('are a plan that keeps the rules of the exchange and of the auctions in every row', () => {
    const plan = rows('plan.csv');
    checkPlanRows(plan, smallConfig);
    expect(plan.some(({ volumeMW }) => !Number.isInteger(Number(volumeMW)))).toBe(true);
    const offered = plan.filter(({ market, volumeMW }) => market === 'dayAhead' && volumeMW !== '0');
    expect(new Set(offered.map(({ offerPrice }) => offerPrice))).toEqual(new Set(['-500', '4000']));
  });

  it('are a plan whose volumes the page shows, and whose rounding has a price', () => {
    const model = JSON.parse(text('report-model.json'));
    const volumes = (market: string): number[] =>
      rows('plan.csv')
        .filter((row) => row.market === market)
        .map(({ totalMW }) => Number(totalMW));
    expect(volumes('dayAhead')).toEqual(model.plan.dayAhead.positionMW);
    for (const { name, reservedMW } of model.plan.services) expect(volumes(name)).toEqual(reservedMW);
    for (const [total, before, change, sign] of [
      ['mean', 'meanBeforeRounding', 'meanLostToRounding', -1],
      ['conditionalValueAtRisk', 'conditionalValueAtRiskBeforeRounding', 'conditionalValueAtRiskAddedByRounding', 1],
    ] as const) {
      expect(figure(before).value + sign * figure(change).value, total).toBeCloseTo(figure(total).value, 6);
      expect(figure(change).value, total).not.toBe(0);
    }
    expect(Math.abs(figure('meanLostToRounding').value)).toBeLessThan(0.02 * figure('mean').value);
    expect(text('index.html')).toContain('Rounding to the volumes that the markets accept');
    expect(text('index.html')).toContain('Offers are due on the eve: Day-ahead by 09:20; DC low and DR low by 14:00.');
  });

  it('list the gates in the order of time, and what waiting with reservations is worth', () => {
    const page = text('index.html');
    const clocks = [...page.matchAll(/<li>(\d\d:\d\d) on the eve: /g)].map(([, clock]) => clock);
    expect(clocks).toEqual(['09:00', '09:20', '10:00', '14:00', '16:00', '23:00']);
    expect(page).toMatch(/[Ww]aiting for the day-ahead results|[Rr]eserving only once the day-ahead results/);
    const waiting = summary.figures.filter(({ name }) => name === 'valueOfDayAheadWhenReserving');
    expect(waiting.map(({ method }) => method)).toEqual(['recourse', 'policy']);
    for (const { standardError, unit } of waiting) {
      expect(unit).toBe('GBP');
      expect(standardError).not.toBeNull();
    }
  });

  it('are a frontier that rises, with one proposed plan', () => {
    const frontier = rows('frontier.csv');
    expect(frontier.filter(({ isProposed }) => isProposed === '1')).toHaveLength(1);
    for (const [i, point] of frontier.entries()) {
      const before = frontier[i - 1] ?? point;
      expect(Number(point.conditionalValueAtRiskInSample)).toBeGreaterThanOrEqual(
        Number(before.conditionalValueAtRiskInSample) - 1e-6,
      );
      expect(Number(point.meanInSample)).toBeGreaterThanOrEqual(Number(before.meanInSample) - 1e-6);
    }
  });
});

describe('report RUN', () => {
  it('draws the same page again, byte for byte', async () => {
    const { stdout } = await bessRiskDone(['report', join('reports', 'small', date)], folder);
    expect(stdout.trim()).toBe(join('reports', 'small', date, 'index.html'));
    expect(await readFile(join(runFolder, 'index.html'))).toEqual(files.get('index.html'));
    expect(await readdir(runFolder)).toEqual([...files.keys()]);
  });
});

describe('a limit', () => {
  const tiny = temporaryFolder();
  const runWith = async (
    limit: number | null,
  ): Promise<{ exit: number | null; stderr: string; summary: Summary; shown: string }> => {
    await writeConfig(tiny, { ...tinyConfig, risk: { ...tinyConfig.risk, limit } });
    const { exit, stderr, stdout } = await bessRisk(['run', '--date', date, '--fresh'], tiny);
    return {
      exit,
      stderr,
      shown: stdout,
      summary: JSON.parse(await readFile(join(tiny, 'reports', 'tiny', date, 'summary.json'), 'utf8')),
    };
  };
  beforeAll(() => writeRecentHistory(tiny));

  it('that no plan can keep ends with exit code 3, the whole report, and a breach light', async () => {
    const { exit, stderr, shown, summary: told } = await runWith(-1_000_000);
    expect(exit, stderr).toBe(3);
    expect(told.run).toMatchObject({ limit: -1_000_000, limitStatus: 'unattainable' });
    expect(told.lights[2]).toMatchObject({ name: 'limit', state: 'breach', title: 'No plan keeps the limit' });
    expect(shown).toContain('NOT ATTAINABLE');
    expect(await exists(join(tiny, 'reports', 'tiny', date, 'index.html'))).toBe(true);
  });

  it('that every plan keeps ends with exit code 0', async () => {
    const { exit, stderr, summary: told } = await runWith(1_000_000);
    expect(exit, stderr).toBe(0);
    expect(told.run.limitStatus).toBe('kept');
    expect(told.lights[2]).toMatchObject({ state: 'ok' });
    expect(told.figures.find(({ name }) => name === 'shadowPrice')?.value).toBe(0);
  });
});

describe('a clock-change day', () => {
  const tiny = temporaryFolder();
  beforeAll(async () => {
    await writeRecentHistory(tiny, '2024-09-01');
    await writeConfig(tiny, tinyConfig);
  });

  it.each([
    [
      'of 46 half-hours',
      '2025-03-30',
      23,
      '00:00+00:00',
      '02:00+01:00',
      ['23:00', '03:00', '07:00', '11:00', '15:00', '19:00'],
    ],
    [
      'of 50 half-hours',
      '2025-10-26',
      25,
      '01:00+01:00',
      '01:00+00:00',
      ['23:00', '03:00', '07:00', '11:00', '15:00', '19:00'],
    ],
  ])('%s has its own number of hours in every table', async (_, day, hours, before, after, blocks) => {
    await bessRiskDone(['run', '--date', day], tiny);
    const read = async (name: string) => csvRows(await readFile(join(tiny, 'reports', 'tiny', day, name), 'utf8'));
    const attribution = await read('attribution.csv');
    const streams = [...new Set(attribution.map(({ stream }) => stream))];
    expect(attribution).toHaveLength(streams.length * hours);
    const clock = attribution.filter(({ stream }) => stream === 'dayAhead').map(({ hour }) => hour.slice(11));
    expect(new Set(clock).size).toBe(hours);
    expect(clock.filter((hour) => hour === before || hour === after)).toEqual(
      [before, after].filter((hour) => clock.includes(hour)),
    );
    expect(clock[clock.indexOf(before) + 1]).toBe(after);
    const plan = await read('plan.csv');
    checkPlanRows(plan, tinyConfig);
    expect(plan.filter(({ market }) => market === 'dayAhead')).toHaveLength(hours);
    const reserved = plan.filter(({ market }) => market === 'DCL');
    expect(reserved.map(({ localTime }) => localTime)).toEqual(blocks);
    const blockHours = reserved.map(
      ({ deliveryStart, deliveryEnd }) => (Date.parse(deliveryEnd) - Date.parse(deliveryStart)) / 3_600_000,
    );
    expect(blockHours).toEqual([hours - 20, 4, 4, 4, 4, 4]);
  });
});

/** The part of the page below a heading. */
function section(heading: string): string {
  const found = doc
    .split('\n## ')
    .find((part) => part.startsWith(`\`${heading}\`\n`) || part.startsWith(`${heading}\n`));
  if (found === undefined) throw new Error(`docs/tables.md has no section '${heading}'`);
  return found;
}

/** First cells of the tables in a text, without their quotes; headings left out. */
function firstColumn(part: string): string[] {
  return part
    .split('\n')
    .filter((line) => line.startsWith('| ') && !/^\| (file|column|stream|field|figure) \|/.test(line))
    .map((line) => line.split('|')[1].trim().replaceAll('`', ''));
}

/** Average and worst by stream as the page prints them. */
function streamTable(page: string): Map<string, number[]> {
  const table = /<table class="streams">.*?<\/table>/s.exec(page)?.[0].replace(/<svg.*?<\/svg>/gs, '') ?? '';
  const cells = [...table.matchAll(/<th scope="row">(.*?)<\/th>((?:<td.*?<\/td>)+)/gs)];
  return new Map(
    cells.map(([, name, values]) => [
      name.replaceAll(/<[^>]*>/g, ''),
      [...values.matchAll(/<td[^>]*>(.*?)<\/td>/g)].map(([, value]) =>
        Number(value.replaceAll(/[,+]/g, '').replace('\u2212', '-')),
      ),
    ]),
  );
}
