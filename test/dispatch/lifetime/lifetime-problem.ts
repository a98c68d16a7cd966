import { parseDispatchProblem } from '../../../src/dispatch/dispatch-problem-schema.ts';
import type { DispatchProblem } from '../../../src/dispatch/dispatch-problem.ts';
import { seededUniform } from '../seeded-uniform.ts';

/** 1 MW / 2 MWh, lossless, empty at the start, hourly prices; `battery` and `more` change it. */
export function hourlyProblem(
  prices: readonly number[],
  battery: Record<string, unknown> = {},
  more: Record<string, unknown> = {},
): DispatchProblem {
  return parseDispatchProblem(
    {
      periodHours: 1,
      batteries: [
        {
          name: 'B1',
          maxChargeMW: 1,
          maxDischargeMW: 1,
          energyCapacityMWh: 2,
          initialStateOfChargeMWh: 0,
          chargeEfficiency: 1,
          dischargeEfficiency: 1,
          ...battery,
        },
      ],
      markets: [{ name: 'spot', kind: 'energy', intervalHours: 1, prices }],
      ...more,
    },
    'lifetime test',
  );
}

/** Prices of days with two peaks and noise, hourly. */
export function noisyPrices(days: number, seed: number): number[] {
  const random = seededUniform(seed);
  return Array.from({ length: 24 * days }, (_, t) => 60 + 25 * Math.sin((2 * Math.PI * t) / 12) + 40 * random());
}
