import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** The name under which this process writes before it renames: `<path>.<process id>.tmp`. */
export function temporaryPath(path: string): string {
  return `${path}.${process.pid}.tmp`;
}

/**
 * Removes from a folder what killed processes left under temporary names; those of running ones stay.
 *
 * @param start what names begin with, in a folder that is not this program's alone
 */
export async function removeLeftovers(directory: string, start = ''): Promise<void> {
  for (const name of await readdir(directory).catch(() => [])) {
    if (!name.startsWith(start)) continue;
    const owner = /\.(\d+)(\.old)?\.tmp$/.exec(name)?.[1];
    if (owner !== undefined && !isOtherRunningProcess(Number(owner)))
      await rm(join(directory, name), { recursive: true, force: true });
  }
}

function isOtherRunningProcess(id: number): boolean {
  if (id === process.pid) return false;
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, under another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
