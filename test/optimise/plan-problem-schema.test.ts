import { describe, expect, it } from 'vitest';
import { parsePlanProblem } from '../../src/optimise/plan-problem-schema.ts';

/** A valid `optimise` file: two scenarios of four half-hours, one service in blocks of an hour. */
function validFile() {
  return {
    periodHours: 0.5,
    confidenceLevel: 0.9,
    batteries: [
      {
        name: 'B1',
        maxChargeMW: 1,
        maxDischargeMW: 1,
        energyCapacityMWh: 2,
        initialStateOfChargeMWh: 1,
        chargeEfficiency: 0.9,
        dischargeEfficiency: 0.9,
      },
    ],
    scenarios: {
      weights: [1, 3] as number[] | null,
      dayAhead: [
        [10, 10, 50, 50],
        [20, 20, 40, 40],
      ],
      imbalance: [
        [12, 8, 60, 40],
        [18, 25, 30, 45],
      ],
      services: [
        {
          name: 'DCL',
          direction: 'up',
          blockHours: 1,
          sustainHours: 0.25,
          maxMW: 1,
          availability: [
            [5, 6],
            [4, 3],
          ],
          activation: [0, 0.1, 0, 0],
        },
      ],
    },
    decision: { dayAhead: 'position', intervalHours: 1 } as Record<string, unknown>,
    deviationLimitMW: null,
    shortfallPenalty: 5000,
    risk: { limit: 40, frontierPoints: 7 },
  };
}

type PlanFile = ReturnType<typeof validFile>;

describe('parsePlanProblem', () => {
  it('normalises weights and turns hours into period indices', () => {
    const { problem, limit, frontierPoints } = parsePlanProblem(validFile(), 'plan.json');
    expect(Array.from(problem.weights)).toEqual([0.25, 0.75]);
    expect(Array.from(problem.intervalStarts)).toEqual([0, 2, 4]);
    expect(Array.from(problem.services[0].blockStarts)).toEqual([0, 2, 4]);
    expect(Array.from(problem.imbalance)).toEqual([12, 8, 60, 40, 18, 25, 30, 45]);
    expect([limit, frontierPoints]).toEqual([40, 7]);
  });

  it('cuts the last block short where the horizon ends inside', () => {
    const file = validFile();
    file.scenarios.services[0].blockHours = 1.5;
    const { problem } = parsePlanProblem(file, 'plan.json');
    expect(Array.from(problem.services[0].blockStarts)).toEqual([0, 3, 4]);
  });

  const broken: readonly (readonly [title: string, change: (file: PlanFile) => void, message: RegExp])[] = [
    ['an unknown key', (file) => Object.assign(file, { deviationLimit: 1 }), /plan\.json.*deviationLimit/],
    [
      'two batteries of one name',
      (file) => void file.batteries.push(file.batteries[0]),
      /batteries\[1\]\.name.*name of its own.*B1/,
    ],
    ['efficiency 87', (file) => void (file.batteries[0].chargeEfficiency = 87), /chargeEfficiency.*\(0, 1\].*87/],
    ['negative power', (file) => void (file.batteries[0].maxChargeMW = -1), /maxChargeMW.*negative.*-1/],
    [
      'an initial state outside the window',
      (file) => void (file.batteries[0].initialStateOfChargeMWh = 3),
      /initialStateOfChargeMWh.*\[0, 2\].*3/,
    ],
    ['a price that is text', (file) => void ((file.scenarios.dayAhead as unknown[][])[1][2] = '40'), /dayAhead/],
    ['a price that is NaN', (file) => void (file.scenarios.imbalance[0][1] = NaN), /imbalance/],
    [
      'rows of unequal length',
      (file) => void file.scenarios.imbalance[1].pop(),
      /scenarios\.imbalance\[1\].*4 values.*got 3/,
    ],
    [
      'a missing row',
      (file) => void file.scenarios.imbalance.pop(),
      /scenarios\.imbalance.*one row per scenario.*got 1/,
    ],
    ['weights of another length', (file) => void (file.scenarios.weights = [1]), /weights.*got 1/],
    ['weights all zero', (file) => void (file.scenarios.weights = [0, 0]), /weights.*not all be zero/],
    [
      'activation of another length',
      (file) => void file.scenarios.services[0].activation.pop(),
      /services\[0\]\.activation.*got 3/,
    ],
    [
      'availability of another length',
      (file) => void file.scenarios.services[0].availability[0].pop(),
      /availability\[0\].*2 values/,
    ],
    [
      'neither kind of interval',
      (file) => void delete file.decision['intervalHours'],
      /decision.*intervalHours or intervalStarts/,
    ],
    ['both kinds of interval', (file) => Object.assign(file.decision, { intervalStarts: [0, 2] }), /decision.*both/],
    [
      'an interval of half a period',
      (file) => Object.assign(file.decision, { intervalHours: 0.75 }),
      /intervalHours.*whole number/,
    ],
    [
      'starts that do not ascend',
      (file) => void (file.decision = { dayAhead: 'position', intervalStarts: [0, 3, 2] }),
      /intervalStarts.*ascend/,
    ],
    [
      'thresholds without a bid curve',
      (file) => Object.assign(file.decision, { thresholds: [1] }),
      /thresholds.*bidCurve/,
    ],
    ['a bid curve without thresholds', (file) => Object.assign(file.decision, { dayAhead: 'bidCurve' }), /thresholds/],
    [
      'thresholds that repeat',
      (file) => Object.assign(file.decision, { dayAhead: 'bidCurve', thresholds: [5, 5] }),
      /thresholds.*ascend/,
    ],
    [
      'a shortfall penalty at its bound',
      (file) => void (file.shortfallPenalty = 120 / 0.81),
      /shortfallPenalty.*must exceed.*raise it/,
    ],
    ['a confidence level in per cent', (file) => void (file.confidenceLevel = 95), /confidenceLevel.*worst case/],
    [
      'a risk aversion beside a limit',
      (file) => Object.assign(file.risk, { riskAversion: 0.5 }),
      /risk\.riskAversion.*not both/,
    ],
    [
      'one limit beside several',
      (file) => Object.assign(file.risk, { limits: [{ confidenceLevel: 0.5, limit: 3 }] }),
      /risk\.limit: .*listed in risk\.limits.*got 40/,
    ],
    [
      'two limits at one level',
      (file) =>
        void Object.assign(file.risk, {
          limit: null,
          limits: [
            { confidenceLevel: 0.5, limit: 3 },
            { confidenceLevel: 0.5, limit: 4 },
          ],
        }),
      /risk\.limits\[1\].*one limit/,
    ],
    [
      'a limit of an unknown battery',
      (file) =>
        void Object.assign(file.risk, { limit: null, limits: [{ confidenceLevel: 1, limit: 3, battery: 'B7' }] }),
      /risk\.limits\[0\]\.battery.*one of B1.*B7/,
    ],
    [
      'a negative risk aversion',
      (file) => void Object.assign(file.risk, { limit: null, riskAversion: -1 }),
      /riskAversion.*negative.*-1/,
    ],
    [
      'sold volumes of another length',
      (file) => Object.assign(file.decision, { sold: { dayAheadMW: [1] } }),
      /sold\.dayAheadMW.*per interval, 2.*got 1/,
    ],
    [
      'more sold than the service may reserve',
      (file) => Object.assign(file.decision, { sold: { reservedMW: { DCL: [0, 1.5] } } }),
      /sold\.reservedMW\.DCL\[1\].*maxMW 1.*1\.5/,
    ],
    [
      'a sold service that is unknown',
      (file) => Object.assign(file.decision, { sold: { reservedMW: { DCH: [0, 0] } } }),
      /DCH.*one of the services DCL/,
    ],
    [
      'asked prices that repeat',
      (file) => Object.assign(file.scenarios.services[0], { offerThresholds: [3, 3] }),
      /offerThresholds.*ascend/,
    ],
    [
      'asked prices of a closed service',
      (file) => Object.assign(file.scenarios.services[0], { offerThresholds: [3], closed: true }),
      /offerThresholds.*closed/,
    ],
    [
      'a minimum above the most',
      (file) => Object.assign(file.scenarios.services[0], { minimumMW: 2 }),
      /minimumMW.*maxMW 1.*got 2/,
    ],
    [
      'an exclusion with itself',
      (file) => Object.assign(file.decision, { exclusions: [['DCL', 'DCL']] }),
      /exclusions\[0\]\[1\].*occurs once/,
    ],
    [
      'a cap on an unknown service',
      (file) => Object.assign(file.decision, { reservationCaps: [{ services: ['DCX'], maxMW: 1 }] }),
      /reservationCaps\[0\]\.services\[0\].*one of the services DCL/,
    ],
    [
      'a most of an unknown battery',
      (file) => Object.assign(file.scenarios.services[0], { maxMW: { B9: 1 } }),
      /maxMW\.B9.*one of B1/,
    ],
  ];
  for (const [title, change, message] of broken) {
    it(`rejects ${title}`, () => {
      const file = validFile();
      change(file);
      expect(() => parsePlanProblem(file, 'plan.json')).toThrow(message);
    });
  }

  it('rejects a bid curve where the day-ahead price changes within an interval', () => {
    const file = validFile();
    file.decision = { dayAhead: 'bidCurve', intervalHours: 1, thresholds: [15] };
    file.scenarios.dayAhead[1][1] = 21;
    expect(() => parsePlanProblem(file, 'plan.json')).toThrow(
      /dayAhead\[1\]\[1\].*one day-ahead price within an interval.*got 21/,
    );
  });

  it('rejects a penalty that a sustained service would outbid', () => {
    const file = validFile();
    file.shortfallPenalty = 200;
    file.scenarios.services[0].availability[0][0] = 300;
    expect(() => parsePlanProblem(file, 'plan.json')).toThrow(/shortfallPenalty.*600.*DCL/);
  });
});
