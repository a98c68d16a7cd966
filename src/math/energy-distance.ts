/** Mean Euclidean distance between the rows of two samples of vectors of length D; both row-major. */
export function meanDistance(first: Float64Array, second: Float64Array, D: number): number {
  let sum = 0;
  for (let a = 0; a < first.length; a += D)
    for (let b = 0; b < second.length; b += D) sum += distance(first, a, second, b, D);
  return sum / ((first.length / D) * (second.length / D));
}

/** Mean Euclidean distance between distinct rows of a sample of at least two. */
export function meanOwnDistance(sample: Float64Array, D: number): number {
  let sum = 0;
  for (let a = 0; a < sample.length; a += D) for (let b = 0; b < a; b += D) sum += distance(sample, a, sample, b, D);
  const n = sample.length / D;
  return sum / ((n * (n - 1)) / 2);
}

function distance(a: Float64Array, fromA: number, b: Float64Array, fromB: number, D: number): number {
  let sum = 0;
  for (let k = 0; k < D; k++) sum += (a[fromA + k] - b[fromB + k]) ** 2;
  return Math.sqrt(sum);
}
