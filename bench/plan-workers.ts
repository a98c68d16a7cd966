import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchRow } from './bench-row.ts';
import { syntheticDay } from './synthetic-day.ts';
import { problemFile, timeOptimise, type CommandTimes } from './time-optimise.ts';

const rounds = 2;
const sizes = [2000, 10_000];

/**
 * `optimise` on one thread and on two worker threads, one after the other, each in a process of its own: what a user
 * waits for, start and reading included. T = 48, six services, mean − 0.5 × CVaR, and the least CVaR beside it. The
 * quickest of two rounds counts. It runs what `npm run build` made, on Linux. Fewer scenarios stay on one thread.
 */
export async function runPlanWorkersBenchmark(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bess-risk-bench-'));
  try {
    return sizes.flatMap((scenarioCount) => {
      const file = join(folder, `${scenarioCount}.json`);
      writeFileSync(
        file,
        JSON.stringify(problemFile(syntheticDay({ scenarioCount, serviceCount: 6 }), { riskAversion: 0.5 })),
      );
      const times: CommandTimes[][] = [[], []];
      for (let round = 0; round < rounds; round++)
        [1, 2].forEach((workers, i) => times[i].push(timeOptimise(file, workers)));
      const [one, two] = times.map(quickest);
      const title = `S = ${scenarioCount.toLocaleString('en-GB')}`;
      return [
        { name: `${title}, one thread`, value: one.clock, unit: `s, ${one.processor.toFixed(2)} s of processor` },
        { name: `${title}, two workers`, value: two.clock, unit: `s, ${two.processor.toFixed(2)} s of processor` },
        { name: `${title}, two workers / one thread, clock`, value: two.clock / one.clock, unit: '×' },
        {
          name: `${title}, two workers / one thread, processor time`,
          value: two.processor / one.processor,
          unit: '×',
        },
        {
          name: `${title}, main thread and half of the rest / one thread`,
          value: (two.main + 0.5 * (two.processor - two.main)) / one.processor,
          unit: '× at best, two processors free',
        },
      ];
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function quickest(times: readonly CommandTimes[]): CommandTimes {
  return {
    clock: Math.min(...times.map(({ clock }) => clock)),
    processor: Math.min(...times.map(({ processor }) => processor)),
    main: Math.min(...times.map(({ main }) => main)),
  };
}
