import { ConfigError } from '../errors.ts';

/** A number greater than 0 from an option, or undefined where it was not given. */
export function positiveOption(value: unknown, field: string, unit: string): number | undefined {
  if (value === undefined) return undefined;
  const text = String(value).trim();
  const parsed = text === '' ? Number.NaN : Number(text);
  if (Number.isFinite(parsed) && parsed > 0) return parsed;
  throw new ConfigError('wrong option', {
    field,
    rule: `a number of ${unit} greater than 0`,
    value: text,
    remedy: `write for instance ${field} 4`,
  });
}
