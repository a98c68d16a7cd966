import type { PipelineResult } from '../../pipeline.ts';
import type { ReportHorizon } from '../../report/model/report-horizon.ts';
import { namedFigure } from './named-figure.ts';
import { quantilesByColumn } from './quantiles-by-column.ts';

/** Cumulative profit over the days simulated; null: one day only. */
export function reportHorizon(result: PipelineResult): ReportHorizon | null {
  const { evaluate } = result.sets;
  const total = evaluate.dayOffsets[evaluate.days.length];
  if (evaluate.days.length < 2) return null;
  const S = evaluate.scenarioCount;
  const step = Math.round(4 / evaluate.periodHours);
  const ends = [...Array.from({ length: Math.ceil(total / step) }, (_, i) => i * step), total];
  const cumulative = new Float64Array(S * ends.length);
  for (let s = 0; s < S; s++) {
    let sum = 0;
    let column = 1;
    for (let t = 0; t < total; t++) {
      sum += result.policy.profitByPeriod[s * total + t];
      if (t + 1 === ends[column]) cumulative[s * ends.length + column++] = sum;
    }
  }
  const { drawdowns, figures } = result.measured;
  const deepest = Array.from(drawdowns.keys())
    .sort((a, b) => drawdowns[b] - drawdowns[a])
    .slice(0, 5);
  return {
    days: evaluate.days.length,
    label: 'plan repeated',
    hours: ends.map((end) => end * evaluate.periodHours),
    quantiles: quantilesByColumn(
      cumulative,
      S,
      ends.length,
      ends.map((_, column) => column),
    ),
    worstPaths: deepest.map((s) => ({
      scenario: evaluate.firstScenario + s,
      maximumDrawdown: drawdowns[s],
      cumulative: Array.from(cumulative.subarray(s * ends.length, (s + 1) * ends.length)),
    })),
    drawdown: ['maximumDrawdownMean', 'maximumDrawdownQuantile95', 'conditionalDrawdownAtRisk'].map((name) =>
      namedFigure(figures, name, 'policy'),
    ),
    total: namedFigure(figures, 'horizonMean', 'policy'),
  };
}
