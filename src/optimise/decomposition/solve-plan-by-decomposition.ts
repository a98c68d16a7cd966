import type { Plan, PlanProblem } from '../../domain/plan-problem.ts';
import type { FrontierPlan, PlanRequest, PlanSolution } from '../solve-plan.ts';
import { moneyScaleOf, powerScaleOf } from '../extensive-form.ts';
import { CutMaster, type MasterAnswer } from './cut-master.ts';
import { firstStage, planOfVector, type FirstStage } from './first-stage.ts';
import { scenarioCuts, type ScenarioCuts } from './scenario-cuts.ts';
import { groupScenarios, leastThreshold, planOutcome, type ScenarioGroups } from './scenario-groups.ts';
import { VisitedPlans, type VisitedPlan } from './visited-plans.ts';

export interface DecompositionRequest extends Omit<PlanRequest, 'timeLimitSeconds' | 'dispatch'> {
  /** Stop when the gap between bound and incumbent is below this share of the objective. Default 1e-6. */
  readonly relativeGap?: number;
  /**
   * Evaluates all scenarios at a plan, shards joined in scenario order (`joinScenarioCuts`). Default:
   * `scenarioCuts` of the whole problem, in this process.
   */
  readonly evaluate?: (plan: Plan) => Promise<ScenarioCuts>;
  /**
   * false: only the question is answered, without a frontier; `minimumConditionalValueAtRisk` is then the least
   * of the plans visited, and without a limit the CVaR of the plan is not the least of its mean. Default true.
   */
  readonly ends?: boolean;
  /** Asked before each iteration; true ends the search with the best plan so far and its gap. */
  readonly shouldStop?: () => boolean;
}

export interface DecompositionSolution extends PlanSolution {
  /** Largest gap of the answers, relative. */
  readonly relativeGap: number;
  /**
   * Of `best`: no plan that keeps the limit has a greater mean. With status `limitUnattainable` no plan has a
   * lower CVaR; after an early end that is proof only where the bound lies above the limit.
   */
  readonly bound: number;
  /** Evaluations of all scenarios. */
  readonly evaluations: number;
}

/** Slack on an optimal value that is held while a second one is sought, in money of the master; as in `solve-plan`. */
const lexicographicSlack = 1e-7;
const samePointTolerance = 1e-6;
const mostIterations = 400;

/**
 * Solves the two-stage plan by cutting planes: for a fixed plan every scenario is one run of the kernel,
 * whose multipliers give a supergradient of P_s; a master in HiGHS over the first stage holds grouped cuts
 * of the mean and of the tail. The next plan lies between the incumbent (a mixture of visited plans) and the
 * master's; the master's value is the bound. One pool of cuts answers all questions, in the order of
 * `solvePlan`. docs/method/optimise.md; in-out separation: Ben-Ameur and Neto (2007).
 *
 * @throws DataError where a scenario is not finite, SolverError where the master fails
 */
export async function solvePlanByDecomposition(
  problem: PlanProblem,
  request: DecompositionRequest,
): Promise<DecompositionSolution> {
  return new Search(problem, request).run();
}

type Question =
  | { readonly maximise: 'mean'; readonly riskLimit: number }
  | { readonly maximise: 'safety'; readonly meanFloor: number };

interface Answer {
  readonly plan: VisitedPlan;
  /** Greatest mean, or minus least CVaR, that a plan can have. */
  readonly bound: number;
  readonly riskPrice: number;
  readonly limit: number;
}

class Search {
  private readonly problem: PlanProblem;
  private readonly request: DecompositionRequest;
  private readonly stage: FirstStage;
  private readonly powerScale: number;
  private readonly moneyScale: number;
  private readonly relativeGap: number;
  private readonly evaluate: (plan: Plan) => Promise<ScenarioCuts>;
  private readonly visited = new VisitedPlans();
  private groups: ScenarioGroups | null = null;
  private master: CutMaster | null = null;
  private evaluations = 0;
  private questions = 0;
  private largestGap = 0;

  constructor(problem: PlanProblem, request: DecompositionRequest) {
    this.problem = problem;
    this.request = request;
    this.stage = firstStage(problem);
    this.powerScale = powerScaleOf(problem);
    this.moneyScale = moneyScaleOf(problem, this.powerScale);
    this.relativeGap = request.relativeGap ?? 1e-6;
    const whole = request.evaluate === undefined ? scenarioCuts(problem, 0, problem.scenarioCount) : null;
    this.evaluate = request.evaluate ?? (async (plan) => whole!(plan));
  }

  async run(): Promise<DecompositionSolution> {
    const { limit, frontierPoints, ends } = this.request;
    const scaledLimit = limit === null ? Infinity : limit / this.moneyScale;
    await this.visit(new Float64Array(this.stage.columnCount));
    if (ends === false && frontierPoints === 0) return this.answerOnly(scaledLimit);
    const richest = await this.ask({ maximise: 'mean', riskLimit: Infinity });
    const last = await this.ask({ maximise: 'safety', meanFloor: this.visited.richest.mean - lexicographicSlack });
    const safest = await this.ask({ maximise: 'safety', meanFloor: -Infinity }, scaledLimit);
    const attainable = this.attains(scaledLimit);
    const first = frontierPoints > 0 || !attainable ? await this.richestOfTheSafest() : safest;
    const frontier = frontierPoints > 0 ? await this.frontier(first, await this.innerPoints(first, last), last) : [];
    if (!attainable) return this.unattainable(safest, first, frontier);
    // The greatest mean is known, and with it the answer to a slack limit.
    const slack = scaledLimit >= last.plan.risk;
    if (slack)
      return this.solution(
        { ...last, bound: richest.bound, riskPrice: 0 },
        limit ?? last.plan.risk * this.moneyScale,
        frontier,
      );
    return this.solution(await this.askUnder(scaledLimit), limit!, frontier);
  }

  /** The plan under the limit and nothing else; the least CVaR only as far as it takes to know a plan that keeps it. */
  private async answerOnly(scaledLimit: number): Promise<DecompositionSolution> {
    if (!this.attains(scaledLimit)) {
      const safest = await this.ask({ maximise: 'safety', meanFloor: -Infinity }, scaledLimit, true);
      if (!this.attains(scaledLimit)) return this.unattainable(safest, await this.richestOfTheSafest(), []);
    }
    const answer = await this.askUnder(scaledLimit);
    return this.solution(answer, this.request.limit ?? answer.plan.risk * this.moneyScale, []);
  }

  private attains(limit: number): boolean {
    return limit >= this.visited.safest.risk - lexicographicSlack;
  }

  private askUnder(limit: number): Promise<Answer> {
    return this.ask({ maximise: 'mean', riskLimit: Math.max(limit, this.visited.safest.risk) });
  }

  private richestOfTheSafest(): Promise<Answer> {
    return this.ask({ maximise: 'mean', riskLimit: this.visited.safest.risk + lexicographicSlack });
  }

  private unattainable(safest: Answer, first: Answer, frontier: FrontierPlan[]): DecompositionSolution {
    const answer = this.solution(first, first.plan.risk * this.moneyScale, frontier);
    return {
      ...answer,
      status: 'limitUnattainable',
      best: { ...answer.best, shadowPrice: null },
      bound: -safest.bound * this.moneyScale,
    };
  }

  private solution(answer: Answer, limit: number, frontier: FrontierPlan[]): DecompositionSolution {
    return {
      status: 'optimal',
      best: this.point(answer.plan, limit, answer.riskPrice),
      frontier,
      minimumConditionalValueAtRisk: this.visited.safest.risk * this.moneyScale,
      iterations: this.master?.iterations ?? 0,
      relativeGap: this.largestGap,
      bound: answer.bound * this.moneyScale,
      evaluations: this.evaluations,
    };
  }

  private async innerPoints(first: Answer, last: Answer): Promise<Answer[]> {
    const points = this.request.frontierPoints;
    const [lowest, highest] = [first.plan.risk, last.plan.risk];
    if (points < 3 || highest - lowest <= Math.max(1, Math.abs(lowest), Math.abs(highest)) * samePointTolerance)
      return [];
    const answers: Answer[] = [];
    for (let i = points - 2; i > 0; i--) {
      answers.unshift(
        await this.ask({ maximise: 'mean', riskLimit: lowest + (i / (points - 1)) * (highest - lowest) }),
      );
    }
    return answers;
  }

  /** The frontier's points, each brought up to the hull of everything that was visited. */
  private async frontier(first: Answer, inner: Answer[], last: Answer): Promise<FrontierPlan[]> {
    if (inner.length === 0 && this.request.frontierPoints !== 2)
      return [{ ...this.point(last.plan, last.plan.risk * this.moneyScale, null) }];
    const plans = [first.plan, ...inner.map((answer) => answer.plan), last.plan];
    const limits = [first.plan.risk, ...inner.map((answer) => answer.limit), last.plan.risk];
    for (let round = 0; round < 3; round++) {
      let lifted = 0;
      for (let i = 1; i + 1 < plans.length; i++) {
        const best = this.visited.underRisk(limits[i]);
        if (best === null || best.mean <= plans[i].mean + 1e-12 * Math.max(1, Math.abs(best.mean))) continue;
        plans[i] = await this.visit(best.x);
        lifted++;
      }
      if (lifted === 0) break;
    }
    const slope = (i: number): number => Math.max(0, (plans[i + 1].mean - plans[i].mean) / (limits[i + 1] - limits[i]));
    return plans.map((plan, i) => {
      // Bound and incumbent differ by the gap, so the master's price is brought between the slopes of the incumbents.
      const price =
        i === 0
          ? null
          : i + 1 === plans.length
            ? 0.5 * slope(i - 1)
            : Math.max(slope(i), Math.min(slope(i - 1), inner[i - 1].riskPrice));
      return this.point(plan, limits[i] * this.moneyScale, price);
    });
  }

  private point({ x, mean, risk }: VisitedPlan, limit: number, shadowPrice: number | null): FrontierPlan {
    const { moneyScale, powerScale } = this;
    const plan = planOfVector(
      this.stage,
      x.map((value) => value * powerScale),
    );
    return { plan, limit, mean: mean * moneyScale, conditionalValueAtRisk: risk * moneyScale, shadowPrice };
  }

  /**
   * @param decide a CVaR limit: the least CVaR is sought until it is known whether it keeps the limit
   * @param decideOnly stop as soon as a plan is known that keeps it
   */
  private async ask(question: Question, decide = Infinity, decideOnly = false): Promise<Answer> {
    const master = this.master!;
    let share = stepShare;
    let stalled = 0;
    let answer: MasterAnswer | null = null;
    let gap = Infinity;
    let bound = Infinity;
    for (let iteration = 0; iteration < mostIterations; iteration++) {
      answer = await master.solve({
        maximise: question.maximise,
        riskLimit: question.maximise === 'mean' ? question.riskLimit : Infinity,
        meanFloor: question.maximise === 'mean' ? -Infinity : question.meanFloor,
      });
      const incumbent = this.incumbent(question);
      bound = Math.min(bound, answer.objective);
      const gapBefore = gap;
      gap = incumbent === null ? Infinity : Math.max(0, bound - valueOf(question, incumbent));
      const undecided =
        -bound <= decide + lexicographicSlack && incumbent !== null && incumbent.risk > decide + lexicographicSlack;
      if (
        incumbent !== null &&
        gap <= this.relativeGap * this.sizeOf(question, incumbent) &&
        !(undecided && gap > lexicographicSlack)
      )
        break;
      if (decideOnly && this.attains(decide)) break;
      if (this.outOfTime()) break;
      const target = answer.x;
      stalled = gap > 0.99 * gapBefore ? stalled + 1 : 0;
      // The master's own plan always gives a cut that the master does not know yet, unless it is right there.
      const step = stalled >= patience ? 1 : share;
      const before = incumbent;
      await this.visit(before === null ? target : before.x.map((value, j) => value + step * (target[j] - value)));
      if (before !== null && step === share)
        share = nextShare(share, (valueOf(question, this.incumbent(question)!) - valueOf(question, before)) / gap);
      // Where nothing moves every cut is kept, so that none returns in a circle.
      if (stalled === 0) master.prune(pruneAfter);
    }
    const incumbent = this.incumbent(question)!;
    const plan = incumbent.mixed ? await this.visit(incumbent.x) : incumbent;
    gap = Math.max(0, bound - valueOf(question, plan)) / this.sizeOf(question, plan);
    if (!(decideOnly && this.attains(decide))) this.largestGap = Math.max(this.largestGap, gap);
    this.request.onProgress?.(++this.questions, this.request.frontierPoints + 3);
    return {
      plan,
      bound,
      riskPrice: answer?.riskPrice ?? 0,
      limit: question.maximise === 'mean' ? question.riskLimit : plan.risk,
    };
  }

  private incumbent(question: Question): VisitedPlan | null {
    return question.maximise === 'mean'
      ? this.visited.underRisk(question.riskLimit)
      : this.visited.aboveMean(question.meanFloor);
  }

  /** What a gap is compared with: the objective, at least a unit of currency and a tenth of the other figure. */
  private sizeOf(question: Question, { mean, risk }: VisitedPlan): number {
    const [own, other] = question.maximise === 'mean' ? [mean, risk] : [risk, mean];
    return Math.max(1 / this.moneyScale, Math.abs(own), 0.1 * Math.abs(other));
  }

  private outOfTime(): boolean {
    return this.request.shouldStop?.() === true;
  }

  private async visit(x: Float64Array): Promise<VisitedPlan> {
    const { problem, stage, powerScale, moneyScale } = this;
    const evaluated = await this.evaluate(
      planOfVector(
        stage,
        x.map((value) => value * powerScale),
      ),
    );
    this.evaluations++;
    this.groups ??= groupScenarios(evaluated.profit, problem.confidenceLevel);
    this.master ??= new CutMaster(
      stage,
      powerScale,
      problem.confidenceLevel,
      this.groups,
      leastThreshold(
        evaluated,
        stage,
        x.map((value) => value * powerScale),
      ) / moneyScale,
      this.relativeGap < 1e-5 ? 1e-9 : 1e-7,
    );
    const { mean, risk, cuts } = planOutcome(problem, evaluated, this.groups, x, powerScale, moneyScale);
    this.master.add(cuts);
    const plan = { x, mean, risk };
    this.visited.add(plan);
    return plan;
  }
}

/**
 * The step after one that closed the share `gained` of the gap from below: longer where the model was right
 * along the way (it promised at least `share`), shorter where next to nothing came of it.
 */
function nextShare(share: number, gained: number): number {
  if (gained >= 0.5 * share) return Math.min(1, 2 * share);
  return gained < 0.1 * share ? Math.max(leastStepShare, share / 1.5) : share;
}

/** How far the next plan lies from the incumbent towards the master's plan. */
const stepShare = 0.3;
const leastStepShare = 0.1;
/** Iterations without progress after which the master's own plan is evaluated. */
const patience = 2;
const pruneAfter = 12;

function valueOf(question: Question, plan: VisitedPlan): number {
  return question.maximise === 'mean' ? plan.mean : -plan.risk;
}
