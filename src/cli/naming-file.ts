import { ConfigError } from '../errors.ts';

/** Does the work; a ConfigError about the problem that does not name its file yet is thrown with it. */
export async function namingFile<Result>(file: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ConfigError) || error.details.file !== undefined) throw error;
    // An option is at fault, not the file.
    if (error.details.field?.startsWith('--') === true) throw error;
    throw new ConfigError(error.summary, { ...error.details, file });
  }
}
