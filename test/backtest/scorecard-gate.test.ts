import { describe, expect, it } from 'vitest';
import type { RivalComparison } from '../../src/backtest/compare-generators.ts';
import { exceedanceTests } from '../../src/backtest/exceedance-tests.ts';
import { gateChecks, gateState, type GateCheck } from '../../src/backtest/scorecard-gate.ts';
import type { Coverage, GeneratorCard } from '../../src/backtest/scorecard.ts';
import { coverage, perfectCard, rightCoverage as right } from './perfect-card.ts';

const rival = (changePercent: number, standardErrorPercent: number): RivalComparison => ({
  generator: 'whole-day',
  rival: 'bootstrap',
  scores: [
    { score: 'energyScore', mean: 1, rivalMean: 1, changePercent, standardErrorPercent, statistic: 0, probability: 1 },
  ],
});

const open = (checks: readonly GateCheck[]): string[] =>
  checks.filter(({ verdict }) => verdict !== 'held').map(({ subject, verdict }) => `${subject}: ${verdict}`);
const withCoverage = (first: Coverage): GeneratorCard =>
  perfectCard({ coverage: { dayAhead: [first, right, right, right], imbalance: [right, right, right, right] } });

describe('the gate', () => {
  it('is passed by a generator that is right and beats its rival', () => {
    const checks = gateChecks(perfectCard(), [rival(-5, 1)]);
    expect(open(checks)).toEqual([]);
    expect(gateState(checks)).toBe('passed');
    expect(checks.filter(({ rule }) => rule === 'coverage' || rule === 'coverageByThird')).toHaveLength(16);
  });

  it('holds coverage to 3 points of a market: at 87 % held, at 86 % within an error of 1 point, at 85 % failed', () => {
    const verdicts = [0.87, 0.86, 0.85].map((ninety) => gateChecks(withCoverage(coverage(0.5, ninety)), []));
    expect(verdicts.map(open)).toEqual([[], ['dayAhead 90 %: withinError'], ['dayAhead 90 %: failed']]);
    expect(verdicts.map(gateState)).toEqual(['passed', 'caution', 'failed']);
  });

  it('allows more the fewer days there are: the larger the error, the further off is still within it', () => {
    expect(open(gateChecks(withCoverage(coverage(0.5, 0.82, 0.04)), []))).toEqual(['dayAhead 90 %: withinError']);
    expect(open(gateChecks(withCoverage(coverage(0.5, 0.82, 0.02)), []))).toEqual(['dayAhead 90 %: failed']);
  });

  it('holds a third of the day to 4 points', () => {
    const card = perfectCard({
      coverage: {
        dayAhead: [right, coverage(0.46, 0.9), right, coverage(0.56, 0.9)],
        imbalance: [right, right, right, right],
      },
    });
    expect(open(gateChecks(card, []))).toEqual(['dayAhead 50 % last third: failed']);
  });

  it('fails on a storage value 15 ± 2 % too high and on a mean PIT of 0.62 ± 0.02', () => {
    const card = perfectCard();
    const functionals = {
      ...card.functionals,
      imbalanceStorage: {
        ...card.functionals.imbalanceStorage,
        simulatedOverRealised: { value: 1.15, standardError: 0.02 },
      },
      planProfit: { ...card.functionals.planProfit, meanRank: { value: 0.62, standardError: 0.02 } },
    };
    expect(open(gateChecks({ ...card, functionals }, []))).toEqual(['imbalanceStorage: failed', 'planProfit: failed']);
  });

  it('shows a wrong maximum or ramp as failed, but does not fail by it', () => {
    const card = perfectCard();
    const off = { ...card.functionals.imbalanceMaximum, meanRank: { value: 0.38, standardError: 0.01 } };
    const checks = gateChecks({ ...card, functionals: { ...card.functionals, imbalanceMaximum: off } }, []);
    expect(open(checks)).toEqual(['imbalanceMaximum: failed']);
    expect(gateState(checks)).toBe('caution');
  });

  it('fails where Kupiec rejects at 1 %', () => {
    const never = exceedanceTests(new Float64Array(300), 0.05);
    const checks = gateChecks(
      perfectCard({ exceedances: [{ profit: 'exposedProfit', confidenceLevel: 0.95, ...never }] }),
      [],
    );
    expect(open(checks)).toEqual(['exposedProfit 95 %: failed']);
  });

  it('judges a generator that is given the day-ahead prices by what it draws given them alone', () => {
    const sure = coverage(1, 1, 0);
    const never = exceedanceTests(new Float64Array(300), 0.05);
    const card = perfectCard({
      coverage: { dayAhead: [sure, sure, sure, sure], imbalance: [right, right, coverage(0.6, 0.9), right] },
      exceedances: (['planProfit', 'exposedProfit'] as const).map((profit) => ({
        profit,
        confidenceLevel: 0.95,
        ...never,
      })),
    });
    const checks = gateChecks(card, [rival(-1, 1)], true);
    expect(open(checks)).toEqual([
      'imbalance 50 % second third: failed',
      'exposedProfit 95 %: failed',
      'bootstrap: withinError',
    ]);
    expect(checks.map(({ subject }) => subject).filter((subject) => /^(dayAhead|planProfit)/.test(subject))).toEqual(
      [],
    );
    expect(checks.filter(({ rule }) => rule === 'coverage' || rule === 'coverageByThird')).toHaveLength(8);
  });

  it('takes a rival that is better for a caution, and says so where better is more than chance', () => {
    const equal = gateChecks(perfectCard(), [rival(-1, 1)]);
    expect(open(equal)).toEqual(['bootstrap: withinError']);
    expect(gateState(equal)).toBe('passed');
    const worse = gateChecks(perfectCard(), [rival(4, 1)]);
    expect(open(worse)).toEqual(['bootstrap: failed']);
    expect(gateState(worse)).toBe('caution');
  });
});
