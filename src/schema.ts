import { z } from 'zod';
import { ConfigError } from './errors.ts';
import { nearestName } from './nearest-name.ts';

/**
 * Parses `input` by `schema` or throws one ConfigError for the first problem, naming the field, the rule,
 * the value and the remedy; an unknown key is answered with the nearest known one.
 */
export function parseStrict<S extends z.ZodType>(schema: S, input: unknown, file: string): z.output<S> {
  const result = schema.safeParse(input, { reportInput: true });
  if (result.success) return result.data;
  throw configError(mostTelling(result.error.issues), schema, input, file);
}

/** An unknown key of an object that also misses one is likely that one misspelt. */
function mostTelling(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue {
  const [first] = issues;
  const sameObject = fieldName(first.path.slice(0, -1));
  return issues.find(({ code, path }) => code === 'unrecognized_keys' && fieldName(path) === sameObject) ?? first;
}

function configError(issue: z.core.$ZodIssue, schema: z.ZodType, input: unknown, file: string): ConfigError {
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0];
    const known = knownKeys(schema, issue.path, input);
    const nearest = nearestName(key, known);
    return new ConfigError(`unknown key '${key}'`, {
      file,
      field: fieldName([...issue.path, key]),
      rule: known.length === 0 ? 'unknown keys are rejected' : `known keys are ${known.join(', ')}`,
      remedy: nearest === undefined ? `remove '${key}'` : `did you mean '${nearest}'?`,
    });
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    // The branch that got furthest explains best; one that knows all but a key takes the right kind of value.
    const branches = issue.errors.filter((errors) => errors.length > 0);
    const otherKind = ([first]: readonly z.core.$ZodIssue[]): number => (first.code === 'unrecognized_keys' ? 0 : 1);
    const furthest = branches.toSorted(
      (a, b) => b[0].path.length - a[0].path.length || otherKind(a) - otherKind(b) || a.length - b.length,
    )[0];
    if (furthest !== undefined) {
      const best = mostTelling(furthest);
      return configError({ ...best, path: [...issue.path, ...best.path] } as z.core.$ZodIssue, schema, input, file);
    }
  }
  const field = fieldName(issue.path);
  const value = valueAt(input, issue.path);
  const missing = value === undefined && ['invalid_type', 'invalid_union', 'custom'].includes(issue.code);
  return new ConfigError(missing ? 'a required field is missing' : 'a field has a wrong value', {
    file,
    field: field === '' ? undefined : field,
    rule: issue.message,
    ...(missing ? {} : { value: shorten(value) }),
    remedy: ownRemedy(issue) ?? remedyFor(field, value, missing),
  });
}

/** What a rule written in the schema says to do. */
function ownRemedy(issue: z.core.$ZodIssue): string | undefined {
  return issue.code === 'custom' ? (issue.params?.['remedy'] as string | undefined) : undefined;
}

function remedyFor(field: string, value: unknown, missing: boolean): string {
  if (missing) return `add '${field}'`;
  // A figure just above 1 is hardly a percentage.
  if (/fficiency/.test(field) && typeof value === 'number' && value >= 2 && value <= 100) {
    return `write ${Number((value / 100).toPrecision(12))} for ${value} %`;
  }
  return 'correct the value';
}

function shorten(value: unknown): unknown {
  if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean' || value === null)
    return value;
  if (Array.isArray(value)) return `an array of ${value.length}`;
  return typeof value === 'object' ? 'an object' : String(value);
}

function fieldName(path: readonly PropertyKey[]): string {
  return path
    .map((part, i) => (typeof part === 'number' ? `[${part}]` : i === 0 ? String(part) : `.${String(part)}`))
    .join('');
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const part of path) value = (value as Record<PropertyKey, unknown> | undefined | null)?.[part];
  return value;
}

/** The keys that the object at `path` may have, as far as the schema tells. */
function knownKeys(schema: z.ZodType, path: readonly PropertyKey[], input: unknown): string[] {
  let nodes: z.core.$ZodType[] = [schema];
  let value = input;
  for (const part of path) {
    value = (value as Record<PropertyKey, unknown> | undefined)?.[part];
    nodes = nodes.flatMap(unwrap).flatMap((node) => {
      if (node instanceof z.ZodObject) return part in node.shape ? [node.shape[part as string]] : [];
      if (node instanceof z.ZodArray) return [node.element];
      if (node instanceof z.ZodRecord) return [node.valueType];
      return [];
    });
  }
  const objects = nodes.flatMap(unwrap).filter((node): node is z.ZodObject => node instanceof z.ZodObject);
  const kind = (value as { kind?: unknown } | undefined)?.kind;
  const matching = objects.filter(
    (node) => !(node.shape.kind instanceof z.ZodLiteral) || node.shape.kind.values.has(kind as string),
  );
  return [...new Set((matching.length > 0 ? matching : objects).flatMap((node) => Object.keys(node.shape)))];
}

function unwrap(node: z.core.$ZodType): z.core.$ZodType[] {
  if (node instanceof z.ZodUnion) return node.options.flatMap(unwrap);
  if (
    node instanceof z.ZodDefault ||
    node instanceof z.ZodOptional ||
    node instanceof z.ZodNullable ||
    node instanceof z.ZodPrefault ||
    node instanceof z.ZodReadonly
  ) {
    return unwrap(node.unwrap());
  }
  if (node instanceof z.ZodPipe) return unwrap(node.in);
  return [node];
}
