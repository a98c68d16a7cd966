import { describe, expect, it } from 'vitest';
import { bankBandCheck, type BankBandCheck } from '../../src/backtest/bank-band-check.ts';
import { fixedPlan } from '../../src/backtest/fixed-plan.ts';
import { wholeDayModel } from '../../src/fit/fit-whole-day.ts';
import { wholeDayPass } from '../../src/fit/whole-day-pass.ts';
import { median } from '../../src/math/median.ts';
import { noisyPrices } from '../fit/noisy-prices.ts';
import { fitRequest, syntheticHistory } from '../fit/synthetic-history.ts';

const days = 460;
const pass = wholeDayPass(syntheticHistory({ days, ...noisyPrices({ days }) }), 4);

describe('the bank band', () => {
  const checks = [438, 445, 452].map((target) =>
    bankBandCheck(wholeDayModel(pass, fitRequest(pass.table.dates[target])), fixedPlan(pass.table, target), {
      scenarioCount: 400,
      draws: 60,
      seed: 4,
    }),
  );

  it('of VaR 95 and 99 is, on each day, within a third of what re-simulating the same 60 banks gives', () => {
    expect(checks[0].map(({ profit, confidenceLevel }) => `${profit} ${confidenceLevel}`)).toEqual([
      'planProfit 0.95',
      'planProfit 0.99',
      'exposedProfit 0.95',
      'exposedProfit 0.99',
    ]);
    for (const { reweighted, resimulated } of checks.flat()) {
      expect(reweighted / resimulated).toBeGreaterThan(2 / 3);
      expect(reweighted / resimulated).toBeLessThan(4 / 3);
    }
  });

  it('is, in the middle, hardly further from re-simulation than re-simulation with another seed', () => {
    const distance = (of: (check: BankBandCheck) => number): number =>
      median(Float64Array.from(checks.flat(), (check) => Math.abs(Math.log(of(check) / check.resimulated))));
    expect(distance(({ resimulatedAgain }) => resimulatedAgain)).toBeGreaterThan(0);
    expect(distance(({ reweighted }) => reweighted)).toBeLessThan(0.15 + distance((check) => check.resimulatedAgain));
  });

  it('is wider further out in the tail of the exposed profit', () => {
    for (const day of checks) {
      expect(day[3].resimulated).toBeGreaterThan(day[2].resimulated);
      expect(day[3].reweighted).toBeGreaterThan(day[2].reweighted);
    }
  });
});
