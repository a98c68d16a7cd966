import { parseConfig, type PipelineConfig } from '../../src/config.ts';
import type { NightState } from '../../src/domain/night-state.ts';

const sources = (valueColumn: string) => [{ format: 'tidy', file: 'prices.csv', valueColumn, currency: 'GBP' }];

/** A service of a configuration, held for an hour. */
export function serviceMarket(name: string, direction: 'up' | 'down', maxMW: number, rest: object = {}) {
  return { name, role: 'service', direction, sustainHours: 1, maxMW, sources: sources(name), ...rest };
}

/** A battery of 10 MW in and 8 MW out, 20 MWh, with the two prices of energy and these services. */
export function configWith(...services: readonly object[]): PipelineConfig {
  return parseConfig(
    {
      name: 'test',
      data: {},
      markets: [
        { name: 'da', role: 'dayAhead', sources: sources('da') },
        { name: 'ip', role: 'imbalance', sources: sources('ip') },
        ...services,
      ],
      batteries: [{ name: 'B', maxChargeMW: 10, maxDischargeMW: 8, energyCapacityMWh: 20, roundTripEfficiency: 0.81 }],
    },
    'test.config.ts',
  );
}

/** That battery with 6 MWh in store, nothing sold and no outage. */
export const quietNight: NightState = {
  battery: {
    name: 'B',
    maxChargeMW: 10,
    maxDischargeMW: 8,
    energyCapacityMWh: 20,
    minStateOfChargeMWh: 0,
    maxStateOfChargeMWh: 20,
    initialStateOfChargeMWh: 6,
    terminal: { kind: 'cyclic' },
    chargeEfficiency: 0.9,
    dischargeEfficiency: 0.9,
    standingLossPerHour: 0,
    throughputCost: 0,
  },
  knownAt: null,
  outages: [],
  sold: null,
};
