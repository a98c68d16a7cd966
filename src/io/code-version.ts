import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Digest of the program's own code and of the versions of what it computes with: part of every artefact key. */
export function codeDigest(): string {
  const hash = createHash('sha256').update(JSON.stringify(packageInfo()));
  for (const file of codeFiles(root)) hash.update(relative(root, file)).update(readFileSync(file));
  return hash.digest('hex');
}

/** Name, version and dependencies, from package.json. */
export function packageInfo(): { name: string; version: string; dependencies: Record<string, string> } {
  return JSON.parse(readFileSync(join(root, '..', 'package.json'), 'utf8'));
}

function codeFiles(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) return codeFiles(path);
      return /\.(js|ts)$/.test(entry.name) && !entry.name.endsWith('.d.ts') ? [path] : [];
    });
}
