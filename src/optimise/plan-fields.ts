/** Throws the ConfigError of a field. */
export type Fail = (field: string, rule: string, value: unknown, remedy: string) => never;

/** Starts of constant intervals, from a length in hours or from period indices; one past the last added. */
export function boundaries<H extends string, I extends string>(
  holder: { readonly [K in H]?: number } & { readonly [K in I]?: readonly number[] },
  field: string,
  [hoursName, startsName]: [H, I],
  periodHours: number,
  T: number,
  fail: Fail,
): Int32Array {
  const hours = holder[hoursName] as number | undefined;
  const given = holder[startsName] as readonly number[] | undefined;
  if ((hours === undefined) === (given === undefined)) {
    fail(
      field,
      `needs either ${hoursName} or ${startsName}`,
      given === undefined ? 'neither' : 'both',
      `give one of them`,
    );
  }
  if (given !== undefined) {
    if (given[0] !== 0 || given.some((start, i) => i > 0 && start <= given[i - 1]) || (given.at(-1) ?? 0) >= T) {
      fail(
        `${field}.${startsName}`,
        `must start at 0, ascend, and stay below the ${T} periods`,
        given.join(', '),
        'correct the starts',
      );
    }
    return Int32Array.from([...given, T]);
  }
  const step = (hours as number) / periodHours;
  if (Math.abs(step - Math.round(step)) > 1e-9 || Math.round(step) < 1) {
    fail(`${field}.${hoursName}`, `must be a whole number of periods of ${periodHours} h`, hours, 'choose a multiple');
  }
  const result: number[] = [];
  for (let start = 0; start < T; start += Math.round(step)) result.push(start);
  return Int32Array.from([...result, T]);
}

/** Rows of equal width as one row-major matrix. */
export function flatten(
  rows: readonly (readonly number[])[],
  S: number,
  width: number,
  field: string,
  fail: Fail,
): Float64Array {
  if (rows.length !== S)
    fail(field, `must have one row per scenario, ${S}`, rows.length, 'give every matrix the same number of rows');
  const values = new Float64Array(S * width);
  rows.forEach((row, s) => {
    if (row.length !== width)
      fail(`${field}[${s}]`, `must have ${width} values`, row.length, 'give every row the same length');
    values.set(row, s * width);
  });
  return values;
}

/** Weights that sum to one; equal ones for null. */
export function normalisedWeights(weights: readonly number[] | null, S: number, fail: Fail): Float64Array {
  if (weights === null) return new Float64Array(S).fill(1 / S);
  if (weights.length !== S)
    fail(
      'scenarios.weights',
      `must have one weight per scenario, ${S}`,
      weights.length,
      'give one per scenario, or null',
    );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (!(total > 0)) fail('scenarios.weights', 'must not all be zero', total, 'give at least one positive weight');
  return Float64Array.from(weights, (weight) => weight / total);
}

/** Throws unless the day-ahead price is constant within each interval: a bid curve is cleared once. */
export function checkConstantPrices(
  dayAhead: Float64Array,
  S: number,
  T: number,
  intervals: Int32Array,
  fail: Fail,
): void {
  for (let s = 0; s < S; s++) {
    for (let j = 0; j + 1 < intervals.length; j++) {
      for (let t = intervals[j] + 1; t < intervals[j + 1]; t++) {
        if (dayAhead[s * T + t] !== dayAhead[s * T + intervals[j]]) {
          fail(
            `scenarios.dayAhead[${s}][${t}]`,
            'a bid curve needs one day-ahead price within an interval',
            dayAhead[s * T + t],
            'repeat the price of the interval',
          );
        }
      }
    }
  }
}
