import type { SearchProgress } from '../optimise/decomposition/solve-plan-by-decomposition.ts';

/** How far a search is, in a line: incumbent, bound, gap, evaluations, time. */
export function searchProgressText(progress: SearchProgress, seconds: number): string {
  const { maximise, question, incumbent, bound, relativeGap, evaluations } = progress;
  // What is made small is told as it is, not as its negative that is made great.
  const least = maximise === 'safety' || maximise === 'leastOverrun';
  const figure = (value: number): string => (least ? -value : value).toFixed(2);
  const name = { mean: 'mean', safety: 'CVaR', balance: 'mean − riskAversion × CVaR', leastOverrun: 'largest excess' };
  return [
    `optimise, question ${question}: ${name[maximise]} ${incumbent === null ? 'none yet' : figure(incumbent)}`,
    `${least ? 'at least' : 'at most'} ${figure(bound)}`,
    `gap ${relativeGap.toExponential(1)}`,
    `${evaluations} evaluations`,
    `${seconds.toFixed(1)} s`,
  ].join(', ');
}
