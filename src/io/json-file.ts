import { readFile } from 'node:fs/promises';
import { ConfigError } from '../errors.ts';

/**
 * Reads and parses a JSON file; a ConfigError names the file, the line and column where it breaks off. `file` is
 * its name in messages, as the user gave it.
 */
export async function readJsonFile(path: string, file: string = path): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new ConfigError('cannot read the file', {
      file,
      rule: (error as NodeJS.ErrnoException).code ?? String(error),
      remedy: 'check the path',
    });
  }
  if (text.trim() === '')
    throw new ConfigError('the file is empty', { file, rule: 'a JSON object is needed', remedy: 'put one in it' });
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    const message = (error as Error).message;
    const position = /position (\d+)/.exec(message)?.[1];
    const at = position === undefined ? lineAndColumn(text, text.length) : lineAndColumn(text, Number(position));
    const end = position === undefined ? text.length : Number(position) + 1;
    throw new ConfigError('not valid JSON', {
      file,
      field: at,
      rule: message,
      value: `…${text.slice(Math.max(0, end - 24), end)}`,
      remedy: 'mend the JSON at that place',
    });
  }
}

function lineAndColumn(text: string, position: number): string {
  const before = text.slice(0, position).split('\n');
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}
