import { choleskyFactor } from './cholesky.ts';
import { normalQuantile, studentLogDensity, studentQuantile } from './distributions.ts';
import { solveLowerTriangular } from './lower-triangular.ts';
import { nearestCorrelation } from './nearest-correlation.ts';
import { shrinkToIdentity, weightedMoments } from './weighted-moments.ts';

/** A Gaussian or Student-t copula of D margins. */
export interface Copula {
  /** Infinity: Gaussian. */
  readonly degreesOfFreedom: number;
  /** Correlation of the scores, shrunk and, where needed, repaired: D × D, row-major. */
  readonly correlation: Float64Array;
  /** Its lower Cholesky factor. */
  readonly factor: Float64Array;
  /** Share of the identity in the correlation, chosen by cross-validation. */
  readonly shrinkage: number;
  /** Frobenius distance by which the correlation was moved to be positive definite; 0 where it was. */
  readonly repairDistance: number;
}

const shrinkageCandidates: readonly number[] = [0.02, 0.05, 0.1, 0.2, 0.3, 0.5];
const degreesOfFreedomCandidates: readonly number[] = [3, 4, 5, 6, 8, 10, 15, 20, Infinity];

const folds = 5;

/**
 * Fits a copula to rows: correlation of the normal scores, shrunk to the identity by the share with the best likelihood
 * on left-out fifths (runs of rows, because neighbours depend on one another); then, for `student`, the degrees of
 * freedom with the best likelihood. Ties share their mean rank; a margin that never varies is independent.
 *
 * @param rows n × D, row-major
 * Source: McNeil, Frey and Embrechts (2015), "Quantitative Risk Management", sections 7.1 and 7.5.
 */
export function fitCopula(rows: Float64Array, n: number, D: number, family: 'gaussian' | 'student'): Copula {
  const ranks = columnRanks(rows, n, D);
  const normalScores = scoresOf(ranks, n, Infinity);
  const shrinkage = bestOf(shrinkageCandidates, (share) => leftOutLikelihood(normalScores, n, D, share));
  const shrunk = shrinkToIdentity(correlationOf(normalScores, D), D, shrinkage);
  const { matrix: correlation, distance } = nearestCorrelation(shrunk, D);
  const { factor } = choleskyFactor(correlation, D);
  const degreesOfFreedom =
    family === 'gaussian'
      ? Infinity
      : bestOf(degreesOfFreedomCandidates, (df) => copulaLogLikelihood(scoresOf(ranks, n, df), factor, D, df));
  return { degreesOfFreedom, correlation, factor, shrinkage, repairDistance: distance };
}

/** Log-likelihood of rows of scores (n × D, each margin t or normal) under the copula of a correlation with this factor. */
export function copulaLogLikelihood(
  scores: Float64Array,
  factor: Float64Array,
  D: number,
  degreesOfFreedom: number,
): number {
  let logDeterminant = 0;
  for (let i = 0; i < D; i++) logDeterminant += 2 * Math.log(factor[i * D + i]);
  const y = new Float64Array(D);
  const constant = studentConstant(D, degreesOfFreedom);
  let sum = 0;
  for (let from = 0; from < scores.length; from += D) {
    const x = scores.subarray(from, from + D);
    solveLowerTriangular(factor, D, x, y);
    let joint = 0;
    let margins = 0;
    for (let k = 0; k < D; k++) {
      joint += y[k] * y[k];
      margins += degreesOfFreedom === Infinity ? x[k] * x[k] : Math.log1p((x[k] * x[k]) / degreesOfFreedom);
    }
    sum -= 0.5 * logDeterminant;
    if (degreesOfFreedom === Infinity) sum += 0.5 * (margins - joint);
    else {
      const v = degreesOfFreedom;
      sum += constant + 0.5 * ((v + 1) * margins - (v + D) * Math.log1p(joint / v));
    }
  }
  return sum;
}

/**
 * ln of Γ((v + D)/2)·Γ(v/2)^(D − 1)/Γ((v + 1)/2)^D. With t's density at 0, Γ((v + 1)/2)/Γ(v/2) = f_v(0)·√(vπ), and the
 * first ratio is a product of such ones.
 */
function studentConstant(D: number, v: number): number {
  if (v === Infinity) return 0;
  const step = (df: number): number => studentLogDensity(0, df) + 0.5 * Math.log(df * Math.PI);
  let sum = 0;
  for (let k = 0; k < D; k++) sum += step(v + k);
  return sum - D * step(v);
}

function leftOutLikelihood(scores: Float64Array, n: number, D: number, share: number): number {
  let sum = 0;
  for (let fold = 0; fold < folds; fold++) {
    const [from, to] = [Math.floor((fold * n) / folds) * D, Math.floor(((fold + 1) * n) / folds) * D];
    const rest = new Float64Array(scores.length - (to - from));
    rest.set(scores.subarray(0, from));
    rest.set(scores.subarray(to), from);
    const { factor } = choleskyFactor(shrinkToIdentity(correlationOf(rest, D), D, share), D);
    sum += copulaLogLikelihood(scores.subarray(from, to), factor, D, Infinity);
  }
  return sum;
}

function correlationOf(rows: Float64Array, D: number): Float64Array {
  const n = rows.length / D;
  return weightedMoments(rows, new Float64Array(n).fill(1 / n), D).correlation;
}

/** Mean rank of each value in its column, from 0.5 to n − 0.5. */
function columnRanks(rows: Float64Array, n: number, D: number): Float64Array {
  const ranks = new Float64Array(n * D);
  for (let k = 0; k < D; k++) {
    const order = Array.from({ length: n }, (_, i) => i).sort((a, b) => rows[a * D + k] - rows[b * D + k]);
    for (let first = 0; first < n;) {
      let last = first;
      while (last + 1 < n && rows[order[last + 1] * D + k] === rows[order[first] * D + k]) last++;
      for (let i = first; i <= last; i++) ranks[order[i] * D + k] = (first + last + 1) / 2;
      first = last + 1;
    }
  }
  return ranks;
}

function scoresOf(ranks: Float64Array, n: number, degreesOfFreedom: number): Float64Array {
  const known = new Map<number, number>();
  return ranks.map((rank) => {
    let score = known.get(rank);
    if (score === undefined) {
      score = degreesOfFreedom === Infinity ? normalQuantile(rank / n) : studentQuantile(rank / n, degreesOfFreedom);
      known.set(rank, score);
    }
    return score;
  });
}

function bestOf(candidates: readonly number[], score: (candidate: number) => number): number {
  let best = { candidate: candidates[0], score: -Infinity };
  for (const candidate of candidates) {
    const value = score(candidate);
    if (value > best.score) best = { candidate, score: value };
  }
  return best.candidate;
}
