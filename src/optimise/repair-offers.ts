import type { FleetProblem } from '../domain/fleet-problem.ts';
import type { Plan } from '../domain/plan-problem.ts';
import { feasibleStart } from './feasible-start.ts';
import { fleetStage, vectorOfPlans, type FleetStage } from './fleet-stage.ts';
import { offerRules, roundedOffers, splitBroken, type OfferRules } from './offer-rules.ts';
import type { FirstStageBounds, PlanQuestion, PlanSolution } from './plan-solution.ts';
import { riskMeasures } from './risk-measure.ts';

/** A solution whose offers keep their rules, and what that cost. Money in currency. */
export interface RepairedSolution<S> {
  readonly solution: S;
  readonly repair: OfferRepair;
}

/**
 * Values are of what is maximised: the mean, or mean − riskAversion·CVaR; where the limits are out of reach minus the
 * CVaR, or minus the largest scaled excess over several limits.
 */
export interface OfferRepair {
  /** Without the rules. */
  readonly continuous: number;
  readonly repaired: number;
  /** continuous − repaired ≥ 0; null where the rules put limits out of reach that could be kept without them. */
  readonly cost: number | null;
  /** No plan that keeps the rules is worth more: `repaired` where the search was finished. */
  readonly bound: number;
  /** Plans solved. */
  readonly solves: number;
}

export interface RepairRequest<S> {
  readonly question: PlanQuestion;
  /** The plan within bounds of the first stage; undefined: the problem's, and with it the frontier. */
  readonly solve: (bounds: FirstStageBounds | undefined) => Promise<S>;
  /** Plans solved at most, beside the first three. Default 60. */
  readonly nodeLimit?: number;
  readonly shouldStop?: () => boolean;
}

/** How good an answer is: limits kept, then the value. */
interface Score {
  readonly keepsLimits: boolean;
  readonly value: number;
}

interface Node {
  readonly bounds: FirstStageBounds;
  /** No plan of the node is better. */
  readonly best: Score;
  /** The plan without the rules that are still broken. */
  readonly x: Float64Array;
}

type Solved = PlanSolution<readonly Plan[]> & { readonly bound?: number };

const defaultNodeLimit = 60;
/** Values closer than this, relative, are equal. */
const sameValue = 1e-6;

/**
 * Offers that keep lots, minimum volumes and exclusions: the continuous plan is rounded (down, which never breaks a
 * limit of power, and to the nearest), the rest is solved again, and a branch and bound over the broken rules looks
 * for better within its limit of plans. docs/method/optimise.md.
 */
export async function repairOffers<S extends Solved>(
  fleet: FleetProblem,
  request: RepairRequest<S>,
): Promise<RepairedSolution<S>> {
  return new Repair(fleet, request).run();
}

class Repair<S extends Solved> {
  private readonly fleet: FleetProblem;
  private readonly request: RepairRequest<S>;
  private readonly stage: FleetStage;
  private readonly rules: OfferRules;
  private solves = 0;
  private found: { solution: S; score: Score } | null = null;

  constructor(fleet: FleetProblem, request: RepairRequest<S>) {
    this.fleet = fleet;
    this.request = request;
    this.stage = fleetStage(fleet);
    this.rules = offerRules(fleet, this.stage);
  }

  async run(): Promise<RepairedSolution<S>> {
    const { stage, request, rules } = this;
    const first = await this.solve(undefined);
    const narrowed = rules.bounds.upperMW.some((upper, j) => upper < stage.upperMW[j]);
    const root = this.node(narrowed ? await this.solve(rules.bounds) : first, rules.bounds);
    const continuous = this.scoreOf(first);
    await this.round(root, 'down');
    await this.round(root, 'nearest');
    const open = [root];
    const nodeLimit = this.solves + (request.nodeLimit ?? defaultNodeLimit);
    while (open.length > 0 && this.solves < nodeLimit && request.shouldStop?.() !== true) {
      open.sort((a, b) => compare(a.best, b.best));
      const node = open.pop()!;
      if (!this.promises(node)) {
        open.length = 0;
        break;
      }
      for (const bounds of splitBroken(rules, node.x, node.bounds) ?? []) {
        if ((await feasibleStart({ ...stage, ...bounds })) === null) continue;
        const child = this.node(await this.solve(bounds), bounds);
        if (!this.promises(child)) continue;
        await this.round(child, 'nearest');
        open.push(child);
      }
    }
    const { solution, score } = this.found!;
    // A node that keeps limits which the plan found does not is no bound on a figure of the same kind.
    const left = open.filter((node) => this.promises(node) && node.best.keepsLimits === score.keepsLimits);
    return {
      solution: {
        ...solution,
        frontier: first.frontier,
        minimumConditionalValueAtRisk: first.minimumConditionalValueAtRisk,
      },
      repair: {
        continuous: continuous.value,
        repaired: score.value,
        cost: continuous.keepsLimits === score.keepsLimits ? Math.max(0, continuous.value - score.value) : null,
        bound: Math.max(score.value, ...left.map(({ best }) => best.value)),
        solves: this.solves,
      },
    };
  }

  private async solve(bounds: FirstStageBounds | undefined): Promise<S> {
    this.solves++;
    return this.request.solve(bounds);
  }

  private node(solution: S, bounds: FirstStageBounds): Node {
    const score = this.scoreOf(solution);
    const best = { ...score, value: Math.max(score.value, this.boundOf(solution, score)) };
    return { bounds, best, x: vectorOfPlans(this.stage, solution.best.plan) };
  }

  /** Rounds the offers of a node, solves the rest again, and keeps the plan if it is the best so far. */
  private async round(node: Node, direction: 'down' | 'nearest'): Promise<void> {
    const bounds = roundedOffers(this.rules, node.x, node.bounds, direction);
    if ((await feasibleStart({ ...this.stage, ...bounds })) === null) return;
    const solution = await this.solve(bounds);
    const score = this.scoreOf(solution);
    if (this.found === null || compare(score, this.found.score) > 0) this.found = { solution, score };
  }

  private promises({ best }: Node): boolean {
    if (this.found === null) return true;
    const { score } = this.found;
    return compare(best, { ...score, value: score.value + sameValue * Math.max(1, Math.abs(score.value)) }) > 0;
  }

  private scoreOf({ status, best, limits }: S): Score {
    const keepsLimits = status === 'optimal';
    const { riskAversion } = this.request.question;
    if (keepsLimits) return { keepsLimits, value: best.mean - (riskAversion ?? 0) * best.conditionalValueAtRisk };
    if (limits.length === 0) return { keepsLimits, value: -best.conditionalValueAtRisk };
    const measures = riskMeasures(this.fleet.assets[0].confidenceLevel, this.request.question).slice(1);
    const excess = limits.map((one, i) => (one.conditionalValueAtRisk - one.limit) / measures[i].excessScale);
    return { keepsLimits, value: -Math.max(...excess) };
  }

  /** The proven bound of a decomposition; the extensive form's value is its own. */
  private boundOf({ bound }: S, { keepsLimits, value }: Score): number {
    if (bound === undefined) return value;
    return keepsLimits ? bound : -bound;
  }
}

function compare(a: Score, b: Score): number {
  if (a.keepsLimits !== b.keepsLimits) return a.keepsLimits ? 1 : -1;
  return a.value - b.value;
}
