import { parseDispatchProblem } from '../../src/dispatch/dispatch-problem-schema.ts';
import type { DispatchProblem } from '../../src/dispatch/dispatch-problem.ts';

export const PERIODS_PER_DAY = 288;

/**
 * 1 MW / 2 MWh, 92 % in and 92 % out, half full at the start and at the end, at 5-minute prices of energy, A$ per MWh;
 * besides them its capacity markets and what it may reserve in them.
 */
export function nemProblem(
  startTime: string,
  energyPrices: readonly number[],
  capacityMarkets: readonly object[] = [],
  reserve: object = {},
): DispatchProblem {
  return parseDispatchProblem(
    {
      periodHours: 1 / 12,
      currency: 'AUD',
      startTime,
      batteries: [
        {
          name: 'B1',
          maxChargeMW: 1,
          maxDischargeMW: 1,
          energyCapacityMWh: 2,
          initialStateOfChargeMWh: 1,
          terminal: { kind: 'cyclic' },
          chargeEfficiency: 0.92,
          dischargeEfficiency: 0.92,
          reserve,
        },
      ],
      markets: [{ name: 'energy', kind: 'energy', intervalHours: 1 / 12, prices: energyPrices }, ...capacityMarkets],
    },
    'NEM study',
  );
}
