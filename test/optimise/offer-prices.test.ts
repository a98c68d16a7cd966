import { describe, expect, it } from 'vitest';
import { parseConfig, serviceMarkets, type PipelineConfig } from '../../src/config.ts';
import { deliveryDay, gbCalendar } from '../../src/domain/market-calendar.ts';
import { acceptedPlan } from '../../src/domain/plan-problem.ts';
import type { ScenarioSet } from '../../src/domain/scenario-set.ts';
import { askedPricesOf, withOfferPrices } from '../../src/optimise/offer-prices.ts';
import { asOneOffer, fromOneOffer } from '../../src/optimise/one-offer.ts';
import { randomPlanProblem } from './random-plan-problem.ts';

const source = (valueColumn: string) => [{ format: 'tidy' as const, file: 'prices.csv', valueColumn, currency: 'GBP' }];
const configWith = (service: object): PipelineConfig =>
  parseConfig(
    {
      name: 'test',
      data: {},
      markets: [
        { name: 'da', role: 'dayAhead', sources: source('da') },
        { name: 'ip', role: 'imbalance', sources: source('ip') },
        {
          name: 'DCL',
          role: 'service',
          direction: 'up',
          sustainHours: 0.25,
          maxMW: 5,
          sources: source('dcl'),
          ...service,
        },
      ],
      batteries: [{ name: 'B', maxChargeMW: 10, maxDischargeMW: 8, energyCapacityMWh: 20, roundTripEfficiency: 0.81 }],
    },
    'test.config.ts',
  );

/** One block on each of two days; in scenario s the price of the first is s − 20.04, that of the second far above. */
const scenarioCount = 101;
const planned: ScenarioSet = {
  days: ['2025-01-15', '2025-01-16'].map((date) => deliveryDay(gbCalendar, date)),
  dayOffsets: Int32Array.of(0, 48, 96),
  periodHours: 0.5,
  currency: 'GBP',
  firstScenario: 0,
  scenarioCount,
  weights: new Float64Array(scenarioCount).fill(1 / scenarioCount),
  dayAhead: new Float64Array(scenarioCount * 96),
  imbalance: new Float64Array(scenarioCount * 96),
  services: [
    {
      name: 'DCL',
      intervalStarts: Int32Array.of(0, 48, 96),
      availability: Float64Array.from({ length: 2 * scenarioCount }, (_, i) => (i % 2 === 0 ? i / 2 - 20.04 : 9000)),
    },
  ],
  bankDay: new Int32Array(scenarioCount),
  bankDates: ['2024-12-01'],
};
const offerOf = (config: PipelineConfig) => serviceMarkets(withOfferPrices(config, planned))[0].offer;

describe('the prices that a service asks', () => {
  it('are the lowest simulated one and quantiles of the day, on the tick', () => {
    expect(offerOf(configWith({ offer: { steps: 4 }, rules: { priceTick: 0.5 } }))).toEqual({
      prices: [-20, 5, 30, 55],
    });
  });

  it('start at the lowest price that the market allows where it states one', () => {
    expect(
      offerOf(configWith({ offer: { steps: 2 }, priceLimits: { min: -50, max: 999 }, rules: { priceTick: 0.5 } })),
    ).toEqual({
      prices: [-50, 30],
    });
  });

  it('stay within the limits of the market where the simulated ones crowd at the highest', () => {
    const priceLimits = { min: -50, max: 3 };
    const [service] = planned.services;
    const crowded = { ...service, availability: service.availability.map((price) => Math.min(price, priceLimits.max)) };
    const config = configWith({ offer: { steps: 4 }, priceLimits, rules: { priceTick: 0.5 } });
    expect(serviceMarkets(withOfferPrices(config, { ...planned, services: [crowded] }))[0].offer).toEqual({
      prices: [-50, 3],
    });
  });

  it('are left as they are where they are stated or none is asked', () => {
    for (const config of [configWith({}), configWith({ offer: { prices: [0, 7] } })])
      expect(withOfferPrices(config, planned)).toBe(config);
    expect(askedPricesOf(serviceMarkets(configWith({}))[0])).toEqual({});
    expect(askedPricesOf(serviceMarkets(configWith({ offer: { prices: [0, 7] } }))[0]).offerThresholds).toEqual(
      Float64Array.of(0, 7),
    );
  });

  it.each<[string, object, RegExp]>([
    ['that do not ascend', { offer: { prices: [3, 3] } }, /offer of service 'DCL'.*ascend/],
    ['between ticks', { offer: { prices: [3.456] }, rules: { priceTick: 0.01 } }, /markets\[2\]\.offer.*write 3\.46/],
    ['beyond the limits of the market', { offer: { prices: [3] }, priceLimits: { min: 4, max: 9 } }, /priceLimits/],
    ['that are more than an order may have', { offer: { steps: 5 }, rules: { mostSteps: 4 } }, /mostSteps, 4/],
    ['of which there is only one to choose', { offer: { steps: 1 } }, /offer/],
    [
      'asked in two ways at once',
      { offer: { steps: 4, prices: [0, 5] } },
      /markets\[2\]\.offer\.steps: .*either steps or prices, got 4; remove 'steps' or 'prices'/,
    ],
    ['of which nothing is said', { offer: {} }, /offer\.steps: .*either steps or prices; add 'steps' or 'prices'/],
    ['of a misspelt key', { offer: { step: 4 } }, /unknown key 'step'.*did you mean 'steps'/],
  ])('are refused where they are some %s', (_, service, message) => {
    expect(() => configWith(service)).toThrow(message);
  });
});

describe('a plan of one offer a block', () => {
  it('is all at the lowest price asked, beside a curve without steps', () => {
    const drawn = randomPlanProblem(121, { periodCount: 6, scenarioCount: 3, decision: 'bidCurve' });
    const [first] = randomPlanProblem(2, { periodCount: 6, scenarioCount: 3 }).services;
    const asking = { ...first, availability: first.availability.map(() => 4), offerThresholds: Float64Array.of(0, 8) };
    const problem = { ...drawn, services: [asking, first] };
    const blocks = first.blockStarts.length - 1;
    const reserved = () => Float64Array.from({ length: blocks }, (_, b) => b + 1);
    const plan = {
      dayAheadMW: new Float64Array(drawn.intervalStarts.length - 1),
      stepsMW: new Float64Array(0),
      reservedMW: [reserved(), reserved()],
    };
    expect(asOneOffer(problem).services.map(({ offerThresholds }) => offerThresholds)).toEqual([undefined, undefined]);
    const offered = fromOneOffer(problem, plan);
    expect(offered.stepsMW).toHaveLength(2 * plan.dayAheadMW.length);
    // At 4 the lower price is reached, the upper is not.
    expect(acceptedPlan(problem, offered, 0).reservedMW).toEqual(plan.reservedMW);
  });
});
