import type { DispatchBattery } from './dispatch-problem.ts';
import type { BatterySchedule } from './dispatch-result.ts';
import type { Check } from './schedule-violation.ts';

/** Ramp rate and cycle budgets; `calledUpMW` counts as discharged. */
export function verifyOperation(
  battery: DispatchBattery,
  schedule: BatterySchedule,
  calledUpMW: Float64Array,
  periodHours: number,
  check: Check,
): void {
  const { operation, maxChargeMW, maxDischargeMW, energyCapacityMWh } = battery;
  const power = Math.max(maxChargeMW, maxDischargeMW, 1e-9);
  let before = operation.initialPowerMW;
  for (let t = 0; t < schedule.chargeMW.length; t++) {
    const running = schedule.dischargeMW[t] - schedule.chargeMW[t];
    check('ramp rate', t, Math.abs(running - before) - operation.rampMWPerHour * periodHours, power);
    before = running;
  }
  for (const { from, to, maxDischargedMWh, label } of operation.cycleBudgets) {
    let discharged = 0;
    for (let t = from; t < to; t++) discharged += periodHours * (schedule.dischargeMW[t] + calledUpMW[t]);
    check(`cycles of ${label}`, to - 1, discharged - maxDischargedMWh, energyCapacityMWh);
  }
}

/** Minimum power, run and rest. A run that starts before the horizon or ends with it may be of any length. */
export function verifyRuns(battery: DispatchBattery, schedule: BatterySchedule, check: Check): void {
  const { operation, maxChargeMW, maxDischargeMW } = battery;
  const { minimumPowerMW, minimumRunPeriods, minimumRestPeriods, initialPowerMW } = operation;
  if (minimumPowerMW === 0) return;
  const power = Math.max(maxChargeMW, maxDischargeMW, 1e-9);
  const periodCount = schedule.chargeMW.length;
  const directionOf = (net: number): number => (Math.abs(net) <= 1e-6 * power ? 0 : Math.sign(net));
  let direction = directionOf(initialPowerMW);
  // What ran or rested before the horizon has lasted long enough.
  let length = Infinity;
  for (let t = 0; t < periodCount; t++) {
    const net = schedule.dischargeMW[t] - schedule.chargeMW[t];
    const now = directionOf(net);
    if (now !== 0) check('minimum power', t, minimumPowerMW - Math.abs(net), power);
    if (now === direction) {
      length++;
      continue;
    }
    if (direction !== 0) check('minimum run', t, minimumRunPeriods - length, 1);
    if (direction === 0) check('minimum rest', t, minimumRestPeriods - length, 1);
    else if (now !== 0) check('minimum rest', t, minimumRestPeriods, 1);
    direction = now;
    length = 1;
  }
}
