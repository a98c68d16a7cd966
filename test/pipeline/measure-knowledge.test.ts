import { describe, expect, it } from 'vitest';
import { knowledgeFigures, type KnowledgeInput } from '../../src/pipeline/measure-knowledge.ts';

const S = 80;
const profits = (base: number, perScenario = 0): Float64Array =>
  Float64Array.from({ length: S }, (_, s) => base + perScenario * s + 10 * Math.sin(s));

const input: KnowledgeInput = {
  policyProfit: profits(60),
  headlinePolicy: 'rolling',
  recourse: { profitByPeriod: new Float64Array(0), dayProfit: profits(81), exactDayProfit: profits(80) },
  knowledge: {
    perfectForesight: { relaxed: profits(100), exact: profits(98) },
    policies: { rolling: profits(60), follow: profits(40) },
    riskNeutral: profits(82),
    meanPath: profits(75),
    unpublished: profits(53),
    reserving: {
      recourse: { known: profits(90), unknown: profits(84) },
      policy: { known: profits(61, 0.1), unknown: profits(63) },
    },
  },
  weights: new Float64Array(S).fill(1 / S),
  confidenceLevel: 0.95,
};
const valueOf = (name: string, method: string, of = input) =>
  knowledgeFigures(of).find((figure) => figure.name === name && figure.method === method);

describe('the value of each piece of information', () => {
  it('is the difference between those that have it and those that have not, from follow to the recourse', () => {
    const steps = [
      valueOf('valueOfDayAheadInDispatch', 'rolling'),
      valueOf('valueOfPublishedImbalance', 'rolling'),
      valueOf('priceOfNotSeeing', 'policy'),
    ].map((figure) => figure!.value);
    [53 - 40, 60 - 53, 80 - 60].forEach((expected, i) => expect(steps[i]).toBeCloseTo(expected, 9));
    expect(steps.reduce((sum, step) => sum + step, 0)).toBeCloseTo(80 - 40, 9);
  });

  it('has the error of the paired difference, not that of the profits', () => {
    const paired = valueOf('valueOfPublishedImbalance', 'rolling')!.standardError!;
    expect(paired).toBeLessThan(1e-9);
    expect(valueOf('mean', 'rollingUnpublished')!.standardError!).toBeGreaterThan(0.1);
  });

  it('of waiting with reservations is told for the recourse and for the policy, as it is where it is a loss', () => {
    expect(valueOf('valueOfDayAheadWhenReserving', 'recourse')!.value).toBeCloseTo(6, 9);
    const policy = valueOf('valueOfDayAheadWhenReserving', 'policy')!;
    expect(policy.value).toBeCloseTo(-2 + (0.1 * (S - 1)) / 2, 9);
    expect(policy.standardError!).toBeGreaterThan(0.01);
  });

  it('of waiting with reservations is left out where none can wait', () => {
    const none = { ...input, knowledge: { ...input.knowledge, reserving: null } };
    expect(valueOf('valueOfDayAheadWhenReserving', 'recourse', none)).toBeUndefined();
    expect(valueOf('valueOfPublishedImbalance', 'rolling', none)).toBeDefined();
  });
});
