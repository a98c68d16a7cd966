import { describe, expect, it } from 'vitest';
import { pageContext } from '../../src/report/page-context.ts';
import type { ReportScorecard } from '../../src/report/scorecard-model.ts';
import { scorecardPart } from '../../src/report/sections/scorecard.ts';
import {
  coverageSentence,
  ranksSentence,
  rivalsSentence,
  scorecardSentence,
  storageSentence,
} from '../../src/report/sentences/scorecard.ts';
import { plausibleModel } from './fixtures/plausible-model.ts';
import { plausibleScorecard } from './fixtures/plausible-scorecard.ts';

function part(scorecard: ReportScorecard | null): Promise<string> {
  const model = plausibleModel();
  return scorecardPart(pageContext({ ...model, belief: { ...model.belief, scorecard } }));
}

describe('the scorecard on the page', () => {
  it('is not there without a scorecard', async () => {
    expect(await part(null)).toBe('');
  });

  it('opens with what it found, on which days, and what failed', async () => {
    const html = await part(plausibleScorecard());
    expect(html).toContain('passes its scorecard with cautions on 362 days');
    expect(html).toContain('imbalance maximum: mean PIT 0.39 ± 0.02');
  });

  it('marks a failed figure by red and a cross, one within error by a triangle', async () => {
    const html = await part(plausibleScorecard());
    expect(html).toMatch(/<b class="failed">× 0\.39/);
    expect(html).toMatch(/<span class="within">△ 2\.5/);
    expect(html.match(/class="failed"/g)).toHaveLength(1);
  });

  it('has four charts, three where no rival was scored', async () => {
    const charts = (html: string): number => html.match(/data-chart=/g)?.length ?? 0;
    expect(charts(await part(plausibleScorecard()))).toBe(4);
    expect(charts(await part(plausibleScorecard({ rivals: [] })))).toBe(3);
  });

  it('says that a scorecard does not count, and why', async () => {
    const html = await part(plausibleScorecard({ caveat: 'the stored scorecard is of another configuration' }));
    expect(html).toContain('The stored scorecard is of another configuration: it is shown, but does not count.');
  });
});

describe('sentences of the scorecard', () => {
  const rival = (name: string, changePercent: number) => ({ name, changePercent, standardErrorPercent: 1 });
  it('name the state', () => {
    expect(scorecardSentence(plausibleScorecard({ state: 'failed' }))).toMatch(/^The generator fails its scorecard/);
    expect(scorecardSentence(plausibleScorecard({ state: 'passed', failures: [] }))).toMatch(/34 of 36 checks held\.$/);
  });

  it('cut a long list of failures', () => {
    const failures = ['a', 'b', 'c', 'd', 'e', 'f'];
    expect(scorecardSentence(plausibleScorecard({ failures }))).toContain('a, b, c and three more.');
  });

  it('claim to beat a rival only where the interval excludes zero', () => {
    expect(rivalsSentence(plausibleScorecard({ rivals: [rival('copula', -4)] }))).toMatch(
      /^Whole-day beats copula by 4\.0/,
    );
    expect(rivalsSentence(plausibleScorecard({ rivals: [rival('copula', -1), rival('naive', -30)] }))).toBe(
      'Whole-day beats 1 of two rivals by more than chance.',
    );
    expect(rivalsSentence(plausibleScorecard({ rivals: [rival('copula', 5), rival('naive', -30)] }))).toMatch(
      /^Whole-day scores worse than copula/,
    );
  });

  it('give the storage value, the worst coverage and the outer ranks in numbers', () => {
    expect(storageSentence(plausibleScorecard())).toContain('day-ahead 4\u00a0% too high');
    expect(coverageSentence(plausibleScorecard())).toContain('Day-ahead, second third, 87.1\u00a0%');
    expect(ranksSentence(plausibleScorecard({ storageRanks: [30, 10, 10, 10, 10, 10, 10, 10, 10, 30] }))).toMatch(
      /^43\u00a0% of real days/,
    );
  });
});
