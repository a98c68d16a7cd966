import type { FleetProblem } from '../../domain/fleet-problem.ts';
import type { Plan } from '../../domain/plan-problem.ts';
import { moneyScaleOf, powerScaleOf } from '../extensive-form.ts';
import { requireFeasibleStart } from '../feasible-start.ts';
import { fleetStage, plansOfVector, type FleetStage } from '../fleet-stage.ts';
import { riskMeasures, type RiskMeasure } from '../risk-measure.ts';
import { nearestMixture, overrunOf, richestMixture, type MixtureLimits } from './best-mixture.ts';
import type { MasterAnswer, MasterMeasure, MasterQuestion, Objective } from './cut-master.ts';
import { CutMasters } from './cut-masters.ts';
import { leastThreshold, measuredProfit, planOutcome } from './plan-outcome.ts';
import { scenarioCuts, type ScenarioCuts } from './scenario-cuts.ts';
import { meanGroups, tailGroups, type ScenarioGroups } from './scenario-groups.ts';
import type { DecompositionRequest } from './solve-plan-by-decomposition.ts';
import { VisitedPlans, type VisitedPlan } from './visited-plans.ts';

/** Slack on an optimal value that is held while a second one is sought, in money of the master; as in `solve-plan`. */
export const lexicographicSlack = 1e-7;
const mostIterations = 400;
/** A question whose gap closed by less than a tenth in so many iterations is left as it is. */
const mostIdleIterations = 40;
const usualMasterSeconds = 600;
/** How far the next plan lies from the incumbent towards the master's plan. */
const stepShare = 0.3;
const leastStepShare = 0.1;
/** Iterations without progress after which the master's own plan is evaluated. */
const patience = 2;
const restAfter = 12;

/** One question to the search; figures in money of the master. */
export interface Question {
  readonly maximise: Objective;
  /** CVaR at the problem's level. Default: no limit. */
  readonly riskLimit?: number;
  readonly meanFloor?: number;
  /** The several limits of the request count, with this much overrun allowed. Default: they do not count. */
  readonly overrun?: number;
  /** The gap that suffices, in units of the one asked for. Default 1. */
  readonly gapFactor?: number;
}

export interface Answer {
  readonly plan: VisitedPlan;
  /** Greatest value of what is maximised that a plan can have. */
  readonly bound: number;
  /** By measure; null where the master found none. */
  readonly riskPrices: readonly number[] | null;
  readonly limit: number;
}

/**
 * The cutting-plane engine of one fleet: evaluates plans, holds the cuts and the plans visited, and answers one
 * question at a time to the gap asked for. Figures in units and money of the master.
 */
export class CutSearch {
  private readonly fleet: FleetProblem;
  private readonly request: DecompositionRequest;
  private readonly stage: FleetStage;
  readonly measures: readonly RiskMeasure[];
  private readonly powerScale: number;
  readonly moneyScale: number;
  private readonly relativeGap: number;
  /** The several limits; all infinite where there is none. */
  readonly limits: MixtureLimits;
  private readonly evaluate: (plan: Plan, asset: number) => Promise<ScenarioCuts>;
  readonly visited = new VisitedPlans();
  private groups: ScenarioGroups | null = null;
  private masters: CutMasters | null = null;
  /** Plans of the pool that the bounds of this search exclude. */
  private excluded: readonly VisitedPlan[] = [];
  evaluations = 0;
  private questions = 0;
  /** Of the answers so far, relative. */
  largestGap = 0;

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

  plansAt(x: Float64Array): Plan[] {
    return plansOfVector(
      this.stage,
      x.map((value) => value * this.powerScale),
    );
  }

  /**
   * @param decide a value of CVaR (or overrun): the least is sought until it is known whether it reaches it
   * @param decideOnly stop as soon as a plan is known that reaches it
   */
  async ask(question: Question, decide = Infinity, decideOnly = false): Promise<Answer> {
    const { maximise, riskLimit = Infinity, gapFactor = 1 } = question;
    const asked = this.masterQuestion(question);
    const master = this.masters!.of(asked);
    const reaches = (plan: VisitedPlan): boolean => -this.valueOf(question, plan) <= decide + lexicographicSlack;
    const tolerance = gapFactor * this.relativeGap;
    let share = stepShare;
    let stalled = 0;
    let answer: MasterAnswer | null = null;
    let gap = Infinity;
    let markedGap = Infinity;
    let bound = Infinity;
    let incumbent = await this.incumbent(question);
    for (let iteration = 0; iteration < mostIterations; iteration++) {
      const solved = await master.solve(asked, this.request.masterSeconds?.() ?? usualMasterSeconds);
      // What is known by then stands: every bound of an earlier master holds.
      if (solved === null) break;
      answer = solved;
      bound = Math.min(bound, answer.objective);
      const gapBefore = gap;
      gap = incumbent === null ? Infinity : Math.max(0, bound - this.valueOf(question, incumbent));
      await this.tell(question, incumbent, bound);
      const undecided = -bound <= decide + lexicographicSlack && incumbent !== null && !reaches(incumbent);
      if (
        incumbent !== null &&
        gap <= tolerance * this.sizeOf(question, incumbent) &&
        !(undecided && gap > lexicographicSlack)
      )
        break;
      if (decideOnly && incumbent !== null && reaches(incumbent)) break;
      if (this.outOfTime()) break;
      if (iteration % mostIdleIterations === 0) {
        if (gap > 0.9 * markedGap) break;
        markedGap = gap;
      }
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
      if (stalled === 0) master.rest(restAfter);
    }
    // An early end may find no plan that keeps several limits: the nearest then.
    incumbent ??= await nearestMixture(this.visited.all, this.limits);
    const plan = await this.evaluated(question, incumbent, bound, tolerance);
    if (!(decideOnly && reaches(plan)))
      this.largestGap = Math.max(this.largestGap, this.relativeGapOf(question, plan, bound) / gapFactor);
    this.questions++;
    this.request.onProgress?.(this.questions, this.request.frontierPoints + 3);
    return {
      plan,
      bound,
      riskPrices: answer === null ? null : pricesOf(this.measures, answer),
      limit: maximise === 'mean' ? riskLimit : plan.risk,
    };
  }

  /** The incumbent, or where it is a mixture that was not evaluated, a plan that was and is as good as the gap asks for. */
  private async evaluated(
    question: Question,
    incumbent: VisitedPlan,
    bound: number,
    tolerance: number,
  ): Promise<VisitedPlan> {
    if (!incumbent.mixed) return incumbent;
    if (question.maximise === 'mean' && question.overrun === undefined) {
      const known = this.visited.richestEvaluated(question.riskLimit ?? Infinity);
      if (known !== null && bound - known.mean <= tolerance * this.sizeOf(question, known)) return known;
    }
    return this.visit(incumbent.x);
  }

  private masterQuestion({ maximise, riskLimit, meanFloor, overrun }: Question): MasterQuestion {
    const several = overrun !== undefined || maximise === 'leastOverrun';
    return {
      maximise,
      riskLimits: several ? this.limits.riskLimits : [riskLimit ?? Infinity],
      meanFloor: meanFloor ?? -Infinity,
      riskAversion: this.request.riskAversion ?? 0,
      overrun: overrun ?? 0,
    };
  }

  private async tell(question: Question, incumbent: VisitedPlan | null, bound: number): Promise<void> {
    const { moneyScale, evaluations, questions } = this;
    const unit = question.maximise === 'leastOverrun' ? 1 : moneyScale;
    const value = incumbent === null ? null : this.valueOf(question, incumbent);
    await this.request.onIteration?.({
      maximise: question.maximise,
      question: questions + 1,
      incumbent: value === null ? null : value * unit,
      bound: bound * unit,
      relativeGap: incumbent === null ? Infinity : this.relativeGapOf(question, incumbent, bound),
      evaluations,
    });
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

  /** How far a plan may be from the best answer to a question, of its size. */
  relativeGapOf(question: Question, plan: VisitedPlan, bound: number): number {
    return Math.max(0, bound - this.valueOf(question, plan)) / this.sizeOf(question, plan);
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
  async start(): Promise<void> {
    const { request, stage, powerScale } = this;
    const content = request.pool?.content ?? null;
    if (content !== null) {
      this.groups = content.groups;
      this.masters = this.newMasters(content.measures);
      this.masters.add(content.cuts);
      for (const plan of content.visited) if (this.keepsBounds(plan.x)) this.visited.add(plan);
      this.excluded = content.visited.filter(({ x }) => !this.keepsBounds(x));
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

  private newMasters(measures: readonly MasterMeasure[]): CutMasters {
    const { stage, powerScale, relativeGap, fleet } = this;
    const meanGroupCount = fleet.assets.length * this.groups!.meanGroupCount;
    return new CutMasters(stage, powerScale, meanGroupCount, measures, relativeGap < 1e-5 ? 1e-9 : 1e-7);
  }

  async visit(x: Float64Array): Promise<VisitedPlan> {
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
    this.masters ??= this.newMasters(
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
    this.masters.add(cuts);
    const plan = { x, mean, risks, risk: risks[0] };
    this.visited.add(plan);
    this.fillPool();
    return plan;
  }

  /** Simplex iterations of the masters. */
  get iterations(): number {
    return this.masters?.iterations ?? 0;
  }

  /** Leaves what was learnt so far in the pool of the request. */
  private fillPool(): void {
    const { pool } = this.request;
    if (pool === undefined) return;
    pool.content = {
      groups: this.groups!,
      measures: this.masters!.measures,
      cuts: this.masters!.cutsInUse(),
      visited: [...this.excluded, ...this.visited.all],
    };
  }
}

/** By measure: a small master knows none that it is not asked about, and a limit that is not there has no price. */
function pricesOf(measures: readonly RiskMeasure[], { riskPrices }: MasterAnswer): number[] {
  return measures.map((_, m) => riskPrices[m] ?? 0);
}

/**
 * The step after one that closed the share `gained` of the gap from below: longer where the model was right
 * along the way (it promised at least `share`), shorter where next to nothing came of it.
 */
function nextShare(share: number, gained: number): number {
  if (gained >= 0.5 * share) return Math.min(1, 2 * share);
  return gained < 0.1 * share ? Math.max(leastStepShare, share / 1.5) : share;
}
