/**
 * A module that worker threads run: compiled beside the program, or its source in development. `shard-worker` does
 * every kind of shard, `cuts-worker` evaluates plans.
 */
export function workerFile(name: 'shard-worker' | 'cuts-worker'): URL {
  return new URL(`../${name}${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url);
}
