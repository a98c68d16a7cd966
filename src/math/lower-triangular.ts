/** out = L·x for a lower triangular matrix, n × n row-major. */
export function lowerTriangularProduct(factor: Float64Array, n: number, x: Float64Array, out: Float64Array): void {
  for (let i = 0; i < n; i++) {
    const row = i * n;
    let sum = 0;
    for (let j = 0; j <= i; j++) sum += factor[row + j] * x[j];
    out[i] = sum;
  }
}

/** Solves L·y = x for a lower triangular matrix with positive diagonal. */
export function solveLowerTriangular(factor: Float64Array, n: number, x: Float64Array, y: Float64Array): void {
  for (let i = 0; i < n; i++) {
    const row = i * n;
    let sum = x[i];
    for (let j = 0; j < i; j++) sum -= factor[row + j] * y[j];
    y[i] = sum / factor[row + i];
  }
}

/** out = A·x for a square matrix, n × n row-major. */
export function matrixProduct(matrix: Float64Array, n: number, x: Float64Array, out: Float64Array): void {
  for (let i = 0; i < n; i++) {
    const row = i * n;
    let sum = 0;
    for (let j = 0; j < n; j++) sum += matrix[row + j] * x[j];
    out[i] = sum;
  }
}
