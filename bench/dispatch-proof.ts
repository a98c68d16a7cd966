import { loadavg } from 'node:os';
import { createConcaveWorkspace, solveConcaveStorage } from '../src/dispatch/concave-kernel.ts';
import { retentionOf } from '../src/dispatch/dispatch-problem.ts';
import type { DispatchProblem } from '../src/dispatch/dispatch-problem.ts';
import { parseDispatchProblem } from '../src/dispatch/dispatch-problem-schema.ts';
import type { DispatchResult } from '../src/dispatch/dispatch-result.ts';
import { solveDispatch } from '../src/dispatch/solve-dispatch.ts';
import { lastLowerMWh, lastUpperMWh, terminalSlope } from '../src/dispatch/storage-problem.ts';
import type { StageCurves, StorageProblem } from '../src/dispatch/storage-problem.ts';
import { DataError } from '../src/errors.ts';
import { randomDispatchProblem } from '../test/dispatch/random-dispatch-problem.ts';
import type { Structure } from '../test/dispatch/random-dispatch-problem.ts';
import { seededUniform } from '../test/dispatch/seeded-uniform.ts';
import { tighten } from './tight-bounds.ts';

// `npx tsx bench/dispatch-proof.ts --concave 10000 --exact 2000 --meter 1000`: `exact` against HiGHS on random problems
// (docs/method/dispatch.md). Exits with 1 where a difference exceeds its limit.
const LIMITS = {
  'objective against lp': 1e-9,
  'objective against milp': 1e-7,
  'bound less objective': 1e-9,
  'dual objective less objective': 1e-9,
  'perturbed optimum above its supergradient': 1e-9,
} as const;
type Check = keyof typeof LIMITS;

/** Worst relative difference and number of comparisons, by kind of problem and check. */
const worst = new Map<string, { check: Check; kind: string; count: number; worst: number; seed: number }>();
let infeasible = 0;
let breaches = 0;

const concaveCount = countOf('--concave', 500);
const exactCount = countOf('--exact', 100);
const meterCount = countOf('--meter', 50);
const startedAt = loadavg()[0];
for (let seed = 1; seed <= concaveCount; seed++) {
  const structure = (['one', 'one', 'one', 'long'] as const)[seed % 4];
  await compare(seed, 2 * (1 + (seed % 17)), structure, false, 'lp');
}
for (let seed = 1; seed <= exactCount; seed++) {
  const structure = (['one', 'two', 'one', 'nested', 'two', 'deep', 'uneven', 'long'] as const)[seed % 8];
  await compare(1_000_000 + seed, [8, 12, 10][seed % 3], structure, seed % 5 > 0, 'milp');
}
for (let seed = 1; seed <= meterCount; seed++)
  await compare(2_000_000 + seed, [8, 12, 10][seed % 3], 'one', seed % 5 > 0, 'meter');
print();
process.exitCode = breaches > 0 ? 1 : 0;

function countOf(option: string, usual: number): number {
  const at = process.argv.indexOf(option);
  const count = at === -1 ? usual : Number(process.argv[at + 1]);
  if (!Number.isInteger(count) || count < 0) throw new Error(`${option} takes a number of problems`);
  return count;
}

async function compare(
  seed: number,
  periodCount: number,
  structure: Structure,
  negative: boolean,
  group: 'lp' | 'milp' | 'meter',
): Promise<void> {
  const reference = group === 'lp' ? 'lp' : 'milp';
  const random = seededUniform(seed + 7_000_000);
  const raw = randomDispatchProblem(seed, periodCount, structure, negative);
  const bounds = tighten(raw, periodCount, random);
  if (group === 'meter') putBehindMeter(raw, random);
  const problem = parseDispatchProblem(raw, `seed ${seed}`);
  const { terminal, standingLossPerHour } = problem.batteries[0];
  const kinds = [
    `all, ${group}`,
    `${group}, end ${terminal.kind}`,
    `${group}, ${bounds}`,
    ...(standingLossPerHour > 0 ? [`${group}, standing loss`] : []),
    ...(group === 'milp' ? [`milp, markets '${structure}'`] : []),
  ];
  const note = (check: Check, difference: number): void => {
    for (const kind of kinds) record(check, kind, difference, seed);
    if (!(difference <= LIMITS[check])) {
      breaches++;
      console.log(`breach: ${check} ${difference}, seed ${seed}, ${kinds.join('; ')}`);
    }
  };
  const [exact, other] = [await solved(problem, 'exact'), await solved(problem, reference)];
  if (exact === null && other === null) {
    infeasible++;
    return;
  }
  if (exact === null || other === null) {
    note(`objective against ${reference}`, Infinity);
    return;
  }
  const scale = Math.max(1, Math.abs(other.objective));
  note(`objective against ${reference}`, Math.abs(exact.objective - other.objective) / scale);
  note('bound less objective', Math.abs(exact.bound! - exact.objective) / scale);
  if (group !== 'lp') return;
  const waterValue = exact.batteries[0].schedule.waterValue!;
  note('dual objective less objective', Math.abs(dualObjective(problem, waterValue) - exact.objective) / scale);
  const { storage, stages } = storageOf(problem);
  const workspace = createConcaveWorkspace(periodCount, 2 * periodCount);
  for (let i = 0; i < 4; i++) {
    const t = Math.floor(random() * periodCount);
    const inflow = (random() - 0.5) * problem.batteries[0].energyCapacityMWh * 10 ** -Math.floor(4 * random());
    storage.inflowMWh.fill(0);
    storage.inflowMWh[t] = inflow;
    const perturbed = solveConcaveStorage(storage, stages, workspace);
    const above = perturbed - (exact.objective + waterValue[t] * inflow);
    note('perturbed optimum above its supergradient', Math.max(0, above) / scale);
  }
}

/** The market becomes the tariff of a site whose exports are paid less: its demand, generation and limits bind the battery. */
function putBehindMeter(raw: Record<string, unknown>, random: () => number): void {
  const [{ prices }] = raw.markets as { prices: number[] }[];
  const [{ maxChargeMW, maxDischargeMW }] = raw.batteries as { maxChargeMW: number; maxDischargeMW: number }[];
  const power = maxChargeMW + maxDischargeMW;
  raw.markets = [];
  raw.site = {
    importLimitMW: power * (1 + 0.5 * random()),
    exportLimitMW: power * (1 + 0.5 * random()),
    demandMW: prices.map(() => power * random()),
    generationMW: prices.map(() => (random() < 0.5 ? power * random() : 0)),
    importPrices: prices,
    exportPrices: prices.map((price) => price - 0.6 * random() * Math.abs(price)),
  };
}

/** Null where the engine says that no schedule keeps window and end. */
async function solved(problem: DispatchProblem, engine: string): Promise<DispatchResult | null> {
  try {
    return await solveDispatch(problem, { engine });
  } catch (error) {
    if (error instanceof DataError || (error as { name?: string }).name === 'ConfigError') return null;
    throw error;
  }
}

/**
 * The Lagrangian bound at the water values m, from the equations alone: each period the best of idling, charging and
 * discharging at full power with energy worth m, each boundary the best state at ρ·m_i − m_{i−1}.
 */
function dualObjective(problem: DispatchProblem, m: readonly number[]): number {
  const { storage } = storageOf(problem);
  const { retention, initialMWh, periodCount } = storage;
  const { maxChargeMW, maxDischargeMW, chargeEfficiency, dischargeEfficiency, throughputCost } = problem.batteries[0];
  const price = pricesOf(problem);
  let bound = retention * m[0] * initialMWh - terminalSlope(storage) * initialMWh;
  for (let t = 0; t < periodCount; t++) {
    const charging = maxChargeMW * problem.periodHours * (chargeEfficiency * m[t] - price[t]);
    const discharging = maxDischargeMW * problem.periodHours * (price[t] - throughputCost - m[t] / dischargeEfficiency);
    bound += Math.max(0, charging, discharging);
    const last = t === periodCount - 1;
    const slope = (last ? terminalSlope(storage) : retention * m[t + 1]) - m[t];
    const lower = last ? lastLowerMWh(storage) : storage.lowerMWh[t + 1];
    const upper = last ? lastUpperMWh(storage) : storage.upperMWh[t + 1];
    bound += Math.max(slope * lower, slope * upper);
  }
  return bound;
}

/** The only market's price in each period. */
function pricesOf({ markets, periodCount }: DispatchProblem): Float64Array {
  const price = new Float64Array(periodCount);
  const [{ starts, prices }] = markets;
  for (let i = 0; i < prices.length; i++) price.fill(prices[i], starts[i], starts[i + 1]);
  return price;
}

/** The problem of one market as two segments a period, written without the engines. */
function storageOf(problem: DispatchProblem): { storage: StorageProblem; stages: StageCurves } {
  const { periodCount, periodHours } = problem;
  const battery = problem.batteries[0];
  const { chargeEfficiency, dischargeEfficiency, throughputCost } = battery;
  const storable = battery.maxChargeMW * periodHours * chargeEfficiency;
  const drawable = (battery.maxDischargeMW * periodHours) / dischargeEfficiency;
  const price = pricesOf(problem);
  const twice = (value: (t: number, i: number) => number): Float64Array =>
    Float64Array.from({ length: 2 * periodCount }, (_, j) => value(j >> 1, j & 1));
  return {
    storage: {
      periodCount,
      initialMWh: battery.initialStateOfChargeMWh,
      retention: retentionOf(battery, periodHours),
      inflowMWh: new Float64Array(periodCount),
      lowerMWh: new Float64Array(periodCount + 1).fill(battery.minStateOfChargeMWh),
      upperMWh: new Float64Array(periodCount + 1).fill(battery.maxStateOfChargeMWh),
      windowPenalty: Infinity,
      terminal: battery.terminal,
    },
    stages: {
      starts: Int32Array.from({ length: periodCount + 1 }, (_, t) => 2 * t),
      slope: twice((t, i) =>
        i === 0 ? price[t] / chargeEfficiency : (price[t] - throughputCost) * dischargeEfficiency,
      ),
      width: twice((_, i) => (i === 0 ? storable : drawable)),
      firstMWh: new Float64Array(periodCount).fill(-storable),
      firstValue: price.map((value) => -value * battery.maxChargeMW * periodHours),
    },
  };
}

function record(check: Check, kind: string, difference: number, seed: number): void {
  const key = `${check}|${kind}`;
  const entry = worst.get(key) ?? { check, kind, count: 0, worst: 0, seed };
  entry.count++;
  if (!(difference <= entry.worst)) {
    entry.worst = difference;
    entry.seed = seed;
  }
  worst.set(key, entry);
}

function print(): void {
  for (const check of Object.keys(LIMITS) as Check[]) {
    console.log(`\n${check}, relative, at most ${LIMITS[check]}`);
    for (const entry of [...worst.values()].filter((row) => row.check === check))
      console.log(
        `  ${entry.kind.padEnd(44)} ${String(entry.count).padStart(7)}   worst ${entry.worst.toExponential(1)} (seed ${entry.seed})`,
      );
  }
  console.log(`\n${infeasible} problems that both found infeasible; ${breaches} breaches`);
  console.log(`load ${startedAt.toFixed(1)} at the start, ${loadavg()[0].toFixed(1)} at the end`);
}
