import { execFileSync } from 'node:child_process';
import type { PlanProblem } from '../src/domain/plan-problem.ts';

/** Seconds on the clock, and of the processor: the second tells on a machine with other work. */
export interface CommandTimes {
  readonly clock: number;
  readonly processor: number;
  /** Of the processor, what the main thread took: the rest is of workers, compiler and garbage collector. */
  readonly main: number;
}

/**
 * `optimise` to a gap of 1e-4 in a process of its own, start and reading included, which tells at its end how much
 * processor all of its threads took. It runs what `npm run build` made, on Linux.
 */
export function timeOptimise(file: string, workers: number): CommandTimes {
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
export function problemFile(problem: PlanProblem, risk: object) {
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
    risk,
  };
}
