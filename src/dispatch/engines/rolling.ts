import { ConfigError } from '../../errors.ts';
import { retentionOf } from '../dispatch-problem.ts';
import type { BatteryProblem, DispatchBattery, EnergyMarket } from '../dispatch-problem.ts';
import { fleetOfOne } from '../dispatch-program.ts';
import { noSchedule } from '../no-schedule.ts';
import { believedPrices } from '../price-forecast-sources.ts';
import type { BelievedPrices } from '../price-forecast-sources.ts';
import { scheduleOf, solveStages } from '../solve-stages.ts';
import type { StageSchedule } from '../solve-stages.ts';
import { separableNest, sharesIntervals, stagesOf } from '../stage-coverage.ts';
import { terminalWindow } from '../terminal-window.ts';
import type { StateWindow } from '../terminal-window.ts';
import { noTrades } from './engine.ts';
import type { DispatchEngine, EngineOptions } from './engine.ts';
import { exactEngine } from './exact.ts';
import { lagPeriodsOf } from './information-lag.ts';

/**
 * Re-optimises every `stepHours` over the next `windowHours` at the prices that are known or forecast then, and
 * keeps the first step; cash settles at the actual prices. Energy left at the end of a window is worth the
 * terminal water value, or nothing; every window ends in a state from which the terminal state can be reached.
 */
export const rollingEngine: DispatchEngine = {
  name: 'rolling',
  description: 'exact over the next --window-hours at known or forecast prices, again every --step-hours',
  exclusive: true,
  options: ['windowHours', 'stepHours', 'forecast', 'forecastHalfLifeDays', 'lagHours', 'timeLimitSeconds'],
  async solve(problem, options) {
    const windowPeriods = periodsOf(options.windowHours, '--window-hours', problem);
    const stepPeriods = periodsOf(options.stepHours, '--step-hours', problem);
    if (stepPeriods > windowPeriods) {
      throw new ConfigError('the step is longer than the window', {
        field: '--step-hours',
        rule: `at most --window-hours ${options.windowHours}`,
        value: options.stepHours,
        remedy: 'lower the step or raise the window',
      });
    }
    const lagPeriods = lagPeriodsOf(problem, options.lagHours);
    const source = options.forecast ?? 'perfect';
    if (source === 'perfect' && lagPeriods > 0) {
      throw new ConfigError('a perfect forecast has no information lag', {
        field: '--lag-hours',
        rule: 'with --forecast perfect the prices of the window are known',
        value: options.lagHours,
        remedy: 'leave --lag-hours out, or choose --forecast yesterday, seasonal or table',
      });
    }
    const separate = sharesIntervals(separableNest(problem));
    if (!separate && problem.battery.terminal.kind === 'cyclic') {
      throw new ConfigError("engine 'rolling' does not cover this problem", {
        field: 'terminal',
        rule: 'a cyclic end needs markets that share their delivery intervals and do not net',
        value: 'cyclic',
        remedy: 'use engine exact, or another terminal condition',
      });
    }
    const believed = believedPrices(problem, source, lagPeriods, options.forecastHalfLifeDays ?? Infinity);
    return roll(problem, believed, windowPeriods, stepPeriods, separate, options);
  },
};

async function roll(
  problem: BatteryProblem,
  believed: BelievedPrices,
  windowPeriods: number,
  stepPeriods: number,
  separate: boolean,
  options: EngineOptions,
) {
  const { battery, periodCount, periodHours } = problem;
  const boundary = commonBoundaries(problem);
  const ends = statesThatReachTheEnd(problem);
  const retention = retentionOf(battery, periodHours);
  const trades = noTrades(problem);
  const waterValue = new Float64Array(periodCount);
  // Of the windows: where trades net, they do not tell charge and discharge apart.
  const chargeMW = new Float64Array(periodCount);
  const dischargeMW = new Float64Array(periodCount);
  let state = battery.initialStateOfChargeMWh;
  for (let from = 0; from < periodCount; from += stepPeriods) {
    const next = Math.min(from + stepPeriods, periodCount);
    if (boundary[next] === 0) {
      throw new ConfigError('a step ends inside of a delivery interval', {
        field: '--step-hours',
        rule: 'every step ends where the intervals of all markets end',
        value: options.stepHours,
        remedy: 'choose a multiple of the longest interval',
      });
    }
    let to = Math.min(from + windowPeriods, periodCount);
    while (boundary[to] === 0) to--;
    believed.decideAt(from);
    const window = cut(problem, from, to, { ...battery, initialStateOfChargeMWh: state }, believed);
    const solution = separate
      ? planByInterval(window.problem, { lowMWh: ends.lowMWh[to], highMWh: ends.highMWh[to] })
      : await planWhole(window.problem, to === periodCount, ends.lowMWh[to], options);
    for (const [m, { starts, prices }] of problem.markets.entries()) {
      for (let i = window.firstInterval[m]; i < prices.length && starts[i] < next; i++) {
        trades[m].buyMW[i] = solution.trades[m].buyMW[i - window.firstInterval[m]];
        trades[m].sellMW[i] = solution.trades[m].sellMW[i - window.firstInterval[m]];
      }
    }
    for (let t = from; t < next; t++) {
      chargeMW[t] = solution.chargeMW[t - from];
      dischargeMW[t] = solution.dischargeMW[t - from];
      const moved = chargeMW[t] * battery.chargeEfficiency - dischargeMW[t] / battery.dischargeEfficiency;
      state = Math.min(
        Math.max(retention * state + periodHours * moved, battery.minStateOfChargeMWh),
        battery.maxStateOfChargeMWh,
      );
      waterValue[t] = solution.waterValue?.[t - from] ?? 0;
    }
  }
  return { status: 'feasible' as const, bound: null, chargeMW, dischargeMW, trades, waterValue };
}

/** A terminal state of the whole horizon is kept by where the window ends. */
function planByInterval(problem: BatteryProblem, end: StateWindow): StageSchedule {
  const { battery } = problem;
  const terminal = battery.terminal.kind === 'value' ? battery.terminal : ({ kind: 'free' } as const);
  const stages = stagesOf(problem);
  const solution = stages === null ? null : solveStages({ ...problem, battery: { ...battery, terminal } }, stages, end);
  if (stages === null || solution === null) throw noSchedule(fleetOfOne(problem));
  return scheduleOf(problem, stages, solution);
}

function planWhole(
  problem: BatteryProblem,
  last: boolean,
  endLowMWh: number,
  options: EngineOptions,
): Promise<StageSchedule> {
  const { battery } = problem;
  if (last || battery.terminal.kind !== 'atLeast') return exactEngine.solve(problem, options);
  const terminal = { kind: 'atLeast', stateOfChargeMWh: endLowMWh } as const;
  return exactEngine.solve({ ...problem, battery: { ...battery, terminal } }, options);
}

/** The states at each boundary from which full power still reaches the terminal state, T + 1 values. */
function statesThatReachTheEnd({ battery, periodCount, periodHours }: BatteryProblem): {
  lowMWh: Float64Array;
  highMWh: Float64Array;
} {
  const { minStateOfChargeMWh: min, maxStateOfChargeMWh: max } = battery;
  const retention = retentionOf(battery, periodHours);
  const stored = battery.maxChargeMW * periodHours * battery.chargeEfficiency;
  const drawn = (battery.maxDischargeMW * periodHours) / battery.dischargeEfficiency;
  const lowMWh = new Float64Array(periodCount + 1);
  const highMWh = new Float64Array(periodCount + 1);
  const end = terminalWindow(battery);
  lowMWh[periodCount] = end.lowMWh;
  highMWh[periodCount] = end.highMWh;
  for (let t = periodCount - 1; t >= 0; t--) {
    lowMWh[t] = Math.max(min, (lowMWh[t + 1] - stored) / retention);
    highMWh[t] = Math.min(max, (highMWh[t + 1] + drawn) / retention);
  }
  return { lowMWh, highMWh };
}

/** 1 where every market's interval ends, by boundary. */
function commonBoundaries({ markets, periodCount }: BatteryProblem): Uint8Array {
  const common = new Uint8Array(periodCount + 1).fill(1);
  for (const { starts } of markets) {
    const own = new Set(starts);
    for (let i = 0; i <= periodCount; i++) if (!own.has(i)) common[i] = 0;
  }
  return common;
}

/** The problem of the periods from … to − 1 at believed prices, and the first interval of each market in it. */
function cut(
  problem: BatteryProblem,
  from: number,
  to: number,
  battery: DispatchBattery,
  believed: BelievedPrices,
): { problem: BatteryProblem; firstInterval: number[] } {
  const firstInterval: number[] = [];
  const markets = problem.markets.map(({ name, starts }, m): EnergyMarket => {
    const first = starts.indexOf(from);
    const end = starts.indexOf(to);
    firstInterval.push(first);
    return {
      name,
      prices: Float64Array.from({ length: end - first }, (_, i) => believed.price(m, first + i)),
      starts: starts.slice(first, end + 1).map((start) => start - from),
    };
  });
  return { problem: { ...problem, periodCount: to - from, battery, markets }, firstInterval };
}

function periodsOf(hours: number | undefined, field: string, { periodHours }: BatteryProblem): number {
  const periods = hours === undefined ? Number.NaN : Math.round(hours / periodHours);
  if (periods >= 1 && Math.abs(periods * periodHours - hours!) <= 1e-9 * hours!) return periods;
  throw new ConfigError(`engine 'rolling' needs ${field}`, {
    field,
    rule: `a whole number of periods of ${periodHours} h, at least one`,
    value: hours,
    remedy: `write for instance ${field} ${24}`,
  });
}
