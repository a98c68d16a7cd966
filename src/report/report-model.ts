import type { ReportScorecard } from './scorecard-model.ts';

/**
 * Everything that the nightly page shows, as plain data: strings, numbers, arrays, `null` where a
 * figure is not available. The pipeline computes it, writes it as an artefact and hands it to
 * `renderPage`; the page computes nothing except rounding, bins and sentences.
 *
 * Rules that hold throughout:
 * - money in `currency`, gain-positive, unless the field says loss-positive;
 * - prices per MWh (energy) or per MW per hour (availability), power in MW at the grid connection,
 *   net export positive, energy in MWh;
 * - T is the number of settlement periods of the first delivery day, H its hours (23, 24 or 25), B its
 *   blocks; arrays by period have T entries, by hour H, by block B;
 * - every number is finite; a missing one is `null`;
 * - no time at which the run was made: two equal runs give equal bytes.
 */
export interface ReportModel {
  readonly schemaVersion: 1;
  /** ISO code, `GBP`. */
  readonly currency: string;
  readonly head: ReportHead;
  readonly lights: readonly ReportLight[];
  readonly day: ReportDay;
  readonly plan: ReportPlan;
  /** Absent from models of earlier versions. */
  readonly submission?: ReportSubmission;
  readonly priceFans: readonly PriceFan[];
  /** Exactly the list in `summary.json`. Names that the page reads: see `ReportFigure`. */
  readonly figures: readonly ReportFigure[];
  readonly risk: ReportRisk;
  readonly distribution: ReportDistribution;
  /** `null`: the run has no days beyond the first. */
  readonly horizon: ReportHorizon | null;
  readonly attribution: ReportAttribution;
  readonly tail: ReportTail;
  readonly belief: ReportBelief;
  readonly quality: ReportQuality;
  readonly appendix: ReportAppendix;
}

export interface ReportHead {
  /** Fleet or site, `Harrow Fen`. */
  readonly name: string;
  /** Local date of the delivery day, `2026-10-15`. */
  readonly deliveryDate: string;
  /** One text a battery, `50 MW / 100 MWh`. */
  readonly batteries: readonly string[];
  /** Market in words, `GB`. */
  readonly market: string;
  /** IANA zone or offset that every clock time on the page is in, `Europe/London`. */
  readonly timeZone: string;
  /** `23:00 Wed 14 Oct`, local. */
  readonly deliveryStart: string;
  /** `23:00 Thu 15 Oct`, local. */
  readonly deliveryEnd: string;
  /** `Wed 14 Oct 09:00`, local: the time up to which the run could know anything. */
  readonly planTime: string;
  /** Latest value used, `Wed 14 Oct 08:30`, local. */
  readonly dataKnownUntil: string;
  /** Sizes of the three disjoint scenario sets. */
  readonly scenarioCounts: { readonly plan: number; readonly choose: number; readonly evaluate: number };
  /** What must be said wherever the prices are shown: `synthetic prices`, `day-ahead: proxy marketIndexPrice`. */
  readonly labels: readonly string[];
  /** Program and version, `bess-risk 0.1.0`. */
  readonly generatedBy: string;
}

/** One of the three lights; the words carry the state, the colour only repeats it. */
export interface ReportLight {
  readonly name: 'data' | 'model' | 'limit';
  readonly state: 'ok' | 'caution' | 'breach';
  /** `Data complete`. */
  readonly title: string;
  /** `41 of 41 required series, to 14 Oct 05:30`. */
  readonly detail: string;
}

/** The first delivery day's time grid. */
export interface ReportDay {
  /** Hours in one settlement period, 0.5 in GB. */
  readonly periodHours: number;
  readonly periodCount: number;
  /** Local clock at the start of each hour, `23:00`; length H. On the long day the repeated hour stands twice. */
  readonly hourLabels: readonly string[];
  /** UTC start of each hour, ISO 8601; length H. */
  readonly hourStarts: readonly string[];
  /** Local time with offset, `2026-10-14T23:00+01:00`, as in `attribution.csv`; length H. */
  readonly hoursWithOffset: readonly string[];
  /** Period index at which each block starts, and one past the last: length B + 1. */
  readonly blockBoundaries: readonly number[];
  /** `1` … `6`; length B. */
  readonly blockLabels: readonly string[];
  /** What a block is called in this market, `EFA block`. */
  readonly blockName: string;
}

export interface ReportPlan {
  readonly dayAhead: PlannedPosition;
  readonly services: readonly PlannedService[];
  /** The fleet's limits at the grid connection, MW, both positive. */
  readonly maxChargeMW: number;
  readonly maxDischargeMW: number;
  readonly energyCapacityMWh: number;
  readonly minStateOfChargeMWh: number;
  readonly maxStateOfChargeMWh: number;
  /** Largest allowed |delivery − position|, MW; `null` = the open position is not limited. */
  readonly deviationLimitMW: number | null;
  /** The policy's schedule without activation, MW ≥ 0 by period. */
  readonly chargeMW: readonly number[];
  readonly dischargeMW: readonly number[];
  /** Store at the period boundaries 0…T, mean over the evaluate scenarios where it differs between them; length T + 1, MWh. */
  readonly stateOfChargeMWh: readonly number[];
  /** Expected metered net export by period, activation included, MW. */
  readonly expectedDeliveryMW: readonly number[];
  /** Why nothing is submitted, one clause (`no hour's spread covers the losses`); used only when the plan is all zero. */
  readonly reasonForNothing: string | null;
}

/** What is submitted: the rows of `plan.csv`, and the rules that they keep. */
export interface ReportSubmission {
  readonly rows: readonly SubmissionRow[];
  /** One a market that rows are submitted to. */
  readonly rules: readonly SubmissionRule[];
  /** What lots and minimum volumes cost; `null` = the plan keeps them as it was found. */
  readonly rounding: RoundingCost | null;
}

/** One row of `plan.csv`; columns: docs/tables.md. */
export interface SubmissionRow {
  readonly asset: string;
  /** `dayAhead`, or the service's name. */
  readonly market: string;
  /** ISO 8601, UTC. */
  readonly deliveryStart: string;
  readonly deliveryEnd: string;
  /** Wall clock of the start, `23:00`. */
  readonly localTime: string;
  /** What this row submits, MW: sold +, bought −; reserved ≥ 0; a step of a bid curve > 0. */
  readonly volumeMW: number;
  /** Mean price over the evaluate scenarios; `null` = the service does not clear. */
  readonly price: number | null;
  /** `Day-ahead hour`, `DC low EFA block 3`. */
  readonly product: string;
  /** Local time with its offset, `2026-01-14T23:00+00:00`. */
  readonly localStart: string;
  readonly localEnd: string;
  /** 0: accepted at any price; from 1 on the steps of a bid curve. */
  readonly step: number;
  /** The price that is asked (bought: bid); `null` = none. */
  readonly offerPrice: number | null;
  /** Sold before this plan, MW. */
  readonly soldMW: number;
  /** What is held once the row is accepted, with what was sold and the steps before it, MW. */
  readonly totalMW: number;
}

export interface SubmissionRule {
  readonly market: string;
  readonly displayName: string;
  /** Local time on the eve, `09:20`; `null` = not stated. */
  readonly gateClosure: string | null;
  /** In words: `multiples of 0.1 MW`; empty = any volume at any price. */
  readonly text: string;
}

/** Policy figures on the evaluate scenarios of the plan as it was found and as it is submitted. */
export interface RoundingCost {
  /** Gain-positive money, and its sampling error over the same scenarios; `null` = too few. */
  readonly meanBefore: number;
  readonly meanAfter: number;
  readonly meanDifferenceStandardError: number | null;
  /** Loss-positive money. */
  readonly conditionalValueAtRiskBefore: number;
  readonly conditionalValueAtRiskAfter: number;
}

export interface PlannedPosition {
  /** Period index at which each delivery interval starts, and one past the last: length intervals + 1. */
  readonly intervalStarts: readonly number[];
  /** Sold (+) or bought (−) by interval, MW. */
  readonly positionMW: readonly number[];
  /** Mean day-ahead price by interval over the evaluate scenarios, per MWh. */
  readonly expectedPrice: readonly number[];
}

export interface PlannedService {
  /** As in the data, `DCL`. */
  readonly name: string;
  /** `DC low`. */
  readonly displayName: string;
  /** up = discharge more, down = charge more. */
  readonly direction: 'up' | 'down';
  /** Reserved by block, MW ≥ 0; length B. */
  readonly reservedMW: readonly number[];
  /** Mean availability price by block over the evaluate scenarios, per MW per hour; `null` = the service does not clear in that block. */
  readonly expectedPrice: readonly (number | null)[];
}

/** Quantiles of a market's simulated price on the first day (plan, choose and evaluate scenarios together, weighted). */
export interface PriceFan {
  /** `dayAhead`, `imbalance` or the service's name. */
  readonly market: string;
  /** `Day-ahead`, `Imbalance`, `DC low`. */
  readonly displayName: string;
  readonly role: 'dayAhead' | 'imbalance' | 'service';
  /** Of a service: sets its colour where the service is simulated but not offered. Default: that of `plan.services`, else up. */
  readonly direction?: 'up' | 'down';
  /** `GBP/MWh` or `GBP/MW/h`. */
  readonly unit: string;
  /** Period index at which each price interval starts, and one past the last: length intervals + 1. */
  readonly intervalStarts: readonly number[];
  readonly quantiles: FiveQuantiles;
  /** The same intervals on the days before, so that the reader can see whether the fan contains them; `null` = none known. */
  readonly recent: RecentPrices | null;
}

/** One entry an interval (or a time), each array of the same length. */
export interface FiveQuantiles {
  readonly p05: readonly number[];
  readonly p25: readonly number[];
  readonly p50: readonly number[];
  readonly p75: readonly number[];
  readonly p95: readonly number[];
}

/** Realised prices of the most recent days known at plan time, by interval of the delivery day (wall clock). */
export interface RecentPrices {
  /** `7 days to 13 Oct`. */
  readonly label: string;
  readonly minimum: readonly (number | null)[];
  readonly median: readonly (number | null)[];
  readonly maximum: readonly (number | null)[];
}

/**
 * One headline figure. The page reads, for `sample: 'evaluate'` and both `method: 'policy'` and
 * `method: 'recourse'`: `mean`, `standardDeviation`, `valueAtRisk` and `conditionalValueAtRisk` (of the
 * loss, loss-positive), `probabilityOfLoss` (0…1), `worstLoss` (loss-positive), and for the policy
 * `profitQuantile05`, `profitQuantile95` (gain-positive). A missing figure shows as "–". Any further
 * figure is kept out of the page's tables but may be in the list.
 */
export interface ReportFigure {
  readonly name: string;
  readonly value: number;
  /** Monte Carlo (sampling) standard error; `null` = none given. */
  readonly standardError: number | null;
  /** Standard deviation from reweighting the bank's days (docs/method/scenarios.md); `null` = none given. */
  readonly bankBand: number | null;
  /** `GBP`, `share`, `GBP/GBP`. */
  readonly unit: string;
  /** Scenario set: `plan`, `choose`, `evaluate`, or the horizon's. */
  readonly sample: string;
  /** `policy`, `recourse`, `recourseExact`, `perfectForesight`, or the name of a policy that is not the headline's. */
  readonly method: string;
}

export interface ReportRisk {
  /** 0.95 = the worst 5 %. */
  readonly confidenceLevel: number;
  /** CVaR limit, loss-positive money; `null` = no limit set. */
  readonly limit: number | null;
  /**
   * `none`: no limit; `kept`: CVaR ≤ limit; `withinError`: above it, but CVaR − 1.645 × standard error is
   * not; `breached`: that is above it too; `unattainable`: no plan keeps it, the least-CVaR plan is shown.
   */
  readonly limitStatus: 'none' | 'kept' | 'withinError' | 'breached' | 'unattainable';
  /**
   * Money of mean profit per money of limit: slope of the policy frontier at the proposed plan. 0 = the
   * limit does not bind or there is none; `null` = not defined (the safest plan).
   */
  readonly shadowPrice: number | null;
  /** Name of the policy, `rolling`. */
  readonly policyName: string;
  /** One sentence, `One schedule fixed before delivery, settled in each scenario.` */
  readonly policyText: string;
  /** The headline method sees the day's imbalance prices (no policy was evaluated): the page then says "an upper estimate". */
  readonly policySeesImbalance: boolean;
  /** Share of evaluate scenarios with a shortfall, 0…1, and the largest in MWh. */
  readonly shortfallShare: number;
  readonly shortfallLargestMWh: number;
  /** Least CVaR that any plan of the search attains on the plan scenarios (recourse); `null` = not computed. */
  readonly minimumConditionalValueAtRisk: number | null;
  /** The rows of `frontier.csv`, ascending in the search's limit. Empty = no frontier was asked for. */
  readonly frontier: readonly FrontierPoint[];
}

export interface FrontierPoint {
  /** The search's limit (recourse, plan scenarios), loss-positive; `null` for a mixture of points. */
  readonly limit: number | null;
  /** Recourse figures on the plan scenarios. */
  readonly meanInSample: number;
  readonly conditionalValueAtRiskInSample: number;
  /** Policy figures with their sampling errors, on the set named by `policySample`. */
  readonly meanPolicy: number;
  readonly meanPolicyStandardError: number | null;
  readonly conditionalValueAtRiskPolicy: number;
  readonly conditionalValueAtRiskPolicyStandardError: number | null;
  readonly policySample: string;
  readonly isProposed: boolean;
}

/** Profit of each evaluate scenario under the policy, first day. */
export interface ReportDistribution {
  readonly profitAndLoss: readonly number[];
  /** Sum to 1; `null` = equal. */
  readonly weights: readonly number[] | null;
}

/** The multi-day path: cumulative profit under the policy. */
export interface ReportHorizon {
  readonly days: number;
  /** `plan repeated`. */
  readonly label: string;
  /** Hours since the start of delivery, first 0, last the horizon's end; length N (a few dozen to a few hundred). */
  readonly hours: readonly number[];
  /** Quantiles over the scenarios of cumulative profit at each of `hours`. */
  readonly quantiles: FiveQuantiles;
  /** The scenarios with the deepest drawdown, deepest first, at most five. */
  readonly worstPaths: readonly WorstPath[];
  /** `maximumDrawdownMean`, `maximumDrawdownQuantile95`, `conditionalDrawdownAtRisk`: falls, positive money. */
  readonly drawdown: readonly ReportFigure[];
  /** Median of the total profit over the horizon is `quantiles.p50` at the end; this is its mean with error. */
  readonly total: ReportFigure | null;
}

export interface WorstPath {
  readonly scenario: number;
  /** Largest fall from the running maximum, positive money. */
  readonly maximumDrawdown: number;
  /** Cumulative profit at each of the horizon's `hours`. */
  readonly cumulative: readonly number[];
}

/** The rows of `attribution.csv`, policy on the evaluate scenarios, first day. */
export interface ReportAttribution {
  readonly streams: readonly AttributionStream[];
  /** Streams × H, gain-positive money: mean by hour; rows add up to `streams[].mean`. */
  readonly meanByHour: readonly (readonly number[])[];
  /** Streams × H, loss-positive money: component CVaR by hour; rows add up to `streams[].conditionalValueAtRisk`. */
  readonly conditionalValueAtRiskByHour: readonly (readonly number[])[];
  /** Mean without penalties and stored energy; `null` = the same as the total. */
  readonly cashMean: number | null;
}

export interface AttributionStream {
  /** `dayAhead`, `imbalance`, `availability:DCL`, `utilisation`, `throughput`, `networkCharges`, `penalties`, `storedEnergy`. */
  readonly name: string;
  /** `Day-ahead`, `DC low`. */
  readonly displayName: string;
  /** Gain-positive money. */
  readonly mean: number;
  /** Component CVaR, loss-positive, as in the CSV; components add up to CVaR. */
  readonly conditionalValueAtRisk: number;
}

export interface ReportTail {
  /** Scenarios in the tail (any weight in it) and the others. */
  readonly tailCount: number;
  readonly restCount: number;
  /** The rows of `tail-drivers.csv`, strongest first, features that repeat a stronger one left out. */
  readonly drivers: readonly TailDriver[];
  /** Markets whose prices are compared, day-ahead first, then imbalance. */
  readonly priceBands: readonly TailPriceBand[];
  /** The evaluate scenarios whose profit is nearest to the median and to −CVaR. `null` = not computed. */
  readonly typical: ScenarioDispatch | null;
  readonly bad: ScenarioDispatch | null;
}

export interface TailDriver {
  readonly name: string;
  /** The market whose price it is made of: `dayAhead`, `imbalance`, a service's name, or `basis` (imbalance less day-ahead). */
  readonly market: string;
  /** In the reader's words, `Imbalance price 16:00–20:00`. */
  readonly displayName: string;
  /** `GBP/MWh`, `GBP/MW/h`. */
  readonly unit: string;
  readonly tailMean: number;
  readonly restMean: number;
  /** (tailMean − restMean) ÷ standard deviation over all scenarios. */
  readonly standardisedDifference: number;
}

export interface TailPriceBand {
  readonly market: string;
  readonly displayName: string;
  readonly role: 'dayAhead' | 'imbalance' | 'service';
  readonly unit: string;
  /** Period index at which each price interval starts, and one past the last: length intervals + 1. */
  readonly intervalStarts: readonly number[];
  readonly tail: ThreeQuantiles;
  readonly rest: ThreeQuantiles;
}

/** One entry an interval. */
export interface ThreeQuantiles {
  readonly p25: readonly number[];
  readonly p50: readonly number[];
  readonly p75: readonly number[];
}

/** One scenario's day under the policy. */
export interface ScenarioDispatch {
  readonly scenario: number;
  readonly profitAndLoss: number;
  /** The past day that this scenario is, re-scaled: `2019-11-05`; `null` = the generator does not draw past days. */
  readonly bankDate: string | null;
  /** By period, per MWh. */
  readonly dayAheadPrice: readonly number[];
  readonly imbalancePrice: readonly number[];
  /** Day-ahead position by period, MW. */
  readonly positionMW: readonly number[];
  /** Metered net export by period, MW. */
  readonly netExportMW: readonly number[];
  /** At the boundaries 0…T, MWh; length T + 1. */
  readonly stateOfChargeMWh: readonly number[];
  /** This scenario's profit by stream, gain-positive, names as in `attribution.streams`; adds up to `profitAndLoss`. */
  readonly streams: readonly { readonly name: string; readonly displayName: string; readonly value: number }[];
}

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
  /** What was assumed known when, in whole sentences and in the order of the gates. Absent from models of earlier versions. */
  readonly gates?: readonly string[];
  /** Cautions in whole sentences, printed as they are. */
  readonly notes: readonly string[];
}

export interface ReportQuality {
  readonly series: readonly SeriesQuality[];
  /** Days of the fit's window that the rule leaves out, of how many looked at. */
  readonly invalidDays: { readonly count: number; readonly considered: number };
  /** Where two sources cover the same periods. */
  readonly overlaps: readonly SourceOverlap[];
  /** Series that were left out, with the reason as a clause (`92 days of history, 180 needed`). */
  readonly leftOut: readonly { readonly series: string; readonly reason: string }[];
}

/** Counts over the periods from the first to the last day of the history used. */
export interface SeriesQuality {
  readonly displayName: string;
  /** File or feed as named in the configuration. */
  readonly source: string;
  /** Local dates or times, as text. */
  readonly from: string;
  readonly until: string;
  /** `half-hourly`, `hourly`, `EFA block`. */
  readonly step: string;
  readonly required: boolean;
  readonly expected: number;
  readonly present: number;
  readonly missing: number;
  readonly duplicate: number;
  readonly repaired: number;
  readonly suspicious: number;
  /** `synthetic`, `proxy: marketIndexPrice`. */
  readonly labels: readonly string[];
}

export interface SourceOverlap {
  readonly displayName: string;
  /** The source that counts, and the other. */
  readonly counted: string;
  readonly other: string;
  /** Periods that both have. */
  readonly periods: number;
  /** Counted less other, in the series' unit. */
  readonly meanDifference: number;
  readonly meanAbsoluteDifference: number;
  /** Share of the periods in which they differ by more than 0.005, 0…1. */
  readonly shareDiffering: number;
  readonly unit: string;
}

/** Label and text pairs, printed in this order. */
export interface ReportAppendix {
  /** What the user set: battery, limit, generator, confidence level … */
  readonly settings: readonly LabelledText[];
  /** Seed, versions, solver, digests of the inputs. No timings, worker counts or run times. */
  readonly run: readonly LabelledText[];
}

export interface LabelledText {
  readonly label: string;
  readonly text: string;
}
