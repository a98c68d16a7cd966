import { formatMoney } from '../format.ts';
import type { ReportStress, StressedRow } from '../model/report-stress.ts';
import { printedPlace, type PageContext } from '../page-context.ts';
import { capitalise, countWord, lowerFirst } from './words.ts';

/** `evening-outage` → `Evening outage`. */
export function stressLabel({ name }: Pick<StressedRow, 'name'>): string {
  return capitalise(name.replaceAll('-', ' '));
}

/** What a case does to the worst days; of one replayed day, what the day makes. */
function outcomeOfWorst({ conditionalValueAtRisk, worstLoss }: StressedRow): number {
  return conditionalValueAtRisk ?? worstLoss;
}

/** The hardest case, and in how many the limit is exceeded. */
export function stressSentence({ model, symbol, tailText }: PageContext, { cases, simulated }: ReportStress): string {
  const hardest = cases.reduce((worst, row) => (outcomeOfWorst(row) > outcomeOfWorst(worst) ? row : worst));
  const { conditionalValueAtRisk: risk } = hardest;
  const money = (value: number, standardError: number | null): string =>
    formatMoney(Math.abs(value), symbol, printedPlace({ value, standardError }));
  const verb = (loss: number): string => (loss > 0 ? 'lose' : 'earn');
  const hit =
    risk === null
      ? `the day ${verb(hardest.worstLoss)}s ${money(hardest.worstLoss, null)}`
      : `the worst ${tailText} of days ${verb(risk)} ${money(risk, hardest.conditionalValueAtRiskStandardError)} on average${usually(simulated)}`;
  return `Of ${countWord(cases.length)} stress ${cases.length === 1 ? 'case' : 'cases'}, ${lowerFirst(stressLabel(hardest))} is the hardest: ${hit}.${limitSentence(model.risk.limit, cases, symbol)}`;

  function usually({ conditionalValueAtRisk: own, conditionalValueAtRiskStandardError: error }: StressedRow): string {
    return own === null ? '' : `, where simulated ones ${verb(own)} ${money(own, error)}`;
  }
}

function limitSentence(limit: number | null, cases: readonly StressedRow[], symbol: string): string {
  if (limit === null) return '';
  const beyond = cases.filter((row) => isBeyond(row, limit)).length;
  const text = formatMoney(limit, symbol, Number.isInteger(limit) ? 1 : 0.01);
  if (cases.length === 1) return ` The limit of ${text} would ${beyond === 0 ? 'not ' : ''}be exceeded.`;
  return ` The limit of ${text} would be exceeded in ${beyond === 0 ? 'none' : countWord(beyond)} of them.`;
}

/** True where the worst days of a case lose more than the limit; one replayed day has no worst days. */
export function isBeyond({ conditionalValueAtRisk }: StressedRow, limit: number): boolean {
  return conditionalValueAtRisk !== null && conditionalValueAtRisk > limit;
}
