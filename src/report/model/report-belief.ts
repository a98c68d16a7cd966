import type { ReportBacktest } from '../backtest-model.ts';
import type { ReportScorecard } from '../scorecard-model.ts';

export interface ReportBelief {
  /** What the tail rests on; `null` = the generator does not draw past days. */
  readonly bank: {
    /** Past days that the scenarios can be drawn from. */
    readonly bankDays: number;
    /** Past days with at least one scenario in the tail. */
    readonly daysInTail: number;
    /** The largest share of the tail's weight that one past day supplies, 0…1, and that day. */
    readonly topDayShare: number;
    readonly topDay: string;
  } | null;
  /** CVaR of the first n evaluate scenarios (policy), ascending; empty = not computed. */
  readonly sampleSize: readonly {
    readonly scenarios: number;
    readonly conditionalValueAtRisk: number;
    readonly standardError: number;
  }[];
  /** The plan's recourse settled twice; `null` = not computed. */
  readonly physics: {
    /** Mean profit of the linear relaxation, and with charge and discharge exclusive. */
    readonly relaxationMean: number;
    readonly exactMean: number;
    /** Scenarios in which the two differ. */
    readonly scenariosDiffering: number;
    readonly scenarioCount: number;
    /** Schedules that the independent checker accepted, of how many. */
    readonly schedulesVerified: number;
    readonly schedulesChecked: number;
  } | null;
  /** How the generator did on past days; `null` = no scorecard is stored. Absent from models of earlier versions. */
  readonly scorecard?: ReportScorecard | null;
  /** How the plans did on past days; `null` = no back-test of this configuration is stored. Absent from models of earlier versions. */
  readonly backtest?: ReportBacktest | null;
  /** Gates and results of all markets in the order of time, and what was simplified, in whole sentences. Absent from models of earlier versions. */
  readonly gates?: readonly string[];
  /** Cautions in whole sentences, printed as they are. */
  readonly notes: readonly string[];
}
