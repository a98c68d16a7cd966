import { CholeskyDecomposition, EigenvalueDecomposition, Matrix } from 'ml-matrix';

/**
 * Lower Cholesky factor of a symmetric matrix, by ml-matrix, as a row-major Float64Array (n × n).
 * ml-matrix returns a wrong factor without a word where the matrix is not positive definite, so this is
 * checked; such a matrix is repaired by the least of 1e-10, 1e-9, … 1 times its mean
 * diagonal that makes it so, added to the diagonal.
 *
 * @returns the factor and the jitter that was added (0 for a positive definite matrix)
 */
export function choleskyFactor(matrix: Float64Array, n: number): { factor: Float64Array; jitter: number } {
  let trace = 0;
  for (let i = 0; i < n; i++) trace += matrix[i * n + i];
  const scale = Math.max(trace / n, Number.MIN_VALUE);
  for (let jitter = 0; jitter <= scale; jitter = jitter === 0 ? 1e-10 * scale : jitter * 10) {
    const decomposition = new CholeskyDecomposition(symmetricMatrix(matrix, n, jitter));
    if (!decomposition.isPositiveDefinite()) continue;
    return { factor: flatten(decomposition.lowerTriangularMatrix, n), jitter };
  }
  throw new RangeError(`choleskyFactor: the ${n} × ${n} matrix is far from positive definite`);
}

/** Solves A·X = B for symmetric positive definite A (n × n) and B (n × m), both row-major. */
export function solveSymmetric(matrix: Float64Array, right: Float64Array, n: number, m: number): Float64Array {
  const decomposition = new CholeskyDecomposition(symmetricMatrix(matrix, n, 0));
  if (!decomposition.isPositiveDefinite())
    throw new RangeError(`solveSymmetric: the ${n} × ${n} matrix is not positive definite`);
  const columns = new Matrix(n, m);
  for (let i = 0; i < n; i++) for (let j = 0; j < m; j++) columns.set(i, j, right[i * m + j]);
  const solution = decomposition.solve(columns);
  const result = new Float64Array(n * m);
  for (let i = 0; i < n; i++) for (let j = 0; j < m; j++) result[i * m + j] = solution.get(i, j);
  return result;
}

/** True where ml-matrix can factor a symmetric matrix (n × n, row-major) as it is. */
export function isPositiveDefinite(matrix: Float64Array, n: number): boolean {
  return new CholeskyDecomposition(symmetricMatrix(matrix, n, 0)).isPositiveDefinite();
}

/** Eigenvalues (ascending) and eigenvectors (columns of an n × n row-major matrix) of a symmetric matrix. */
export function symmetricEigen(matrix: Float64Array, n: number): { values: Float64Array; vectors: Float64Array } {
  const decomposition = new EigenvalueDecomposition(symmetricMatrix(matrix, n, 0), { assumeSymmetric: true });
  const vectors = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) vectors[i * n + j] = decomposition.eigenvectorMatrix.get(i, j);
  return { values: Float64Array.from(decomposition.realEigenvalues), vectors };
}

/** V·√Λ, n × n row-major, columns by falling eigenvalue: A = (V·√Λ)(V·√Λ)ᵀ for a positive definite matrix A. */
export function principalAxes(matrix: Float64Array, n: number): Float64Array {
  const { values, vectors } = symmetricEigen(matrix, n);
  const axes = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++)
      axes[i * n + k] = vectors[i * n + n - 1 - k] * Math.sqrt(Math.max(0, values[n - 1 - k]));
  }
  return axes;
}

/** ml-matrix asks for exact symmetry: the lower triangle counts. */
function symmetricMatrix(matrix: Float64Array, n: number, jitter: number): Matrix {
  const result = new Matrix(n, n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const value = matrix[i * n + j] + (i === j ? jitter : 0);
      if (!Number.isFinite(value)) throw new RangeError(`the ${n} × ${n} matrix has ${value} in row ${i}, column ${j}`);
      result.set(i, j, value);
      result.set(j, i, value);
    }
  }
  return result;
}

function flatten(matrix: Matrix, n: number): Float64Array {
  const result = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) result[i * n + j] = matrix.get(i, j);
  return result;
}
