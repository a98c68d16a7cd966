import type { Plan, PlanProblem } from '../domain/plan-problem.ts';
import {
  openModel,
  requireOptimal,
  type LinearSolution,
  type SolverModel,
  type SolverOptions,
} from '../lp/highs-solver.ts';
import { conditionalValueAtRisk } from '../risk/conditional-value-at-risk.ts';
import { extensiveForm, planOf, type DispatchKind, type ExtensiveForm } from './extensive-form.ts';

/** One point of the mean-CVaR frontier, in sample. Money in currency. */
export interface FrontierPlan {
  readonly plan: Plan;
  /** The CVaR limit that the point answers. */
  readonly limit: number;
  readonly mean: number;
  readonly conditionalValueAtRisk: number;
  /** d(mean)/d(limit) ≥ 0; null at the plan of least CVaR. */
  readonly shadowPrice: number | null;
}

/** The frontier of a plan problem and, where a limit was asked for, the plan that keeps it. */
export interface PlanSolution {
  readonly status: 'optimal' | 'limitUnattainable';
  /** Greatest mean under the limit; the plan of least CVaR where the limit is out of reach. */
  readonly best: FrontierPlan;
  readonly frontier: readonly FrontierPlan[];
  readonly minimumConditionalValueAtRisk: number;
  readonly iterations: number;
}

export interface PlanRequest {
  /** Most that CVaR may be, currency; null: no limit. */
  readonly limit: number | null;
  /** 0: no frontier. */
  readonly frontierPoints: number;
  readonly timeLimitSeconds: number;
  /** Whose dispatch the plan is made for. Default: recourse. */
  readonly dispatch?: DispatchKind;
  readonly onProgress?: (done: number, total: number) => void;
}

/** Feasibility tolerance of HiGHS: penalties are thousands of times a price, so its default 1e-7 shows in pounds. */
const solverTolerance = 1e-9;
const samePointTolerance = 1e-6;

/**
 * Solves the two-stage plan by the extensive form in HiGHS: the ends of the frontier first (greatest mean
 * among plans of least CVaR; least CVaR among plans of greatest mean), then limits equally spaced between
 * them, then the limit asked for. One model answers all questions.
 *
 * @throws SolverError where a solve ends neither optimal nor at the time limit
 */
export async function solvePlan(problem: PlanProblem, request: PlanRequest): Promise<PlanSolution> {
  const form = extensiveForm(problem, request.dispatch);
  const options: SolverOptions = { timeLimitSeconds: request.timeLimitSeconds, tolerance: solverTolerance };
  const model = await openModel(form.program, options);
  try {
    return new FrontierSearch(problem, form, model, request).run();
  } finally {
    model.dispose();
  }
}

type Question = 'mean' | 'risk';

class FrontierSearch {
  private iterations = 0;
  private solved = 0;
  private readonly problem: PlanProblem;
  private readonly form: ExtensiveForm;
  private readonly model: SolverModel;
  private readonly request: PlanRequest;

  constructor(problem: PlanProblem, form: ExtensiveForm, model: SolverModel, request: PlanRequest) {
    this.problem = problem;
    this.form = form;
    this.model = model;
    this.request = request;
  }

  run(): PlanSolution {
    const { limit, frontierPoints } = this.request;
    const richest = this.ask('mean', Infinity, -Infinity, 'cold');
    const last = this.ask('risk', Infinity, richest.mean - slackOn(richest.mean));
    const basisOfLast = this.model.basis();
    const safest = this.ask('risk', Infinity, -Infinity, 'cold');
    // From the far end inwards each basis is a good start for the next limit.
    this.model.restore(basisOfLast);
    const inner = this.innerPoints(safest.risk, last.risk, frontierPoints);
    const first = this.ask('mean', safest.risk + slackOn(safest.risk), -Infinity);
    const frontier = frontierPoints === 0 ? [] : this.frontier(first, inner, last);
    const scale = this.form.moneyScale;
    const minimumConditionalValueAtRisk = safest.risk * scale;
    const result = (status: PlanSolution['status'], best: FrontierPlan): PlanSolution => ({
      status,
      best,
      frontier,
      minimumConditionalValueAtRisk,
      iterations: this.iterations,
    });
    if (limit === null || limit / scale >= last.risk)
      return result('optimal', this.point(last, limit ?? last.risk * scale, 0));
    if (limit / scale < safest.risk - slackOn(safest.risk))
      return result('limitUnattainable', this.point(first, first.risk * scale, null));
    const answer = this.ask('mean', Math.max(limit / scale, safest.risk), -Infinity);
    return result('optimal', this.point(answer, limit, answer.shadowPrice));
  }

  /** Answers to the limits strictly between the ends, ascending; none where the ends agree. */
  private innerPoints(lowest: number, highest: number, points: number): Answer[] {
    if (points < 3 || coincide(lowest, highest)) return [];
    return Array.from({ length: points - 2 }, (_, i) =>
      this.ask('mean', lowest + ((points - 2 - i) / (points - 1)) * (highest - lowest), -Infinity),
    ).toReversed();
  }

  private frontier(first: Answer, inner: readonly Answer[], last: Answer): FrontierPlan[] {
    const scale = this.form.moneyScale;
    const end = this.point(last, last.risk * scale, this.slopeBefore(last, inner.at(-1) ?? first));
    if (this.request.frontierPoints === 1 || coincide(first.risk, last.risk)) return [{ ...end, shadowPrice: null }];
    return [
      this.point(first, first.risk * scale, null),
      ...inner.map((answer) => this.point(answer, answer.limit * scale, answer.shadowPrice)),
      end,
    ];
  }

  /** At the far end the limit just stops binding: half of the slope before it lies between its two slopes. */
  private slopeBefore(last: Answer, before: Answer): number {
    return last.risk > before.risk ? Math.max(0, (0.5 * (last.mean - before.mean)) / (last.risk - before.risk)) : 0;
  }

  private point(answer: Answer, limit: number, shadowPrice: number | null): FrontierPlan {
    const scale = this.form.moneyScale;
    return {
      plan: answer.plan,
      limit,
      mean: answer.mean * scale,
      conditionalValueAtRisk: answer.risk * scale,
      shadowPrice,
    };
  }

  /** Greatest mean, or least CVaR, under CVaR ≤ riskLimit and mean ≥ meanFloor (money of the program). */
  private ask(question: Question, riskLimit: number, meanFloor: number, start: 'hot' | 'cold' = 'hot'): Answer {
    const { form, model, problem } = this;
    const { scenarioCount: S, weights, confidenceLevel } = problem;
    const costs = new Float64Array(form.program.columnCount);
    if (question === 'mean') for (let s = 0; s < S; s++) costs[form.profitColumn + s] = weights[s];
    else {
      costs[form.thresholdColumn] = -1;
      for (let s = 0; s < S; s++) costs[form.excessColumn + s] = -weights[s] / (1 - confidenceLevel);
    }
    model.setCosts(costs);
    model.setRowBounds(form.riskRow, -Infinity, riskLimit);
    model.setRowBounds(form.meanRow, meanFloor, Infinity);
    const solution = this.solve(start);
    this.request.onProgress?.(++this.solved, this.request.frontierPoints + 3);
    return this.answer(solution, riskLimit);
  }

  private solve(start: 'hot' | 'cold'): LinearSolution {
    const { form, model } = this;
    // A cold start is fastest by interior point; from a basis that is nearly right the simplex is.
    if (start === 'cold') model.clear();
    let solution = model.solve({ method: start === 'cold' ? 'ipm' : 'simplex' });
    this.iterations += solution.iterations;
    if (solution.status === 'unknown') {
      model.clear();
      solution = model.solve({ method: 'simplex' });
      this.iterations += solution.iterations;
    }
    return requireOptimal(solution, form.program, 'the plan');
  }

  private answer(solution: LinearSolution, limit: number): Answer {
    const { form, problem } = this;
    const { weights, confidenceLevel, scenarioCount: S } = problem;
    const { values } = solution;
    const profits = values.subarray(form.profitColumn, form.profitColumn + S);
    let mean = 0;
    for (let s = 0; s < S; s++) mean += weights[s] * profits[s];
    return {
      plan: planOf(form, problem, values),
      mean,
      risk: conditionalValueAtRisk(
        profits.map((profit) => -profit),
        weights,
        confidenceLevel,
      ),
      limit,
      shadowPrice: Math.max(0, solution.rowDuals[form.riskRow]),
    };
  }
}

interface Answer {
  readonly plan: Plan;
  readonly mean: number;
  readonly risk: number;
  readonly limit: number;
  readonly shadowPrice: number;
}

/** Slack on an optimal value (money of the program) that is held while a second one is sought. */
function slackOn(value: number): number {
  return 2 * solverTolerance * Math.max(1, Math.abs(value));
}

/** True where the ends of a frontier agree so closely that it is one point. */
function coincide(lowest: number, highest: number): boolean {
  return highest - lowest <= samePointTolerance * Math.max(Math.abs(lowest), Math.abs(highest), 1e-3);
}
