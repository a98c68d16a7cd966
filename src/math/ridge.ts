import { solveSymmetric } from './cholesky.ts';
import { median } from './median.ts';

/** A fitted ridge regression with many outputs: y ≈ intercept + Σ coefficient · (x − mean)/sd. */
export interface RidgeModel {
  readonly featureCount: number;
  readonly outputCount: number;
  readonly mean: Float64Array;
  readonly standardDeviation: Float64Array;
  readonly intercept: Float64Array;
  /** features × outputs, row-major. */
  readonly coefficients: Float64Array;
}

const featureClip = 4;

/**
 * Ridge regression on standardised features with an unpenalised intercept and one robust step: residuals
 * are clipped at ±3·1.4826·median|r| per output and the regression is solved once more.
 *
 * @param features n × p, row-major
 * @param targets n × m, row-major
 * @param penalty λ, added to the diagonal of X'X of the standardised features
 */
export function fitRidge(
  features: Float64Array,
  targets: Float64Array,
  n: number,
  p: number,
  m: number,
  penalty: number,
): RidgeModel {
  const { mean, standardDeviation } = columnMoments(features, n, p);
  const x = new Float64Array(n * p);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < p; j++) x[i * p + j] = (features[i * p + j] - mean[j]) / standardDeviation[j];
  }
  const gram = gramMatrix(x, n, p, penalty);
  const sums = outputSums(x, targets, n, p, m);
  const first = solveOutputs(gram, sums, n, p, m);
  // Few residuals are clipped, so the second solution starts from the sums of the first.
  clipResiduals(first, x, targets, n, p, m, (i, k, change) => addTarget(sums, x, i, k, change, p, m));
  return { featureCount: p, outputCount: m, mean, standardDeviation, ...solveOutputs(gram, sums, n, p, m) };
}

/** Prediction for one row of features, each held within ±4 standard deviations of the fit's; m outputs into `out`. */
export function predictRidge(model: RidgeModel, features: Float64Array, out: Float64Array): void {
  const { featureCount: p, outputCount: m, mean, standardDeviation, intercept, coefficients } = model;
  out.set(intercept);
  for (let j = 0; j < p; j++) {
    const x = Math.max(-featureClip, Math.min(featureClip, (features[j] - mean[j]) / standardDeviation[j]));
    if (x === 0) continue;
    for (let k = 0; k < m; k++) out[k] += x * coefficients[j * m + k];
  }
}

function columnMoments(
  features: Float64Array,
  n: number,
  p: number,
): { mean: Float64Array; standardDeviation: Float64Array } {
  const mean = new Float64Array(p);
  const standardDeviation = new Float64Array(p);
  for (let i = 0; i < n; i++) for (let j = 0; j < p; j++) mean[j] += features[i * p + j] / n;
  for (let i = 0; i < n; i++)
    for (let j = 0; j < p; j++) standardDeviation[j] += (features[i * p + j] - mean[j]) ** 2 / n;
  // A constant feature explains nothing: its standardised value stays 0.
  for (let j = 0; j < p; j++) standardDeviation[j] = standardDeviation[j] > 1e-18 ? Math.sqrt(standardDeviation[j]) : 1;
  return { mean, standardDeviation };
}

function gramMatrix(x: Float64Array, n: number, p: number, penalty: number): Float64Array {
  const gram = new Float64Array(p * p);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < p; j++) {
      const value = x[i * p + j];
      for (let k = 0; k <= j; k++) gram[j * p + k] += value * x[i * p + k];
    }
  }
  for (let j = 0; j < p; j++) gram[j * p + j] += penalty;
  return gram;
}

/** Σy by output, and X'y: p × m. The columns of X sum to 0, so y needs no centring. */
interface OutputSums {
  readonly total: Float64Array;
  readonly cross: Float64Array;
}

function outputSums(x: Float64Array, targets: Float64Array, n: number, p: number, m: number): OutputSums {
  const total = new Float64Array(m);
  const cross = new Float64Array(p * m);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < m; k++) total[k] += targets[i * m + k];
    for (let j = 0; j < p; j++) {
      const value = x[i * p + j];
      for (let k = 0; k < m; k++) cross[j * m + k] += value * targets[i * m + k];
    }
  }
  return { total, cross };
}

function addTarget(
  { total, cross }: OutputSums,
  x: Float64Array,
  i: number,
  k: number,
  value: number,
  p: number,
  m: number,
): void {
  total[k] += value;
  for (let j = 0; j < p; j++) cross[j * m + k] += x[i * p + j] * value;
}

function solveOutputs(gram: Float64Array, { total, cross }: OutputSums, n: number, p: number, m: number): Solution {
  return { intercept: total.map((sum) => sum / n), coefficients: solveSymmetric(gram, cross, p, m) };
}

type Solution = Pick<RidgeModel, 'intercept' | 'coefficients'>;

/** Calls `change` with what brings each residual beyond ±3·1.4826·median|r| of its output back to that limit. */
function clipResiduals(
  { intercept, coefficients }: Solution,
  x: Float64Array,
  targets: Float64Array,
  n: number,
  p: number,
  m: number,
  change: (row: number, output: number, difference: number) => void,
): void {
  const residuals = new Float64Array(n * m);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < m; k++) residuals[i * m + k] = targets[i * m + k] - intercept[k];
    for (let j = 0; j < p; j++) {
      const value = x[i * p + j];
      for (let k = 0; k < m; k++) residuals[i * m + k] -= value * coefficients[j * m + k];
    }
  }
  const sizes = new Float64Array(n);
  for (let k = 0; k < m; k++) {
    for (let i = 0; i < n; i++) sizes[i] = Math.abs(residuals[i * m + k]);
    const limit = 3 * 1.4826 * median(sizes);
    for (let i = 0; i < n; i++) {
      const residual = residuals[i * m + k];
      const clipped = Math.max(-limit, Math.min(limit, residual));
      if (clipped !== residual) change(i, k, clipped - residual);
    }
  }
}
