import { seededUniform } from '../dispatch/seeded-uniform.ts';

/**
 * An `optimise` problem file: 10 MW / 20 MWh, a day-ahead price with a morning and an evening peak, an imbalance price
 * around it, one service, a frontier of three points. Not market data.
 */
export function planProblemJson(seed: number, scenarioCount: number, periodCount: number) {
  const random = seededUniform(seed);
  const around = (width: number): number => width * (random() + random() + random() - 1.5);
  const scenarios = Array.from({ length: scenarioCount }, () => {
    const level = 60 + around(40);
    const swing = 25 + around(20);
    const dayAhead = Array.from(
      { length: periodCount },
      (_, t) => level - swing * Math.cos((4 * Math.PI * t) / periodCount) + around(10),
    );
    const imbalance = dayAhead.map((price) => price + around(30) + (random() < 0.02 ? 150 * random() : 0));
    return { dayAhead, imbalance, availability: Array.from({ length: periodCount / 8 }, () => 4 + around(4)) };
  });
  return {
    periodHours: 0.5,
    confidenceLevel: 0.95,
    batteries: [
      {
        name: 'B1',
        maxChargeMW: 10,
        maxDischargeMW: 10,
        energyCapacityMWh: 20,
        initialStateOfChargeMWh: 10,
        terminal: { kind: 'cyclic' },
        chargeEfficiency: 0.92,
        dischargeEfficiency: 0.92,
        throughputCost: 4,
      },
    ],
    scenarios: {
      dayAhead: scenarios.map(({ dayAhead }) => dayAhead),
      imbalance: scenarios.map(({ imbalance }) => imbalance),
      services: [
        {
          name: 'DCL',
          direction: 'up',
          blockHours: 4,
          sustainHours: 0.5,
          maxMW: 8,
          availability: scenarios.map(({ availability }) => availability),
          activation: Array.from({ length: periodCount }, () => 0.05),
        },
      ],
    },
    decision: { dayAhead: 'position', intervalHours: 0.5 },
    shortfallPenalty: 10_000,
    risk: { limit: null, frontierPoints: 3 },
  };
}
