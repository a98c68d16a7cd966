import type { PriceFan } from './model/price-fan.ts';
import type { ReportAppendix } from './model/report-appendix.ts';
import type { ReportAttribution } from './model/report-attribution.ts';
import type { ReportBelief } from './model/report-belief.ts';
import type { ReportDay } from './model/report-day.ts';
import type { ReportDistribution } from './model/report-distribution.ts';
import type { ReportFigure } from './model/report-figure.ts';
import type { ReportHead } from './model/report-head.ts';
import type { ReportHorizon } from './model/report-horizon.ts';
import type { ReportLight } from './model/report-light.ts';
import type { ReportPlan } from './model/report-plan.ts';
import type { ReportQuality } from './model/report-quality.ts';
import type { ReportRisk } from './model/report-risk.ts';
import type { ReportStress } from './model/report-stress.ts';
import type { ReportSubmission } from './model/report-submission.ts';
import type { ReportTail } from './model/report-tail.ts';

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
  /** `null`: the configuration names no stress case. Absent from models of earlier versions. */
  readonly stress?: ReportStress | null;
  readonly belief: ReportBelief;
  readonly quality: ReportQuality;
  readonly appendix: ReportAppendix;
}
