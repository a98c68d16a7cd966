import { access, rename, writeFile } from 'node:fs/promises';
import { ConfigError } from '../errors.ts';
import { temporaryPath } from '../io/temporary-files.ts';

/** Throws a ConfigError where `path` exists; `named` is the path as the user knows it. */
export async function requireFreeFile(path: string, named: string): Promise<void> {
  const exists = await access(path).then(
    () => true,
    () => false,
  );
  if (!exists) return;
  throw new ConfigError('the page exists already', {
    file: named,
    field: '--out',
    rule: 'a file is never overwritten silently',
    remedy: 'add --fresh to replace it, or name another file with --out',
  });
}

/** Writes a whole file or none: under a temporary name first. A path that cannot be written is a ConfigError. */
export async function writePage(path: string, named: string, text: string): Promise<void> {
  try {
    await writeFile(temporaryPath(path), text);
    await rename(temporaryPath(path), path);
  } catch (error) {
    throw new ConfigError('cannot write the page', {
      file: named,
      field: '--out',
      rule: (error as NodeJS.ErrnoException).code ?? String(error),
      remedy: 'name a file in a folder that exists and can be written',
    });
  }
}
