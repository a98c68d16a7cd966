/** What an error message must tell: who or where, which rule, which value, what to do. */
export interface ErrorDetails {
  /** The file that the problem is in, as the user named it. */
  readonly file?: string;
  /** The field (`battery.roundTripEfficiency`) or the line (`line 17`). */
  readonly field?: string;
  readonly rule?: string;
  readonly value?: unknown;
  readonly remedy?: string;
}

/** The JSON shape of an error on standard output. */
export interface ErrorReport extends ErrorDetails {
  readonly code: string;
  readonly message: string;
}

/**
 * An error that a user can act on. Its message is one sentence built from the details, so that every
 * error names file, line or field, rule, value and remedy in the same order.
 */
export abstract class BessRiskError extends Error {
  abstract readonly code: string;
  /** 2: wrong usage or bad input; 1: the program failed. */
  abstract readonly exitCode: 1 | 2;
  readonly summary: string;
  readonly details: ErrorDetails;

  constructor(summary: string, details: ErrorDetails = {}) {
    super(describe(summary, details));
    this.summary = summary;
    this.details = details;
  }

  report(): ErrorReport {
    const value = typeof this.details.value === 'number' ? String(this.details.value) : this.details.value;
    return { code: this.code, message: this.message, ...this.details, ...(value === undefined ? {} : { value }) };
  }
}

/** The configuration, a JSON problem or the command line is wrong: the person who wrote it acts. */
export class ConfigError extends BessRiskError {
  override readonly name = 'ConfigError';
  readonly code = 'config';
  readonly exitCode = 2;
}

/** The market data or a table is wrong: the person who delivers the data acts. */
export class DataError extends BessRiskError {
  override readonly name = 'DataError';
  readonly code = 'data';
  readonly exitCode = 2;
}

/** There is too little or too strange history to fit a model on. */
export class FitError extends BessRiskError {
  override readonly name = 'FitError';
  readonly code = 'fit';
  readonly exitCode = 2;
}

/** A solver ended without a usable result. */
export class SolverError extends BessRiskError {
  override readonly name = 'SolverError';
  readonly code = 'solver';
  readonly exitCode = 1;
}

function describe(summary: string, details: ErrorDetails): string {
  const place = [details.file, details.field].filter((part) => part !== undefined).join(': ');
  const rule = details.rule === undefined ? '' : `: ${details.rule}`;
  const value = details.value === undefined ? '' : `, got ${showValue(details.value)}`;
  const remedy = details.remedy === undefined ? '' : `; ${details.remedy}`;
  return `${place === '' ? '' : `${place}: `}${summary}${rule}${value}${remedy}`;
}

function showValue(value: unknown): string {
  if (typeof value === 'number') return String(value);
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
