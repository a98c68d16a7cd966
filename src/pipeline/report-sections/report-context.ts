import type { PipelineConfig } from '../../config.ts';
import type { NightState } from '../../domain/night-state.ts';
import type { ScorecardFile } from '../../io/scorecard-file.ts';
import type { FoundBacktest } from '../../io/stored-backtests.ts';
import type { InputDigest } from '../../io/source-files.ts';
import type { StoredBacktest } from '../backtest-stage.ts';
import type { StoredScorecard } from '../stored-scorecard.ts';

/** What the page needs beside the results. */
export interface ReportContext {
  readonly config: PipelineConfig;
  readonly night: NightState;
  readonly inputs: readonly InputDigest[];
  /** `bess-risk 0.1.0`. */
  readonly generatedBy: string;
  readonly versions: Readonly<Record<string, string>>;
  /** The scorecard stored beside the runs, as `fit --score` left it. */
  readonly scorecard: ScorecardFile<StoredScorecard>;
  /** The back-tests stored beside the runs. */
  readonly backtests: readonly FoundBacktest<StoredBacktest>[];
}
