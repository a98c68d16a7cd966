import { lastLowerMWh, lastUpperMWh, terminalSlope } from './storage-problem.ts';
import type { StageCurves, StorageProblem } from './storage-problem.ts';

/** A point of a concave piecewise-linear function. */
interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * The optimum of a concave storage problem, slowly and obviously: value functions are explicit points, the
 * sup-convolution takes all sums of two points and keeps their upper hull. The readable twin that the fast
 * kernel (concave-kernel.ts) is tested against. −Infinity where hard windows cannot be kept.
 */
export function solveConcaveStorageTwin(problem: StorageProblem, stages: StageCurves): number {
  const reach = reachableStates(problem, stages);
  if (reach === null) return -Infinity;
  const finalSlope = terminalSlope(problem);
  let valueFunction: Point[] = [reach[problem.periodCount].low, reach[problem.periodCount].high].map((x) => ({
    x,
    y: finalSlope * (x - problem.initialMWh),
  }));
  for (let t = problem.periodCount - 1; t >= 0; t--) {
    const afterWindow = subtractPenalty(problem, t + 1, valueFunction);
    const stage = stagePoints(stages, t);
    const sums = stage.flatMap((taken) => afterWindow.map((next) => ({ x: taken.x + next.x, y: taken.y + next.y })));
    const states = upperHull(sums).map((point) => ({
      x: (point.x - problem.inflowMWh[t]) / problem.retention,
      y: point.y,
    }));
    const low = Math.max(states[0].x, reach[t].low);
    const high = Math.min(states.at(-1)!.x, reach[t].high);
    const inside = states.filter((point) => point.x > low && point.x < high);
    valueFunction = [{ x: low, y: valueAt(states, low) }, ...inside, { x: high, y: valueAt(states, high) }];
  }
  return valueAt(subtractPenalty(problem, 0, valueFunction), problem.initialMWh);
}

/** The states that can be reached from the start, by boundary; hard windows narrow them, soft ones do not. */
function reachableStates(problem: StorageProblem, stages: StageCurves): { low: number; high: number }[] | null {
  const hard = problem.windowPenalty === Infinity;
  const reach = [{ low: problem.initialMWh, high: problem.initialMWh }];
  for (let t = 0; t <= problem.periodCount; t++) {
    if (hard) {
      const last = t === problem.periodCount;
      reach[t].low = Math.max(reach[t].low, last ? lastLowerMWh(problem) : problem.lowerMWh[t]);
      reach[t].high = Math.min(reach[t].high, last ? lastUpperMWh(problem) : problem.upperMWh[t]);
      if (reach[t].low > reach[t].high + 1e-9) return null;
      reach[t].high = Math.max(reach[t].low, reach[t].high);
    }
    if (t === problem.periodCount) break;
    const taken = stagePoints(stages, t);
    reach.push({
      low: problem.retention * reach[t].low + problem.inflowMWh[t] - taken.at(-1)!.x,
      high: problem.retention * reach[t].high + problem.inflowMWh[t] - taken[0].x,
    });
  }
  return reach;
}

function stagePoints(stages: StageCurves, t: number): Point[] {
  const points = [{ x: stages.firstMWh[t], y: stages.firstValue[t] }];
  for (let j = stages.starts[t]; j < stages.starts[t + 1]; j++) {
    const before = points.at(-1)!;
    points.push({ x: before.x + stages.width[j], y: before.y + stages.slope[j] * stages.width[j] });
  }
  return points;
}

function subtractPenalty(problem: StorageProblem, i: number, points: Point[]): Point[] {
  if (problem.windowPenalty === Infinity) return points;
  const last = i === problem.periodCount;
  const lower = last ? lastLowerMWh(problem) : problem.lowerMWh[i];
  const upper = last ? lastUpperMWh(problem) : problem.upperMWh[i];
  const kinks = [lower, upper]
    .filter((x) => x > points[0].x && x < points.at(-1)!.x)
    .map((x) => ({ x, y: valueAt(points, x) }));
  return [...points, ...kinks]
    .toSorted((a, b) => a.x - b.x)
    .map(({ x, y }) => ({ x, y: y - problem.windowPenalty * (Math.max(0, lower - x) + Math.max(0, x - upper)) }));
}

function valueAt(points: Point[], x: number): number {
  const right = points.findIndex((point) => point.x >= x);
  if (right === -1) return points.at(-1)!.y;
  if (right === 0 || points[right].x === x) return points[right].y;
  const { x: x0, y: y0 } = points[right - 1];
  return y0 + ((x - x0) / (points[right].x - x0)) * (points[right].y - y0);
}

/** The upper concave hull, from left to right. */
function upperHull(points: Point[]): Point[] {
  const hull: Point[] = [];
  for (const point of points.toSorted((a, b) => a.x - b.x || b.y - a.y)) {
    // Points nearer than rounding are one point, the higher of the two.
    if (hull.length > 0 && point.x - hull.at(-1)!.x < 1e-13) {
      if (point.y <= hull.at(-1)!.y) continue;
      hull.pop();
    }
    while (hull.length > 1 && cross(hull.at(-2)!, hull.at(-1)!, point) >= 0) hull.pop();
    hull.push(point);
  }
  return hull;
}

/** Positive where b lies below the line from a to c. */
function cross(a: Point, b: Point, c: Point): number {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}
