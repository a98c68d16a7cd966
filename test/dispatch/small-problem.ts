import { parseDispatchProblem } from '../../src/dispatch/dispatch-problem-schema.ts';
import type { DispatchProblem } from '../../src/dispatch/dispatch-problem.ts';

/** A lossless battery of 1 MW / 1 MWh, empty at the start, against hourly prices; `battery` and `rest` state what is otherwise. */
export function smallProblem(
  prices: readonly (number | null)[],
  battery: object = {},
  rest: object = {},
): DispatchProblem {
  return parseDispatchProblem(
    {
      periodHours: 1,
      batteries: [
        {
          name: 'B1',
          maxChargeMW: 1,
          maxDischargeMW: 1,
          energyCapacityMWh: 1,
          initialStateOfChargeMWh: 0,
          chargeEfficiency: 1,
          dischargeEfficiency: 1,
          ...battery,
        },
      ],
      markets: [{ name: 'spot', kind: 'energy', intervalHours: 1, prices }],
      ...rest,
    },
    'problem.json',
  );
}
