import { ConfigError } from '../errors.ts';

/** What a user can mend, by the code of the file system. */
const refusals: Readonly<Record<string, string>> = {
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  EROFS: 'the file system is read-only',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EEXIST: 'a file stands where a folder is needed',
  EISDIR: 'a folder stands where a file is needed',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
};

/**
 * Does the work that writes `path`.
 *
 * @throws ConfigError that names the path where the file system refuses for a reason that a user can mend
 */
export async function writing<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const rule = refusals[(error as NodeJS.ErrnoException).code ?? ''];
    if (rule === undefined) throw error;
    throw new ConfigError('cannot write', {
      file: path,
      rule,
      remedy: 'make the place writable, or name another folder with --out',
    });
  }
}
