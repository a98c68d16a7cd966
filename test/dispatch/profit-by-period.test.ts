import { describe, expect, it } from 'vitest';
import { parseDispatchProblem } from '../../src/dispatch/dispatch-problem-schema.ts';
import { profitByPeriod } from '../../src/dispatch/profit-by-period.ts';
import { solveDispatch } from '../../src/dispatch/solve-dispatch.ts';
import { unitBattery } from './small-problem.ts';

const battery = {
  ...unitBattery,
  energyCapacityMWh: 2,
  initialStateOfChargeMWh: 1,
  chargeEfficiency: 0.9,
  dischargeEfficiency: 0.9,
  throughputCost: 2,
  lossFactor: 0.98,
};

describe('profit by period', () => {
  it('adds up to the profit with reserve, called energy, a site and its demand charge', async () => {
    const problem = parseDispatchProblem(
      {
        periodHours: 1,
        batteries: [
          { ...battery, reserve: { DCL: 0.5 } },
          { ...battery, name: 'B2', reserve: { DCL: 1 } },
        ],
        markets: [
          { name: 'spot', kind: 'energy', intervalHours: 1, prices: [20, 10, null, 90, 120, 60] },
          {
            name: 'DCL',
            kind: 'capacity',
            direction: 'up',
            intervalHours: 3,
            prices: [4, 8],
            sustainHours: 0.5,
            activation: 0.05,
            utilisationPrices: 70,
            maxMW: 1,
          },
        ],
        site: {
          importLimitMW: 1.5,
          demandMW: [0.2, 0.2, 0.4, 0.6, 0.5, 0.1],
          importPrices: 12,
          exportPrices: 3,
          demandCharge: { pricePerKVA: 0.002, powerFactor: 0.95, billingStarts: [0, 3] },
        },
      },
      'problem.json',
    );
    const result = await solveDispatch(problem, { engine: 'milp' });
    const profit = profitByPeriod(problem, result);
    expect(result.availabilityRevenue).toBeGreaterThan(0);
    expect(result.networkCharges).not.toBe(0);
    expect([...profit].reduce((sum, part) => sum + part, 0)).toBeCloseTo(result.profit, 9);
  });
});
