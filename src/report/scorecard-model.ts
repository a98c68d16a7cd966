/** The generator's scorecard as the page shows it, plain data; every figure with its standard error. */
export interface ReportScorecard {
  /** `whole-day`. */
  readonly generator: string;
  readonly days: number;
  /** Days asked for that were not judged. */
  readonly passedOver: number;
  /** Delivery dates. */
  readonly first: string;
  readonly last: string;
  readonly scenarioCount: number;
  /** Why it does not speak for this run, as a clause; `null` = it does. */
  readonly caveat: string | null;
  readonly state: 'passed' | 'caution' | 'failed';
  readonly checksHeld: number;
  readonly checkCount: number;
  /** What failed, worst rule first, in the reader's words; shown-only failures after the others. */
  readonly failures: readonly string[];
  readonly rows: readonly ScorecardRow[];
  readonly coverage: readonly MarketCoverage[];
  /** Allowed distance of the coverage of a third of the day from 0.5 and 0.9. */
  readonly coverageTolerance: number;
  /** Days by tenth of the simulated distribution of the imbalance storage value, 10 counts. */
  readonly storageRanks: readonly number[];
  readonly storage: readonly StorageDistribution[];
  /** Energy score against each rival, best rival first. */
  readonly rivals: readonly ScorecardRival[];
}

export type Verdict = 'held' | 'withinError' | 'failed';

/** One figure for both markets: a fixed plan's profit under day-ahead, closed at imbalance under imbalance. */
export interface ScorecardRow {
  readonly label: string;
  readonly kind: 'share' | 'ratio' | 'rank';
  readonly target: number;
  /** Allowed distance from the target; `null`: judged by Kupiec's test. */
  readonly tolerance: number | null;
  /** False: shown, but the gate does not fail by it. */
  readonly required: boolean;
  readonly dayAhead: ScorecardCell | null;
  readonly imbalance: ScorecardCell | null;
}

export interface ScorecardCell {
  readonly value: number;
  readonly standardError: number | null;
  readonly verdict: Verdict;
}

export interface MarketCoverage {
  readonly displayName: string;
  readonly role: 'dayAhead' | 'imbalance';
  /** The whole day, then its thirds. */
  readonly parts: readonly {
    readonly label: string;
    readonly fifty: { readonly value: number; readonly standardError: number };
    readonly ninety: { readonly value: number; readonly standardError: number };
  }[];
}

/** Quantiles of a day's perfect-foresight storage value over all days judged, money per day of 1 MW and 2 MWh. */
export interface StorageDistribution {
  readonly displayName: string;
  readonly role: 'dayAhead' | 'imbalance';
  readonly points: readonly { readonly probability: number; readonly realised: number; readonly simulated: number }[];
}

export interface ScorecardRival {
  readonly name: string;
  /** Energy score of the generator less the rival's, % of the rival's; negative: the generator is better. */
  readonly changePercent: number;
  readonly standardErrorPercent: number;
}
