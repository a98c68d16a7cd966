/** A back-test of the plans as its page shows it, plain data. Money in currency, gain positive unless a loss. */
export interface BacktestPageModel {
  readonly title: string;
  readonly currency: string;
  /** `synthetic prices`. */
  readonly labels: readonly string[];
  readonly policy: string;
  readonly madeBy: string;
  /** Scenarios a day that the forecast is made of. */
  readonly scenarioCount: number;
  /** Every how many calendar days one was judged. */
  readonly every: number;
  readonly days: readonly BacktestDayModel[];
  readonly passedOver: readonly { readonly reason: string; readonly dates: readonly string[] }[];
  /** Totals first, then by stream. */
  readonly money: readonly {
    readonly name: string;
    readonly expected: FigureWithError;
    readonly realised: FigureWithError;
    readonly difference: FigureWithError;
  }[];
  /** The same plans carried out otherwise. */
  readonly otherwise: readonly {
    readonly name: string;
    readonly realised: FigureWithError;
    /** Less the configured policy; null: it is that. */
    readonly difference: FigureWithError | null;
  }[];
  /** Σ realised ÷ Σ of what could have been earned. */
  readonly capture: FigureWithError;
  readonly meanRank: FigureWithError;
  /** Days by tenth of the forecast that the real profit fell in. */
  readonly ranks: readonly number[];
  readonly tests: readonly BacktestTestModel[];
  readonly state: 'passed' | 'caution' | 'failed';
  readonly checkCount: number;
  /** Those that did not hold, in words. */
  readonly openChecks: readonly string[];
  /** Days below which the state is at best caution. */
  readonly fewestDays: number;
  readonly limit: {
    /** Most that CVaR may be. */
    readonly value: number;
    readonly tailText: string;
    /** Days on which the plan kept it on the scenarios that it was chosen on. */
    readonly daysKept: number;
  } | null;
}

export interface FigureWithError {
  readonly value: number;
  readonly standardError: number;
}

export interface BacktestDayModel {
  readonly date: string;
  readonly expected: number;
  readonly standardDeviation: number;
  /** Quantiles of the forecast. */
  readonly p05: number;
  readonly p25: number;
  readonly p75: number;
  readonly p95: number;
  readonly realised: number;
  readonly foresight: number;
}

/** Days beyond VaR, and as many as a right forecast has. */
export interface DaysBeyond {
  readonly confidenceLevel: number;
  readonly days: number;
  readonly expected: number;
}

export interface BacktestTestModel extends DaysBeyond {
  /** Probabilities that right forecasts do as badly. */
  readonly kupiec: number;
  readonly christoffersen: number;
  readonly severity: { readonly statistic: number; readonly probability: number } | null;
  readonly joint: { readonly statistic: number; readonly probability: number };
}

/** What the page of a run shows of a stored back-test. */
export interface ReportBacktest {
  /** Of its page, relative to the run's. */
  readonly address: string;
  readonly days: number;
  /** Days below which nothing is rejected with any power. */
  readonly fewestDays: number;
  readonly first: string;
  readonly last: string;
  readonly state: 'passed' | 'caution' | 'failed';
  readonly openChecks: readonly string[];
  readonly beyond: readonly DaysBeyond[];
  readonly expected: FigureWithError;
  readonly realised: FigureWithError;
  readonly capture: FigureWithError;
}
