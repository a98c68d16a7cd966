import { formatCount, formatMoney, formatShare } from '../format.ts';
import type { PageContext } from '../page-context.ts';
import type { PriceFan } from '../model/price-fan.ts';
import type { ReportBelief } from '../model/report-belief.ts';
import type { ReportQuality } from '../model/report-quality.ts';
import { longDate } from './bad-day.ts';
import { capitalise, countWord, joinWords, plural } from './words.ts';
import { isPublished } from '../is-published.ts';

/** What the tail rests on: fewer than 8 past days, or more than 40 % on one, are few (docs/method/scenarios.md). */
export function bankSentence({ tailText }: PageContext, bank: NonNullable<ReportBelief['bank']>): string {
  const few = bank.daysInTail < 8 || bank.topDayShare > 0.4 ? ' The tail rests on few days.' : '';
  return `The worst ${tailText} come from ${plural(bank.daysInTail, 'past day')} of ${formatCount(bank.bankDays)}; ${longDate(bank.topDay)} alone supplies ${formatShare(bank.topDayShare)}.${few}`;
}

/** Which of the two errors of CVaR is the larger. */
export function errorsSentence({ headline, symbol, riskText }: PageContext): string {
  const risk = headline('conditionalValueAtRisk');
  if (risk === undefined || risk.standardError === null) return 'No sampling errors were computed.';
  const sampling = formatMoney(risk.standardError, symbol);
  if (risk.bankBand === null) return `The sampling error of ${riskText} is ${sampling}.`;
  const band = formatMoney(risk.bankBand, symbol);
  return risk.bankBand > risk.standardError
    ? `The history limits ${riskText} more than the sample does: another draw of past days would move it by ${band}, another seed by ${sampling}.`
    : `The sample limits ${riskText} more than the history does: another seed would move it by ${sampling}, another draw of past days by ${band}.`;
}

export function sampleSizeSentence({ symbol, riskText }: PageContext, sampleSize: ReportBelief['sampleSize']): string {
  const last = sampleSize[sampleSize.length - 1];
  return `${formatCount(last.scenarios)} scenarios put ${riskText} within ±\u00a0${formatMoney(1.96 * last.standardError, symbol)}; halving that error needs ${formatCount(4 * last.scenarios)}.`;
}

export function physicsSentence({ symbol }: PageContext, physics: NonNullable<ReportBelief['physics']>): string {
  const cost = physics.relaxationMean - physics.exactMean;
  if (Math.abs(cost) < 0.005 && physics.scenariosDiffering === 0) return 'Exact physics changes nothing on this day.';
  if (physics.relaxationMean <= 0) return `Exact physics costs ${formatMoney(cost, symbol)} a day.`;
  return `Exact physics costs ${formatShare(cost / physics.relaxationMean)} of expected profit.`;
}

/** Completeness in one line: required series, missing, repaired, days left out. */
export function qualitySentence({ model }: PageContext): string {
  const { series, invalidDays, leftOut } = model.quality;
  const required = series.filter((row) => row.required);
  const complete = required.filter(({ missing }) => missing === 0).length;
  const repaired = series.reduce((sum, row) => sum + row.repaired, 0);
  const suspicious = series.reduce((sum, row) => sum + row.suspicious, 0);
  const parts = [
    complete === required.length
      ? `all ${plural(required.length, 'required series', 'required series')} are complete`
      : complete === 0
        ? `${required.length === 2 ? 'neither' : 'none'} of the ${countWord(required.length)} required series is complete`
        : `${countWord(complete)} of ${countWord(required.length)} required series ${complete === 1 ? 'is' : 'are'} complete`,
    repaired === 0
      ? 'nothing was repaired'
      : `${plural(repaired, 'value')} ${repaired === 1 ? 'was' : 'were'} repaired`,
    ...(suspicious === 0 ? [] : [`${plural(suspicious, 'value')} ${suspicious === 1 ? 'looks' : 'look'} suspicious`]),
    `${invalidDays.count === 0 ? 'no day' : plural(invalidDays.count, 'day')} of ${formatCount(invalidDays.considered)} left out of the fit${invalidDays.count === 0 ? '' : ` (${formatShare(invalidDays.count / Math.max(1, invalidDays.considered))})`}`,
    ...(leftOut.length === 0 ? [] : [`${plural(leftOut.length, 'series', 'series')} not used`]),
  ];
  return `${capitalise(joinWords(parts))}.`;
}

export function leftOutText({ leftOut }: ReportQuality): string[] {
  return leftOut.map(({ series, reason }) => `${series} is left out: ${reason}.`);
}

/** Share of intervals whose recent median price lies inside the 5–95 % fan: does the fan miss what has just been? */
export function fansSentence(fans: readonly PriceFan[]): string {
  const judged = fans
    .filter((fan) => !isPublished(fan))
    .flatMap((fan) => {
      const known = (fan.recent?.median ?? []).flatMap((median, i) => (median === null ? [] : [{ median, i }]));
      if (known.length === 0) return [];
      const inside = known.filter(({ median, i }) => median >= fan.quantiles.p05[i] && median <= fan.quantiles.p95[i]);
      return [{ name: fan.displayName, share: inside.length / known.length }];
    });
  if (judged.length === 0) return 'No recent prices to hold the simulated ones against.';
  const mean = judged.reduce((sum, { share }) => sum + share, 0) / judged.length;
  const lowest = judged.reduce((least, row) => (row.share < least.share ? row : least));
  const worst =
    judged.length > 1 && lowest.share < mean - 0.05 ? `, least for ${lowest.name} (${percent(lowest.share)})` : '';
  return `Recent prices lie inside the simulated 5–95 % in ${percent(mean)} of intervals${worst}.`;
}

function percent(share: number): string {
  return `${Math.round(100 * share)}\u00a0%`;
}
