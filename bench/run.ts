import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchRow } from './bench-row.ts';
import { runDispatchBenchmark } from './dispatch-kernel.ts';

// `npm run bench`: what the documents quote. Name parts to run only those: `npm run bench -- run dispatch`.
const parts: Record<string, () => Promise<BenchRow[]>> = {
  run: defaultRun,
  dispatch: runDispatchBenchmark,
  plan: async () => (await import('./plan-decomposition.ts')).runPlanBenchmark(),
  'plan-long': async () => (await import('./plan-decomposition.ts')).runLongPlanBenchmark(),
  'plan-workers': async () => (await import('./plan-workers.ts')).runPlanWorkersBenchmark(),
  'plan-command': async () => (await import('./plan-command.ts')).runPlanCommandBenchmark(),
  scenarios: async () => (await import('./scenarios.ts')).runScenarioBenchmark(),
};

/** Long ones, and those that need processors free. */
const onlyByName = ['plan-long', 'plan-workers'];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in parts));
if (unknown.length > 0)
  throw new Error(`unknown part ${unknown.join(', ')}; parts are ${Object.keys(parts).join(', ')}`);
console.log(`Node ${process.version}, ${availableParallelism()} processors`);
for (const [name, part] of Object.entries(parts)) {
  if (wanted.length > 0 ? !wanted.includes(name) : onlyByName.includes(name)) continue;
  console.log(`\n${name}`);
  for (const row of await part()) console.log(`  ${row.name.padEnd(56)} ${format(row.value).padStart(12)} ${row.unit}`);
}

/** The default run of the built program, everything fresh, in a temporary folder. */
async function defaultRun(): Promise<BenchRow[]> {
  const out = mkdtempSync(join(tmpdir(), 'bess-risk-bench-'));
  try {
    execFileSync(process.execPath, ['dist/cli.js', 'run', '--fresh', '--out', out], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const manifest = JSON.parse(readFileSync(join(out, '2026-01-15', 'manifest.json'), 'utf8')) as {
      seconds: number;
      peakMemoryMB: number;
      workers: number;
      stages: { stage: string; seconds: number }[];
    };
    return [
      { name: 'default run', value: manifest.seconds, unit: 's' },
      { name: 'peak memory', value: manifest.peakMemoryMB, unit: 'MB' },
      { name: 'workers', value: manifest.workers, unit: 'threads' },
      ...manifest.stages.map(({ stage, seconds }) => ({ name: `stage ${stage}`, value: seconds, unit: 's' })),
    ];
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

function format(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
