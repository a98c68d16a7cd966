import type { FleetProblem } from '../../domain/fleet-problem.ts';
import type { Plan } from '../../domain/plan-problem.ts';
import { moneyScaleOf, powerScaleOf } from '../extensive-form.ts';
import { requireFeasibleStart } from '../feasible-start.ts';
import { fleetStage, plansOfVector, type FleetStage } from '../fleet-stage.ts';
import { limitOutcomes } from '../limit-outcomes.ts';
import type { FrontierPlan, LimitOutcome } from '../plan-solution.ts';
import { riskMeasures, type RiskMeasure } from '../risk-measure.ts';
import { nearestMixture, overrunOf, richestMixture, type MixtureLimits } from './best-mixture.ts';
import { CutMaster, type MasterAnswer, type Objective } from './cut-master.ts';
import { leastThreshold, measuredProfit, planOutcome } from './plan-outcome.ts';
import { scenarioCuts, type ScenarioCuts } from './scenario-cuts.ts';
import { meanGroups, tailGroups, type ScenarioGroups } from './scenario-groups.ts';
import type { DecompositionRequest, DecompositionSolution } from './solve-plan-by-decomposition.ts';
import { VisitedPlans, type VisitedPlan } from './visited-plans.ts';

/** Slack on an optimal value that is held while a second one is sought, in money of the master; as in `solve-plan`. */
const lexicographicSlack = 1e-7;
const samePointTolerance = 1e-6;
const mostIterations = 400;
/** How far the next plan lies from the incumbent towards the master's plan. */
const stepShare = 0.3;
const leastStepShare = 0.1;
/** Iterations without progress after which the master's own plan is evaluated. */
const patience = 2;
const pruneAfter = 12;

type FleetSolution = DecompositionSolution<readonly Plan[]>;
type FleetPoint = FrontierPlan<readonly Plan[]>;

/** One question to the search; figures in money of the master. */
interface Question {
  readonly maximise: Objective;
  /** CVaR at the problem's level. Default: no limit. */
  readonly riskLimit?: number;
  readonly meanFloor?: number;
  /** The several limits of the request count, with this much overrun allowed. Default: they do not count. */
  readonly overrun?: number;
}

interface Answer {
  readonly plan: VisitedPlan;
  /** Greatest value of what is maximised that a plan can have. */
  readonly bound: number;
  readonly riskPrices: readonly number[];
  readonly limit: number;
}

/** The search of `solveFleetPlanByDecomposition`. */
export class PlanSearch {
  private readonly fleet: FleetProblem;
  private readonly request: DecompositionRequest;
  private readonly stage: FleetStage;
  private readonly measures: readonly RiskMeasure[];
  private readonly powerScale: number;
  private readonly moneyScale: number;
  private readonly relativeGap: number;
  /** The several limits; all infinite where there is none. */
  private readonly limits: MixtureLimits;
  private readonly evaluate: (plan: Plan, asset: number) => Promise<ScenarioCuts>;
  private readonly visited = new VisitedPlans();
  private groups: ScenarioGroups | null = null;
  private master: CutMaster | null = null;
  private evaluations = 0;
  private questions = 0;
  private largestGap = 0;

  constructor(fleet: FleetProblem, request: DecompositionRequest) {
    this.fleet = fleet;
    this.request = request;
    this.stage = fleetStage(fleet, request.bounds);
    this.measures = riskMeasures(fleet.assets[0].confidenceLevel, request);
    this.powerScale = powerScaleOf(fleet);
    this.moneyScale = moneyScaleOf(fleet, this.powerScale);
    this.relativeGap = request.relativeGap ?? 1e-6;
    this.limits = {
      riskLimits: [Infinity, ...(request.limits ?? []).map(({ limit }) => limit / this.moneyScale)],
      excessScales: this.measures.map(({ excessScale }) => excessScale / this.moneyScale),
    };
    const whole =
      request.evaluate === undefined ? fleet.assets.map((asset) => scenarioCuts(asset, 0, asset.scenarioCount)) : null;
    this.evaluate = request.evaluate ?? (async (plan, asset) => whole![asset](plan));
  }

  async run(): Promise<FleetSolution> {
    const solution = await this.solve();
    const { pool } = this.request;
    if (pool !== undefined) {
      pool.content = {
        groups: this.groups!,
        measures: this.master!.measures,
        cuts: this.master!.heldCuts(),
        visited: this.visited.all,
      };
    }
    return solution;
  }

  /** The question first, so that an early end has its answer; then what stands beside it: ends and frontier. */
  private async solve(): Promise<FleetSolution> {
    const { limits = [], riskAversion = null, frontierPoints, ends } = this.request;
    await this.start();
    const alone = ends === false && frontierPoints === 0;
    if (limits.length > 0) return this.beside(await this.underSeveralLimits(), alone);
    if (riskAversion !== null && riskAversion > 0) return this.beside(await this.balanced(), alone);
    return this.underOneLimit(alone);
  }

  /** An answer with the least CVaR, and the frontier where it is asked for. */
  private async beside(finish: (frontier: FleetPoint[]) => FleetSolution, alone: boolean): Promise<FleetSolution> {
    if (alone) return finish([]);
    if (this.request.frontierPoints > 0) return finish((await this.ends(Infinity)).frontier);
    await this.ask({ maximise: 'safety' });
    return finish([]);
  }

  /** Both ends of the frontier and what lies between them, as far as asked for; the ends alone tell of a slack limit. */
  private async ends(scaledLimit: number) {
    const points = this.request.frontierPoints;
    const richest = await this.ask({ maximise: 'mean' });
    const last = await this.ask({ maximise: 'safety', meanFloor: this.visited.richest.mean - lexicographicSlack });
    const safest = await this.ask({ maximise: 'safety' }, scaledLimit);
    const first = points > 0 || !this.attains(scaledLimit) ? await this.richestOfTheSafest() : safest;
    const frontier = points > 0 ? await this.frontier(first, await this.innerPoints(first, last), last) : [];
    return { richest, last, safest, first, frontier };
  }

  private async underOneLimit(alone: boolean): Promise<FleetSolution> {
    const { limit } = this.request;
    const scaledLimit = limit === null ? Infinity : limit / this.moneyScale;
    // The least CVaR only as far as it takes to know a plan that keeps the limit.
    if (!this.attains(scaledLimit)) await this.ask({ maximise: 'safety' }, scaledLimit, true);
    const asked = (limit !== null || alone) && this.attains(scaledLimit) ? await this.askUnder(scaledLimit) : null;
    if (alone) {
      if (asked !== null) return this.solution(asked, limit ?? asked.plan.risk * this.moneyScale, []);
      const safest = await this.ask({ maximise: 'safety' }, scaledLimit);
      return this.unattainable(safest, await this.richestOfTheSafest(), []);
    }
    const { richest, last, safest, first, frontier } = await this.ends(scaledLimit);
    if (!this.attains(scaledLimit)) return this.unattainable(safest, first, frontier);
    // The greatest mean is known, and with it the answer to a slack limit.
    if (scaledLimit >= last.plan.risk)
      return this.solution(
        { ...last, bound: richest.bound, riskPrices: [0] },
        limit ?? last.plan.risk * this.moneyScale,
        frontier,
      );
    return this.solution(asked ?? (await this.askUnder(scaledLimit)), limit!, frontier);
  }

  private async balanced(): Promise<(frontier: FleetPoint[]) => FleetSolution> {
    const answer = await this.ask({ maximise: 'balance' });
    return (frontier) => {
      const solution = this.solution(answer, answer.plan.risk * this.moneyScale, frontier);
      return { ...solution, best: { ...solution.best, shadowPrice: this.request.riskAversion ?? 0 } };
    };
  }

  /** Greatest mean under several limits; where they are out of reach, the least of the largest scaled excess first. */
  private async underSeveralLimits(): Promise<(frontier: FleetPoint[]) => FleetSolution> {
    const nearest = await this.ask({ maximise: 'leastOverrun' }, 0, true);
    const overrun = overrunOf(nearest.plan, this.limits);
    const attainable = overrun <= lexicographicSlack;
    const answer = await this.ask({
      maximise: 'mean',
      overrun: attainable ? Math.max(0, overrun) : overrun + lexicographicSlack,
    });
    return (frontier) => {
      const solution = this.solution(answer, answer.plan.risk * this.moneyScale, frontier);
      return {
        ...solution,
        status: attainable ? 'optimal' : 'limitUnattainable',
        best: { ...solution.best, shadowPrice: null },
        limits: this.outcomes(answer, attainable),
        bound: attainable ? solution.bound : -nearest.bound,
      };
    };
  }

  private outcomes({ plan, riskPrices }: Answer, attainable: boolean): LimitOutcome[] {
    return limitOutcomes(
      this.measures.slice(1),
      this.request.limits ?? [],
      plan.risks.slice(1).map((risk) => risk * this.moneyScale),
      attainable ? riskPrices.slice(1) : null,
    );
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

  private unattainable(safest: Answer, first: Answer, frontier: FleetPoint[]): FleetSolution {
    const answer = this.solution(first, first.plan.risk * this.moneyScale, frontier);
    return {
      ...answer,
      status: 'limitUnattainable',
      best: { ...answer.best, shadowPrice: null },
      bound: -safest.bound * this.moneyScale,
    };
  }

  private solution(answer: Answer, limit: number, frontier: FleetPoint[]): FleetSolution {
    return {
      status: 'optimal',
      best: this.point(answer.plan, limit, answer.riskPrices[0]),
      frontier,
      minimumConditionalValueAtRisk: this.visited.safest.risk * this.moneyScale,
      limits: [],
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
  private async frontier(first: Answer, inner: Answer[], last: Answer): Promise<FleetPoint[]> {
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
            : Math.max(slope(i), Math.min(slope(i - 1), inner[i - 1].riskPrices[0]));
      return this.point(plan, limits[i] * this.moneyScale, price);
    });
  }

  private point({ x, mean, risk }: VisitedPlan, limit: number, shadowPrice: number | null): FleetPoint {
    const { moneyScale } = this;
    return {
      plan: this.plansAt(x),
      limit,
      mean: mean * moneyScale,
      conditionalValueAtRisk: risk * moneyScale,
      shadowPrice,
    };
  }

  private plansAt(x: Float64Array): Plan[] {
    return plansOfVector(
      this.stage,
      x.map((value) => value * this.powerScale),
    );
  }

  /**
   * @param decide a value of CVaR (or overrun): the least is sought until it is known whether it reaches it
   * @param decideOnly stop as soon as a plan is known that reaches it
   */
  private async ask(question: Question, decide = Infinity, decideOnly = false): Promise<Answer> {
    const master = this.master!;
    const { maximise, riskLimit = Infinity, meanFloor = -Infinity, overrun } = question;
    const several = overrun !== undefined || maximise === 'leastOverrun';
    const reaches = (plan: VisitedPlan): boolean => -this.valueOf(question, plan) <= decide + lexicographicSlack;
    let share = stepShare;
    let stalled = 0;
    let answer: MasterAnswer | null = null;
    let gap = Infinity;
    let bound = Infinity;
    let incumbent = await this.incumbent(question);
    for (let iteration = 0; iteration < mostIterations; iteration++) {
      answer = await master.solve({
        maximise,
        riskLimits: several ? this.limits.riskLimits : [riskLimit],
        meanFloor,
        riskAversion: this.request.riskAversion ?? 0,
        overrun: overrun ?? 0,
      });
      bound = Math.min(bound, answer.objective);
      const gapBefore = gap;
      gap = incumbent === null ? Infinity : Math.max(0, bound - this.valueOf(question, incumbent));
      const undecided = -bound <= decide + lexicographicSlack && incumbent !== null && !reaches(incumbent);
      if (
        incumbent !== null &&
        gap <= this.relativeGap * this.sizeOf(question, incumbent) &&
        !(undecided && gap > lexicographicSlack)
      )
        break;
      if (decideOnly && incumbent !== null && reaches(incumbent)) break;
      if (this.outOfTime()) break;
      const target = answer.x;
      stalled = gap > 0.99 * gapBefore ? stalled + 1 : 0;
      // The master's own plan always gives a cut that the master does not know yet, unless it is right there.
      const step = stalled >= patience ? 1 : share;
      const before = incumbent;
      await this.visit(before === null ? target : before.x.map((value, j) => value + step * (target[j] - value)));
      incumbent = await this.incumbent(question);
      if (before !== null && incumbent !== null && step === share)
        share = nextShare(share, (this.valueOf(question, incumbent) - this.valueOf(question, before)) / gap);
      // Where nothing moves every cut is kept, so that none returns in a circle.
      if (stalled === 0) master.prune(pruneAfter);
    }
    // An early end may find no plan that keeps several limits: the nearest then.
    incumbent ??= await nearestMixture(this.visited.all, this.limits);
    const plan = incumbent.mixed ? await this.visit(incumbent.x) : incumbent;
    gap = Math.max(0, bound - this.valueOf(question, plan)) / this.sizeOf(question, plan);
    if (!(decideOnly && reaches(plan))) this.largestGap = Math.max(this.largestGap, gap);
    this.request.onProgress?.(++this.questions, this.request.frontierPoints + 3);
    return {
      plan,
      bound,
      riskPrices: answer?.riskPrices ?? [0],
      limit: maximise === 'mean' ? riskLimit : plan.risk,
    };
  }

  private async incumbent(question: Question): Promise<VisitedPlan | null> {
    const { maximise, riskLimit = Infinity, meanFloor = -Infinity, overrun } = question;
    if (maximise === 'leastOverrun') return nearestMixture(this.visited.all, this.limits);
    if (overrun !== undefined) return richestMixture(this.visited.all, this.limits, overrun);
    if (maximise === 'balance') return this.visited.balanced(this.request.riskAversion ?? 0);
    return maximise === 'mean' ? this.visited.underRisk(riskLimit) : this.visited.aboveMean(meanFloor);
  }

  private valueOf({ maximise }: Question, plan: VisitedPlan): number {
    if (maximise === 'mean') return plan.mean;
    if (maximise === 'safety') return -plan.risk;
    if (maximise === 'balance') return plan.mean - (this.request.riskAversion ?? 0) * plan.risk;
    return -overrunOf(plan, this.limits);
  }

  /** What a gap is compared with: the objective, at least a unit of currency and a tenth of the other figure. */
  private sizeOf(question: Question, plan: VisitedPlan): number {
    if (question.maximise === 'leastOverrun') return Math.max(1, overrunOf(plan, this.limits));
    const { mean, risk } = plan;
    const own = this.valueOf(question, plan);
    const other = question.maximise === 'mean' ? risk : mean;
    return Math.max(1 / this.moneyScale, Math.abs(own), 0.1 * Math.abs(other));
  }

  private outOfTime(): boolean {
    return this.request.shouldStop?.() === true;
  }

  /** The plans of the pool that keep the bounds, or a first one. */
  private async start(): Promise<void> {
    const { request, stage, powerScale } = this;
    const content = request.pool?.content ?? null;
    if (content !== null) {
      this.groups = content.groups;
      this.master = this.newMaster(content.measures);
      this.master.add(content.cuts);
      for (const plan of content.visited) if (this.keepsBounds(plan.x)) this.visited.add(plan);
      if (this.visited.all.length > 0) return;
    }
    const start = await requireFeasibleStart(stage);
    await this.visit(start.map((value) => value / powerScale));
  }

  private keepsBounds(x: Float64Array): boolean {
    const { lowerMW, upperMW } = this.stage;
    const tolerance = 1e-9 * this.powerScale;
    return x.every(
      (value, j) =>
        value * this.powerScale >= lowerMW[j] - tolerance && value * this.powerScale <= upperMW[j] + tolerance,
    );
  }

  private newMaster(measures: CutMaster['measures']): CutMaster {
    const { stage, powerScale, relativeGap, fleet } = this;
    const meanGroupCount = fleet.assets.length * this.groups!.meanGroupCount;
    return new CutMaster(stage, powerScale, meanGroupCount, measures, relativeGap < 1e-5 ? 1e-9 : 1e-7);
  }

  private async visit(x: Float64Array): Promise<VisitedPlan> {
    const { fleet, stage, measures, powerScale, moneyScale } = this;
    const plans = this.plansAt(x);
    const evaluated: ScenarioCuts[] = [];
    for (const [a, plan] of plans.entries()) evaluated.push(await this.evaluate(plan, a));
    this.evaluations++;
    this.groups ??= {
      ...meanGroups(measuredProfit(evaluated, null)),
      tails: measures.map(({ confidenceLevel, asset }) =>
        tailGroups(measuredProfit(evaluated, asset), confidenceLevel),
      ),
    };
    const { tails } = this.groups;
    const xMW = x.map((value) => value * powerScale);
    this.master ??= this.newMaster(
      measures.map(({ confidenceLevel, asset, excessScale }, m) => ({
        confidenceLevel,
        groupCount: tails[m].groupCount,
        leastThreshold: leastThreshold(evaluated, stage, xMW, asset) / moneyScale,
        excessScale: excessScale / moneyScale,
      })),
    );
    const { mean, risks, cuts } = planOutcome(
      fleet,
      stage,
      evaluated,
      this.groups,
      measures,
      x,
      powerScale,
      moneyScale,
    );
    this.master.add(cuts);
    const plan = { x, mean, risks, risk: risks[0] };
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
