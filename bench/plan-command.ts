import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fleetOf } from '../src/domain/fleet-problem.ts';
import type { BenchRow } from './bench-row.ts';
import { middleLimit } from './plan-decomposition.ts';
import { syntheticDay } from './synthetic-day.ts';
import { problemFile, timeOptimise } from './time-optimise.ts';

const rounds = 3;

/**
 * What a user waits for with one limit and with a frontier of 15 points beside it: `optimise FILE`, T = 48, six services,
 * S = 1,000, one thread, in turn; the least processor time of three rounds counts. Every answer to one limit states the
 * least CVaR that can be attained.
 */
export async function runPlanCommandBenchmark(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bess-risk-bench-'));
  try {
    const day = syntheticDay({ scenarioCount: 1000, serviceCount: 6 });
    const limit = await middleLimit(fleetOf(day));
    const least = [0, 15].map((frontierPoints) => {
      const file = join(folder, `${frontierPoints}.json`);
      writeFileSync(file, JSON.stringify(problemFile(day, { limit, frontierPoints })));
      return { file, seconds: Infinity };
    });
    for (let round = 0; round < rounds; round++)
      for (const one of least) one.seconds = Math.min(one.seconds, timeOptimise(one.file, 1).processor);
    const [alone, frontier] = least.map(({ seconds }) => seconds);
    return [
      { name: 'optimise, S = 1,000, one limit', value: alone, unit: 's of processor' },
      { name: 'optimise, S = 1,000, one limit and 15 points', value: frontier, unit: 's of processor' },
      { name: '15 points / one limit, as a user waits', value: frontier / alone, unit: '×' },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
