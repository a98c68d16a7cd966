import { ConfigError, DataError, FitError, SolverError, type BessRiskError, type ErrorDetails } from '../errors.ts';

/** What a worker thread sends back. An error that crossed threads would lose its class and details. */
export type ShardAnswer<Result> = { readonly result: Result } | { readonly error: SentError };

interface SentError {
  readonly name: string;
  readonly summary: string;
  readonly details: ErrorDetails;
  readonly stack?: string;
}

const errorClasses: Readonly<Record<string, new (summary: string, details: ErrorDetails) => BessRiskError>> = {
  ConfigError,
  DataError,
  FitError,
  SolverError,
};

/** Runs a shard in its worker; whatever it throws becomes part of the answer. */
export async function answerShard<Result>(work: () => Promise<Result>): Promise<ShardAnswer<Result>> {
  try {
    return { result: await work() };
  } catch (error) {
    const { name, message, stack, summary, details } = error as Error & Partial<BessRiskError>;
    return { error: { name, summary: summary ?? message, details: details ?? {}, stack } };
  }
}

/** The result of a shard, or its error thrown as the worker threw it. */
export function shardResult<Result>(answer: ShardAnswer<Result>): Result {
  if ('result' in answer) return answer.result;
  const { name, summary, details, stack } = answer.error;
  const known = errorClasses[name];
  const error = known === undefined ? new Error(summary) : new known(summary, details);
  error.stack = stack;
  throw error;
}
