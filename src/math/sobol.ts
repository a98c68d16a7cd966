import { randomStream } from './random-stream.ts';

/** Degree, coefficients and first direction numbers of the primitive polynomials, from the second dimension on. */
const joeKuo: readonly (readonly [degree: number, coefficients: number, ...first: number[]])[] = [
  [1, 0, 1],
  [2, 1, 1, 3],
  [3, 1, 1, 3, 1],
  [3, 2, 1, 1, 1],
  [4, 1, 1, 1, 3, 3],
  [4, 4, 1, 3, 5, 13],
  [5, 2, 1, 1, 5, 5, 17],
  [5, 4, 1, 1, 5, 5, 5],
  [5, 7, 1, 1, 7, 11, 19],
  [5, 11, 1, 1, 5, 1, 1],
  [5, 13, 1, 1, 1, 3, 11],
  [5, 14, 1, 3, 5, 5, 31],
  [6, 1, 1, 3, 3, 9, 7, 49],
  [6, 13, 1, 1, 1, 15, 21, 21],
  [6, 16, 1, 3, 1, 13, 27, 49],
  [6, 19, 1, 1, 1, 15, 7, 5],
  [6, 22, 1, 3, 1, 15, 13, 25],
  [6, 25, 1, 1, 5, 5, 19, 61],
  [7, 1, 1, 3, 7, 11, 23, 15, 103],
  [7, 4, 1, 3, 7, 13, 13, 15, 69],
];

export const mostSobolDimensions = joeKuo.length + 1;
const bits = 32;

/**
 * Sobol points in [0, 1)^D, scrambled by a random digital shift in each dimension: point i into `out`, whatever points
 * were asked for before. `scramble` = false: the points themselves, 0 first.
 *
 * @throws RangeError for more than 21 dimensions
 * Source: Joe and Kuo (2008), "Constructing Sobol sequences with better two-dimensional projections", file
 * new-joe-kuo-6.21201; the shift: Owen (2003), "Variance with alternative scramblings of digital nets", section 2.
 */
export function sobolPoints(D: number, seed: number, scramble = true): (index: number, out: Float64Array) => void {
  if (D > mostSobolDimensions) throw new RangeError(`sobolPoints: at most ${mostSobolDimensions} dimensions, got ${D}`);
  const directions = Array.from({ length: D }, (_, d) => directionNumbers(d));
  const stream = randomStream(seed, 'sobolShift');
  const shifts = Uint32Array.from({ length: D }, () => (scramble ? Math.floor(stream.uniform() * 2 ** 32) : 0));
  return (index, out) => {
    for (let d = 0; d < D; d++) {
      let value = shifts[d];
      for (let bit = 0, rest = index; rest > 0; bit++, rest = Math.floor(rest / 2)) {
        if (rest % 2 === 1) value ^= directions[d][bit];
      }
      // Half a step up: never 0, whose normal quantile is infinite.
      out[d] = ((value >>> 0) + (scramble ? 0.5 : 0)) / 2 ** 32;
    }
  };
}

/** v_1 … v_32 as 32-bit fractions. */
function directionNumbers(dimension: number): Uint32Array {
  const v = new Uint32Array(bits);
  if (dimension === 0) return v.map((_, k) => 2 ** (bits - 1 - k));
  const [degree, coefficients, ...first] = joeKuo[dimension - 1];
  for (let k = 0; k < bits; k++) {
    if (k < degree) {
      v[k] = first[k] * 2 ** (bits - 1 - k);
      continue;
    }
    let value = v[k - degree] ^ (v[k - degree] >>> degree);
    for (let j = 1; j < degree; j++) if ((coefficients >> (degree - 1 - j)) % 2 === 1) value ^= v[k - j];
    v[k] = value;
  }
  return v;
}
