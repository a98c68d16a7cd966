import type { Battery, TerminalCondition } from '../../domain/battery.ts';
import { ConfigError } from '../../errors.ts';
import { retentionOf } from '../dispatch-problem.ts';
import type { BatteryProblem, DispatchBattery, EnergyMarket } from '../dispatch-problem.ts';
import { deliveredPowers, noTrades } from './engine.ts';
import type { DispatchEngine, EngineOptions } from './engine.ts';
import { exactEngine } from './exact.ts';

/**
 * Re-optimises every `stepHours` over the next `windowHours`, whose prices it knows, and keeps the first
 * step. Energy left at the end of a window is worth the terminal water value, or nothing; an `atLeast` end
 * keeps every window at a state from which it can still be reached.
 */
export const rollingEngine: DispatchEngine = {
  name: 'rolling',
  description: 'exact over the next --window-hours, again every --step-hours',
  exclusive: true,
  async solve(problem, options) {
    if (problem.battery.terminal.kind === 'cyclic') {
      throw new ConfigError("engine 'rolling' does not steer towards a cyclic end", {
        field: 'terminal',
        rule: "the terminal condition is 'free', 'atLeast' or 'value'",
        value: 'cyclic',
        remedy: 'use engine exact, or change the terminal condition',
      });
    }
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
    return roll(problem, windowPeriods, stepPeriods, options);
  },
};

async function roll(problem: BatteryProblem, windowPeriods: number, stepPeriods: number, options: EngineOptions) {
  const { battery, periodCount, periodHours } = problem;
  const boundary = commonBoundaries(problem);
  const floor = lowestReachingMWh(problem);
  const retention = retentionOf(battery, periodHours);
  const trades = noTrades(problem);
  const waterValue = new Float64Array(periodCount);
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
    const window = cut(problem, from, to, {
      ...battery,
      initialStateOfChargeMWh: state,
      terminal: endOf(battery, to === periodCount, floor[to]),
    });
    const solution = await exactEngine.solve(window.problem, options);
    for (const [m, { starts, prices }] of problem.markets.entries()) {
      for (let i = window.firstInterval[m]; i < prices.length && starts[i] < next; i++) {
        trades[m].buyMW[i] = solution.trades[m].buyMW[i - window.firstInterval[m]];
        trades[m].sellMW[i] = solution.trades[m].sellMW[i - window.firstInterval[m]];
      }
    }
    for (let t = from; t < next; t++) {
      const moved =
        solution.chargeMW[t - from] * battery.chargeEfficiency -
        solution.dischargeMW[t - from] / battery.dischargeEfficiency;
      state = Math.min(
        Math.max(retention * state + periodHours * moved, battery.minStateOfChargeMWh),
        battery.maxStateOfChargeMWh,
      );
      waterValue[t] = solution.waterValue?.[t - from] ?? 0;
    }
  }
  return { status: 'feasible' as const, bound: null, ...deliveredPowers(problem, trades), trades, waterValue };
}

function endOf({ terminal }: Battery, last: boolean, floorMWh: number): TerminalCondition {
  return terminal.kind === 'atLeast' && !last ? { kind: 'atLeast', stateOfChargeMWh: floorMWh } : terminal;
}

/** The least state at each boundary from which full charging still reaches an `atLeast` end, T + 1 values. */
function lowestReachingMWh({ battery, periodCount, periodHours }: BatteryProblem): Float64Array {
  const lowest = new Float64Array(periodCount + 1).fill(battery.minStateOfChargeMWh);
  if (battery.terminal.kind !== 'atLeast') return lowest;
  lowest[periodCount] = Math.max(battery.minStateOfChargeMWh, battery.terminal.stateOfChargeMWh);
  const retention = retentionOf(battery, periodHours);
  const stored = battery.maxChargeMW * periodHours * battery.chargeEfficiency;
  for (let t = periodCount - 1; t >= 0; t--)
    lowest[t] = Math.max(battery.minStateOfChargeMWh, (lowest[t + 1] - stored) / retention);
  return lowest;
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

/** The problem of the periods from … to − 1, and the first interval of each market in it. */
function cut(
  problem: BatteryProblem,
  from: number,
  to: number,
  battery: DispatchBattery,
): { problem: BatteryProblem; firstInterval: number[] } {
  const firstInterval: number[] = [];
  const markets = problem.markets.map(({ name, starts, prices }): EnergyMarket => {
    const first = starts.indexOf(from);
    const end = starts.indexOf(to);
    firstInterval.push(first);
    return {
      name,
      prices: prices.slice(first, end),
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
