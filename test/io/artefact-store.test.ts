import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/errors.ts';
import {
  artefactKey,
  openArtefactStore,
  readArtefact,
  stableJson,
  type ArtefactStore,
} from '../../src/io/artefact-store.ts';

let folder: string;
let store: ArtefactStore;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'artefacts-'));
  store = openArtefactStore(join(folder, 'store'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const value = { prices: Float64Array.of(1.5, NaN, -0), days: [{ date: '2026-01-15' }], model: null };

describe('an artefact', () => {
  it('is read as it was written, bit for bit', async () => {
    await store.write('fit-1', value);
    expect(await store.read('fit-1')).toEqual(value);
    expect(await store.has('fit-1')).toBe(true);
    expect(readdirSync(store.directory)).toEqual(['fit-1.artefact']);
  });

  it('is not there before it is written', async () => {
    expect(await store.read('fit-2')).toBeUndefined();
    expect(await store.has('fit-2')).toBe(false);
  });

  it('does not count where it was cut off', async () => {
    await store.write('fit-1', value);
    const bytes = readFileSync(store.path('fit-1')).length;
    for (const length of [bytes - 1, 40, 32, 1, 0]) {
      truncateSync(store.path('fit-1'), length);
      expect(await readArtefact(store.path('fit-1'))).toBeUndefined();
    }
  });

  it('does not count where a byte was changed, and is made again', async () => {
    await store.write('fit-1', value);
    const bytes = readFileSync(store.path('fit-1'));
    bytes[5] ^= 1;
    writeFileSync(store.path('fit-1'), bytes);
    expect(await store.read('fit-1')).toBeUndefined();
    await store.write('fit-1', value);
    expect(await store.read('fit-1')).toEqual(value);
  });

  it('is deleted when it was neither read nor written for long, temporary files of killed runs too', async () => {
    await store.write('fit-1', value);
    await store.write('fit-2', value);
    await store.write('fit-3', value);
    const longAgo = new Date(Date.now() - 15 * 86_400_000);
    for (const key of ['fit-1', 'fit-2']) utimesSync(store.path(key), longAgo, longAgo);
    writeFileSync(`${store.path('fit-4')}.${process.pid}.tmp`, 'half');
    await store.read('fit-2');
    await store.prune(14);
    expect(readdirSync(store.directory).sort()).toEqual(['fit-2.artefact', 'fit-3.artefact']);
    expect(existsSync(store.path('fit-1'))).toBe(false);
  });

  it('that cannot be written is an error that names the path, the reason and the remedy, and leaves nothing', async () => {
    mkdirSync(store.path('fit-1'), { recursive: true });
    writeFileSync(join(store.path('fit-1'), 'a.txt'), 'a');
    const error = await store.write('fit-1', value).then(
      () => undefined,
      (refused: unknown) => refused,
    );
    expect(error).toBeInstanceOf(ConfigError);
    expect((error as ConfigError).message).toMatch(/fit-1\.artefact: cannot write: a folder stands .*; .*--out/);
    expect(readdirSync(store.directory)).toEqual(['fit-1.artefact']);

    const inFile = openArtefactStore(join(store.path('fit-1'), 'a.txt', 'store'));
    await expect(inFile.write('fit-1', value)).rejects.toThrow(
      /store: cannot write: a part of the path is a file, not a folder; make the place writable, or name another/,
    );
  });
});

describe('the key of an artefact', () => {
  it('is the stage and a digest that the order of fields does not change', () => {
    expect(artefactKey('fit', { seed: 1, inputs: [{ file: 'a', bytes: 2 }] })).toMatch(/^fit-[0-9a-f]{32}$/);
    expect(artefactKey('fit', { seed: 1, inputs: [{ file: 'a', bytes: 2 }] })).toBe(
      artefactKey('fit', { inputs: [{ bytes: 2, file: 'a' }], seed: 1 }),
    );
    expect(stableJson({ b: { d: 1, c: null }, a: [2, 1] })).toBe('{"a":[2,1],"b":{"c":null,"d":1}}');
  });

  it('differs with anything that it depends on', () => {
    const keys = [{ seed: 1 }, { seed: 2 }, { seed: '1' }, { seed: [1] }, { seed: 1, name: '' }].map((parts) =>
      artefactKey('fit', parts),
    );
    expect(new Set([...keys, artefactKey('simulate', { seed: 1 })]).size).toBe(keys.length + 1);
  });
});
