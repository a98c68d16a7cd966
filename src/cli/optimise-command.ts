import { resolve } from 'node:path';
import { requireReachableEnd } from '../dispatch/reachable-end.ts';
import type { Plan, PlanProblem } from '../domain/plan-problem.ts';
import { ConfigError } from '../errors.ts';
import { readJsonFile } from '../io/json-file.ts';
import { solvePlanByDecomposition } from '../optimise/decomposition/solve-plan-by-decomposition.ts';
import { evaluateRecourse } from '../optimise/evaluate-plan.ts';
import { parsePlanProblem } from '../optimise/plan-problem-schema.ts';
import { solvePlan, type FrontierPlan } from '../optimise/solve-plan.ts';
import { measureRisk } from '../risk/measure-risk.ts';
import type { CommandModule } from './command.ts';
import { wholeNumberOption } from './options.ts';

const methods = ['auto', 'extensive', 'decomposition'] as const;
type Method = (typeof methods)[number];

/** Prices (scenarios × periods) up to which `auto` takes the extensive form: above, it takes minutes. */
const mostExtensivePrices = 10_000;
/** Gap at which a decomposition counts as optimal, relative. */
const optimalGap = 1e-6;

/** `optimise FILE`: one CVaR problem from explicit scenarios, by the extensive form or by decomposition. */
export const optimiseCommand: CommandModule = {
  name: 'optimise',
  description: 'solve one day-ahead plan under a CVaR limit from explicit scenarios',
  declare(command) {
    command
      .argument('<file>', 'problem, JSON')
      .option('--method <name>', `one of ${methods.join(', ')}; auto goes by size`, 'auto')
      .option('--time-limit <seconds>', 'longest time for one solve', '600');
  },
  async run([file], options, context) {
    const started = performance.now();
    const { problem, limit, frontierPoints } = parsePlanProblem(
      await readJsonFile(resolve(context.cwd, file), file),
      file,
    );
    requireReachableEnd(problem.battery, problem.periodHours, problem.periodCount, file, 'batteries[0]');
    const timeLimitSeconds = wholeNumberOption({ 'time-limit': options.timeLimit }, 'time-limit', 1) as number;
    const method = methodOf(options.method, problem);
    const request = {
      limit,
      frontierPoints,
      onProgress: (done: number, total: number) => context.log.progress(method, done, total),
    };
    const late = (): boolean => performance.now() - started > 1000 * timeLimitSeconds;
    const solution =
      method === 'extensive'
        ? { ...(await solvePlan(problem, { ...request, timeLimitSeconds })), relativeGap: 0 }
        : await solvePlanByDecomposition(problem, { ...request, relativeGap: optimalGap, shouldStop: late });
    const status =
      method === 'decomposition' && solution.relativeGap > optimalGap && late() ? 'timeLimit' : solution.status;
    const { outcome, profit, risk } = settled(problem, solution.best.plan);
    const result = {
      status,
      method,
      plan: planJson(problem, solution.best.plan),
      mean: risk.mean,
      valueAtRisk: risk.valueAtRisk,
      conditionalValueAtRisk: risk.conditionalValueAtRisk,
      shadowPrice: solution.best.shadowPrice,
      frontier: solution.frontier.map((point: FrontierPlan) => {
        const { mean, conditionalValueAtRisk } = settled(problem, point.plan).risk;
        return {
          limit: point.limit,
          mean,
          conditionalValueAtRisk,
          shadowPrice: point.shadowPrice,
          plan: planJson(problem, point.plan),
        };
      }),
      minimumConditionalValueAtRisk: solution.minimumConditionalValueAtRisk,
      shortfall: {
        scenarioShare: outcome.shortfallMWh.reduce((sum, value, s) => sum + (value > 0 ? problem.weights[s] : 0), 0),
        largestMWh: outcome.shortfallMWh.reduce((most, value) => Math.max(most, value), 0),
      },
      iterations: solution.iterations,
      relativeGap: solution.relativeGap,
      solveSeconds: (performance.now() - started) / 1000,
      profitAndLoss: Array.from(profit),
    };
    if (context.json) context.print(JSON.stringify(result));
    else {
      const line = (label: string, value: string): string => `  ${label.padEnd(34)}${value}`;
      context.print(
        [
          `status ${result.status}, by ${method === 'extensive' ? 'the extensive form' : 'decomposition'}`,
          line('mean', result.mean.toFixed(2)),
          line(`CVaR ${problem.confidenceLevel} (loss)`, result.conditionalValueAtRisk.toFixed(2)),
          line('least CVaR of any plan', result.minimumConditionalValueAtRisk.toFixed(2)),
          line(
            'shadow price of the limit',
            result.shadowPrice === null ? 'not defined: the safest plan' : result.shadowPrice.toFixed(4),
          ),
          line('day-ahead MW by interval', result.plan.dayAheadMW.map((value) => value.toFixed(2)).join(' ')),
          ...Object.entries(result.plan.reservedMW).map(([name, values]) =>
            line(`${name} MW by block`, values.map((value) => value.toFixed(2)).join(' ')),
          ),
        ].join('\n'),
      );
    }
    return solution.status === 'limitUnattainable' ? 3 : 0;
  },
};

/** The method asked for, or by size; throws a ConfigError for an unknown one. */
function methodOf(name: unknown, problem: PlanProblem): Exclude<Method, 'auto'> {
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
  return problem.scenarioCount * problem.periodCount <= mostExtensivePrices ? 'extensive' : 'decomposition';
}

/** A plan settled with the best recourse of every scenario, by the kernel: figures and profits of one and the same dispatch. */
function settled(problem: PlanProblem, plan: Plan) {
  const outcome = evaluateRecourse(problem, plan, 'relaxed');
  const T = problem.periodCount;
  const profit = Float64Array.from({ length: problem.scenarioCount }, (_, s) =>
    outcome.profitByPeriod.subarray(s * T, (s + 1) * T).reduce((sum, value) => sum + value, 0),
  );
  const risk = measureRisk({
    streams: [{ name: 'profit', values: profit }],
    weights: problem.weights,
    confidenceLevel: problem.confidenceLevel,
  });
  return { outcome, profit, risk };
}

function planJson(problem: PlanProblem, plan: Plan) {
  const { decision } = problem;
  const reservedMW = Object.fromEntries(
    problem.services.map((service, k) => [service.name, Array.from(plan.reservedMW[k])]),
  );
  if (decision.kind === 'position') return { dayAheadMW: Array.from(plan.dayAheadMW), reservedMW };
  const steps = decision.thresholds.length;
  const bidCurve = Array.from(plan.dayAheadMW, (baseMW, interval) => ({
    interval,
    baseMW,
    steps: Array.from(decision.thresholds, (threshold, i) => ({
      threshold,
      volumeMW: plan.stepsMW[interval * steps + i],
    })),
  }));
  return { dayAheadMW: Array.from(plan.dayAheadMW), bidCurve, reservedMW };
}
