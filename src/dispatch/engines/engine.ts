import type { BatteryProblem, DispatchProblem } from '../dispatch-problem.ts';
import type { Feature } from '../feature.ts';
import type { ForecastSource } from '../price-forecast-sources.ts';

/** What an engine may be told besides the problem; an engine ignores what it has no use for. */
export interface EngineOptions {
  /** Hours that the look-ahead rule sees. */
  readonly lookaheadHours?: number;
  /** Hours that the rolling engine optimises over, and hours after which it does so again. */
  readonly windowHours?: number;
  readonly stepHours?: number;
  /** What the rolling engine takes later prices for: perfect (default), yesterday, seasonal or table. */
  readonly forecast?: ForecastSource;
  /** Days after which an observation weighs half in the seasonal forecast; default: all weigh the same. */
  readonly forecastHalfLifeDays?: number;
  /** Hours after its start at which a price becomes known to rolling forecasts and to markov; default 0. */
  readonly lagHours?: number;
  /** Price states of the markov engine, and the hours of known prices that it estimates them from. */
  readonly priceStates?: number;
  readonly trainHours?: number;
  /** States of charge that the grid engine distinguishes. */
  readonly levels?: number;
  /** Time limit of a HiGHS solve, s. */
  readonly timeLimitSeconds?: number;
}

/** `optimal`: proved within the engine's own model; `feasible`: no claim, or bound and objective differ. */
export type DispatchStatus = 'optimal' | 'feasible' | 'timeLimit';

/** One battery's trades by market, MW, one value per interval. */
export interface MarketTrades {
  readonly buyMW: Float64Array;
  readonly sellMW: Float64Array;
}

/** What an engine returns; settlement and checks follow in solve-dispatch. */
export interface EngineSolution {
  readonly status: DispatchStatus;
  /** Upper bound of the objective; null where the engine proves none. */
  readonly bound: number | null;
  /** MW, T values each. */
  readonly chargeMW: Float64Array;
  readonly dischargeMW: Float64Array;
  /** One per energy market, in the problem's order. */
  readonly trades: readonly MarketTrades[];
  /** MW reserved by capacity market and interval; may be left out where there are no capacity markets. */
  readonly reservedMW?: readonly Float64Array[];
  /** Currency per MWh in the store at the end of each period, T values; null where the engine has none. */
  readonly waterValue: Float64Array | null;
  /** What stored energy is worth at other states of charge, where the engine knows it. */
  readonly valueByState?: readonly StateValue[];
}

/** Currency per MWh in the store at the end of each period, T values, at one state of charge; NaN where it has none. */
export interface StateValue {
  readonly stateOfChargeMWh: number;
  readonly perMWh: Float64Array;
}

/** What an engine returns for batteries that share limits. */
export interface FleetSolution {
  readonly status: DispatchStatus;
  /** Upper bound of the objective of all batteries together; null where the engine proves none. */
  readonly bound: number | null;
  /** One per battery, in the problem's order; their own bounds are not used. */
  readonly batteries: readonly EngineSolution[];
}

/**
 * A way to dispatch one battery against known prices. `solve` returns trades that keep the limits of
 * docs/method/dispatch.md, or throws: ConfigError where the engine does not cover the problem (naming the
 * field), SolverError where it ends without a usable result. Register it in registry.ts.
 */
export interface DispatchEngine {
  readonly name: string;
  readonly description: string;
  /** True when the engine's schedules never charge and discharge in one period. */
  readonly exclusive: boolean;
  /** The options that it has a use for; none by default. The command line refuses others. */
  readonly options?: readonly (keyof EngineOptions)[];
  /** What it covers beyond energy markets and the battery itself; nothing by default. Problems that ask for more never reach it. */
  readonly covers?: readonly Feature[];
  /** The objective and its bound include the site's charges with the battery less those without. */
  solve(problem: BatteryProblem, options: EngineOptions): Promise<EngineSolution>;
  /** For batteries that share limits; an engine that covers `sharedLimits` has it. */
  solveFleet?(problem: DispatchProblem, options: EngineOptions): Promise<FleetSolution>;
}

/** No trades in any market. */
export function noTrades(problem: BatteryProblem): MarketTrades[] {
  return problem.markets.map(({ prices }) => ({
    buyMW: new Float64Array(prices.length),
    sellMW: new Float64Array(prices.length),
  }));
}

/** Charge and discharge by period as the sums of purchases and sales (no netting). */
export function deliveredPowers(
  problem: BatteryProblem,
  trades: readonly MarketTrades[],
): { chargeMW: Float64Array; dischargeMW: Float64Array } {
  const chargeMW = new Float64Array(problem.periodCount);
  const dischargeMW = new Float64Array(problem.periodCount);
  for (const [m, { prices, starts }] of problem.markets.entries()) {
    for (let i = 0; i < prices.length; i++) {
      for (let t = starts[i]; t < starts[i + 1]; t++) {
        chargeMW[t] += trades[m].buyMW[i];
        dischargeMW[t] += trades[m].sellMW[i];
      }
    }
  }
  return { chargeMW, dischargeMW };
}
