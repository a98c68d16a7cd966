import { ConfigError } from '../errors.ts';

/** The largest price, power or energy that a problem may state: sums of products stay far from overflow. */
export const LARGEST_FIGURE = 1e12;

/**
 * Throws a ConfigError that names the field where a figure of a problem, as parsed from JSON, is beyond
 * ±`LARGEST_FIGURE`: engines would answer with infinities, or with none at all.
 */
export function requireBoundedFigures(input: unknown, file: string, field = ''): void {
  if (typeof input === 'number' && !(Math.abs(input) <= LARGEST_FIGURE)) {
    throw new ConfigError('a figure is too large', {
      file,
      field,
      rule: `from −${LARGEST_FIGURE} to ${LARGEST_FIGURE}`,
      value: input,
      remedy: 'correct the figure or its unit; leave a limit out that is none',
    });
  }
  if (typeof input !== 'object' || input === null) return;
  if (Array.isArray(input))
    for (const [i, item] of input.entries()) requireBoundedFigures(item, file, `${field}[${i}]`);
  else {
    for (const [key, value] of Object.entries(input))
      requireBoundedFigures(value, file, field === '' ? key : `${field}.${key}`);
  }
}
