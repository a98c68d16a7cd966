import { resolve } from 'node:path';
import { requireReachableEnd } from '../dispatch/reachable-end.ts';
import { connectionBinds, type FleetProblem } from '../domain/fleet-problem.ts';
import type { Plan } from '../domain/plan-problem.ts';
import { ConfigError } from '../errors.ts';
import { readJsonFile } from '../io/json-file.ts';
import { defaultWorkers } from '../io/worker-pool.ts';
import type { DecompositionRequest } from '../optimise/decomposition/solve-plan-by-decomposition.ts';
import { hasOfferRules } from '../optimise/offer-rules.ts';
import { parsePlanProblem, type PlanFile } from '../optimise/plan-problem-schema.ts';
import type { FirstStageBounds, PlanSolution } from '../optimise/plan-solution.ts';
import { repairOffers, type OfferRepair } from '../optimise/repair-offers.ts';
import { settleFleet } from '../optimise/settle-fleet.ts';
import { solveFleetPlan } from '../optimise/solve-plan.ts';
import type { CommandContext, CommandModule } from './command.ts';
import { openDecomposition, type DecompositionSession } from './decomposition-session.ts';
import { wholeNumberOption, workersOption } from './options.ts';
import { exactRecourse, exactRecourseWarnings } from './exact-recourse.ts';
import { figuresJson } from './plan-figures.ts';
import { planWords } from './plan-words.ts';

const methods = ['auto', 'extensive', 'decomposition'] as const;
type Method = (typeof methods)[number];

/** Prices (scenarios × periods × batteries) up to which `auto` takes the extensive form: above, it takes minutes. */
const mostExtensivePrices = 10_000;
/** Gap at which a decomposition counts as optimal unless another is asked for, relative. */
const usualGap = 1e-6;
/** Of a gap, relative. */
const rounding = 1e-6;

/** `optimise FILE`: one CVaR problem from explicit scenarios, by the extensive form or by decomposition. */
export const optimiseCommand: CommandModule = {
  name: 'optimise',
  description: 'solve one day-ahead plan under a CVaR limit from explicit scenarios',
  declare(command) {
    command
      .argument('<file>', 'problem, JSON')
      .option('--method <name>', `one of ${methods.join(', ')}; auto goes by size`, 'auto')
      .option('--time-limit <seconds>', 'longest time for one solve', '600')
      .option('--gap <share>', 'gap at which a decomposition stops, relative', String(usualGap))
      .addOption(workersOption())
      .option('--store <dir>', 'keep the cuts of a decomposition there; the same command goes on from them');
  },
  async run([file], options, context) {
    const started = performance.now();
    const asked = parsePlanProblem(await readJsonFile(resolve(context.cwd, file), file), file);
    const { fleet } = asked;
    fleet.assets.forEach(({ battery, periodHours, periodCount }, i) =>
      requireReachableEnd(battery, periodHours, periodCount, file, `batteries[${i}]`),
    );
    const timeLimitSeconds = wholeNumberOption({ 'time-limit': options.timeLimit }, 'time-limit', 1) as number;
    const workers = wholeNumberOption(options, 'workers', 1) ?? defaultWorkers();
    const optimalGap = gapOf(options.gap);
    const method = methodOf(options.method, fleet);
    const store = options.store as string | undefined;
    if (method === 'extensive' && store !== undefined)
      context.log.warn('--store: the extensive form has no cuts to keep');
    const session =
      method === 'extensive'
        ? extensiveSession(fleet, timeLimitSeconds, context)
        : await openDecomposition(fleet, { question: asked, timeLimitSeconds, workers, store }, context);
    try {
      const { solution, repair } = await solved(asked, session, optimalGap);
      const status = statusOf(solution, repair, optimalGap, session);
      const outcome = await settleFleet(asked.fleet, solution.best.plan);
      const figures = await figuresJson(asked, solution, outcome);
      const exact = await exactRecourse(asked, solution, outcome, optimalGap);
      for (const text of exactRecourseWarnings(asked, { ...figures, status: solution.status }, exact, optimalGap))
        context.log.warn(text);
      const result = {
        status,
        ...(status === solution.status ? {} : { limitsKept: solution.status === 'optimal' }),
        method,
        ...figures,
        exactRecourse: exact,
        ...(repair === undefined ? {} : { repair }),
        iterations: solution.iterations,
        ...(solution.evaluations === undefined ? {} : { evaluations: solution.evaluations }),
        relativeGap: solution.relativeGap,
        solveSeconds: (performance.now() - started) / 1000,
        profitAndLoss: Array.from(outcome.profit),
      };
      if (context.json) context.print(JSON.stringify(result));
      else context.print(planWords(result, fleet.assets[0].confidenceLevel));
      if (status === 'interrupted') return 130;
      return solution.status === 'limitUnattainable' ? 3 : 0;
    } finally {
      await session.close();
    }
  },
};

type Solution = PlanSolution<readonly Plan[]> & {
  readonly relativeGap: number;
  readonly answerGap?: number;
  readonly evaluations?: number;
};
type Session = Omit<DecompositionSession, 'solve'> & { solve(request: DecompositionRequest): Promise<Solution> };

/** The extensive form as the command asks a decomposition. */
function extensiveSession(fleet: FleetProblem, timeLimitSeconds: number, { log }: CommandContext): Session {
  const started = performance.now();
  const onProgress = (done: number, total: number): void => log.progress('extensive', done, total);
  return {
    solve: async (request) => ({
      ...(await solveFleetPlan(fleet, { ...request, timeLimitSeconds, onProgress })),
      relativeGap: 0,
    }),
    stopped: () => (performance.now() - started > 1000 * timeLimitSeconds ? 'timeLimit' : null),
    close: async () => {},
  };
}

/** The answer, its offers repaired where they have rules. */
async function solved(
  asked: PlanFile,
  session: Session,
  relativeGap: number,
): Promise<{ solution: Solution; repair?: OfferRepair }> {
  const { fleet, limit, limits = [], riskAversion = null, frontierPoints } = asked;
  const request = { limit, limits, riskAversion, frontierPoints, relativeGap };
  // Within bounds only the question is of interest; the frontier is the whole problem's.
  const solve = (bounds?: FirstStageBounds): Promise<Solution> =>
    session.solve(bounds === undefined ? request : { ...request, bounds, frontierPoints: 0, ends: false });
  if (!hasOfferRules(fleet)) return { solution: await solve() };
  return repairOffers(fleet, { question: asked, solve, shouldStop: () => session.stopped() !== null });
}

/** `stalled`: the search for the plan made no more progress, or a master could not be solved. */
function statusOf(
  { status, relativeGap, answerGap = 0 }: Solution,
  repair: OfferRepair | undefined,
  optimalGap: number,
  session: Session,
): PlanSolution['status'] | 'interrupted' | 'timeLimit' | 'stalled' {
  const open = relativeGap > optimalGap;
  const unrepaired = repair !== undefined && repair.bound > repair.repaired;
  return ((open || unrepaired) && session.stopped()) || (answerGap > optimalGap * (1 + rounding) ? 'stalled' : status);
}

/** The method asked for, or by size; throws a ConfigError for an unknown one. */
function methodOf(name: unknown, fleet: FleetProblem): Exclude<Method, 'auto'> {
  const method = methods.find((one) => one === name);
  if (method === undefined) {
    throw new ConfigError('unknown method', {
      field: '--method',
      rule: `one of ${methods.join(', ')}`,
      value: name,
      remedy: 'choose one of these',
    });
  }
  if (method !== 'auto') return method;
  const [{ scenarioCount, periodCount }] = fleet.assets;
  const small = scenarioCount * periodCount * fleet.assets.length <= mostExtensivePrices;
  return small || connectionBinds(fleet) ? 'extensive' : 'decomposition';
}

/** A relative gap; throws a ConfigError for anything else. */
function gapOf(text: unknown): number {
  const gap = text === undefined ? usualGap : Number(text);
  if (gap >= 1e-9 && gap < 1) return gap;
  throw new ConfigError('a command-line option has a wrong value', {
    field: '--gap',
    rule: 'a share of the objective, at least 1e-9 and less than 1',
    value: text,
    remedy: 'write 1e-4 for a hundredth of a per cent',
  });
}
