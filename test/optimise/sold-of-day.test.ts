import { describe, expect, it } from 'vitest';
import { deliveryDay, gbCalendar } from '../../src/domain/market-calendar.ts';
import type { NightState, SoldVolume } from '../../src/domain/night-state.ts';
import { ConfigError } from '../../src/errors.ts';
import { heldServices, requireSoldOnGrid, soldOfDay } from '../../src/optimise/sold-of-day.ts';
import { configWith, quietNight, serviceMarket } from './day-fixture.ts';

const config = configWith(
  serviceMarket('UP', 'up', 15),
  serviceMarket('DOWN', 'down', 15),
  serviceMarket('IDLE', 'down', 0),
);

/** The long day: 25 hours, the first block of 5 hours. */
const day = deliveryDay(gbCalendar, '2025-10-26');
const at = (time: string, volumeMW: number): SoldVolume => ({
  time: Date.parse(time),
  volumeMW,
  field: 'state.sold.dayAheadMW[0]',
});
const night = (
  dayAhead: readonly SoldVolume[],
  reserved: Readonly<Record<string, readonly SoldVolume[]>> = {},
  outages: NightState['outages'] = [],
): NightState => ({ ...quietNight, outages, sold: { file: 'night.json', field: 'state.sold', dayAhead, reserved } });
const services = [
  { name: 'UP', blockStarts: Int32Array.of(0, 10, 18, 26, 34, 42, 50) },
  { name: 'DOWN', blockStarts: Int32Array.of(0, 10, 18, 26, 34, 42, 50) },
];

describe('what was sold', () => {
  it('stands at its hour and block, the repeated hour told apart by its offset', () => {
    const sold = soldOfDay(
      config,
      night([at('2025-10-26T01:00:00+01:00', 3), at('2025-10-26T01:00:00Z', -4)], {
        DOWN: [at('2025-10-26T03:00:00Z', 2)],
      }),
      day,
      services,
    );
    expect(Array.from(sold?.dayAheadMW ?? []).slice(0, 6)).toEqual([0, 0, 3, -4, 0, 0]);
    expect(sold?.dayAheadMW).toHaveLength(25);
    expect(sold?.reservedMW.map((volumes) => Array.from(volumes))).toEqual([
      [0, 0, 0, 0, 0, 0],
      [0, 2, 0, 0, 0, 0],
    ]);
  });

  it('is nothing where the state of the night says nothing', () => {
    expect(soldOfDay(config, quietNight, day, services)).toBeUndefined();
  });

  const start = '2025-10-25T22:00:00Z';

  it('is carried by a service that is offered no more, whatever its offers asked', () => {
    const over = configWith(
      serviceMarket('UP', 'up', 15),
      serviceMarket('IDLE', 'down', 0),
      serviceMarket('OVER', 'up', 0, { offer: { steps: 3 } }),
    );
    const state = night([], { OVER: [at(start, 7)], IDLE: [at(start, 0)] });
    const held = heldServices(over, state);
    expect(held.map(({ name }) => name)).toEqual(['UP', 'OVER']);
    expect(() => requireSoldOnGrid(over, state, day)).not.toThrow();
    const { reservedMW } = soldOfDay(
      over,
      state,
      day,
      held.map(({ name }) => ({ name, blockStarts: services[0].blockStarts })),
    )!;
    expect(reservedMW.map((volumes) => volumes[0])).toEqual([0, 7]);
  });

  it.each<[string, NightState, RegExp]>([
    ['an unknown service', night([], { UPP: [at(start, 1)] }), /reservedMW\.UPP.*UP, DOWN/],
    ['a time inside an hour', night([at('2025-10-25T22:30:00Z', 1)]), /dayAheadMW\[0\]\.deliveryStart.*22:00:00Z/],
    ['a time of another day', night([at('2025-10-27T12:00:00Z', 1)]), /deliveryStart.*2025-10-26/],
    ['a time inside a block', night([], { UP: [at('2025-10-25T23:00:00Z', 1)] }), /deliveryStart/],
    ['more sold than the discharge power', night([at(start, 8.5)]), /volumeMW.*8\.5/],
    ['more bought than the charge power', night([at(start, -10.5)]), /volumeMW.*-10\.5/],
    [
      'more reserved than the service may have',
      night([], { UP: [at(start, 16)] }),
      /volumeMW.*maxMW, 15.*0 offers no more/,
    ],
    [
      'reservations that leave no position',
      night([], { UP: [at(start, 10)], DOWN: [at(start, 9)] }),
      /reservedMW.*18 MW.*19/,
    ],
    [
      'reservations beyond an outage',
      night([], { UP: [at(start, 5)] }, [
        { from: day.startTime, to: day.startTime + 1, maxChargeMW: 0, maxDischargeMW: 4 },
      ]),
      /reservedMW.*4 MW.*outage/,
    ],
  ])('is refused with %s', (_, state, message) => {
    const check = (): void => requireSoldOnGrid(config, state, day);
    expect(check).toThrow(ConfigError);
    expect(() => check()).toThrow(message);
  });
});
