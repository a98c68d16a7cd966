import { energyCalibration } from './calibration-energy.ts';
import { serviceCalibration } from './calibration-services.ts';
import type { SampleFileName } from './sample-history.ts';
import type { SampleHistory } from './sample-statistics.ts';
import { readSampleHistory } from './sample-statistics.ts';

/** One line of the calibration table: what real prices show, and how near the sample must come. */
export interface CalibrationTarget {
  readonly statistic: string;
  readonly unit: string;
  /** The figure of real prices. */
  readonly target: number;
  /** The sample's figure must lie within target ± tolerance. */
  readonly tolerance: number;
  /** Where the target comes from. */
  readonly source: string;
  readonly measure: (sample: SampleHistory) => number;
}

export interface CalibrationRow extends CalibrationTarget {
  readonly measured: number;
  readonly isKept: boolean;
}

/** The whole table, measured on the CSV text of the sample. */
export function calibrationRows(files: Readonly<Record<SampleFileName, string>>): CalibrationRow[] {
  const sample = readSampleHistory(files);
  return [...energyCalibration, ...serviceCalibration].map((row) => {
    const measured = row.measure(sample);
    return { ...row, measured, isKept: Math.abs(measured - row.target) <= row.tolerance };
  });
}

/** The table as Markdown. */
export function calibrationMarkdown(files: Readonly<Record<SampleFileName, string>>): string {
  const rows = calibrationRows(files);
  const lines = rows.map(
    (row) =>
      `| ${row.statistic} | ${row.unit} | ${row.target} ± ${row.tolerance} | ${show(row.measured)} | ${row.isKept ? 'kept' : '**missed**'} | ${row.source} |`,
  );
  const kept = rows.filter((row) => row.isKept).length;
  return [
    '| statistic | unit | real prices ± tolerance | sample | | source of the target |',
    '|---|---|---:|---:|---|---|',
    ...lines,
    '',
    `${kept} of ${rows.length} kept.`,
  ].join('\n');
}

function show(value: number): string {
  return Math.abs(value) < 1 ? value.toFixed(3) : value.toFixed(1);
}
