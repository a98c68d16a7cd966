import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { PipelineConfig } from '../config.ts';
import { DataError } from '../errors.ts';

/** What identifies an input: the digest of the file as it stands on disk, before unpacking. */
export interface InputDigest {
  /** The path as the configuration names it. */
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
}

/** The configured source files, read once. */
export interface SourceFiles {
  /** Unpacked bytes of a configured file. */
  read(file: string): Uint8Array;
  /** In the order of the configuration. */
  readonly digests: readonly InputDigest[];
}

/**
 * Reads every file that the configuration names, from the first of `directories` that has it, and unpacks
 * those that end in `.gz`. Throws a DataError for a file that cannot be read or unpacked.
 */
export async function readSourceFiles(config: PipelineConfig, directories: readonly string[]): Promise<SourceFiles> {
  const names = [...new Set(config.markets.flatMap((market) => market.sources.map((source) => source.file)))];
  const contents = new Map<string, Uint8Array>();
  const digests: InputDigest[] = [];
  for (const file of names) {
    const stored = await readStored(file, directories);
    digests.push({ file, sha256: createHash('sha256').update(stored).digest('hex'), bytes: stored.length });
    contents.set(file, file.endsWith('.gz') ? unpack(stored, file) : stored);
  }
  return {
    digests,
    read(file) {
      const bytes = contents.get(file);
      if (bytes === undefined) throw new RangeError(`'${file}' is not a source of the configuration`);
      return bytes;
    },
  };
}

async function readStored(file: string, directories: readonly string[]): Promise<Uint8Array> {
  for (const [index, directory] of directories.entries()) {
    const path = resolve(directory, file);
    try {
      return await readFile(path);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'ENOENT' && index + 1 < directories.length) continue;
      const tried = directories.map((one) => resolve(one, file)).join(' nor ');
      throw new DataError('cannot read a source file', {
        file,
        rule: code === 'ENOENT' ? `there is no file ${tried}` : `${code ?? String(error)} at ${path}`,
        remedy: 'say where the sources are with --data DIR or BESS_RISK_DATA, or correct the path',
      });
    }
  }
  throw new RangeError('readSourceFiles needs at least one folder');
}

function unpack(stored: Uint8Array, file: string): Uint8Array {
  try {
    return gunzipSync(stored);
  } catch (error) {
    throw new DataError('cannot unpack a source file', {
      file,
      rule: `gzip, as its name says (${(error as Error).message})`,
      remedy: 'fetch the file again, or drop .gz from its name where it is not packed',
    });
  }
}
