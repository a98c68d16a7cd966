/**
 * Scenario numbers from the greatest loss to the least. Give it to the risk measures when the same
 * losses are measured under many weights, so that they are sorted once. O(S log S).
 */
export function lossOrder(loss: Float64Array): Int32Array {
  return Int32Array.from(loss, (_, scenario) => scenario).sort((a, b) => loss[b] - loss[a] || a - b);
}
