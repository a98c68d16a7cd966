import { solveSymmetric } from './cholesky.ts';

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
export function fitRidge(features: Float64Array, targets: Float64Array, n: number, p: number, m: number, penalty: number): RidgeModel {
  const { mean, standardDeviation } = columnMoments(features, n, p);
  const standardised = new Float64Array(n * p);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < p; j++) standardised[i * p + j] = (features[i * p + j] - mean[j]) / standardDeviation[j];
  }
  const gram = gramMatrix(standardised, n, p, penalty);
  const first = solveOutputs(gram, standardised, targets, n, p, m);
  const clipped = clipResiduals(first, standardised, targets, n, p, m);
  const second = solveOutputs(gram, standardised, clipped, n, p, m);
  return { featureCount: p, outputCount: m, mean, standardDeviation, ...second };
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

function columnMoments(features: Float64Array, n: number, p: number): { mean: Float64Array; standardDeviation: Float64Array } {
  const mean = new Float64Array(p);
  const standardDeviation = new Float64Array(p);
  for (let i = 0; i < n; i++) for (let j = 0; j < p; j++) mean[j] += features[i * p + j] / n;
  for (let i = 0; i < n; i++) for (let j = 0; j < p; j++) standardDeviation[j] += (features[i * p + j] - mean[j]) ** 2 / n;
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

function solveOutputs(
  gram: Float64Array,
  x: Float64Array,
  targets: Float64Array,
  n: number,
  p: number,
  m: number,
): { intercept: Float64Array; coefficients: Float64Array } {
  const intercept = new Float64Array(m);
  for (let i = 0; i < n; i++) for (let k = 0; k < m; k++) intercept[k] += targets[i * m + k] / n;
  const right = new Float64Array(p * m);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < p; j++) {
      const value = x[i * p + j];
      for (let k = 0; k < m; k++) right[j * m + k] += value * (targets[i * m + k] - intercept[k]);
    }
  }
  return { intercept, coefficients: solveSymmetric(gram, right, p, m) };
}

function clipResiduals(
  fit: { intercept: Float64Array; coefficients: Float64Array },
  x: Float64Array,
  targets: Float64Array,
  n: number,
  p: number,
  m: number,
): Float64Array {
  const fitted = new Float64Array(n * m);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < m; k++) fitted[i * m + k] = fit.intercept[k];
    for (let j = 0; j < p; j++) {
      const value = x[i * p + j];
      for (let k = 0; k < m; k++) fitted[i * m + k] += value * fit.coefficients[j * m + k];
    }
  }
  const clipped = new Float64Array(n * m);
  const sizes = new Float64Array(n);
  for (let k = 0; k < m; k++) {
    for (let i = 0; i < n; i++) sizes[i] = Math.abs(targets[i * m + k] - fitted[i * m + k]);
    const limit = 3 * 1.4826 * median(sizes);
    for (let i = 0; i < n; i++) {
      const residual = targets[i * m + k] - fitted[i * m + k];
      clipped[i * m + k] = fitted[i * m + k] + Math.max(-limit, Math.min(limit, residual));
    }
  }
  return clipped;
}

/** Median of values; the mean of the middle two where their number is even. */
export function median(values: Float64Array): number {
  const sorted = values.slice().sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
