import type { FunctionalName } from '../../backtest/day-functionals.ts';
import type { Estimate } from '../../backtest/newey-west-mean.ts';
import type { GeneratorCard } from '../../backtest/scorecard.ts';
import { gateRules, type GateCheck } from '../../backtest/scorecard-gate.ts';
import { energyMarket, type PipelineConfig } from '../../config.ts';
import type { ScorecardFile } from '../../io/scorecard-file.ts';
import { formatAtPlace } from '../../report/format.ts';
import type { ReportLight } from '../../report/model/report-light.ts';
import type { ReportScorecard, ScorecardCell, ScorecardRow } from '../../report/scorecard-model.ts';
import { scorecardConfiguration, scorecardStanding, type StoredScorecard } from '../stored-scorecard.ts';

/** What a run knows of its generator's scorecard. */
export interface ScorecardReport {
  /** Null where none is stored, or it is damaged. */
  readonly scorecard: ReportScorecard | null;
  /** Why the generator counts as not scored, as a clause; null where the scorecard speaks for the run. */
  readonly missing: string | null;
  /** True where the run's prices follow a view of the user, which no scorecard judges. */
  readonly hasView: boolean;
}

/** The stored scorecard as the page shows it, judged for the run of `date`. */
export function reportScorecard(
  file: ScorecardFile<StoredScorecard>,
  config: PipelineConfig,
  date: string,
  madeBy: string,
): ScorecardReport {
  const hasView = config.generator.view !== undefined;
  if (file.state !== 'read') {
    const reason =
      file.state === 'missing' ? 'no scorecard is stored' : 'the stored scorecard is damaged or of another version';
    return { scorecard: null, missing: `${reason}; make one with bess-risk fit --score`, hasView };
  }
  const stored = file.scorecard;
  const standing = scorecardStanding(stored, { configuration: scorecardConfiguration(config), date, madeBy });
  const caveat = standing.usable ? null : standing.reason;
  return {
    scorecard: shownScorecard(stored, config, caveat),
    missing: caveat === null ? null : `${caveat}; renew it with bess-risk fit --score`,
    hasView,
  };
}

/**
 * The model light. Green: the gate of a scorecard that speaks for the run is passed, and the tail does not rest on few
 * days; red: a required check failed; amber: everything between, and no scorecard.
 */
export function scorecardLight(
  { scorecard, missing, hasView }: ScorecardReport,
  tail: { readonly restsOnFewDays: boolean; readonly detail: string },
): ReportLight {
  const light = (state: ReportLight['state'], title: string, detail: string): ReportLight => ({
    name: 'model',
    state,
    title,
    detail,
  });
  if (scorecard === null || missing !== null) {
    const title = tail.restsOnFewDays
      ? 'Model not scored, and the tail rests on few days'
      : 'Model not scored on past days';
    return light('caution', title, `${missing}; ${tail.detail}`);
  }
  const { state, checksHeld, checkCount, days, last, failures } = scorecard;
  const view = hasView ? ', without the view of the coming days' : '';
  const held = `${checksHeld} of ${checkCount} checks held on ${days} past days to ${last}${view}`;
  if (state === 'failed') return light('breach', 'Model fails its scorecard', `${held}: ${shortened(failures)}`);
  if (tail.restsOnFewDays) return light('caution', 'Model: the tail rests on few days', `${tail.detail}; ${held}`);
  return state === 'caution'
    ? light('caution', 'Model passes with cautions', failures.length === 0 ? held : `${held}: ${shortened(failures)}`)
    : light('ok', 'Model calibrated', held);
}

/** The first two failures, and how many more there are: a light is one line. */
function shortened(failures: readonly string[]): string {
  const more = failures.length - 2;
  return [...failures.slice(0, 2), ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}

function shownScorecard(stored: StoredScorecard, config: PipelineConfig, caveat: string | null): ReportScorecard {
  const [card] = stored.cards;
  const { checks, state } = stored.gate;
  const failed = checks.filter((check) => check.verdict === 'failed');
  // After the auction the day-ahead price is known, and not judged.
  const markets = (['dayAhead', 'imbalance'] as const)
    .filter((role) => checks.some(({ rule, subject }) => rule === 'coverage' && subject.startsWith(role)))
    .map((role) => {
      const market = energyMarket(config, role);
      return { role, displayName: market.displayName ?? market.name };
    });
  const parts = ['whole day', 'first third of the day', 'second third of the day', 'last third of the day'];
  return {
    generator: card.generator,
    days: stored.days.judged,
    passedOver: stored.days.passedOver.length,
    first: stored.days.first,
    last: stored.days.last,
    scenarioCount: stored.request.scenarioCount,
    caveat,
    state,
    checksHeld: checks.filter((check) => check.verdict === 'held').length,
    checkCount: checks.length,
    failures: [...failed].sort((a, b) => Number(b.required) - Number(a.required)).map(failureText),
    rows: scorecardRows(card, checks),
    coverage: markets.map(({ role, displayName }) => ({
      role,
      displayName,
      parts: card.coverage[role].map(({ fifty, ninety }, part) => ({ label: parts[part], fifty, ninety })),
    })),
    coverageTolerance: gateRules.coverageByThirdTolerance,
    storageRanks: card.functionals.imbalanceStorage.rankCounts,
    storage: markets.map(({ role, displayName }) => ({
      role,
      displayName,
      points: card.functionals[`${role}Storage`].distribution,
    })),
    rivals: stored.comparisons
      .map(({ rival, scores }) => {
        const energy = scores.find(({ score }) => score === 'energyScore');
        return {
          name: rival,
          changePercent: energy?.changePercent ?? 0,
          standardErrorPercent: energy?.standardErrorPercent ?? 0,
        };
      })
      .toSorted((a, b) => b.changePercent - a.changePercent),
  };
}

function scorecardRows(card: GeneratorCard, checks: readonly GateCheck[]): ScorecardRow[] {
  const cell = (estimate: Estimate | null, rule: GateCheck['rule'], subject: string): ScorecardCell | null =>
    judgedCell(estimate, checks, rule, subject);
  const coverage = (share: 'fifty' | 'ninety', text: string): ScorecardRow => ({
    label: `Inside the central ${text}`,
    kind: 'share',
    target: share === 'fifty' ? 0.5 : 0.9,
    tolerance: gateRules.coverageTolerance,
    required: true,
    dayAhead: cell(card.coverage.dayAhead[0][share], 'coverage', `dayAhead ${text}`),
    imbalance: cell(card.coverage.imbalance[0][share], 'coverage', `imbalance ${text}`),
  });
  const rank = (label: string, dayAhead: FunctionalName, imbalance: FunctionalName, required = true): ScorecardRow => ({
    label: `Mean PIT, ${label}`,
    kind: 'rank',
    target: 0.5,
    tolerance: gateRules.meanRankTolerance,
    required,
    dayAhead: cell(card.functionals[dayAhead].meanRank, 'meanRank', dayAhead),
    imbalance: cell(card.functionals[imbalance].meanRank, 'meanRank', imbalance),
  });
  const beyond = (confidence: number): ScorecardRow => {
    const share = (profit: 'planProfit' | 'exposedProfit'): ScorecardCell | null => {
      const found = card.exceedances.find(
        (row) => row.profit === profit && Math.round(100 * row.confidenceLevel) === confidence,
      );
      if (found === undefined) return null;
      const value = found.exceedances / found.days;
      return judgedCell({ value, standardError: null }, checks, 'exceedances', `${profit} ${confidence} %`);
    };
    return {
      label: `Profit of a fixed plan: days beyond VaR ${confidence} %`,
      kind: 'share',
      target: 1 - confidence / 100,
      tolerance: null,
      required: true,
      dayAhead: share('planProfit'),
      imbalance: share('exposedProfit'),
    };
  };
  return [
    coverage('fifty', '50 %'),
    coverage('ninety', '90 %'),
    {
      label: 'Storage value, simulated over real',
      kind: 'ratio',
      target: 1,
      tolerance: gateRules.storageRatioTolerance,
      required: true,
      dayAhead: cell(card.functionals.dayAheadStorage.simulatedOverRealised, 'storageRatio', 'dayAheadStorage'),
      imbalance: cell(card.functionals.imbalanceStorage.simulatedOverRealised, 'storageRatio', 'imbalanceStorage'),
    },
    rank('mean of the day', 'dayAheadMean', 'imbalanceMean'),
    rank('spread', 'dayAheadSpread', 'imbalanceSpread'),
    rank('storage value', 'dayAheadStorage', 'imbalanceStorage'),
    rank('profit of a fixed plan', 'planProfit', 'exposedProfit'),
    rank('maximum', 'dayAheadMaximum', 'imbalanceMaximum', false),
    rank('ramp', 'dayAheadRamp', 'imbalanceRamp', false),
    beyond(95),
    beyond(99),
  ];
}

/** A figure with the verdict of its check; null without one: it is not judged. */
function judgedCell(
  figure: Omit<ScorecardCell, 'verdict'> | null,
  checks: readonly GateCheck[],
  rule: GateCheck['rule'],
  subject: string,
): ScorecardCell | null {
  const check = checks.find((one) => one.rule === rule && one.subject === subject);
  return figure === null || check === undefined ? null : { ...figure, verdict: check.verdict };
}

/** `imbalance maximum: mean PIT 0.38 ± 0.01`, in the reader's words. */
function failureText({ rule, subject, value, standardError }: GateCheck): string {
  const name = words(subject);
  const error = (scale: number, place: number): string =>
    standardError === null ? '' : ` ± ${formatAtPlace(scale * standardError, place)}`;
  switch (rule) {
    case 'coverage':
    case 'coverageByThird':
      return `${name}: ${formatAtPlace(100 * value, 0.1)}${error(100, 0.1)} % covered`;
    case 'storageRatio':
      return `${name} value ${formatAtPlace(value, 0.01)}${error(1, 0.01)} of the real one`;
    case 'exceedances':
      return `${name}: VaR rejected by Kupiec's test, p ${formatAtPlace(value, 0.001)}`;
    case 'meanRank':
      return `${name}: mean PIT ${formatAtPlace(value, 0.01)}${error(1, 0.01)}`;
    case 'rival':
      return `${subject} has the better energy score by ${formatAtPlace(100 * value, 0.1)}${error(100, 0.1)} %`;
  }
}

/** `dayAheadStorage` → `day-ahead storage`, `exposedProfit 99 %` → `exposed profit 99 %`. */
function words(subject: string): string {
  return subject
    .replace('dayAhead', 'day-ahead ')
    .replace('imbalance', 'imbalance ')
    .replace('planProfit', 'plan profit')
    .replace('exposedProfit', 'exposed profit')
    .replace(/([A-Z])/g, (letter) => letter.toLowerCase())
    .replace(/ +/g, ' ')
    .trim();
}
