import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { StoredScorecard } from '../../src/pipeline/stored-scorecard.ts';
import {
  bessRisk,
  exists,
  startBessRisk,
  temporaryFolder,
  tinyConfig,
  writeConfig,
  writeRecentHistory,
  type Ended,
} from '../e2e/support.ts';

const folder = temporaryFolder();
const range = ['--from', '2025-12-20', '--to', '2026-01-12', '--every', '2', '--scenarios', '100'];
const rivals = ['--generators', 'bootstrap,naive'];

/** A scorecard as JSON. It may fail its gate on twelve days: then the exit is 3. */
async function score(out: string, ...args: string[]): Promise<StoredScorecard> {
  const ended = await bessRisk(['fit', '--score', ...range, ...rivals, '--out', out, '--json', ...args], folder);
  if (ended.exit !== 0 && ended.exit !== 3) throw new Error(ended.stderr);
  const scorecard = JSON.parse(ended.stdout) as StoredScorecard;
  expect(ended.exit).toBe(scorecard.gate.state === 'failed' ? 3 : 0);
  return scorecard;
}

const fileOf = (out: string): Promise<string> => readFile(join(folder, out, 'scorecard.json'), 'utf8');
/** Every number of a JSON value, by path. */
function numbersIn(value: unknown, path = ''): [string, unknown][] {
  if (value === null || typeof value !== 'object') return [[path, value]];
  return Object.entries(value).flatMap(([key, part]) => numbersIn(part, `${path}.${key}`));
}

beforeAll(async () => {
  await writeRecentHistory(folder);
  await writeConfig(folder, tinyConfig);
  const afternoon = JSON.stringify({ ...tinyConfig, planTime: { eveAt: '13:30' } });
  await writeFile(join(folder, 'afternoon.config.ts'), `export default ${afternoon};\n`);
});

describe('fit --score', () => {
  let scorecard: StoredScorecard;
  beforeAll(async () => {
    scorecard = await score('one', '--workers', '1', '--weeks', '--ablation');
  });

  it('judges every second day of the range and says which it passed over', () => {
    expect(scorecard.days).toMatchObject({ judged: 12, first: '2025-12-20', last: '2026-01-11', passedOver: [] });
    expect(scorecard.request.generators).toEqual(['whole-day', 'bootstrap', 'naive']);
    expect(scorecard.cards.map(({ generator }) => generator)).toEqual(['whole-day', 'bootstrap', 'naive']);
    expect(scorecard.labels).toContain('synthetic prices');
  });

  it('gives every figure with its error, and no figure that is not a number', () => {
    const [card] = scorecard.cards;
    for (const { value, standardError } of [...Object.values(card.scores), ...card.crpsByHour.imbalance]) {
      expect(value).toBeGreaterThan(0);
      expect(standardError).toBeGreaterThan(0);
    }
    for (const { scores } of scorecard.comparisons)
      for (const { standardErrorPercent } of scores) expect(standardErrorPercent).toBeGreaterThan(0);
    const missing = numbersIn([
      scorecard.cards,
      scorecard.comparisons,
      scorecard.services,
      scorecard.serviceRivals,
      scorecard.weeks,
    ]).filter(([, value]) => value === null);
    expect(missing).toEqual([]);
  });

  it('has the services, the weeks and each component switched off', () => {
    expect(scorecard.services.map(({ service }) => service)).toEqual(['DCL']);
    expect(scorecard.serviceRivals.map(({ service, rival }) => `${service} ${rival}`)).toEqual([
      'DCL last-30-days',
      'DCL yesterday',
    ]);
    expect(scorecard.weeks?.weeks).toBeGreaterThan(2);
    expect(scorecard.ablation.map(({ generator }) => generator)).toContain('no-tilt');
    expect(scorecard.ablation.every(({ rival }) => rival === 'whole-day')).toBe(true);
  });

  it('is the same for two workers as for one', async () => {
    await score('two', '--workers', '2', '--weeks', '--ablation');
    expect(await fileOf('two')).toBe(await fileOf('one'));
  });

  it('goes on after a kill with the months that it has, and ends with the same bytes', async () => {
    const args = ['fit', '--score', ...range, ...rivals, '--weeks', '--ablation', '--out', 'killed', '--workers', '1'];
    const running = startBessRisk(args, folder);
    await waitFor(async () => (await scoredMonths('killed')) >= 3);
    running.kill();
    expect((await running.ended).exit).toBeNull();
    expect(await exists(join(folder, 'killed', 'scorecard.json'))).toBe(false);
    const before = await scoredMonths('killed');
    const again: Ended = await bessRisk(args, folder);
    expect([0, 3]).toContain(again.exit);
    expect(again.stderr).toMatch(/^pass +stored$/m);
    expect(before).toBeGreaterThanOrEqual(3);
    expect(await fileOf('killed')).toBe(await fileOf('one'));
  });

  it('judges days and paths with the day-ahead prices known against the bootstrap of the basis', async () => {
    const args = ['--generators', 'known-day-ahead,basis-bootstrap-60', '--weeks', '--every', '4'];
    const known = await score('known', ...args);
    expect(known.knownDayAhead.map(({ generator, rival }) => [generator, rival])).toEqual([
      ['known-day-ahead', 'basis-bootstrap-60'],
    ]);
    expect(known.knownDayAheadWeeks?.weeks).toBe(known.weeks?.weeks);
    // The first day is what it was; the days after it are not known.
    expect(known.knownDayAheadWeeks?.dayAhead.dailyMeanCoverage[0]).toMatchObject({ value: 1 });
    expect(known.knownDayAheadWeeks?.dayAhead.weeklyMean).not.toEqual(known.weeks?.dayAhead.weeklyMean);
    expect(known.knownDayAheadWeeks?.dayAhead.storage.simulatedOverRealised.value).not.toBeCloseTo(1, 6);
  });

  it('judges a configuration that plans after the auction by the generator that knows its prices', async () => {
    const args = ['fit', '--score', ...range, '--config', 'afternoon.config.ts', '--every', '4', '--out', 'afternoon'];
    const json = await bessRisk([...args, '--weeks', '--json'], folder);
    expect([0, 3]).toContain(json.exit);
    const afternoon = JSON.parse(json.stdout) as StoredScorecard;
    const basisBootstraps = ['30', '60', '90', '365'].map((days) => `basis-bootstrap-${days}`);
    expect(afternoon.cards.map(({ generator }) => generator)).toEqual(['known-day-ahead', ...basisBootstraps]);
    expect(afternoon.comparisons.map(({ rival }) => rival)).toEqual(basisBootstraps);
    expect(afternoon.knownDayAhead).toEqual([]);
    expect(afternoon.weeks?.dayAhead.dailyMeanCoverage[0]).toMatchObject({ value: 1 });
    const subjects = afternoon.gate.checks.map(({ subject }) => subject);
    expect(subjects).toContain('imbalanceSpread');
    expect(subjects.filter((subject) => /^(dayAhead|planProfit)/.test(subject))).toEqual([]);

    const { stdout } = await bessRisk([...args, '--weeks'], folder);
    expect(stdout).toMatch(/^Scorecard of .*: known-day-ahead, 6 days/);
    expect(stdout).toContain('the day-ahead prices of each day are known');
    for (const [option, field] of [
      [['--ablation'], '--ablation'],
      [['--generators', 'basis-bootstrap-60,bootstrap'], '--generators'],
    ] as const) {
      const refused = await bessRisk([...args, ...option, '--json'], folder);
      expect(refused.exit).toBe(2);
      expect((JSON.parse(refused.stdout) as { error: { field: string } }).error.field).toBe(field);
    }
  });

  it('prints tables, effect sizes first', async () => {
    const { stdout } = await bessRisk(['fit', '--score', ...range, ...rivals, '--out', 'one'], folder);
    const sections = [...stdout.matchAll(/^## (.*)$/gm)].map(([, title]) => title);
    expect(sections.findIndex((title) => title.startsWith('Change of whole-day'))).toBeLessThan(
      sections.findIndex((title) => title.startsWith('Diebold-Mariano')),
    );
    expect(stdout).toMatch(/^Gate /m);
  });
});

describe('a run', () => {
  const light = async (): Promise<{ state: string; title: string; detail: string }> => {
    const { stdout } = await bessRisk(['run', '--date', '2026-01-13', '--out', 'runs', '--json'], folder);
    const { lights } = JSON.parse(stdout) as {
      lights: { name: string; state: string; title: string; detail: string }[];
    };
    return lights.find(({ name }) => name === 'model') as { state: string; title: string; detail: string };
  };

  it('reads the scorecard beside it: amber without one, with too short a one, with a damaged one', async () => {
    expect(await light()).toMatchObject({
      state: 'caution',
      title: expect.stringMatching(/^Model not scored/) as unknown,
    });
    await score('runs');
    expect((await light()).detail).toContain('12 days, at least 90');
    const page = await readFile(join(folder, 'runs', '2026-01-13', 'index.html'), 'utf8');
    expect(page).toContain('data-chart="coverage-by-third"');
    const file = join(folder, 'runs', 'scorecard.json');
    await writeFile(file, (await readFile(file, 'utf8')).replace('"judged": 12', '"judged": 120'));
    expect((await light()).detail).toContain('damaged');
    await rm(file);
  });
});

describe('wrong usage', () => {
  it.each([
    [['fit', '--year', '2025'], '--year', /belongs to fit --score/],
    [['fit', '--score', '--generators', 'bootstrp'], '--generators', /write bootstrap/],
    [['fit', '--score', '--year', '2025', '--to', '2025-12-31'], '--year', /in place of/],
    [['fit', '--score', '--from', '2026-01-02', '--to', '2026-01-01'], '--from', /not after/],
    [['fit', '--score', '--every', '0'], '--every', /at least 1/],
    [['fit', '--score', '--every', '14'], '--every', /one weekday: not a multiple of 7, got 14; take 13 or 15/],
  ])('%j is refused', async (args, field, message) => {
    const { exit, stdout } = await bessRisk([...args, '--json'], folder);
    expect(exit).toBe(2);
    const { error } = JSON.parse(stdout) as { error: { field: string; message: string } };
    expect(error.field).toBe(field);
    expect(error.message).toMatch(message);
  });

  it('a range without days to judge says so', async () => {
    const { exit, stderr } = await bessRisk(['fit', '--score', '--year', '2019', '--generators', 'naive'], folder);
    expect(exit).toBe(2);
    expect(stderr).toContain('too few days to score');
  });
});

async function scoredMonths(out: string): Promise<number> {
  const names = await readdir(join(folder, out, '.artefacts')).catch(() => []);
  return names.filter((name) => name.startsWith('score-') && name.endsWith('.artefact')).length;
}

async function waitFor(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((next) => setTimeout(next, 20));
}
