import type { FleetProblem } from '../../domain/fleet-problem.ts';
import type { Plan } from '../../domain/plan-problem.ts';
import { limitOutcomes } from '../limit-outcomes.ts';
import type { FrontierPlan, LimitOutcome } from '../plan-solution.ts';
import { overrunOf } from './best-mixture.ts';
import { CutSearch, lexicographicSlack, type Answer } from './cut-search.ts';
import type { DecompositionRequest, DecompositionSolution } from './solve-plan-by-decomposition.ts';
import type { VisitedPlan } from './visited-plans.ts';

const samePointTolerance = 1e-6;
/** Lifts of a point, on average. */
const mostLifts = 4;
/** Where the mean hardly rises any more, its gap leaves CVaR open by far more than itself. */
const lastGapFactor = 100;

type FleetSolution = DecompositionSolution<readonly Plan[]>;
type FleetPoint = FrontierPlan<readonly Plan[]>;

/** The questions of `solveFleetPlanByDecomposition`, in order, and the solution that their answers make. */
export class PlanSearch {
  private readonly request: DecompositionRequest;
  private readonly search: CutSearch;

  constructor(fleet: FleetProblem, request: DecompositionRequest) {
    this.request = request;
    this.search = new CutSearch(fleet, request);
  }

  /** The question first, so that an early end has its answer; then what stands beside it: ends and frontier. */
  async run(): Promise<FleetSolution> {
    const { limits = [], riskAversion = null, frontierPoints, ends } = this.request;
    await this.search.start();
    const alone = ends === false && frontierPoints === 0;
    if (limits.length > 0) return this.beside(await this.underSeveralLimits(), alone);
    if (riskAversion !== null && riskAversion > 0) return this.beside(await this.balanced(), alone);
    return this.underOneLimit(alone);
  }

  /** An answer with the least CVaR, and the frontier where it is asked for. */
  private async beside(finish: (frontier: FleetPoint[]) => FleetSolution, alone: boolean): Promise<FleetSolution> {
    if (alone) return finish([]);
    if (this.request.frontierPoints > 0) return finish((await this.ends(Infinity)).frontier);
    await this.search.ask({ maximise: 'safety' });
    return finish([]);
  }

  /** Both ends of the frontier and what lies between them, as far as asked for; the ends alone tell of a slack limit. */
  private async ends(scaledLimit: number) {
    const points = this.request.frontierPoints;
    const richest = await this.search.ask({ maximise: 'mean' });
    const last = await this.search.ask({
      maximise: 'safety',
      meanFloor: this.search.visited.richest.mean - lexicographicSlack,
      gapFactor: lastGapFactor,
    });
    const safest = await this.search.ask({ maximise: 'safety' }, scaledLimit);
    const inner = points > 0 ? await this.innerPoints(safest, last) : [];
    const first = points > 0 || !this.attains(scaledLimit) ? await this.richestAt(safest) : safest;
    const frontier = points > 0 ? await this.frontier(first, inner, last) : [];
    return { richest, last, safest, first, frontier };
  }

  private async underOneLimit(alone: boolean): Promise<FleetSolution> {
    const { limit } = this.request;
    const scaledLimit = limit === null ? Infinity : limit / this.search.moneyScale;
    // The least CVaR only as far as it takes to know a plan that keeps the limit.
    if (!this.attains(scaledLimit)) await this.search.ask({ maximise: 'safety' }, scaledLimit, true);
    const asked = (limit !== null || alone) && this.attains(scaledLimit) ? await this.askUnder(scaledLimit) : null;
    if (alone) {
      if (asked !== null) return this.solution(asked, limit ?? asked.plan.risk * this.search.moneyScale, []);
      const safest = await this.search.ask({ maximise: 'safety' }, scaledLimit);
      return this.unattainable(safest, await this.richestAt(safest), []);
    }
    const { richest, last, safest, first, frontier } = await this.ends(scaledLimit);
    if (!this.attains(scaledLimit)) return this.unattainable(safest, first, frontier);
    // The greatest mean is known, and with it the answer to a slack limit.
    if (scaledLimit >= last.plan.risk) {
      const found = { ...last, bound: richest.bound, riskPrices: [0] };
      return {
        ...this.solution(found, limit ?? last.plan.risk * this.search.moneyScale, frontier),
        answerGap: this.search.relativeGapOf({ maximise: 'mean' }, richest.plan, richest.bound),
      };
    }
    return this.solution(asked ?? (await this.askUnder(scaledLimit)), limit!, frontier);
  }

  private async balanced(): Promise<(frontier: FleetPoint[]) => FleetSolution> {
    const answer = await this.search.ask({ maximise: 'balance' });
    return (frontier) => {
      const solution = this.solution(answer, answer.plan.risk * this.search.moneyScale, frontier);
      return {
        ...solution,
        best: { ...solution.best, shadowPrice: this.request.riskAversion ?? 0 },
        answerGap: this.search.relativeGapOf({ maximise: 'balance' }, answer.plan, answer.bound),
      };
    };
  }

  /** Greatest mean under several limits; where they are out of reach, the least of the largest scaled excess first. */
  private async underSeveralLimits(): Promise<(frontier: FleetPoint[]) => FleetSolution> {
    const nearest = await this.search.ask({ maximise: 'leastOverrun' }, 0, true);
    const overrun = overrunOf(nearest.plan, this.search.limits);
    const attainable = overrun <= lexicographicSlack;
    const answer = await this.search.ask({
      maximise: 'mean',
      overrun: attainable ? Math.max(0, overrun) : overrun + lexicographicSlack,
    });
    return (frontier) => {
      const solution = this.solution(answer, answer.plan.risk * this.search.moneyScale, frontier);
      return {
        ...solution,
        status: attainable ? 'optimal' : 'limitUnattainable',
        best: { ...solution.best, shadowPrice: null },
        limits: this.outcomes(answer, attainable),
        bound: attainable ? solution.bound : -nearest.bound,
        answerGap: attainable
          ? solution.answerGap
          : this.search.relativeGapOf({ maximise: 'leastOverrun' }, nearest.plan, nearest.bound),
      };
    };
  }

  private outcomes({ plan, riskPrices }: Answer, attainable: boolean): LimitOutcome[] {
    return limitOutcomes(
      this.search.measures.slice(1),
      this.request.limits ?? [],
      plan.risks.slice(1).map((risk) => risk * this.search.moneyScale),
      attainable && riskPrices !== null ? riskPrices.slice(1) : null,
    );
  }

  private attains(limit: number): boolean {
    return limit >= this.search.visited.safest.risk - lexicographicSlack;
  }

  private askUnder(limit: number): Promise<Answer> {
    return this.search.ask({ maximise: 'mean', riskLimit: Math.max(limit, this.search.visited.safest.risk) });
  }

  private richestAt({ plan }: Answer): Promise<Answer> {
    return this.search.ask({ maximise: 'mean', riskLimit: plan.risk + lexicographicSlack });
  }

  private unattainable(safest: Answer, first: Answer, frontier: FleetPoint[]): FleetSolution {
    const answer = this.solution(first, first.plan.risk * this.search.moneyScale, frontier);
    return {
      ...answer,
      status: 'limitUnattainable',
      best: { ...answer.best, shadowPrice: null },
      bound: -safest.bound * this.search.moneyScale,
      answerGap: this.search.relativeGapOf({ maximise: 'safety' }, safest.plan, safest.bound),
    };
  }

  private solution(answer: Answer, limit: number, frontier: FleetPoint[]): FleetSolution {
    return {
      status: 'optimal',
      best: this.point(answer.plan, limit, answer.riskPrices?.[0] ?? null),
      frontier,
      minimumConditionalValueAtRisk: this.search.visited.safest.risk * this.search.moneyScale,
      limits: [],
      iterations: this.search.iterations,
      relativeGap: this.search.largestGap,
      answerGap: this.search.relativeGapOf({ maximise: 'mean' }, answer.plan, answer.bound),
      bound: answer.bound * this.search.moneyScale,
      evaluations: this.search.evaluations,
    };
  }

  private async innerPoints(safest: Answer, last: Answer): Promise<Answer[]> {
    const points = this.request.frontierPoints;
    const [lowest, highest] = [safest.plan.risk + lexicographicSlack, last.plan.risk];
    if (points < 3 || highest - lowest <= Math.max(1, Math.abs(lowest), Math.abs(highest)) * samePointTolerance)
      return [];
    const answers: Answer[] = [];
    for (let i = points - 2; i > 0; i--) {
      answers.unshift(
        await this.search.ask({ maximise: 'mean', riskLimit: lowest + (i / (points - 1)) * (highest - lowest) }),
      );
    }
    return answers;
  }

  /** The frontier's points, concave and monotone. */
  private async frontier(first: Answer, inner: Answer[], last: Answer): Promise<FleetPoint[]> {
    if (inner.length === 0 && this.request.frontierPoints !== 2)
      return [{ ...this.point(last.plan, last.plan.risk * this.search.moneyScale, null) }];
    const plans = [first.plan, ...inner.map((answer) => answer.plan), last.plan];
    const limits = [first.limit, ...inner.map((answer) => answer.limit), last.plan.risk];
    await this.makeConcave(plans, limits);
    const slope = (i: number): number => Math.max(0, (plans[i + 1].mean - plans[i].mean) / (limits[i + 1] - limits[i]));
    return plans.map((plan, i) => {
      // Bound and incumbent differ by the gap, so the master's price is brought between the slopes of the incumbents.
      const price =
        i === 0
          ? null
          : i + 1 === plans.length
            ? 0.5 * slope(i - 1)
            : Math.max(slope(i), Math.min(slope(i - 1), inner[i - 1].riskPrices?.[0] ?? Infinity));
      return this.point(plan, limits[i] * this.search.moneyScale, price);
    });
  }

  /**
   * Brings the points that lie below the line between their neighbours, or below the one before, up to the hull of
   * everything that was visited, which lies above both. Evaluated there a point is as good or better.
   */
  private async makeConcave(plans: VisitedPlan[], limits: readonly number[]): Promise<void> {
    const { visited } = this.search;
    for (let visits = 0, i = 1; i < plans.length && visits < mostLifts * plans.length;) {
      const { mean } = plans[i];
      const before = plans[i - 1].mean;
      const least =
        i + 1 === plans.length
          ? before
          : before + ((plans[i + 1].mean - before) * (limits[i] - limits[i - 1])) / (limits[i + 1] - limits[i - 1]);
      if (mean >= least - 1e-12 * Math.max(1, Math.abs(mean))) {
        i++;
        continue;
      }
      const best = visited.underRisk(limits[i])!;
      plans[i] = best.mixed ? await this.search.visit(best.x) : best;
      visits++;
      // The point before may now lie below the line.
      i = Math.max(1, i - 1);
    }
  }

  private point({ x, mean, risk }: VisitedPlan, limit: number, shadowPrice: number | null): FleetPoint {
    const { moneyScale } = this.search;
    return {
      plan: this.search.plansAt(x),
      limit,
      mean: mean * moneyScale,
      conditionalValueAtRisk: risk * moneyScale,
      shadowPrice,
    };
  }
}
