import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlanProblem } from '../src/domain/plan-problem.ts';
import type { BenchRow } from './bench-row.ts';
import { syntheticDay } from './synthetic-day.ts';

const rounds = 2;
const sizes = [2000, 10_000];

/** Seconds on the clock, and of the processor: the second tells on a machine with other work. */
interface Times {
  readonly clock: number;
  readonly processor: number;
  /** Of the processor, what the main thread took: the rest is of workers, compiler and garbage collector. */
  readonly main: number;
}

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
      writeFileSync(file, JSON.stringify(problemFile(syntheticDay({ scenarioCount, serviceCount: 6 }))));
      const times: Times[][] = [[], []];
      for (let round = 0; round < rounds; round++)
        [1, 2].forEach((workers, i) => times[i].push(optimise(file, workers)));
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

function quickest(times: readonly Times[]): Times {
  return {
    clock: Math.min(...times.map(({ clock }) => clock)),
    processor: Math.min(...times.map(({ processor }) => processor)),
    main: Math.min(...times.map(({ main }) => main)),
  };
}

/** The command in a process that tells at its end how much processor all of its threads took. */
function optimise(file: string, workers: number): Times {
  const program = new URL('../dist/cli.js', import.meta.url).href;
  const args = ['optimise', file, '--gap', '1e-4', '--workers', String(workers)];
  const script = `
    import { readFileSync } from 'node:fs';
    process.argv = [process.execPath, 'bess-risk', ...${JSON.stringify(args)}];
    process.on('exit', () => {
      const { user, system } = process.cpuUsage();
      const ticks = readFileSync('/proc/self/task/' + process.pid + '/stat', 'utf8').split(') ')[1].split(' ');
      console.log('processor ' + (user + system) / 1e6 + ' main ' + (Number(ticks[11]) + Number(ticks[12])) / 100);
    });
    await import(${JSON.stringify(program)});`;
  const started = performance.now();
  const printed = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const clock = (performance.now() - started) / 1000;
  const [, processor, main] = /^processor (.*) main (.*)$/m.exec(String(printed))!;
  return { clock, processor: Number(processor), main: Number(main) };
}

/** The problem as `optimise` reads it. */
function problemFile(problem: PlanProblem) {
  const { scenarioCount: S, services, dayAhead, imbalance, battery } = problem;
  const rows = (values: Float64Array): number[][] => {
    const columns = values.length / S;
    return Array.from({ length: S }, (_, s) => Array.from(values.subarray(s * columns, (s + 1) * columns)));
  };
  return {
    periodHours: problem.periodHours,
    confidenceLevel: problem.confidenceLevel,
    batteries: [battery],
    scenarios: {
      dayAhead: rows(dayAhead),
      imbalance: rows(imbalance),
      services: services.map(({ name, direction, blockStarts, sustainHours, maxMW, availability, activation }) => ({
        name,
        direction,
        blockStarts: Array.from(blockStarts.slice(0, -1)),
        sustainHours,
        maxMW,
        availability: rows(availability),
        activation: Array.from(activation),
      })),
    },
    decision: { dayAhead: 'position', intervalHours: 1 },
    shortfallPenalty: problem.shortfallPenalty,
    risk: { riskAversion: 0.5 },
  };
}
