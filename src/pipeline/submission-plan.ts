import { acceptedBelow, acceptedNear, heldBeside, type MarketRules } from '../domain/market-rules.ts';
import { intervalOfPeriod, samePlan, type Plan, type PlanProblem } from '../domain/plan-problem.ts';
import { SolverError } from '../errors.ts';

/** Rules of the markets that a plan is submitted to, services in the problem's order. */
export interface SubmissionRules {
  readonly dayAhead: MarketRules;
  readonly services: readonly MarketRules[];
}

/**
 * Where a position between two lots goes: to the nearer; down (sell less, buy more); up; or to the nearer with what the
 * intervals before it lost, so that the day's energy is kept.
 */
export type PositionRounding = 'nearest' | 'carried' | 'down' | 'up';

/**
 * The plans that may be submitted for one, each different. Where delivery leans on the deviation limit all day, a
 * position a lot too high or too low leaves the store short in every scenario: which way to round is left to the policy.
 */
export function submissionPlans(problem: PlanProblem, plan: Plan, rules: SubmissionRules): Plan[] {
  const plans = (['nearest', 'carried', 'down', 'up'] as const).map((rounding) =>
    submissionPlan(problem, plan, rules, rounding),
  );
  return plans.filter((one, i) => plans.findIndex((other) => samePlan(one, other)) === i);
}

/**
 * The plan in volumes that the markets accept beside what was sold. Reservations go down to whole lots, which leaves
 * more power and energy than before; the position, or each level of a bid curve, goes to the nearest volume within the
 * power that is left. Where no such volume lies in that power, reservations give way, the largest first.
 *
 * @throws SolverError where what was sold leaves no volume that the day-ahead market accepts
 */
export function submissionPlan(
  problem: PlanProblem,
  plan: Plan,
  rules: SubmissionRules,
  rounding: PositionRounding = 'nearest',
): Plan {
  const { services, sold } = problem;
  if ([rules.dayAhead, ...rules.services].every(({ lotMW, minimumMW }) => lotMW === 0 && minimumMW === 0)) return plan;
  const reservedMW = plan.reservedMW.map((reserved, k) =>
    reserved.map((volume, b) => {
      const before = sold?.reservedMW[k][b] ?? 0;
      return heldBeside(rules.services[k], before, acceptedBelow(rules.services[k], volume - before));
    }),
  );
  const blocks = services.map(({ blockStarts }) => intervalOfPeriod(blockStarts));
  for (;;) {
    const limits = positionLimits(problem, reservedMW, blocks);
    const levels = positionLevels(problem, plan, rules.dayAhead, limits, rounding);
    if (typeof levels !== 'number') return { ...plan, ...levels, reservedMW, ...roundedSteps(plan, rules, reservedMW) };
    if (!withdrawLot(problem, rules, reservedMW, blocks, levels)) {
      throw new SolverError('what was sold leaves no volume that the day-ahead market accepts', {
        field: `interval ${levels}`,
        rule: `a multiple of ${rules.dayAhead.lotMW} MW between ${limits.lowerMW[levels]} and ${limits.upperMW[levels]}`,
        value: plan.dayAheadMW[levels],
        remedy: 'correct what was sold, the lot or the power limits',
      });
    }
  }
}

/** Offers with a price: the volume up to each price goes down to one that is accepted, at most what is left in all. */
function roundedSteps(
  { offerStepsMW }: Plan,
  rules: SubmissionRules,
  reservedMW: readonly Float64Array[],
): Pick<Plan, 'offerStepsMW'> {
  if (offerStepsMW === undefined) return {};
  return {
    offerStepsMW: offerStepsMW.map((steps, k) => {
      if (steps === null) return null;
      const prices = steps.length / reservedMW[k].length;
      const rounded = new Float64Array(steps.length);
      reservedMW[k].forEach((mostMW, block) => {
        let [found, kept] = [0, 0];
        for (let i = block * prices; i < (block + 1) * prices; i++) {
          found += steps[i];
          const level = Math.min(mostMW, acceptedBelow(rules.services[k], found));
          rounded[i] = Number((level - kept).toFixed(9));
          kept = level;
        }
      });
      return rounded;
    }),
  };
}

/** −C + R^dn and D − R^up, the tightest over the periods of each interval. */
function positionLimits(
  { services, intervalStarts, maxChargeMW, maxDischargeMW }: PlanProblem,
  reservedMW: readonly Float64Array[],
  blocks: readonly Int32Array[],
): { lowerMW: Float64Array; upperMW: Float64Array } {
  const lowerMW = new Float64Array(intervalStarts.length - 1).fill(-Infinity);
  const upperMW = new Float64Array(intervalStarts.length - 1).fill(Infinity);
  intervalOfPeriod(intervalStarts).forEach((interval, t) => {
    const reserved = (direction: 'up' | 'down'): number =>
      services.reduce((sum, one, k) => (one.direction === direction ? sum + reservedMW[k][blocks[k][t]] : sum), 0);
    lowerMW[interval] = Math.max(lowerMW[interval], reserved('down') - maxChargeMW[t]);
    upperMW[interval] = Math.min(upperMW[interval], maxDischargeMW[t] - reserved('up'));
  });
  return { lowerMW, upperMW };
}

/** Base and steps in accepted volumes, or the first interval that has none. A level is the base and the steps up to it. */
function positionLevels(
  { decision, sold }: PlanProblem,
  plan: Plan,
  rules: MarketRules,
  { lowerMW, upperMW }: { lowerMW: Float64Array; upperMW: Float64Array },
  rounding: PositionRounding,
): Pick<Plan, 'dayAheadMW' | 'stepsMW'> | number {
  const dayAheadMW = plan.dayAheadMW.slice();
  const stepsMW = plan.stepsMW.slice();
  const steps = decision.kind === 'bidCurve' ? stepsMW.length / dayAheadMW.length : 0;
  const towards = { nearest: 0, carried: 0, down: -0.499_999, up: 0.499_999 }[rounding] * rules.lotMW;
  let carriedMW = 0;
  for (let interval = 0; interval < dayAheadMW.length; interval++) {
    const shift = towards + carriedMW;
    const before = sold?.dayAheadMW[interval] ?? 0;
    const accepted = (level: number): number | null => {
      const volume = acceptedNear(
        rules,
        level + shift - before,
        lowerMW[interval] - before,
        upperMW[interval] - before,
      );
      return volume === null ? null : heldBeside(rules, before, volume);
    };
    let level = plan.dayAheadMW[interval];
    let rounded = accepted(level);
    if (rounded === null) return interval;
    dayAheadMW[interval] = rounded;
    if (rounding === 'carried') carriedMW += plan.dayAheadMW[interval] - rounded;
    for (let i = interval * steps; i < (interval + 1) * steps; i++) {
      level += plan.stepsMW[i];
      const next: number = accepted(level) ?? rounded;
      stepsMW[i] = Number((next - rounded).toFixed(9));
      rounded = next;
    }
  }
  return { dayAheadMW, stepsMW };
}

/** Takes one lot (any volume: all of it) off the largest reservation of an interval that was not sold; false where there is none. */
function withdrawLot(
  { services, intervalStarts, sold }: PlanProblem,
  rules: SubmissionRules,
  reservedMW: readonly Float64Array[],
  blocks: readonly Int32Array[],
  interval: number,
): boolean {
  let largest = { offeredMW: 0, service: -1, block: -1 };
  services.forEach((_, service) => {
    for (let t = intervalStarts[interval]; t < intervalStarts[interval + 1]; t++) {
      const block = blocks[service][t];
      const offeredMW = reservedMW[service][block] - (sold?.reservedMW[service][block] ?? 0);
      if (offeredMW > largest.offeredMW) largest = { offeredMW, service, block };
    }
  });
  const { offeredMW, service, block } = largest;
  if (service < 0) return false;
  const own = rules.services[service];
  const left = own.lotMW > 0 ? acceptedBelow(own, offeredMW - own.lotMW) : 0;
  reservedMW[service][block] += left - offeredMW;
  return true;
}
