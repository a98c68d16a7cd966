import type { FleetProblem } from '../domain/fleet-problem.ts';
import type { Plan } from '../domain/plan-problem.ts';
import { requireOptimal, type LinearSolution, type SolverModel } from '../lp/highs-solver.ts';
import { conditionalValueAtRisk } from '../risk/conditional-value-at-risk.ts';
import { plansOf, type ExtensiveForm } from './extensive-form.ts';
import { limitOutcomes } from './limit-outcomes.ts';
import type { FrontierPlan, PlanRequest, PlanSolution } from './plan-solution.ts';
import type { RiskMeasure } from './risk-measure.ts';

/** Feasibility tolerance of HiGHS: penalties are thousands of times a price, so its default 1e-7 shows in pounds. */
export const solverTolerance = 1e-9;
const samePointTolerance = 1e-6;

/** What is maximised: the mean, minus CVaR, mean − riskAversion·CVaR, or minus the largest scaled excess over the limits. */
type Objective = 'mean' | 'safety' | 'balance' | 'leastOverrun';

interface Question {
  readonly maximise: Objective;
  /** By measure, money of the program; Infinity: none. Default: none. */
  readonly riskLimits?: readonly number[];
  readonly meanFloor?: number;
  /** Excess over the limits that is allowed, in units of their scales. Default 0. */
  readonly overrun?: number;
  readonly start?: 'hot' | 'cold';
}

/** What the program says to a question, in its own money. */
interface Answer {
  readonly plans: readonly Plan[];
  readonly mean: number;
  /** By measure. */
  readonly risks: readonly number[];
  /** Of the first measure. */
  readonly risk: number;
  readonly riskPrices: readonly number[];
  readonly overrun: number;
  readonly limit: number;
}

/** The questions of `solveFleetPlan`, in order, put to one model. */
export class ExtensiveSearch {
  private iterations = 0;
  private solved = 0;
  private readonly fleet: FleetProblem;
  private readonly form: ExtensiveForm;
  private readonly measures: readonly RiskMeasure[];
  private readonly model: SolverModel;
  private readonly request: PlanRequest;

  constructor(
    fleet: FleetProblem,
    form: ExtensiveForm,
    measures: readonly RiskMeasure[],
    model: SolverModel,
    request: PlanRequest,
  ) {
    this.fleet = fleet;
    this.form = form;
    this.measures = measures;
    this.model = model;
    this.request = request;
  }

  run(): PlanSolution<readonly Plan[]> {
    const { limit, frontierPoints, riskAversion, limits, ends } = this.request;
    if (ends === false && frontierPoints === 0) return this.answerOnly();
    const richest = this.ask({ maximise: 'mean', start: 'cold' });
    const last = this.ask({ maximise: 'safety', meanFloor: richest.mean - slackOn(richest.mean) });
    const basisOfLast = this.model.basis();
    const safest = this.ask({ maximise: 'safety', start: 'cold' });
    // From the far end inwards each basis is a good start for the next limit.
    this.model.restore(basisOfLast);
    const inner = this.innerPoints(safest.risk, last.risk, frontierPoints);
    const first = this.ask({ maximise: 'mean', riskLimits: [safest.risk + slackOn(safest.risk)] });
    const frontier = frontierPoints === 0 ? [] : this.frontier(first, inner, last);
    const scale = this.form.moneyScale;
    const result = (status: PlanSolution['status'], best: FrontierPlan<readonly Plan[]>) => ({
      status,
      best,
      frontier,
      minimumConditionalValueAtRisk: safest.risk * scale,
      limits: [],
      iterations: this.iterations,
    });
    if (limits !== undefined && limits.length > 0)
      return { ...result('optimal', this.point(last, limit ?? 0, 0)), ...this.underLimits() };
    if (riskAversion !== undefined && riskAversion !== null && riskAversion > 0) {
      const balanced = this.ask({ maximise: 'balance' });
      return result('optimal', this.point(balanced, balanced.risk * scale, riskAversion));
    }
    if (limit === null || limit / scale >= last.risk)
      return result('optimal', this.point(last, limit ?? last.risk * scale, 0));
    if (limit / scale < safest.risk - slackOn(safest.risk))
      return result('limitUnattainable', this.point(first, first.risk * scale, null));
    const answer = this.ask({ maximise: 'mean', riskLimits: [Math.max(limit / scale, safest.risk)] });
    return result('optimal', this.point(answer, limit, answer.riskPrices[0]));
  }

  /** The question and nothing else. */
  private answerOnly(): PlanSolution<readonly Plan[]> {
    const { limit, riskAversion, limits = [] } = this.request;
    const scale = this.form.moneyScale;
    const result = (answer: Answer, shadowPrice: number | null, leastRisk = answer.risk) => ({
      status: 'optimal' as const,
      best: this.point(answer, limit ?? answer.risk * scale, shadowPrice),
      frontier: [],
      minimumConditionalValueAtRisk: leastRisk * scale,
      limits: [],
      iterations: this.iterations,
    });
    if (limits.length > 0) {
      const answered = this.underLimits();
      const least = answered.best.conditionalValueAtRisk;
      return { ...answered, frontier: [], minimumConditionalValueAtRisk: least };
    }
    if (riskAversion !== undefined && riskAversion !== null && riskAversion > 0)
      return result(this.ask({ maximise: 'balance', start: 'cold' }), riskAversion);
    if (limit === null) return result(this.ask({ maximise: 'mean', start: 'cold' }), 0);
    const safest = this.ask({ maximise: 'safety', start: 'cold' });
    const attainable = limit / scale >= safest.risk - slackOn(safest.risk);
    const most = attainable ? Math.max(limit / scale, safest.risk) : safest.risk + slackOn(safest.risk);
    const answer = this.ask({ maximise: 'mean', riskLimits: [most] });
    if (attainable) return result(answer, answer.riskPrices[0], safest.risk);
    return {
      ...result(answer, null, safest.risk),
      status: 'limitUnattainable',
      best: this.point(answer, answer.risk * scale, null),
    };
  }

  /** Greatest mean under several limits; where they are out of reach, the least of the largest scaled excess first. */
  private underLimits(): Pick<PlanSolution<readonly Plan[]>, 'status' | 'best' | 'limits' | 'iterations'> {
    const limits = this.request.limits ?? [];
    const scale = this.form.moneyScale;
    const riskLimits = [Infinity, ...limits.map(({ limit }) => limit / scale)];
    const nearest = this.ask({ maximise: 'leastOverrun', riskLimits, start: 'cold' });
    const attainable = nearest.overrun <= slackOn(nearest.overrun);
    const answer = this.ask({
      maximise: 'mean',
      riskLimits,
      overrun: Math.max(0, nearest.overrun) + slackOn(nearest.overrun),
    });
    return {
      status: attainable ? 'optimal' : 'limitUnattainable',
      best: this.point(answer, answer.risk * scale, null),
      limits: limitOutcomes(
        this.measures.slice(1),
        limits,
        answer.risks.slice(1).map((risk) => risk * scale),
        attainable ? answer.riskPrices.slice(1) : null,
      ),
      iterations: this.iterations,
    };
  }

  /** Answers to the limits strictly between the ends, ascending; none where the ends agree. */
  private innerPoints(lowest: number, highest: number, points: number): Answer[] {
    if (points < 3 || coincide(lowest, highest)) return [];
    return Array.from({ length: points - 2 }, (_, i) =>
      this.ask({
        maximise: 'mean',
        riskLimits: [lowest + ((points - 2 - i) / (points - 1)) * (highest - lowest)],
      }),
    ).toReversed();
  }

  private frontier(first: Answer, inner: readonly Answer[], last: Answer): FrontierPlan<readonly Plan[]>[] {
    const scale = this.form.moneyScale;
    const end = this.point(last, last.risk * scale, this.slopeBefore(last, inner.at(-1) ?? first));
    if (this.request.frontierPoints === 1 || coincide(first.risk, last.risk)) return [{ ...end, shadowPrice: null }];
    return [
      this.point(first, first.risk * scale, null),
      ...inner.map((answer) => this.point(answer, answer.limit * scale, answer.riskPrices[0])),
      end,
    ];
  }

  /** At the far end the limit just stops binding: half of the slope before it lies between its two slopes. */
  private slopeBefore(last: Answer, before: Answer): number {
    return last.risk > before.risk ? Math.max(0, (0.5 * (last.mean - before.mean)) / (last.risk - before.risk)) : 0;
  }

  private point(answer: Answer, limit: number, shadowPrice: number | null): FrontierPlan<readonly Plan[]> {
    const scale = this.form.moneyScale;
    return {
      plan: answer.plans,
      limit,
      mean: answer.mean * scale,
      conditionalValueAtRisk: answer.risk * scale,
      shadowPrice,
    };
  }

  private ask(question: Question): Answer {
    const { form, model, request } = this;
    const { riskLimits = [], meanFloor = -Infinity, overrun = 0, maximise, start = 'hot' } = question;
    model.setCosts(this.costs(maximise));
    form.measures.forEach(({ riskRow }, m) => model.setRowBounds(riskRow, -Infinity, riskLimits[m] ?? Infinity));
    model.setRowBounds(form.meanRow, meanFloor, Infinity);
    if (form.overrunColumn !== null) {
      const free = maximise === 'leastOverrun';
      model.setColumnBounds(form.overrunColumn, free ? -Infinity : overrun, free ? Infinity : overrun);
    }
    const solution = this.solve(start);
    request.onProgress?.(++this.solved, request.frontierPoints + 3);
    return this.answer(solution, riskLimits[0] ?? Infinity);
  }

  private costs(maximise: Objective): Float64Array {
    const { form, fleet, request } = this;
    const { scenarioCount: S, weights } = fleet.assets[0];
    const costs = new Float64Array(form.program.columnCount);
    if (maximise === 'leastOverrun') costs[form.overrunColumn!] = -1;
    if (maximise === 'mean' || maximise === 'balance') {
      for (let i = 0; i < fleet.assets.length * S; i++) costs[form.profitColumn + i] = weights[i % S];
    }
    if (maximise === 'safety' || maximise === 'balance') {
      const [{ measure, thresholdColumn, excessColumn }] = form.measures;
      const factor = maximise === 'safety' ? 1 : (request.riskAversion ?? 0);
      costs[thresholdColumn] = -factor;
      const perTail = 1 / (1 - measure.confidenceLevel);
      if (excessColumn !== null) weights.forEach((weight, s) => (costs[excessColumn + s] = -factor * weight * perTail));
    }
    return costs;
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
    const { form, fleet } = this;
    const { weights, scenarioCount: S } = fleet.assets[0];
    const profitOf = (a: number): Float64Array =>
      solution.values.subarray(form.profitColumn + a * S, form.profitColumn + (a + 1) * S);
    const total = new Float64Array(S);
    fleet.assets.forEach((_, a) => profitOf(a).forEach((profit, s) => (total[s] += profit)));
    let mean = 0;
    for (let s = 0; s < S; s++) mean += weights[s] * total[s];
    const risks = form.measures.map(({ measure }) =>
      conditionalValueAtRisk(
        (measure.asset === null ? total : profitOf(measure.asset)).map((profit) => -profit),
        weights,
        measure.confidenceLevel,
      ),
    );
    return {
      plans: plansOf(form, solution.values),
      mean,
      risks,
      risk: risks[0],
      limit,
      riskPrices: form.measures.map(({ riskRow }) => Math.max(0, solution.rowDuals[riskRow])),
      overrun: form.overrunColumn === null ? 0 : solution.values[form.overrunColumn],
    };
  }
}

/** Slack on an optimal value (money of the program) that is held while a second one is sought. */
function slackOn(value: number): number {
  return 2 * solverTolerance * Math.max(1, Math.abs(value));
}

/** True where the ends of a frontier agree so closely that it is one point. */
function coincide(lowest: number, highest: number): boolean {
  return highest - lowest <= samePointTolerance * Math.max(Math.abs(lowest), Math.abs(highest), 1e-3);
}
