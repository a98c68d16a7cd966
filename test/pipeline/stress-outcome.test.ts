import { describe, expect, it } from 'vitest';
import { deliveryDay, gbCalendar } from '../../src/domain/market-calendar.ts';
import { firstDayOf } from '../../src/domain/scenario-set.ts';
import type { Stress, StressCase } from '../../src/domain/stress.ts';
import { fitBasisChain } from '../../src/fit/basis-chain.ts';
import { fitBasisForecast } from '../../src/fit/basis-forecast.ts';
import { fitWholeDay } from '../../src/fit/fit-whole-day.ts';
import { policyProfits, type CarryOutSettings } from '../../src/pipeline/evaluate-outcome.ts';
import { stressOutcome } from '../../src/pipeline/stress-outcome.ts';
import { simulateWholeDay } from '../../src/simulate/whole-day-scenarios.ts';
import { noisyPrices } from '../fit/noisy-prices.ts';
import { dayAfter, fitRequest, syntheticHistory, testConfig } from '../fit/synthetic-history.ts';
import { quietNight } from '../optimise/day-fixture.ts';

const history = syntheticHistory({ days: 460, ...noisyPrices({ days: 460 }) });
const date = dayAfter(history);
const model = fitWholeDay(history, fitRequest(date));
const draw = (firstScenario: number) =>
  simulateWholeDay(model, { seed: 5, firstScenario, scenarioCount: 20, horizonDays: 2 });
const sets = { plan: draw(0), evaluate: draw(20) };
const T = deliveryDay(gbCalendar, date).periodCount;
const plan = {
  // Sells a quarter of the power in the evening, buys it in the night.
  dayAheadMW: Float64Array.from({ length: T }, (_, t) => (t >= 36 && t < 40 ? 2.5 : t >= 4 && t < 8 ? -2.5 : 0)),
  stepsMW: new Float64Array(0),
  reservedMW: [],
};
const settings: CarryOutSettings = {
  config: testConfig,
  night: quietNight,
  shortfallPenalty: 50_000,
  basis: [0, 1].map((lead) => fitBasisForecast(model, lead, 2)),
  chains: [0, 1].map((lead) => fitBasisChain(model, lead, 2)),
};
const under = (...stresses: Stress[]): Float64Array => {
  const one: StressCase = { name: 'case', title: 'A case.', stresses };
  return stressOutcome(settings, sets, plan, one, history).profit;
};
const [simulated] = policyProfits(settings, sets, [plan]);

describe('the plan under a stress case', () => {
  it('earns to the bit what it earns in the simulation where the case changes nothing', () => {
    expect(under({ kind: 'shift', market: 'both', perMWh: 0 })).toEqual(simulated);
  });

  it('is not warned of a spike: what is lost in a last period has cost the same before it', () => {
    const spike = (perMWh: number): Float64Array =>
      under({ kind: 'spike', market: 'imbalance', hours: { fromHour: 22.5, toHour: 23 }, perMWh });
    const [small, large] = [spike(100), spike(200)];
    // The schedule is the same for both, so that profit is linear in the spike.
    simulated.forEach((value, s) => expect(large[s] - value).toBeCloseTo(2 * (small[s] - value), 6));
  });

  it('buys the position back in an outage of the whole day', () => {
    const outage: Stress = { kind: 'outage', hours: { fromHour: 0, toHour: 24 }, maxChargeMW: 0, maxDischargeMW: 0 };
    const day = firstDayOf(sets.evaluate);
    under(outage).forEach((profit, s) => {
      const boughtBack = plan.dayAheadMW.reduce(
        (sum, position, t) => sum + 0.5 * position * (day.dayAhead[s * T + t] - day.imbalance[s * T + t]),
        0,
      );
      expect(profit).toBeCloseTo(boughtBack, 9);
    });
  });

  it('carries out a past day as one scenario', () => {
    expect(under({ kind: 'replay', date: history.days[100].date })).toHaveLength(1);
  });
});
