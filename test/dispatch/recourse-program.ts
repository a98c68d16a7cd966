import type { Battery, TerminalCondition } from '../../src/domain/battery.ts';
import type { RecourseProblem } from '../../src/dispatch/recourse.ts';
import { LinearProgramBuilder } from '../../src/lp/linear-program.ts';
import type { LinearProgram } from '../../src/lp/linear-program.ts';
import { seededUniform } from './seeded-uniform.ts';

/**
 * The second stage of docs/method/dispatch.md for one scenario, written out as a program for HiGHS; with
 * `exclusive` a binary per period forbids charging and discharging at once. The constants (water value of
 * e_0, penalty at boundary 0) are in `offset`.
 */
export function recourseProgram(
  problem: RecourseProblem,
  exclusive: boolean,
): { program: LinearProgram; offset: number } {
  const { battery, periodHours: hours, shortfallPenalty: M } = problem;
  const T = problem.price.length;
  const retention = (1 - battery.standingLossPerHour) ** hours;
  const e0 = battery.initialStateOfChargeMWh;
  const { terminal } = battery;
  const builder = new LinearProgramBuilder();
  const state: number[] = [];
  for (let t = 0; t < T; t++) {
    const C = problem.maxChargeMW?.[t] ?? battery.maxChargeMW;
    const D = problem.maxDischargeMW?.[t] ?? battery.maxDischargeMW;
    const c = builder.column(0, C, -hours * problem.price[t]);
    const d = builder.column(0, D, hours * (problem.price[t] - battery.throughputCost));
    const e = builder.column(-Infinity, Infinity, t === T - 1 && terminal.kind === 'value' ? terminal.waterValue : 0);
    state.push(e);
    if (C > 0 && D > 0)
      builder.row(-Infinity, 1, [
        [c, 1 / C],
        [d, 1 / D],
      ]);
    builder.row(problem.reservedDownMW[t] - C, D - problem.reservedUpMW[t], [
      [d, 1],
      [c, -1],
    ]);
    if (problem.deviationLimitMW !== null) {
      const x = builder.column(0, Infinity, -M * hours);
      builder.row(-Infinity, problem.positionMW[t] + problem.deviationLimitMW, [
        [d, 1],
        [c, -1],
        [x, -1],
      ]);
      builder.row(problem.positionMW[t] - problem.deviationLimitMW, Infinity, [
        [d, 1],
        [c, -1],
        [x, 1],
      ]);
    }
    const inflow = problem.inflowMWh[t] + (t === 0 ? retention * e0 : 0);
    builder.row(inflow, inflow, [
      [e, 1],
      [c, -battery.chargeEfficiency * hours],
      [d, hours / battery.dischargeEfficiency],
      ...(t === 0 ? [] : [[state[t - 1], -retention] as const]),
    ]);
    const low = builder.column(0, Infinity, -M);
    const high = builder.column(0, Infinity, -M);
    builder.row(problem.lowerMWh[t + 1], Infinity, [
      [e, 1],
      [low, 1],
    ]);
    builder.row(-Infinity, problem.upperMWh[t + 1], [
      [e, 1],
      [high, -1],
    ]);
    if (t === T - 1 && terminal.kind === 'atLeast')
      builder.row(terminal.stateOfChargeMWh, Infinity, [
        [e, 1],
        [low, 1],
      ]);
    if (t === T - 1 && terminal.kind === 'cyclic') {
      builder.row(e0, Infinity, [
        [e, 1],
        [low, 1],
      ]);
      builder.row(-Infinity, e0, [
        [e, 1],
        [high, -1],
      ]);
    }
    if (exclusive) {
      const charging = builder.column(0, 1, 0, true);
      builder.row(-Infinity, 0, [
        [c, 1],
        [charging, -C],
      ]);
      builder.row(-Infinity, D, [
        [d, 1],
        [charging, D],
      ]);
    }
  }
  const atStart = Math.max(0, problem.lowerMWh[0] - e0) + Math.max(0, e0 - problem.upperMWh[0]);
  const offset = -M * atStart - (terminal.kind === 'value' ? terminal.waterValue * e0 : 0);
  return { program: builder.build(), offset };
}

/** A random second stage: any mix of reservation, activation, deviation limit, losses, terminals, tight windows. */
export function randomRecourseProblem(seed: number, periodCount: number): RecourseProblem {
  const random = seededUniform(seed);
  const uniform = (from: number, to: number): number => from + (to - from) * random();
  const chance = (probability: number): boolean => random() < probability;
  const fill = (value: () => number, count = periodCount): Float64Array => Float64Array.from({ length: count }, value);

  const lossless = chance(0.2);
  const hours = chance(0.5) ? 0.5 : uniform(0.1, 4);
  const C = chance(0.08) ? 0 : uniform(0.2, 3);
  const D = chance(0.08) ? 0 : uniform(0.2, 3);
  const capacity = chance(0.1) ? 0 : uniform(0.5, 6);
  const e0 = chance(0.3) ? 0 : uniform(0, capacity);
  const kind = Math.floor(uniform(0, 4));
  const terminals: TerminalCondition[] = [
    { kind: 'free' },
    { kind: 'atLeast', stateOfChargeMWh: uniform(0, capacity) },
    { kind: 'cyclic' },
    { kind: 'value', waterValue: uniform(-50, 120) },
  ];
  const battery: Battery = {
    name: 'random',
    maxChargeMW: C,
    maxDischargeMW: D,
    energyCapacityMWh: capacity,
    minStateOfChargeMWh: 0,
    maxStateOfChargeMWh: capacity,
    initialStateOfChargeMWh: e0,
    terminal: terminals[kind],
    chargeEfficiency: lossless ? 1 : uniform(0.6, 1),
    dischargeEfficiency: lossless ? 1 : uniform(0.6, 1),
    standingLossPerHour: chance(0.3) ? uniform(0, 0.1) : 0,
    throughputCost: chance(0.4) ? uniform(0, 20) : 0,
  };
  const negative = chance(0.5);
  const integerPrices = chance(0.3);
  const price = fill(() => {
    const value = chance(0.1) ? 60 : uniform(negative ? -80 : 5, 120);
    return integerPrices ? Math.round(value / 20) * 20 : value;
  });
  const reserved = chance(0.6);
  const share = uniform(0, 1);
  const reservedUpMW = fill(() => (reserved ? share * (chance(0.2) ? C + D : uniform(0, D)) : 0));
  const reservedDownMW = reservedUpMW.map((up) =>
    reserved ? Math.max(0, chance(0.2) ? C + D - up : uniform(0, Math.min(C, C + D - up))) : 0,
  );
  const sustain = uniform(0, 0.5);
  return {
    battery,
    periodHours: hours,
    price,
    positionMW: fill(() => uniform(-C, D)),
    reservedUpMW,
    reservedDownMW,
    inflowMWh: fill(() => (reserved && chance(0.7) ? uniform(-0.2, 0.2) * hours : 0)),
    lowerMWh: fill(() => (reserved ? sustain * uniform(0, D) : 0), periodCount + 1),
    upperMWh: fill(() => capacity - (reserved ? sustain * uniform(0, C) : 0), periodCount + 1),
    deviationLimitMW: chance(0.5) ? uniform(0, 1) : null,
    shortfallPenalty: chance(0.5) ? 5000 : uniform(10, 300),
    ...(chance(0.2)
      ? {
          maxChargeMW: fill(() => C * (reserved ? 1 : random())),
          maxDischargeMW: fill(() => D * (reserved ? 1 : random())),
        }
      : {}),
  };
}
