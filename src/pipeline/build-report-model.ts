import { marketCalendars } from '../domain/market-calendar.ts';
import { assessData } from '../ingest/assess-data.ts';
import { knownHistory } from '../ingest/known-history.ts';
import { profitByScenario } from '../optimise/settle.ts';
import type { PipelineResult } from '../pipeline.ts';
import type { ReportModel } from '../report/report-model.ts';
import { reportAppendix } from './report-sections/report-appendix.ts';
import { reportAttribution } from './report-sections/report-attribution.ts';
import { reportBacktest } from './report-sections/report-backtest.ts';
import { reportBelief } from './report-sections/report-belief.ts';
import type { ReportContext } from './report-sections/report-context.ts';
import { reportDay } from './report-sections/report-day.ts';
import { reportFigures } from './report-sections/report-figures.ts';
import { gateSentences } from './report-sections/report-gates.ts';
import { reportHead } from './report-sections/report-head.ts';
import { reportHorizon } from './report-sections/report-horizon.ts';
import { reportLights } from './report-sections/report-lights.ts';
import { reportPlan } from './report-sections/report-plan.ts';
import { reportPriceFans } from './report-sections/report-price-fans.ts';
import { reportQuality } from './report-sections/report-quality.ts';
import { reportRisk } from './report-sections/report-risk.ts';
import { reportScorecard } from './report-sections/report-scorecard.ts';
import { reportStress } from './report-sections/report-stress.ts';
import { reportTail } from './report-sections/report-tail.ts';
import { reportSubmission } from './report-sections/submission-report.ts';

/** The report model of a finished run: plain data, every number computed before the page is drawn. */
export function buildReportModel(result: PipelineResult, context: ReportContext): ReportModel {
  const { config } = context;
  const calendar = marketCalendars[config.calendar];
  const known = knownHistory(result.ingested.history, config, result.date);
  const data = assessData(known, result.date, config.data);
  const risk = reportRisk(result, config);
  const planned = reportPlan(result, context);
  const scored = reportScorecard(context.scorecard, config, result.date, context.generatedBy);
  return {
    schemaVersion: 1,
    currency: config.reportingCurrency,
    head: reportHead(result, context, calendar, known),
    lights: reportLights(result, risk, scored, data, known),
    day: reportDay(result, calendar),
    plan: planned,
    submission: reportSubmission(result, config, planned),
    priceFans: reportPriceFans(result, config, known),
    figures: reportFigures(result, config),
    risk,
    distribution: { profitAndLoss: Array.from(profitByScenario(result.policy.flows)), weights: null },
    horizon: reportHorizon(result),
    attribution: reportAttribution(result, config),
    tail: reportTail(result, config, calendar),
    stress: reportStress(result, config),
    belief: {
      ...reportBelief(result),
      scorecard: scored.scorecard,
      backtest: reportBacktest(context.backtests, { ...context, date: result.date, madeBy: context.generatedBy }),
      gates: gateSentences(config, result.reservation !== null),
    },
    quality: reportQuality(result.ingested, config, data),
    appendix: reportAppendix(result, context),
  };
}
