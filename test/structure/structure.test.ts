import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const source = resolve(import.meta.dirname, '../../src');
const files = typescriptFiles(source);

/** Rooms in the order in which they may know one another: a room imports from its own row or from rows above. */
const rows: readonly (readonly string[])[] = [
  ['errors', 'nearest-name', 'schema'],
  ['domain'],
  ['math'],
  ['config', 'battery-schema'],
  ['lp'],
  ['ingest', 'fit', 'simulate', 'dispatch', 'optimise', 'risk', 'backtest', 'report'],
  ['io'],
  ['pipeline'],
  ['shard-worker', 'cuts-worker', 'index'],
  ['cli'],
];

/** Stages that build on another's pure functions, openly. */
const allowedBetweenStages = new Set([
  'simulate > fit',
  'optimise > dispatch',
  'optimise > risk',
  'backtest > fit',
  'backtest > simulate',
  'backtest > dispatch',
  'backtest > optimise',
  'backtest > risk',
]);

/** Packages with one adapter: nobody else imports them. */
const adapters: Readonly<Record<string, string>> = {
  highs: 'lp/highs-solver.ts',
  '@stdlib/random': 'math/random-stream.ts',
  'simple-statistics': 'math/sample-statistics.ts',
  'ml-matrix': 'math/cholesky.ts',
  'p-limit': 'io/worker-pool.ts',
  piscina: 'io/worker-pool.ts',
  jiti: 'io/load-config.ts',
};

const pure = new Set([
  'domain',
  'math',
  'lp',
  'ingest',
  'fit',
  'simulate',
  'dispatch',
  'optimise',
  'risk',
  'backtest',
  'report',
]);

describe('the house', () => {
  it('has no import cycle', () => {
    const state = new Map<string, 'open' | 'done'>();
    const cycles: string[] = [];
    const visit = (file: string, path: readonly string[]): void => {
      if (state.get(file) === 'done') return;
      if (state.get(file) === 'open') {
        cycles.push([...path.slice(path.indexOf(file)), file].map(nameOf).join(' > '));
        return;
      }
      state.set(file, 'open');
      for (const target of importsOf(file, true)) visit(target, [...path, file]);
      state.set(file, 'done');
    };
    for (const file of files) visit(file, []);
    expect(cycles).toEqual([]);
  });

  it('imports in one direction only', () => {
    const wrong: string[] = [];
    expect(files.flatMap((file) => importsOf(file, false)).length).toBeGreaterThan(300);
    for (const file of files) {
      for (const target of importsOf(file, false)) {
        const [from, to] = [roomOf(file), roomOf(target)];
        if (from === to) continue;
        const [fromRow, toRow] = [rowOf(from), rowOf(to)];
        const between = fromRow === toRow && pure.has(from);
        if (toRow > fromRow || (between && !allowedBetweenStages.has(`${from} > ${to}`)))
          wrong.push(`${nameOf(file)} > ${nameOf(target)}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('keeps each solver, generator and pool behind one adapter', () => {
    const wrong: string[] = [];
    for (const file of files) {
      const text = readFileSync(file, 'utf8');
      for (const [name, adapter] of Object.entries(adapters)) {
        if (new RegExp(`(from|require\\()\\s*'${name}[/']`).test(text) && nameOf(file) !== adapter)
          wrong.push(`${nameOf(file)} imports ${name}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('reads no clock, no global generator, no file and no environment in the core', () => {
    const forbidden =
      /Math\.random|Date\.now|new Date\(\)|performance\.now|process\.|console\.|from 'node:(fs|child_process|os|worker_threads|http)/;
    const allowed = new Set(['lp/highs-solver.ts']); // measures how long a solve took
    const wrong = files
      .filter((file) => pure.has(roomOf(file)) && !allowed.has(nameOf(file)))
      .filter((file) => forbidden.test(withoutComments(readFileSync(file, 'utf8'))))
      .map(nameOf);
    expect(wrong).toEqual([]);
  });

  it('has no default export and no barrel besides the library entry', () => {
    const wrong = files
      .filter((file) => !['index.ts', 'shard-worker.ts', 'cuts-worker.ts'].includes(nameOf(file)))
      .filter((file) => {
        const text = withoutComments(readFileSync(file, 'utf8'));
        return /^export default/m.test(text) || /^export \* from/m.test(text);
      });
    expect(wrong.map(nameOf)).toEqual([]);
  });

  it('tests with matchers: no expectation that asserts nothing', () => {
    const tests = typescriptFiles(resolve(source, '../test')).filter((file) => file.endsWith('.test.ts'));
    const wrong = tests.filter((file) =>
      /expect\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)\s*;/.test(withoutComments(readFileSync(file, 'utf8'))),
    );
    expect(tests.length).toBeGreaterThan(10);
    expect(wrong.map((file) => relative(source, file))).toEqual([]);
  });
});

function typescriptFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
}

function importsOf(file: string, valuesOnly: boolean): string[] {
  const text = readFileSync(file, 'utf8');
  const pattern = /(?:^|\n)\s*(?:import|export)\s+(type\s+)?[^;'"]*?from\s+'(\.[^']+)'/g;
  return [...text.matchAll(pattern)]
    .filter(([, typeOnly]) => !(valuesOnly && typeOnly !== undefined))
    .map(([, , path]) => resolve(dirname(file), path));
}

function nameOf(file: string): string {
  return relative(source, file);
}

function roomOf(file: string): string {
  return nameOf(file).split('/')[0].replace(/\.ts$/, '');
}

function rowOf(room: string): number {
  const row = rows.findIndex((names) => names.includes(room));
  expect(row, `room '${room}' is not in the plan of the house`).toBeGreaterThanOrEqual(0);
  return row;
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"])\/\/.*$/gm, '$1');
}
