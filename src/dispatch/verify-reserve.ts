import type { CapacityMarket } from './capacity-market.ts';
import type { DispatchBattery, DispatchProblem } from './dispatch-problem.ts';
import type { BatterySchedule } from './dispatch-result.ts';
import type { Check } from './schedule-violation.ts';

/** What a battery's reserved MW take of its power, energy and metered flow, by period; derived from the schedule alone. */
export interface ReservedByPeriod {
  /** Headroom, MW: markets with headroom of their own added, of the shared ones the largest. */
  readonly upMW: Float64Array;
  readonly downMW: Float64Array;
  /** The same of MW × sustain hours, MWh at the grid. */
  readonly upMWh: Float64Array;
  readonly downMWh: Float64Array;
  /** Called power, MW. */
  readonly calledUpMW: Float64Array;
  readonly calledDownMW: Float64Array;
}

export function reservedByPeriod(problem: DispatchProblem, schedule: BatterySchedule): ReservedByPeriod {
  const { periodCount, capacityMarkets } = problem;
  const zeros = (): Float64Array => new Float64Array(periodCount);
  const found: ReservedByPeriod = {
    upMW: zeros(),
    downMW: zeros(),
    upMWh: zeros(),
    downMWh: zeros(),
    calledUpMW: zeros(),
    calledDownMW: zeros(),
  };
  const largest = { upMW: zeros(), downMW: zeros(), upMWh: zeros(), downMWh: zeros() };
  for (const market of capacityMarkets) {
    const up = market.direction === 'up';
    const total = market.headroom === 'own' ? found : largest;
    const add = (sums: Float64Array, t: number, amount: number): void => {
      sums[t] = market.headroom === 'own' ? sums[t] + amount : Math.max(sums[t], amount);
    };
    eachPeriod(market, (interval, t) => {
      const reserved = schedule.reservedMW[market.name][interval];
      add(up ? total.upMW : total.downMW, t, reserved);
      add(up ? total.upMWh : total.downMWh, t, reserved * market.sustainHours);
      (up ? found.calledUpMW : found.calledDownMW)[t] += (market.activation?.[t] ?? 0) * reserved;
    });
  }
  for (const name of ['upMW', 'downMW', 'upMWh', 'downMWh'] as const)
    for (let t = 0; t < periodCount; t++) found[name][t] += largest[name][t];
  return found;
}

/** Prequalification, trading of untraded intervals, and the enablement trapezium (asked only where `exclusive`). */
export function verifyReserve(
  problem: DispatchProblem,
  battery: DispatchBattery,
  schedule: BatterySchedule,
  exclusive: boolean,
  check: Check,
): void {
  const power = Math.max(battery.maxChargeMW, battery.maxDischargeMW, 1e-9);
  for (const [k, market] of problem.capacityMarkets.entries()) {
    const { maxMW, enablement } = battery.operation.reserves[k];
    const reserved = schedule.reservedMW[market.name];
    check(`'${market.name}' holds one value per interval`, -1, Math.abs(reserved.length - market.prices.length), 1);
    for (const [i, mw] of reserved.entries()) {
      check(`MW in '${market.name}' within [0, prequalified]`, i, Math.max(-mw, mw - maxMW), power);
      if (Number.isNaN(market.prices[i])) check(`'${market.name}' is not traded here`, i, mw, power);
    }
    if (enablement === null || !exclusive || maxMW === 0) continue;
    eachPeriod(market, (interval, t) => {
      const mw = reserved[interval];
      if (mw <= 1e-6 * power) return;
      const running = schedule.dischargeMW[t] - schedule.chargeMW[t];
      const least = enablement.minMW + (mw * (enablement.lowBreakMW - enablement.minMW)) / maxMW;
      const most = enablement.maxMW - (mw * (enablement.maxMW - enablement.highBreakMW)) / maxMW;
      check(`enablement in '${market.name}'`, t, Math.max(least - running, running - most), power);
    });
  }
}

/** Headroom in power, and energy for the sustain duration at both boundaries of every period. */
export function verifyHeadroom(
  battery: DispatchBattery,
  schedule: BatterySchedule,
  reserved: ReservedByPeriod,
  check: Check,
): void {
  const { maxChargeMW, maxDischargeMW, chargeEfficiency, dischargeEfficiency, operation } = battery;
  const power = Math.max(maxChargeMW, maxDischargeMW, 1e-9);
  const periodCount = reserved.upMW.length;
  const boundary = (i: number): number =>
    i === 0 ? battery.initialStateOfChargeMWh : schedule.stateOfChargeMWh[i - 1];
  for (let t = 0; t < periodCount; t++) {
    const available = operation.availability?.[t] ?? 1;
    const factor = operation.efficiencyFactor?.[t] ?? 1;
    const running = schedule.dischargeMW[t] - schedule.chargeMW[t];
    if (reserved.upMW[t] > 0)
      check('headroom for reserved MW', t, running + reserved.upMW[t] - available * maxDischargeMW, power);
    if (reserved.downMW[t] > 0)
      check('footroom for reserved MW', t, reserved.downMW[t] - running - available * maxChargeMW, power);
    for (const i of [t, t + 1]) {
      const needed = reserved.upMWh[t] / (dischargeEfficiency * factor);
      const room = reserved.downMWh[t] * chargeEfficiency * factor;
      if (needed > 0)
        check(
          'energy to sustain reserved MW',
          t,
          battery.minStateOfChargeMWh + needed - boundary(i),
          battery.energyCapacityMWh,
        );
      if (room > 0)
        check(
          'room to sustain reserved MW',
          t,
          boundary(i) + room - battery.maxStateOfChargeMWh,
          battery.energyCapacityMWh,
        );
    }
  }
}

/** Calls back for every period of the market with its interval. */
function eachPeriod(
  { starts }: Pick<CapacityMarket, 'starts'>,
  visit: (interval: number, period: number) => void,
): void {
  for (let i = 0; i + 1 < starts.length; i++) for (let t = starts[i]; t < starts[i + 1]; t++) visit(i, t);
}
