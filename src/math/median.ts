/** Median of values, none of them NaN; the mean of the middle two where their number is even; NaN of none. O(n). */
export function median(values: ArrayLike<number>): number {
  const work = Float64Array.from(values);
  const n = work.length;
  if (n === 0) return NaN;
  const upper = selectInPlace(work, n >> 1);
  if (n % 2 === 1) return upper;
  let lower = work[0];
  for (let i = 1; i < n >> 1; i++) if (work[i] > lower) lower = work[i];
  return (lower + upper) / 2;
}

/** Hoare's selection: the k-th smallest value; afterwards nothing before position k is larger. */
function selectInPlace(work: Float64Array, k: number): number {
  let left = 0;
  let right = work.length - 1;
  while (left < right) {
    const pivot = work[(left + right) >> 1];
    let i = left;
    let j = right;
    while (i <= j) {
      while (work[i] < pivot) i++;
      while (work[j] > pivot) j--;
      if (i > j) break;
      const swap = work[i];
      work[i++] = work[j];
      work[j--] = swap;
    }
    if (k <= j) right = j;
    else if (k >= i) left = i;
    else break;
  }
  return work[k];
}
