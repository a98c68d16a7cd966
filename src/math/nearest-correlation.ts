import { isPositiveDefinite, symmetricEigen } from './cholesky.ts';

export interface NearestCorrelation {
  /** n × n, row-major: unit diagonal, positive definite. */
  readonly matrix: Float64Array;
  /** Frobenius norm of the change; 0 where the matrix was a correlation matrix already. */
  readonly distance: number;
}

const smallestEigenvalue = 1e-6;
const mostIterations = 200;
const tolerance = 1e-9;

/**
 * The nearest correlation matrix in the Frobenius norm to a symmetric matrix with unit diagonal, eigenvalues at least
 * 1e-6: alternating projections on the two sets with Dykstra's correction, then a last re-scaling to the diagonal.
 *
 * Source: Higham (2002), "Computing the nearest correlation matrix", algorithm 3.3.
 */
export function nearestCorrelation(matrix: Float64Array, n: number): NearestCorrelation {
  if (isPositiveDefinite(matrix, n)) return { matrix, distance: 0 };
  let current = matrix.slice();
  const correction = new Float64Array(n * n);
  for (let iteration = 0; iteration < mostIterations; iteration++) {
    const corrected = current.map((value, i) => value - correction[i]);
    const projected = projectPositive(corrected, n);
    for (let i = 0; i < n * n; i++) correction[i] = projected[i] - corrected[i];
    const next = projected.slice();
    for (let i = 0; i < n; i++) next[i * n + i] = 1;
    const change = frobenius(next, current);
    current = next;
    if (change < tolerance * n) break;
  }
  const repaired = unitDiagonal(projectPositive(current, n), n);
  return { matrix: repaired, distance: frobenius(repaired, matrix) };
}

/** The nearest matrix whose eigenvalues are at least 1e-6. */
function projectPositive(matrix: Float64Array, n: number): Float64Array {
  const { values, vectors } = symmetricEigen(matrix, n);
  const result = matrix.slice();
  for (let k = 0; k < n; k++) {
    const lift = smallestEigenvalue - values[k];
    if (lift <= 0) continue;
    for (let i = 0; i < n; i++) {
      const left = lift * vectors[i * n + k];
      for (let j = 0; j < n; j++) result[i * n + j] += left * vectors[j * n + k];
    }
  }
  return result;
}

function unitDiagonal(matrix: Float64Array, n: number): Float64Array {
  return matrix.map((value, index) => {
    const [i, j] = [Math.floor(index / n), index % n];
    return i === j ? 1 : value / Math.sqrt(matrix[i * n + i] * matrix[j * n + j]);
  });
}

function frobenius(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2;
  return Math.sqrt(sum);
}
