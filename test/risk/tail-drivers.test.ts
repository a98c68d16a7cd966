import { describe, expect, it } from 'vitest';
import { tailDrivers } from '../../src/risk/tail-drivers.ts';
import { tailWeights } from '../../src/risk/tail-weights.ts';

const feature = (name: string, ...values: number[]) => ({ name, values: Float64Array.from(values) });
const loss = Float64Array.of(10, 8, 1, 1, 1, 1, 1, 1);
const tail = tailWeights(loss, null, 0.75); // the first two

describe('tailDrivers', () => {
  it('compares the tail with the rest in standard deviations', () => {
    const [driver] = tailDrivers([feature('spread', 4, 6, 1, 1, 1, 1, 1, 1)], null, tail, 0.75);
    expect(driver.name).toBe('spread');
    expect(driver.tailMean).toBeCloseTo(5, 12);
    expect(driver.restMean).toBeCloseTo(1, 12);
    // Mean 2; squares 4 + 16 + 6·1 = 26; variance 26/7.
    expect(driver.standardisedDifference).toBeCloseTo(4 / Math.sqrt(26 / 7), 12);
  });

  it('ranks by size whatever the sign and drops what repeats a named feature', () => {
    const drivers = tailDrivers(
      [
        feature('weak', 2, 0, 1, 0, 1, 0, 1, 0),
        feature('strong', -9, -9, 0, 0, 0, 0, 0, 0),
        feature('its mirror', 8, 9, 0, 0, 0, 1, 0, 0),
      ],
      null,
      tail,
      0.75,
    );
    expect(drivers.map(({ name }) => name)).toEqual(['strong', 'weak']);
    expect(drivers[0].standardisedDifference).toBeLessThan(0);
  });

  it('measures correlation under the weights', () => {
    // Alike but for a scenario without weight.
    const weights = Float64Array.of(1, 1, 1, 1, 1, 1, 1, 0);
    const weightedTail = tailWeights(loss, weights, 0.75);
    const features = [feature('a', 9, 9, 0, 1, 0, 1, 0, 0), feature('b', 9, 9, 0, 1, 0, 1, 0, 500)];
    expect(tailDrivers(features, weights, weightedTail, 0.75)).toHaveLength(1);
    expect(tailDrivers(features, null, tail, 0.75)).toHaveLength(2);
  });

  it('leaves the part of a straddling scenario that is outside of the tail to the rest', () => {
    // Two scenarios, tail 0.75: all of the first and half of the second.
    const half = tailWeights(Float64Array.of(2, 1), null, 0.25);
    const [driver] = tailDrivers([feature('a', 1, 0)], null, half, 0.25);
    expect(driver.tailMean).toBeCloseTo(2 / 3, 12);
    expect(driver.restMean).toBeCloseTo(0, 12);
  });

  it('names no feature without spread, and none where the tail is everything', () => {
    expect(tailDrivers([feature('flat', 5, 5, 5, 5, 5, 5, 5, 5)], null, tail, 0.75)).toEqual([]);
    const everything = tailWeights(loss, null, 0);
    expect(tailDrivers([feature('a', 1, 2, 3, 4, 5, 6, 7, 8)], null, everything, 0)).toEqual([]);
  });

  it('compares the worst case with all others at confidence level 1', () => {
    const [driver] = tailDrivers([feature('a', 7, 0, 0, 0, 0, 0, 0, 0)], null, tailWeights(loss, null, 1), 1);
    expect(driver).toMatchObject({ tailMean: 7, restMean: 0 });
  });
});
