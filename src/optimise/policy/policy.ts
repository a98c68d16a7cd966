import type { PolicyName } from '../../config.ts';
import type { BasisChain } from '../../domain/basis-chain.ts';
import type { BasisForecast } from '../../domain/basis-forecast.ts';
import type { Plan, PlanProblem } from '../../domain/plan-problem.ts';
import type { Schedule } from '../settle.ts';

/** What a policy may know of a day before it starts: the plan scenarios and what was fitted on history. */
export interface KnownBefore {
  /** The day's problem on the *plan* scenarios. */
  readonly planned: PlanProblem;
  readonly basis: BasisForecast;
  readonly chain: BasisChain;
}

/**
 * A way to carry a plan out without seeing the future; one file each in this folder, listed in `policies.ts`.
 * docs/method/optimise.md.
 */
export interface Policy {
  readonly name: PolicyName;
  /** One sentence for the page: what is decided when, and on what. */
  readonly text: string;
  /**
   * Opens a day. The function that it returns makes the schedule of one scenario of `problem` from its state of
   * charge at the start, MWh; what it decides for a period may depend on that scenario's prices only as far as they
   * are known when the period starts.
   */
  open(known: KnownBefore, problem: PlanProblem, plan: Plan): (scenario: number, initialStateMWh: number) => Schedule;
}
