/** Position of a value among ascending centres, in [0, K − 1]: k at centre k, linear between two of them. */
export function positionAmong(centres: Float64Array, value: number): number {
  const last = centres.length - 1;
  let state = 0;
  while (state < last && value >= centres[state + 1]) state++;
  if (state === last || value <= centres[state]) return state;
  return state + (value - centres[state]) / (centres[state + 1] - centres[state]);
}
