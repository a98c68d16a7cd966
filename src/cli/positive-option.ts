import { ConfigError } from '../errors.ts';

/** A number greater than 0 from an option, or undefined where it was not given. */
export function positiveOption(value: unknown, field: string, unit: string): number | undefined {
  return numberOption(value, field, `a number of ${unit} greater than 0`, (parsed) => parsed > 0);
}

/** A number that may be 0, or undefined where it was not given. */
export function notNegativeOption(value: unknown, field: string, unit: string): number | undefined {
  return numberOption(value, field, `a number of ${unit}, 0 or greater`, (parsed) => parsed >= 0);
}

function numberOption(
  value: unknown,
  field: string,
  rule: string,
  allowed: (parsed: number) => boolean,
): number | undefined {
  if (value === undefined) return undefined;
  const text = String(value).trim();
  const parsed = text === '' ? Number.NaN : Number(text);
  if (Number.isFinite(parsed) && allowed(parsed)) return parsed;
  throw new ConfigError('wrong option', { field, rule, value: text, remedy: `write for instance ${field} 4` });
}
