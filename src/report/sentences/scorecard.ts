import { formatAtPlace, formatCount, noBreakSpace } from '../format.ts';
import type { ReportScorecard } from '../scorecard-model.ts';
import { longDate } from './bad-day.ts';
import { capitalise, countWord, joinWords, plural } from './words.ts';

/** What the scorecard found, and on which days. */
export function scorecardSentence(scorecard: ReportScorecard): string {
  const { state, checksHeld, checkCount, days, first, last, failures } = scorecard;
  const where = `on ${formatCount(days)} days from ${longDate(first)} to ${longDate(last)} that it had not seen`;
  const held = `${formatCount(checksHeld)} of ${formatCount(checkCount)} checks held`;
  const failed = failures.length === 0 ? '' : ` Beyond sampling error: ${joinWords(shortened(failures))}.`;
  const found = {
    passed: `The generator is calibrated ${where}: ${held}.`,
    caution: `The generator passes its scorecard with cautions ${where}: ${held}.`,
    failed: `The generator fails its scorecard ${where}: ${held}.`,
  }[state];
  return `${found}${failed}`;
}

/** The first three, and how many more there are. */
function shortened(failures: readonly string[]): string[] {
  return failures.length <= 4 ? [...failures] : [...failures.slice(0, 3), `${countWord(failures.length - 3)} more`];
}

/** Why a stored scorecard does not speak for this run. */
export function caveatSentence(scorecard: ReportScorecard): string | null {
  return scorecard.caveat === null ? null : `${capitalise(scorecard.caveat)}: it is shown, but does not count.`;
}

/** Against which rivals the generator is better by more than chance. */
export function rivalsSentence({ rivals, generator }: ReportScorecard): string {
  if (rivals.length === 0) return 'No rival was scored.';
  const sure = rivals.filter((rival) => rival.changePercent + 1.96 * rival.standardErrorPercent < 0);
  const worse = rivals.filter((rival) => rival.changePercent - 1.96 * rival.standardErrorPercent > 0);
  const [best] = rivals;
  const size = `${formatAtPlace(Math.abs(best.changePercent), 0.1)}${noBreakSpace}±${noBreakSpace}${formatAtPlace(best.standardErrorPercent, 0.1)}${noBreakSpace}%`;
  if (worse.length > 0) {
    return `${capitalise(generator)} scores worse than ${joinWords(worse.map(({ name }) => name))}: by ${size} than the best.`;
  }
  if (sure.length === rivals.length) {
    const all = rivals.length === 2 ? 'both rivals' : `all ${plural(rivals.length, 'rival')}`;
    const whom = rivals.length === 1 ? best.name : `${all}, the best of them (${best.name})`;
    return `${capitalise(generator)} beats ${whom} by ${size}.`;
  }
  return `${capitalise(generator)} beats ${formatCount(sure.length)} of ${plural(rivals.length, 'rival')} by more than chance.`;
}

/** Whether a day's storage value is simulated too high or too low. */
export function storageSentence({ rows }: ReportScorecard): string {
  const row = rows.find(({ kind }) => kind === 'ratio');
  const text = (name: string, value: number | undefined): string[] =>
    value === undefined
      ? []
      : [
          Math.abs(value - 1) < 0.005
            ? `${name} right on average`
            : `${name} ${formatAtPlace(100 * Math.abs(value - 1), 1)}${noBreakSpace}% too ${value > 1 ? 'high' : 'low'}`,
        ];
  const parts = [...text('day-ahead', row?.dayAhead?.value), ...text('imbalance', row?.imbalance?.value)];
  return parts.length === 0
    ? 'No storage values were compared.'
    : `What a simulated day is worth to a store: ${joinWords(parts)}.`;
}

/** How many real days fell in the outer tenths of the simulated ones, where a fifth of them belongs. */
export function ranksSentence({ storageRanks }: ReportScorecard): string {
  const days = storageRanks.reduce((sum, count) => sum + count, 0);
  if (days === 0) return 'No days were ranked.';
  const outer = storageRanks[0] + storageRanks[storageRanks.length - 1];
  return `${formatAtPlace((100 * outer) / days, 1)}${noBreakSpace}% of real days fell in the outer two tenths of the simulated ones; 20${noBreakSpace}% belong there.`;
}

/** The third of the day whose coverage is furthest from what it should be. */
export function coverageSentence({ coverage }: ReportScorecard): string {
  const all = coverage.flatMap(({ displayName, parts }) =>
    parts.flatMap(({ label, fifty, ninety }) => [
      { name: `${displayName}, ${label}`, share: fifty.value, target: 0.5 },
      { name: `${displayName}, ${label}`, share: ninety.value, target: 0.9 },
    ]),
  );
  if (all.length === 0) return 'Coverage was not measured.';
  const worst = all.reduce((most, one) =>
    Math.abs(one.share - one.target) > Math.abs(most.share - most.target) ? one : most,
  );
  return `Furthest from its aim: ${worst.name}, ${formatAtPlace(100 * worst.share, 0.1)}${noBreakSpace}% of real prices inside the central ${100 * worst.target}${noBreakSpace}%.`;
}
