import { SolverError } from '../../errors.ts';

/** One trial: the cycles that a throughput cost leads to. */
export interface CalibrationTrial {
  /** Currency per MWh discharged. */
  readonly throughputCost: number;
  readonly cycles: number;
}

/** A throughput cost for a number of cycles, and how it was found. */
export interface ThroughputCostCalibration {
  /**
   * `met`: within the tolerance; `free`: even without a cost the target is not exceeded, so the cost is 0;
   * `jump`: cycles jump over the target, and the trial nearest to it is given.
   */
  readonly status: 'met' | 'free' | 'jump';
  readonly target: number;
  readonly throughputCost: number;
  readonly cycles: number;
  /** Cycles without a cost. */
  readonly freeCycles: number;
  /** `grid`: costs tried evenly, then bisected where the cycles first pass the target. */
  readonly method: 'bisection' | 'grid';
  /** False: among the trials a larger cost led to more cycles. */
  readonly monotone: boolean;
  /** The nearest costs on either side: cycles above the target at `below`, not above it at `above`; null where free. */
  readonly bracket: { readonly below: CalibrationTrial; readonly above: CalibrationTrial } | null;
  readonly evaluations: number;
  /** Every trial, costs ascending. */
  readonly trials: readonly CalibrationTrial[];
}

export interface CalibrationOptions {
  /** Largest distance from the target that counts as met; default 0.5 % of it. */
  readonly tolerance?: number;
  /** A cost of the size to expect, > 0, where the search for an upper end starts; default 10. */
  readonly firstCost?: number;
}

/** A bracket this small, as a share of its upper end, holds a jump. */
const SMALLEST_BRACKET = 1e-6;
const GRID_POINTS = 33;
/** Doublings of the first cost before no cost is thought to be enough. */
const DOUBLINGS = 24;

/**
 * The throughput cost at which `cyclesAt` gives `target` cycles (per day or whatever both are counted in), by
 * bisection. Exact dispatch never cycles more at a larger cost; rules and approximations may: where the trials
 * show it, a grid of costs up to the same upper end takes over, and the first passage of the target on it
 * is bisected. Cycles need not be continuous, so the target may be jumped over (status `jump`). The cost
 * steers dispatch; it is not cash. Throws a SolverError where cycles stay above the target whatever the cost.
 */
export async function calibrateThroughputCost(
  cyclesAt: (throughputCost: number) => Promise<number>,
  target: number,
  options: CalibrationOptions = {},
): Promise<ThroughputCostCalibration> {
  const tolerance = options.tolerance ?? 0.005 * target;
  const trials = new Map<number, CalibrationTrial>();
  const attempt = async (throughputCost: number): Promise<CalibrationTrial> => {
    const trial = trials.get(throughputCost) ?? { throughputCost, cycles: await cyclesAt(throughputCost) };
    trials.set(throughputCost, trial);
    return trial;
  };
  const sorted = (): CalibrationTrial[] => [...trials.values()].toSorted((a, b) => a.throughputCost - b.throughputCost);
  const finish = (
    status: ThroughputCostCalibration['status'],
    { throughputCost, cycles }: CalibrationTrial,
    method: ThroughputCostCalibration['method'],
    bracket: Bracket | null,
  ): ThroughputCostCalibration => ({
    status,
    target,
    throughputCost,
    cycles,
    freeCycles: free.cycles,
    method,
    monotone: falls(sorted()),
    bracket,
    evaluations: trials.size,
    trials: sorted(),
  });

  const free = await attempt(0);
  if (free.cycles <= target + tolerance)
    return finish(free.cycles < target - tolerance ? 'free' : 'met', free, 'bisection', null);

  let bracket = await upperEnd(attempt, free, target, options.firstCost ?? 10);
  let method: ThroughputCostCalibration['method'] = 'bisection';
  const met = (trial: CalibrationTrial): boolean => Math.abs(trial.cycles - target) <= tolerance;
  bracket = await bisect(attempt, bracket, target, met, () => falls(sorted()));
  if (!met(bracket.below) && !met(bracket.above) && !falls(sorted())) {
    method = 'grid';
    const end = sorted().at(-1)!.throughputCost;
    for (let i = 1; i < GRID_POINTS; i++) await attempt((end * i) / (GRID_POINTS - 1));
    bracket = await bisect(attempt, firstPassage(sorted(), target), target, met, () => true);
  }
  const distance = (trial: CalibrationTrial): number => Math.abs(trial.cycles - target);
  // Of trials equally near, the one that keeps the target, then the smaller cost.
  const nearest = sorted().reduce((best, trial) =>
    distance(trial) < distance(best) || (distance(trial) === distance(best) && trial.cycles < best.cycles)
      ? trial
      : best,
  );
  return finish(met(nearest) ? 'met' : 'jump', nearest, method, bracket);
}

interface Bracket {
  readonly below: CalibrationTrial;
  readonly above: CalibrationTrial;
}

type Attempt = (throughputCost: number) => Promise<CalibrationTrial>;

/** Doubles the cost until the cycles are not above the target. */
async function upperEnd(attempt: Attempt, free: CalibrationTrial, target: number, firstCost: number): Promise<Bracket> {
  let below = free;
  let cost = firstCost;
  for (let i = 0; i < DOUBLINGS; i++) {
    const above = await attempt(cost);
    if (above.cycles <= target) return { below, above };
    below = above;
    cost *= 2;
  }
  throw new SolverError('no throughput cost leads to so few cycles', {
    field: 'throughputCost',
    rule: `at most ${target} cycles`,
    value: `${below.cycles} cycles at ${below.throughputCost} per MWh`,
    remedy:
      below.cycles === free.cycles
        ? 'no cost changed the cycles: use an engine that decides by cost, such as exact'
        : 'aim at more cycles, or relax what forces the battery to run, such as its terminal condition',
  });
}

/** Halves the bracket until one end meets the target, it is too small to hold more than a jump, or `goOn` says no. */
async function bisect(
  attempt: Attempt,
  bracket: Bracket,
  target: number,
  met: (trial: CalibrationTrial) => boolean,
  goOn: () => boolean,
): Promise<Bracket> {
  let { below, above } = bracket;
  while (!met(below) && !met(above) && goOn()) {
    if (above.throughputCost - below.throughputCost <= SMALLEST_BRACKET * above.throughputCost) break;
    const middle = await attempt((below.throughputCost + above.throughputCost) / 2);
    if (middle.cycles > target) below = middle;
    else above = middle;
  }
  return { below, above };
}

/** True where no larger cost led to more cycles, beyond rounding. */
function falls(trials: readonly CalibrationTrial[]): boolean {
  const slack = 1e-9 * Math.max(...trials.map(({ cycles }) => cycles));
  return trials.every(({ cycles }, i) => i === 0 || cycles <= trials[i - 1].cycles + slack);
}

/** The neighbours with the smallest costs between which the cycles pass the target downwards. */
function firstPassage(trials: readonly CalibrationTrial[], target: number): Bracket {
  const i = trials.findIndex(({ cycles }) => cycles <= target);
  return { below: trials[i - 1], above: trials[i] };
}
