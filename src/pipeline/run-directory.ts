import type { PipelineConfig } from '../config.ts';
import { csvText } from '../io/csv-writer.ts';
import { writeParquet } from '../io/parquet-writer.ts';
import type { DispatchKind } from '../optimise/extensive-form.ts';
import type { PipelineResult } from '../pipeline.ts';
import { renderPage } from '../report/render-page.ts';
import type { ReportStress, StressedRow } from '../report/model/report-stress.ts';
import type { SubmissionRow } from '../report/model/report-submission.ts';
import type { ReportModel } from '../report/report-model.ts';
import { frontierRows } from './report-sections/frontier-rows.ts';
import { reportFigures } from './report-sections/report-figures.ts';

/** Files of a run directory by name; all but `manifest.json`, which alone may differ between equal runs. */
export type RunFiles = Readonly<Record<string, string | Uint8Array>>;

/** Renders every file of the run directory from the results. Columns and units: `docs/tables.md`. */
export async function runFiles(result: PipelineResult, config: PipelineConfig, model: ReportModel): Promise<RunFiles> {
  return {
    'index.html': await renderPage(model),
    'report-model.json': `${JSON.stringify(model)}\n`,
    'summary.json': `${JSON.stringify(summary(result, config, model), null, 2)}\n`,
    'plan.csv': planCsv(model),
    'frontier.csv': frontierCsv(result, result.choice.proposed.search),
    'frontier-recourse.csv': frontierCsv(result, 'recourse'),
    'attribution.csv': attributionCsv(result, model),
    'tail-drivers.csv': tailDriversCsv(model),
    ...(model.stress === null || model.stress === undefined ? {} : { 'stress.csv': stressCsv(model.stress) }),
    'quality.csv': qualityCsv(result),
    'profit-and-loss.parquet': profitParquet(result),
  };
}

/** What stands in `summary.json`. */
export interface RunSummary {
  readonly schemaVersion: 1;
  readonly run: {
    readonly name: string;
    readonly date: string;
    readonly currency: string;
    readonly labels: readonly string[];
    readonly seed: number;
    readonly confidenceLevel: number;
    readonly limit: number | null;
    readonly limitStatus: string;
    readonly scenarios: {
      readonly plan: number;
      readonly choose: number;
      readonly evaluate: number;
      readonly days: number;
    };
  };
  readonly figures: ReturnType<typeof reportFigures>;
  readonly lights: ReportModel['lights'];
}

function summary(result: PipelineResult, config: PipelineConfig, model: ReportModel): RunSummary {
  return {
    schemaVersion: 1,
    run: {
      name: config.name,
      date: result.date,
      currency: config.reportingCurrency,
      labels: model.head.labels,
      seed: config.seed,
      confidenceLevel: config.risk.confidenceLevel,
      limit: config.risk.limit,
      limitStatus: model.risk.limitStatus,
      scenarios: { ...model.head.scenarioCounts, days: config.scenarios.horizonDays },
    },
    figures: model.figures as RunSummary['figures'],
    lights: model.lights,
  };
}

/** Columns of `plan.csv` in their order. */
const planColumns = [
  'asset',
  'market',
  'deliveryStart',
  'deliveryEnd',
  'localTime',
  'volumeMW',
  'price',
  'product',
  'localStart',
  'localEnd',
  'step',
  'offerPrice',
  'soldMW',
  'totalMW',
] as const satisfies readonly (keyof SubmissionRow)[];

/** The page's own rows: the two cannot disagree. */
function planCsv({ submission }: ReportModel): string {
  return csvText(
    [...planColumns],
    (submission?.rows ?? []).map((row) => planColumns.map((column) => row[column])),
  );
}

function frontierCsv(result: PipelineResult, search: DispatchKind): string {
  const rows = frontierRows(result, search).map((point) => [
    search,
    point.limit,
    point.meanInSample,
    point.conditionalValueAtRiskInSample,
    point.meanPolicy,
    point.meanPolicyStandardError,
    point.conditionalValueAtRiskPolicy,
    point.conditionalValueAtRiskPolicyStandardError,
    point.policySample,
    point.isProposed ? 1 : 0,
  ]);
  const columns = [
    'search',
    'limit',
    'meanInSample',
    'conditionalValueAtRiskInSample',
    'meanPolicy',
    'meanPolicyStandardError',
    'conditionalValueAtRiskPolicy',
    'conditionalValueAtRiskPolicyStandardError',
    'policySample',
    'isProposed',
  ];
  return csvText(columns, rows);
}

function attributionCsv(result: PipelineResult, model: ReportModel): string {
  const rows = result.measured.attribution.rows.map((row) => [
    row.asset,
    row.stream,
    model.day.hoursWithOffset[row.hour],
    row.mean,
    row.conditionalValueAtRisk,
  ]);
  return csvText(['asset', 'stream', 'hour', 'mean', 'conditionalValueAtRisk'], rows);
}

function tailDriversCsv(model: ReportModel): string {
  const columns = ['driver', 'market', 'unit', 'tailMean', 'restMean', 'standardisedDifference'];
  return csvText(
    columns,
    model.tail.drivers.map((one) => [
      one.displayName,
      one.market,
      one.unit,
      one.tailMean,
      one.restMean,
      one.standardisedDifference,
    ]),
  );
}

/** Columns of `stress.csv` in their order. */
const stressColumns = [
  'name',
  'title',
  'scenarios',
  'mean',
  'meanStandardError',
  'valueAtRisk',
  'valueAtRiskStandardError',
  'conditionalValueAtRisk',
  'conditionalValueAtRiskStandardError',
  'meanDifference',
  'meanDifferenceStandardError',
  'worstLoss',
  'worstScenario',
  'worstDate',
  'penalties',
] as const satisfies readonly (keyof StressedRow)[];

function stressCsv({ simulated, cases }: ReportStress): string {
  return csvText(
    [...stressColumns],
    [simulated, ...cases].map((row) => stressColumns.map((column) => row[column])),
  );
}

function qualityCsv(result: PipelineResult): string {
  const columns = ['series', 'date', 'expected', 'present', 'missing', 'duplicate', 'repaired', 'suspicious'] as const;
  return csvText(
    [...columns],
    result.ingested.qualityRows.map((row) => columns.map((column) => row[column])),
  );
}

function profitParquet({ policy, sets }: PipelineResult): Uint8Array {
  const { scenarioCount: S, periodCount: T, streams } = policy.flows;
  const sums = (values: Float64Array): Float64Array =>
    Float64Array.from({ length: S }, (_, s) =>
      values.subarray(s * T, (s + 1) * T).reduce((sum, value) => sum + value, 0),
    );
  return writeParquet([
    { name: 'scenario', data: Int32Array.from({ length: S }, (_, s) => sets.evaluate.firstScenario + s) },
    { name: 'weight', data: sets.evaluate.weights },
    ...streams.map(({ name, values }) => ({ name, data: sums(values) })),
  ]);
}
