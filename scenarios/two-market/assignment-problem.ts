import { parseDispatchProblem } from '../../src/dispatch/dispatch-problem-schema.ts';
import type { DispatchProblem } from '../../src/dispatch/dispatch-problem.ts';

/** A market of an assignment: one price an interval. */
export interface AssignmentMarket {
  readonly name: string;
  readonly intervalHours: number;
  readonly prices: readonly number[];
}

/** The battery of the assignments: 2 MW / 4 MWh, empty at the start, free at the end. */
export function assignmentBattery(efficiency: number) {
  return {
    maxChargeMW: 2,
    maxDischargeMW: 2,
    energyCapacityMWh: 4,
    chargeEfficiency: efficiency,
    dischargeEfficiency: efficiency,
  };
}

/** Half-hours in GBP, every trade delivered, the battery empty at the start. */
export function assignmentProblem(
  battery: ReturnType<typeof assignmentBattery>,
  markets: readonly AssignmentMarket[],
): DispatchProblem {
  return parseDispatchProblem(
    {
      periodHours: 0.5,
      currency: 'GBP',
      batteries: [{ name: 'B1', initialStateOfChargeMWh: 0, ...battery }],
      markets: markets.map((market) => ({ kind: 'energy', ...market })),
    },
    'assignment',
  );
}
