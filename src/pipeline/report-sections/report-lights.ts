import { quality, type PriceHistory } from '../../domain/price-history.ts';
import type { DataAssessment } from '../../ingest/assess-data.ts';
import type { PipelineResult } from '../../pipeline.ts';
import { currencySymbol } from '../../report/currency-symbol.ts';
import { formatWithError } from '../../report/format.ts';
import { limitText } from '../../report/page-context.ts';
import type { ReportLight } from '../../report/model/report-light.ts';
import type { ReportRisk } from '../../report/model/report-risk.ts';
import { clockAndDate } from './clock-and-date.ts';
import { lastKnownTime } from './last-known-time.ts';
import { drawsPastDays } from '../../simulate/draws-past-days.ts';
import { namedFigure } from './named-figure.ts';
import { scorecardLight, type ScorecardReport } from './report-scorecard.ts';

/** What is first looked at: is the data whole, is the generator to be believed, is the limit kept. */
export function reportLights(
  result: PipelineResult,
  risk: ReportRisk,
  scored: ScorecardReport,
  data: DataAssessment,
  known: PriceHistory,
): ReportLight[] {
  return [dataLight(data, known), modelLight(result, scored), limitLight(result, risk)];
}

/** Delivery days before the plan in which a suspicious price turns the light to caution. */
const watchedDays = 30;

function dataLight(data: DataAssessment, known: PriceHistory): ReportLight {
  const required = known.series.filter((series) => series.required);
  const from = known.dayOffsets[Math.max(0, known.days.length - watchedDays)];
  const suspicious = required
    .flatMap((series) => Array.from(series.flags.subarray(from)))
    .filter((flag) => flag === quality.suspicious).length;
  if (data.light === 'ok' && suspicious === 0) {
    const until = `to ${clockAndDate(known.calendar, lastKnownTime(known))}`;
    return data.invalidDays === 0
      ? { name: 'data', state: 'ok', title: 'Data complete', detail: `${required.length} required series, ${until}` }
      : {
          name: 'data',
          state: 'ok',
          title: 'Data sound',
          detail: `${required.length} required series, ${until}; ${data.invalidDays} of ${data.days} days left out`,
        };
  }
  return {
    name: 'data',
    state: 'caution',
    title: data.light === 'ok' ? 'Data has suspicious prices' : 'Data has gaps',
    detail:
      suspicious === 0
        ? data.text
        : `${suspicious} suspicious prices in the last ${watchedDays} days${data.light === 'ok' ? ', see quality.csv' : `; ${data.text}`}`,
  };
}

/** What the scorecard says, and what the tail rests on. */
function modelLight({ measured, model }: PipelineResult, scored: ScorecardReport): ReportLight {
  const { pastDayCount, topDayShare, restsOnFewDays } = measured.concentration;
  if (!drawsPastDays(model))
    return scorecardLight(scored, { restsOnFewDays: false, detail: 'drawn from fitted distributions, no past days' });
  const detail = `${model.bank.days.length} past weeks; the tail rests on ${pastDayCount} past days, the top one ${Math.round(100 * topDayShare)} %`;
  return scorecardLight(scored, { restsOnFewDays, detail });
}

function limitLight(result: PipelineResult, risk: ReportRisk): ReportLight {
  const { value, standardError } = namedFigure(result.measured.figures, 'conditionalValueAtRisk', 'policy');
  const symbol = currencySymbol(result.sets.evaluate.currency);
  const limit = risk.limit === null ? '' : `, limit ${limitText(risk.limit, symbol)}`;
  const detail = `CVaR ${formatWithError(value, standardError, symbol)}${limit}`;
  const words = {
    none: ['ok', 'No limit set'],
    kept: ['ok', 'Limit kept'],
    withinError: ['caution', 'Limit exceeded within sampling error'],
    breached: ['breach', 'Limit breached'],
    unattainable: ['breach', 'No plan keeps the limit'],
  } as const;
  const [state, title] = words[risk.limitStatus];
  return { name: 'limit', state, title, detail };
}
