import { describe, expect, it } from 'vitest';
import { gateChecks, gateState } from '../../../src/backtest/scorecard-gate.ts';
import type { GeneratorCard } from '../../../src/backtest/scorecard.ts';
import type { ScorecardFile } from '../../../src/io/scorecard-file.ts';
import { reportScorecard, scorecardLight } from '../../../src/pipeline/report-sections/report-scorecard.ts';
import { scorecardConfiguration, type StoredScorecard } from '../../../src/pipeline/stored-scorecard.ts';
import { coverage, perfectCard, rightCoverage } from '../../backtest/perfect-card.ts';
import { testConfig } from '../../fit/synthetic-history.ts';

const madeBy = 'bess-risk 0.1.0';
const date = '2026-01-15';
const steady = { restsOnFewDays: false, detail: '600 past weeks' };

const afterAuction = { ...testConfig, planTime: { eveAt: '13:30' } };

function stored(
  card: GeneratorCard,
  changes: Partial<StoredScorecard> = {},
  checks = gateChecks(card, []),
): ScorecardFile<StoredScorecard> {
  const scorecard: StoredScorecard = {
    schemaVersion: 1,
    name: 'test',
    madeBy,
    configuration: scorecardConfiguration(testConfig),
    currency: 'GBP',
    labels: [],
    request: {
      from: '2025-01-14',
      to: '2026-01-13',
      every: 1,
      scenarioCount: 500,
      seed: 1,
      generators: ['whole-day'],
      weeks: false,
      ablation: false,
    },
    days: { judged: 363, first: '2025-01-14', last: '2026-01-13', passedOver: [] },
    cards: [card],
    comparisons: [],
    knownDayAhead: [],
    ablation: [],
    services: [],
    serviceRivals: [],
    weeks: null,
    gate: { state: gateState(checks), checks },
    ...changes,
  };
  return { state: 'read', scorecard };
}

const lightOf = (file: ScorecardFile<StoredScorecard>, config = testConfig, tail = steady) =>
  scorecardLight(reportScorecard(file, config, date, madeBy), tail);

const failing = perfectCard({
  coverage: {
    dayAhead: [coverage(0.5, 0.8), rightCoverage, rightCoverage, rightCoverage],
    imbalance: [rightCoverage, rightCoverage, rightCoverage, rightCoverage],
  },
});

describe('the model light', () => {
  it('is green only for a scorecard that held in everything', () => {
    expect(lightOf(stored(perfectCard()))).toEqual({
      name: 'model',
      state: 'ok',
      title: 'Model calibrated',
      detail: '31 of 31 checks held on 363 past days to 2026-01-13',
    });
  });

  it('is red where a required check failed, and says which with its figure', () => {
    const light = lightOf(stored(failing));
    expect(light).toMatchObject({ state: 'breach', title: 'Model fails its scorecard' });
    expect(light.detail).toContain('day-ahead 90 %: 80.0 ± 1.0 % covered');
  });

  it('is amber where the tail rests on few days, however good the scorecard', () => {
    const light = lightOf(stored(perfectCard()), testConfig, { restsOnFewDays: true, detail: '3 past days' });
    expect(light).toMatchObject({ state: 'caution', title: 'Model: the tail rests on few days' });
  });

  it('is amber with the reason and the remedy where none is stored or it is damaged', () => {
    for (const state of ['missing', 'damaged'] as const) {
      const light = lightOf({ state });
      expect(light.state).toBe('caution');
      expect(light.title).toBe('Model not scored on past days');
      expect(light.detail).toContain('bess-risk fit --score');
    }
    expect(lightOf({ state: 'missing' }).detail).toContain('no scorecard is stored');
    expect(lightOf({ state: 'damaged' }).detail).toContain('damaged');
  });

  const request = { ...(stored(perfectCard()) as { scorecard: StoredScorecard }).scorecard.request };
  const days = { judged: 363, first: '2025-01-14', last: '2026-01-13', passedOver: [] };
  it.each<[string, Partial<StoredScorecard>, RegExp]>([
    ['of another configuration', { configuration: 'scorecard-0' }, /another configuration/],
    ['of another version', { madeBy: 'bess-risk 0.0.9' }, /made by bess-risk 0\.0\.9, this is bess-risk 0\.1\.0/],
    ['36 days old', { days: { ...days, last: '2025-12-10' } }, /ends 36 days before/],
    ['of days after the plan', { days: { ...days, last: '2026-01-15' } }, /could not know/],
    ['of 89 days', { days: { ...days, judged: 89 } }, /89 days, at least 90/],
    ['of 100 scenarios', { request: { ...request, scenarioCount: 100 } }, /100 scenarios a day, at least 200/],
  ])('is amber for a scorecard %s, even a failing one, and says why', (_, changes, reason) => {
    for (const card of [perfectCard(), failing]) {
      const light = lightOf(stored(card, changes));
      expect(light.state).toBe('caution');
      expect(light.detail).toMatch(reason);
    }
  });

  it('still counts a scorecard of 35 days ago', () => {
    expect(lightOf(stored(perfectCard(), { days: { ...days, last: '2025-12-11' } })).state).toBe('ok');
  });

  it('knows another generator setting from its own', () => {
    const other = { ...testConfig, generator: { ...testConfig.generator, halfLifeDays: 100 } };
    expect(lightOf(stored(perfectCard()), other).detail).toMatch(/another configuration/);
    const elsewhere = { ...testConfig, data: { ...testConfig.data, directory: '/elsewhere' } };
    expect(lightOf(stored(perfectCard()), elsewhere).state).toBe('ok');
  });
});

describe('a run after the auction', () => {
  const known = stored(
    perfectCard({ generator: 'known-day-ahead' }),
    { configuration: scorecardConfiguration(afterAuction) },
    gateChecks(perfectCard(), [], true),
  );

  it('does not count the scorecard of the morning, nor the morning that of the afternoon', () => {
    expect(lightOf(stored(perfectCard()), afterAuction).detail).toMatch(/another configuration/);
    expect(lightOf(known, testConfig).detail).toMatch(/another configuration/);
    expect(lightOf(known, afterAuction)).toMatchObject({ state: 'ok', title: 'Model calibrated' });
  });

  it('shows no verdict on the day-ahead prices that it was given', () => {
    const { scorecard } = reportScorecard(known, afterAuction, date, madeBy);
    expect(scorecard?.rows.map(({ dayAhead }) => dayAhead)).toEqual(scorecard?.rows.map(() => null));
    expect(scorecard?.rows.find(({ label }) => label === 'Mean PIT, spread')?.imbalance?.value).toBe(0.5);
    expect([scorecard?.coverage, scorecard?.storage].map((part) => part?.map(({ role }) => role))).toEqual([
      ['imbalance'],
      ['imbalance'],
    ]);
  });
});

describe('a view of the coming days', () => {
  it('is not scored: the scorecard still counts, and the light says so', () => {
    const viewed = { ...testConfig, generator: { ...testConfig.generator, view: { levelShift: 20 } } };
    const light = lightOf(stored(perfectCard()), viewed);
    expect(light.state).toBe('ok');
    expect(light.detail).toContain('without the view of the coming days');
  });
});

describe('the scorecard of the page', () => {
  it('has the failed figure, its verdict and its aim', () => {
    const { scorecard } = reportScorecard(stored(failing), testConfig, date, madeBy);
    const row = scorecard?.rows.find(({ label }) => label === 'Inside the central 90 %');
    expect(row).toMatchObject({
      target: 0.9,
      tolerance: 0.03,
      dayAhead: { value: 0.8, verdict: 'failed' },
      imbalance: { value: 0.9, verdict: 'held' },
    });
    expect(scorecard?.checksHeld).toBe(30);
  });

  it('shows a scorecard that does not count, with the reason', () => {
    const { scorecard } = reportScorecard(stored(failing, { madeBy: 'bess-risk 0.0.9' }), testConfig, date, madeBy);
    expect(scorecard?.caveat).toMatch(/made by/);
  });
});
