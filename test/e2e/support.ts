import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll } from 'vitest';
import type { PipelineConfigInput } from '../../src/config.ts';
import small from './small-config/pipeline.config.ts';

/** The built program: `.ci/run` builds before the tests. */
const program = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

const sampleFolder = fileURLToPath(new URL('../../scenarios/sample-history', import.meta.url));

/** The configuration of a small run, its sources found from any folder. */
export const smallConfig: PipelineConfigInput = { ...small, data: { ...small.data, directory: sampleFolder } };

/** Smaller still, for tests that run it many times; its sources are what `writeRecentHistory` writes. */
export const tinyConfig: PipelineConfigInput = {
  ...smallConfig,
  name: 'tiny',
  data: { directory: '.', synthetic: true },
  markets: smallConfig.markets.slice(0, 3).map((market) => ({
    ...market,
    sources: market.sources.map((source) => ({ ...source, file: source.file.replace('.gz', '') })),
  })),
  generator: { windowDays: 200 },
  scenarios: { count: 150, plan: 20, recourse: 10, choose: 40, horizonDays: 2 },
  risk: { ...smallConfig.risk, frontierPoints: 3 },
};

/** The end of the bundled sample from `first` on, unpacked: quick to read. Eight months are enough to fit. */
export async function writeRecentHistory(folder: string, first = '2025-05-15'): Promise<void> {
  for (const name of ['day-ahead.csv', 'imbalance.csv', 'response.csv']) {
    const [header, ...rows] = gunzipSync(await readFile(join(sampleFolder, `${name}.gz`)))
      .toString()
      .trimEnd()
      .split('\n');
    await writeFile(join(folder, name), [header, ...rows.filter((row) => row >= first)].join('\n'));
  }
}

export interface Ended {
  /** Null where a signal ended it. */
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program under way; `kill` ends its whole process group at once. */
export interface Started {
  readonly ended: Promise<Ended>;
  /** Waits until standard error matches; fails where the program ends before. */
  said(pattern: RegExp): Promise<void>;
  /** Sends a signal to the whole process group, as a terminal does. */
  signal(name: NodeJS.Signals): void;
  kill(): void;
}

/** Starts `bess-risk` as a user would from `cwd`, in a process group of its own. */
export function startBessRisk(args: readonly string[], cwd: string, env: Record<string, string> = {}): Started {
  const { BESS_RISK_DATA: _data, ...inherited } = process.env;
  const child = spawn(process.execPath, [program, ...args], {
    cwd,
    env: { ...inherited, ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const texts = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (texts.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (texts.stderr += text));
  const ended = new Promise<Ended>((done, fail) => {
    child.on('error', fail);
    child.on('close', (exit) => done({ exit, ...texts }));
  });
  const running = (): boolean => child.exitCode === null && child.signalCode === null;
  const signal = (name: NodeJS.Signals): void => {
    if (child.pid !== undefined && running()) process.kill(-child.pid, name);
  };
  return {
    ended,
    said: async (pattern) => {
      while (!pattern.test(texts.stderr)) {
        if (!running()) throw new Error(`ended before it said ${pattern}: ${texts.stderr}`);
        await setTimeout(10);
      }
    },
    signal,
    kill: () => signal('SIGKILL'),
  };
}

export function bessRisk(args: readonly string[], cwd: string, env?: Record<string, string>): Promise<Ended> {
  return startBessRisk(args, cwd, env).ended;
}

/** As `bessRisk`, and fails with what the program said unless it ends with 0. */
export async function bessRiskDone(args: readonly string[], cwd: string, env?: Record<string, string>): Promise<Ended> {
  const ended = await bessRisk(args, cwd, env);
  if (ended.exit !== 0) throw new Error(`bess-risk ${args.join(' ')} ended with ${ended.exit}: ${ended.stderr}`);
  return ended;
}

/** A folder that is gone after the tests of the file or group that asks for it. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'bess-risk-e2e-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes `pipeline.config.ts` where the program looks for it by default. */
export function writeConfig(folder: string, config: unknown): Promise<void> {
  return writeFile(join(folder, 'pipeline.config.ts'), `export default ${JSON.stringify(config, null, 2)};\n`);
}

/** Bytes of every file in a folder, by name. */
export async function filesOf(folder: string): Promise<Map<string, Buffer>> {
  const names = (await readdir(folder)).sort();
  return new Map(await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name))] as const)));
}

/** Names of the files of which two runs have different bytes, or only one has; the manifest left out. */
export function differingFiles(one: ReadonlyMap<string, Buffer>, other: ReadonlyMap<string, Buffer>): string[] {
  const names = new Set([...one.keys(), ...other.keys()]);
  return [...names].filter(
    (name) => name !== 'manifest.json' && !one.get(name)?.equals(other.get(name) ?? Buffer.alloc(0)),
  );
}

/** Paths below a folder that end in `.tmp`. */
export async function temporaryNames(folder: string): Promise<string[]> {
  return (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.tmp'));
}

export async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}

/** Rows of a CSV file by column; every cell as text. The files of a run quote only names without line ends. */
export function csvRows(text: string): Record<string, string>[] {
  const [header, ...lines] = text.trimEnd().split('\n').map(csvCells);
  return lines.map((cells) => Object.fromEntries(header.map((name, column) => [name, cells[column]])));
}

function csvCells(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain,
  );
}
