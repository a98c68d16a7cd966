import { describe, expect, it } from 'vitest';
import { searchProgressText } from '../../src/pipeline/search-progress-text.ts';

const progress = { question: 1, incumbent: 99, bound: 100, relativeGap: 0.0101, evaluations: 7 };

describe('the progress of a search in words', () => {
  it('names incumbent, bound, gap, evaluations and time', () => {
    expect(searchProgressText({ ...progress, maximise: 'mean' }, 1.25)).toBe(
      'optimise, question 1: mean 99.00, at most 100.00, gap 1.0e-2, 7 evaluations, 1.3 s',
    );
  });

  it('tells a CVaR, which is made small, with the bound below it', () => {
    expect(searchProgressText({ ...progress, maximise: 'safety' }, 0)).toMatch(/: CVaR -99\.00, at least -100\.00, /);
  });

  it('says where no plan keeps the limits yet', () => {
    const none = { ...progress, incumbent: null, relativeGap: Infinity, maximise: 'balance' as const };
    expect(searchProgressText(none, 0)).toMatch(
      /: mean − riskAversion × CVaR none yet, at most 100\.00, gap Infinity, /,
    );
  });
});
