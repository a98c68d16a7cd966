import { fleetOf, type FleetProblem } from '../src/domain/fleet-problem.ts';
import type { PlanProblem } from '../src/domain/plan-problem.ts';
import { openModel } from '../src/lp/highs-solver.ts';
import { scenarioCuts } from '../src/optimise/decomposition/scenario-cuts.ts';
import {
  solveFleetPlanByDecomposition,
  type DecompositionRequest,
  type DecompositionSolution,
} from '../src/optimise/decomposition/solve-plan-by-decomposition.ts';
import { extensiveForm } from '../src/optimise/extensive-form.ts';
import type { BenchRow } from './bench-row.ts';
import { syntheticDay } from './synthetic-day.ts';

const relativeGap = 1e-4;

/** Seconds on the clock, and of the processor: the second tells on a machine with other work. */
interface Time {
  readonly seconds: number;
  readonly processorSeconds: number;
}

/**
 * The plan under one CVaR limit on a synthetic day, T = 48, six services, one thread: the extensive form in HiGHS and
 * the decomposition side by side on 100 scenarios, then the decomposition on 1,000. The limit lies halfway between
 * the least CVaR and that of the greatest mean. `one limit` answers the question alone; a problem file also asks for
 * both ends of the frontier.
 */
export async function runPlanBenchmark(): Promise<BenchRow[]> {
  const table = new Table();
  const small = syntheticDay({ scenarioCount: 100, serviceCount: 6 });
  await sideBySide(table, small, 60);

  const day = syntheticDay({ scenarioCount: 1000, serviceCount: 6 });
  const limit = await middleLimit(fleetOf(day));
  table.add('S = 1,000, one evaluation of values and gradients', timeEvaluation(day), 's');
  const one = await decompose(table, 'S = 1,000, one limit', fleetOf(day), { limit, ends: false });
  const whole = await decompose(table, 'S = 1,000, one limit and both ends', fleetOf(day), { limit });
  const frontier = await decompose(table, 'S = 1,000, 15 points, limit and ends', fleetOf(day), {
    limit,
    frontierPoints: 15,
  });
  table.ratio('15 points / one limit and both ends', frontier, whole);
  table.ratio('15 points / one limit', frontier, one);
  for (const deviationLimitMW of [25, 5]) {
    const limited = fleetOf({ ...day, deviationLimitMW });
    const title = `S = 1,000, one limit, deviation at most ${deviationLimitMW} MW`;
    const time = await decompose(table, title, limited, { limit: await middleLimit(limited), ends: false });
    table.ratio(`deviation at most ${deviationLimitMW} MW / none`, time, one);
  }
  return table.rows;
}

/**
 * The long rows, some 20 minutes: the extensive form on 1,000 scenarios, given up after 300 s a method; the
 * decomposition on up to 10,000 scenarios; three batteries over a week.
 */
export async function runLongPlanBenchmark(): Promise<BenchRow[]> {
  const table = new Table();
  const perScenario: number[] = [];
  for (const scenarioCount of [1000, 2000, 4000, 8000, 10_000]) {
    const day = syntheticDay({ scenarioCount, serviceCount: 6 });
    const title = `S = ${scenarioCount.toLocaleString('en-GB')}`;
    table.add(`${title}, one evaluation of values and gradients`, timeEvaluation(day), 's');
    const limit = await middleLimit(fleetOf(day));
    const time = await decompose(table, `${title}, one limit`, fleetOf(day), { limit, ends: false });
    perScenario.push(time.processorSeconds / scenarioCount);
  }
  table.add('processor time a scenario, S = 8,000 / S = 1,000', perScenario[3] / perScenario[0], '×');
  table.add('peak memory so far', process.resourceUsage().maxRSS / 1024, 'MB');
  const week = fleetOfThree();
  await decompose(table, '2 services, 3 batteries, T = 336, S = 1,000', week, {
    limit: await middleLimit(week, false),
    ends: false,
  });
  await sideBySide(table, syntheticDay({ scenarioCount: 1000, serviceCount: 6 }), 300);
  return table.rows;
}

class Table {
  readonly rows: BenchRow[] = [];

  add(name: string, value: number, unit: string): void {
    this.rows.push({ name, value, unit });
  }

  ratio(name: string, time: Time, other: Time): void {
    this.add(`${name}, processor time`, time.processorSeconds / other.processorSeconds, '×');
  }
}

/** The extensive form by both methods of HiGHS and the decomposition, one limit, one after the other. */
async function sideBySide(table: Table, day: PlanProblem, givenUpAfterSeconds: number): Promise<void> {
  const title = `S = ${day.scenarioCount.toLocaleString('en-GB')}`;
  const limit = await middleLimit(fleetOf(day));
  const decomposed = await decompose(table, `${title}, decomposition`, fleetOf(day), { limit, ends: false });
  let fastest = Infinity;
  let finished = true;
  for (const method of ['ipm', 'simplex'] as const) {
    const {
      seconds,
      processorSeconds: own,
      end,
      mean,
    } = await timeExtensiveForm(day, limit, method, givenUpAfterSeconds);
    const name = `${title}, extensive form, ${method}${end === 'optimal' ? '' : `, ${end}`}`;
    table.add(name, seconds, `s, ${own.toFixed(1)} s of processor`);
    if (end !== 'optimal') finished = false;
    if (end === 'optimal')
      table.add(`${title}, relative difference of the means`, Math.abs(decomposed.solution.best.mean / mean - 1), '');
    // Without memory it would not have been faster than the time at which another is given up.
    fastest = Math.min(fastest, end === 'optimal' ? seconds : Math.max(seconds, givenUpAfterSeconds));
  }
  const ratio = `${title}, extensive form / decomposition${finished ? '' : ', at least'}`;
  table.add(ratio, fastest / decomposed.seconds, '× on the clock');
}

/**
 * Halfway between the ends of the frontier, found to 1e-3; without the ends, lower than the CVaR of the greatest mean by
 * a twentieth of that mean. It also warms the code up.
 */
export async function middleLimit(fleet: FleetProblem, ends = true): Promise<number> {
  const request = { limit: null, frontierPoints: 0, relativeGap: 1e-3 };
  const found = await solveFleetPlanByDecomposition(fleet, { ...request, ends });
  const greatest = found.best.conditionalValueAtRisk;
  return ends ? 0.5 * (found.minimumConditionalValueAtRisk + greatest) : greatest - 0.05 * Math.abs(found.best.mean);
}

async function decompose(
  table: Table,
  title: string,
  fleet: FleetProblem,
  request: Partial<DecompositionRequest>,
): Promise<Time & { readonly solution: DecompositionSolution<readonly unknown[]> }> {
  const before = processorSeconds();
  const started = performance.now();
  const solution = await solveFleetPlanByDecomposition(fleet, {
    limit: null,
    frontierPoints: 0,
    relativeGap,
    ...request,
  });
  const time = { seconds: (performance.now() - started) / 1000, processorSeconds: processorSeconds() - before };
  table.add(
    title,
    time.seconds,
    `s, ${time.processorSeconds.toFixed(2)} s of processor, ${solution.evaluations} evaluations`,
  );
  if (solution.relativeGap > relativeGap) table.add(`${title}, relative gap not reached`, solution.relativeGap, '');
  return { ...time, solution };
}

function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Greatest mean under the limit, assembling included. */
async function timeExtensiveForm(
  problem: PlanProblem,
  limit: number,
  method: 'ipm' | 'simplex',
  timeLimitSeconds: number,
): Promise<Time & { end: string; mean: number }> {
  const started = performance.now();
  const before = processorSeconds();
  const ended = (end: string, mean = NaN) => ({
    seconds: (performance.now() - started) / 1000,
    processorSeconds: processorSeconds() - before,
    end,
    mean,
  });
  try {
    const form = extensiveForm(problem);
    const model = await openModel(form.program, { timeLimitSeconds });
    try {
      const costs = new Float64Array(form.program.columnCount);
      costs.set(problem.weights, form.profitColumn);
      model.setCosts(costs);
      model.setRowBounds(form.measures[0].riskRow, -Infinity, limit / form.moneyScale);
      const { status, objective } = model.solve({ method });
      return ended(status === 'timeLimit' ? 'given up' : status, objective * form.moneyScale);
    } finally {
      model.dispose();
    }
  } catch (error) {
    return ended(`aborted (${error instanceof Error ? error.message : String(error)})`);
  }
}

function timeEvaluation(problem: PlanProblem): number {
  const evaluate = scenarioCuts(problem, 0, problem.scenarioCount);
  const plan = {
    dayAheadMW: new Float64Array(problem.intervalStarts.length - 1).fill(5),
    stepsMW: new Float64Array(0),
    reservedMW: problem.services.map(({ blockStarts }) => new Float64Array(blockStarts.length - 1).fill(3)),
  };
  evaluate(plan);
  const before = processorSeconds();
  for (let i = 0; i < 3; i++) evaluate(plan);
  return (processorSeconds() - before) / 3;
}

/** Three batteries of different size and duration on one week. */
function fleetOfThree(): FleetProblem {
  const week = syntheticDay({ scenarioCount: 1000, serviceCount: 2, periodCount: 336 });
  const assets = [1, 0.6, 0.3].map((share, i): PlanProblem => {
    const energyCapacityMWh = 100 * share * (1 + 0.5 * i);
    return {
      ...week,
      battery: {
        ...week.battery,
        name: `battery ${i + 1}`,
        maxChargeMW: 50 * share,
        maxDischargeMW: 50 * share,
        energyCapacityMWh,
        minStateOfChargeMWh: 0,
        maxStateOfChargeMWh: energyCapacityMWh,
        initialStateOfChargeMWh: energyCapacityMWh / 2,
      },
      maxChargeMW: week.maxChargeMW.map((power) => power * share),
      maxDischargeMW: week.maxDischargeMW.map((power) => power * share),
      services: week.services.map((service) => ({ ...service, maxMW: service.maxMW * share })),
    };
  });
  return { ...fleetOf(week), assets };
}
