import { parseDispatchProblem } from '../../src/dispatch/dispatch-problem-schema.ts';
import type { DispatchProblem } from '../../src/dispatch/dispatch-problem.ts';

/** A lossless battery of 1 MW / 1 MWh, empty at the start, as a problem file states it. */
export const unitBattery = {
  name: 'B1',
  maxChargeMW: 1,
  maxDischargeMW: 1,
  energyCapacityMWh: 1,
  initialStateOfChargeMWh: 0,
  chargeEfficiency: 1,
  dischargeEfficiency: 1,
};

/** A problem file: `unitBattery` against hourly prices; `battery` and `market` state what is otherwise. */
export function smallFile(prices: readonly (number | null)[], battery: object = {}, market: object = {}) {
  return {
    periodHours: 1,
    batteries: [{ ...unitBattery, ...battery }],
    markets: [{ name: 'spot', kind: 'energy', intervalHours: 1, prices, ...market }],
  };
}

/** The same as a problem; `rest` states what is otherwise beside the battery. */
export function smallProblem(
  prices: readonly (number | null)[],
  battery: object = {},
  rest: object = {},
): DispatchProblem {
  return parseDispatchProblem({ ...smallFile(prices, battery), ...rest }, 'problem.json');
}
