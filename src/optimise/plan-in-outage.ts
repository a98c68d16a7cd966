import {
  bidStepCount,
  positionByPeriod,
  type DayAheadDecision,
  type Plan,
  type PlanProblem,
} from '../domain/plan-problem.ts';

/** A plan that meets an outage which it was not made for: what is left of it, and the problem that it is carried out in. */
export interface PlanInOutage {
  readonly problem: PlanProblem;
  readonly plan: Plan;
  /** S: earned on the volume that cannot be delivered, day-ahead price less imbalance price, currency. */
  readonly boughtBack: Float64Array;
}

/** Power limits by period, MW. */
export interface PowerLimits {
  readonly maxChargeMW: Float64Array;
  readonly maxDischargeMW: Float64Array;
}

/**
 * Cuts a plan to the power that an outage leaves. With f the smaller of the shares of charge and of discharge power that
 * are left in a period, position and reservations are held at f times their volume. The rest of the position is bought
 * back (or sold) at the imbalance price; the rest of the reservation is neither paid nor called. Every limit that the
 * plan kept is then kept again, whatever f is. Intervals and blocks are cut where f changes within them; what was sold
 * before is in the plan, so that `sold` is left out.
 *
 * @param problem with the power limits that the plan was made for; its arrays stay as they are
 * @param limits the power that is left, at most that of the problem
 */
export function planInOutage(problem: PlanProblem, plan: Plan, limits: PowerLimits): PlanInOutage {
  const left = shareLeft(problem, limits);
  if (left.every((share) => share === 1)) return { problem, plan, boughtBack: new Float64Array(problem.scenarioCount) };
  const { sold: _sold, ...whole } = problem;
  const intervals = cutIntervals(problem.intervalStarts, left);
  const blocks = problem.services.map(({ blockStarts }) => cutIntervals(blockStarts, left));
  const steps = bidStepCount(problem.decision);
  const scaled = (volumes: Float64Array, { starts, origin }: CutIntervals, width: number): Float64Array =>
    repeatRows(volumes, 1, origin, width).map((volume, i) => volume * left[starts[Math.floor(i / width)]]);
  return {
    problem: {
      ...whole,
      ...limits,
      intervalStarts: intervals.starts,
      decision: cutDecision(problem.decision, intervals.origin),
      services: problem.services.map((service, k) => ({
        ...service,
        blockStarts: blocks[k].starts,
        availability: repeatRows(service.availability, problem.scenarioCount, blocks[k].origin, 1),
      })),
    },
    plan: {
      ...plan,
      dayAheadMW: scaled(plan.dayAheadMW, intervals, 1),
      stepsMW: scaled(plan.stepsMW, intervals, steps),
      reservedMW: plan.reservedMW.map((reserved, k) => scaled(reserved, blocks[k], 1)),
      ...(plan.offerStepsMW === undefined
        ? {}
        : {
            offerStepsMW: plan.offerStepsMW.map((offered, k) =>
              offered === null ? null : scaled(offered, blocks[k], problem.services[k].offerThresholds?.length ?? 0),
            ),
          }),
    },
    boughtBack: boughtBack(problem, plan, left),
  };
}

/** f: the smaller share of charge and of discharge power that is left in each period. */
function shareLeft({ maxChargeMW, maxDischargeMW }: PlanProblem, limits: PowerLimits): Float64Array {
  const share = (now: number, before: number): number => (before > 0 ? Math.min(1, now / before) : 1);
  return maxChargeMW.map((charge, t) =>
    Math.min(share(limits.maxChargeMW[t], charge), share(limits.maxDischargeMW[t], maxDischargeMW[t])),
  );
}

function boughtBack(problem: PlanProblem, plan: Plan, left: Float64Array): Float64Array {
  const { periodCount: T, periodHours, dayAhead, imbalance } = problem;
  return Float64Array.from({ length: problem.scenarioCount }, (_, s) =>
    positionByPeriod(problem, plan, s).reduce(
      (sum, position, t) => sum + periodHours * (1 - left[t]) * position * (dayAhead[s * T + t] - imbalance[s * T + t]),
      0,
    ),
  );
}

/** Intervals cut finer: where each starts, one past the last, and the interval that it was part of. */
interface CutIntervals {
  readonly starts: Int32Array;
  readonly origin: Int32Array;
}

function cutIntervals(starts: Int32Array, left: Float64Array): CutIntervals {
  const cut: number[] = [];
  const origin: number[] = [];
  for (let interval = 0; interval + 1 < starts.length; interval++) {
    for (let t = starts[interval]; t < starts[interval + 1]; t++) {
      if (t > starts[interval] && left[t] === left[t - 1]) continue;
      cut.push(t);
      origin.push(interval);
    }
  }
  return { starts: Int32Array.from([...cut, starts[starts.length - 1]]), origin: Int32Array.from(origin) };
}

/** Rows of `width` values an interval, the ones of each cut interval taken from the interval that it was part of. */
function repeatRows(values: Float64Array, scenarios: number, origin: Int32Array, width: number): Float64Array {
  const before = values.length / scenarios;
  const result = new Float64Array(scenarios * origin.length * width);
  for (let s = 0; s < scenarios; s++) {
    origin.forEach((interval, i) => {
      const from = s * before + interval * width;
      result.set(values.subarray(from, from + width), (s * origin.length + i) * width);
    });
  }
  return result;
}

function cutDecision(decision: DayAheadDecision, origin: Int32Array): DayAheadDecision {
  if (decision.kind === 'position' || decision.stepCount === undefined) return decision;
  return { ...decision, thresholds: repeatRows(decision.thresholds, 1, origin, decision.stepCount) };
}
