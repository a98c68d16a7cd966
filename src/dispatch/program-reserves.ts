import type { LinearProgramBuilder, Term } from '../lp/linear-program.ts';
import { intervalOfPeriods } from './dispatch-problem.ts';
import type { DispatchBattery, DispatchProblem } from './dispatch-problem.ts';
import { efficienciesAt, powerLimits } from './program-battery.ts';
import type { BatteryColumns, Gate } from './program-battery.ts';

/** Adds a battery's headroom, energy for the sustain duration, and enablement. */
export function addReserves(
  builder: LinearProgramBuilder,
  problem: DispatchProblem,
  battery: DispatchBattery,
  columns: BatteryColumns,
  gates: Gate[],
): void {
  const { capacityMarkets, periodCount } = problem;
  if (capacityMarkets.length === 0) return;
  const intervals = capacityMarkets.map(intervalOfPeriods);
  const { up, down } = stacksOf(problem, battery);
  for (let t = 0; t < periodCount; t++) {
    for (const markets of up) addHeadroom(builder, battery, columns, 'up', termsOf(columns, intervals, markets, t), t);
    for (const markets of down)
      addHeadroom(builder, battery, columns, 'down', termsOf(columns, intervals, markets, t), t);
    // The start of a period is the end of the one before: where both reserve the same, one row is enough.
    const asBefore = t > 0 && intervals.every((one) => one[t] === one[t - 1]) && sameEfficiency(battery, t);
    const ends = asBefore ? [t] : [t - 1, t];
    for (const end of ends) addSustain(builder, problem, battery, columns, intervals, { up, down }, t, end);
  }
  for (const k of capacityMarkets.keys()) addEnablement(builder, problem, battery, columns, k, gates);
}

/** Largest MW that all batteries together may sell in each interval of each market. */
export function addMarketLimits(
  builder: LinearProgramBuilder,
  { capacityMarkets, batteries }: DispatchProblem,
  columns: readonly BatteryColumns[],
): void {
  if (batteries.length === 1) return;
  for (const [k, { maxMW, prices }] of capacityMarkets.entries()) {
    if (maxMW === Infinity) continue;
    for (let i = 0; i < prices.length; i++)
      builder.row(
        -Infinity,
        maxMW,
        columns.map(({ reserved }): Term => [reserved[k][i], 1]),
      );
  }
}

/** Lists of markets whose MW add up; what has to be kept free is the largest of these sums. */
type Stacks = readonly (readonly number[])[];

/** Markets with headroom of their own, with each one of those that share it. */
function stacksOf({ capacityMarkets }: DispatchProblem, { operation }: DispatchBattery): { up: Stacks; down: Stacks } {
  const stacks = (direction: 'up' | 'down'): Stacks => {
    const takesPart = [...capacityMarkets.keys()].filter(
      (k) => capacityMarkets[k].direction === direction && operation.reserves[k].maxMW > 0,
    );
    const own = takesPart.filter((k) => capacityMarkets[k].headroom === 'own');
    const shared = takesPart.filter((k) => capacityMarkets[k].headroom === 'shared');
    if (shared.length > 0) return shared.map((k) => [...own, k]);
    return own.length > 0 ? [own] : [];
  };
  return { up: stacks('up'), down: stacks('down') };
}

function termsOf(
  { reserved }: BatteryColumns,
  intervals: readonly Int32Array[],
  markets: readonly number[],
  t: number,
  perMW: (market: number) => number = () => 1,
): Term[] {
  return markets.map((k) => [reserved[k][intervals[k][t]], perMW(k)]);
}

/** ±(d − c) + Σ r ≤ the power available in that direction. */
function addHeadroom(
  builder: LinearProgramBuilder,
  battery: DispatchBattery,
  { charge, discharge }: BatteryColumns,
  direction: 'up' | 'down',
  terms: readonly Term[],
  t: number,
): void {
  const limits = powerLimits(battery, t);
  const sign = direction === 'up' ? 1 : -1;
  builder.row(-Infinity, direction === 'up' ? limits.discharge : limits.charge, [
    [discharge[t], sign],
    [charge[t], -sign],
    ...terms,
  ]);
}

/** e ≥ Emin + Σ r·sustain/η_d and e ≤ Emax − Σ r·sustain·η_c with the MW of period t, at the end of period `end`. */
function addSustain(
  builder: LinearProgramBuilder,
  { capacityMarkets }: DispatchProblem,
  battery: DispatchBattery,
  columns: BatteryColumns,
  intervals: readonly Int32Array[],
  { up, down }: { readonly up: Stacks; readonly down: Stacks },
  t: number,
  end: number,
): void {
  const { minStateOfChargeMWh, maxStateOfChargeMWh, initialStateOfChargeMWh } = battery;
  const efficiencies = efficienciesAt(battery, t);
  const state: readonly Term[] = end < 0 ? [] : [[columns.state[end], 1]];
  const given = end < 0 ? initialStateOfChargeMWh : 0;
  const sustained = (markets: readonly number[]): boolean => markets.some((k) => capacityMarkets[k].sustainHours > 0);
  for (const markets of up.filter(sustained)) {
    const energy = termsOf(
      columns,
      intervals,
      markets,
      t,
      (k) => -capacityMarkets[k].sustainHours / efficiencies.discharge,
    );
    builder.row(minStateOfChargeMWh - given, Infinity, [...state, ...energy]);
  }
  for (const markets of down.filter(sustained)) {
    const energy = termsOf(
      columns,
      intervals,
      markets,
      t,
      (k) => capacityMarkets[k].sustainHours * efficiencies.charge,
    );
    builder.row(-Infinity, maxStateOfChargeMWh - given, [...state, ...energy]);
  }
}

function sameEfficiency({ operation: { efficiencyFactor } }: DispatchBattery, t: number): boolean {
  return efficiencyFactor === null || efficiencyFactor[t] === efficiencyFactor[t - 1];
}

/**
 * The trapezium; one binary per interval where a side of it lies inside of the battery's power, which
 * opens that side where nothing is reserved.
 */
function addEnablement(
  builder: LinearProgramBuilder,
  { capacityMarkets }: DispatchProblem,
  battery: DispatchBattery,
  { charge, discharge, reserved }: BatteryColumns,
  k: number,
  gates: Gate[],
): void {
  const { maxMW, enablement } = battery.operation.reserves[k];
  if (enablement === null || maxMW === 0) return;
  const { minMW, lowBreakMW, highBreakMW, maxMW: mostMW } = enablement;
  const { starts, prices } = capacityMarkets[k];
  const least = -battery.maxChargeMW;
  const most = battery.maxDischargeMW;
  for (let i = 0; i < prices.length; i++) {
    if (Number.isNaN(prices[i])) continue;
    const enabled = minMW > least || mostMW < most ? builder.column(0, 1, 0, true) : -1;
    if (enabled >= 0) {
      builder.row(-Infinity, 0, [
        [reserved[k][i], 1],
        [enabled, -maxMW],
      ]);
      gates.push({ binary: enabled, closedAt0: [reserved[k][i]], closedAt1: [] });
    }
    // net export ≥ floor + (minMW − floor)·enabled + slope·r, and the same from above.
    const floor = minMW > least ? least : minMW;
    const ceiling = mostMW < most ? most : mostMW;
    const gate = (coefficient: number): readonly Term[] => (enabled >= 0 ? [[enabled, coefficient]] : []);
    for (let t = starts[i]; t < starts[i + 1]; t++) {
      const running: readonly Term[] = [
        [discharge[t], 1],
        [charge[t], -1],
      ];
      builder.row(floor, Infinity, [
        ...running,
        ...gate(floor - minMW),
        [reserved[k][i], -(lowBreakMW - minMW) / maxMW],
      ]);
      builder.row(-Infinity, ceiling, [
        ...running,
        ...gate(ceiling - mostMW),
        [reserved[k][i], (mostMW - highBreakMW) / maxMW],
      ]);
    }
  }
}
