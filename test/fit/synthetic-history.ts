import {
  deliveryDays,
  addDays,
  gbCalendar,
  wallClockSlots,
  type MarketCalendar,
  dayOffsetsOf,
} from '../../src/domain/market-calendar.ts';
import { quality, type DeliveryInterval, type PriceHistory, type PriceSeries } from '../../src/domain/price-history.ts';
import { parseConfig, type GeneratorConfig } from '../../src/config.ts';
import { missingPeriods } from '../../src/ingest/valid-days.ts';

/** Price of a day (index from the first) at a wall-clock slot; NaN = missing. */
export type PriceRule = (day: number, slot: number) => number;

export interface SyntheticHistory {
  readonly calendar?: MarketCalendar;
  readonly from?: string;
  readonly days: number;
  readonly dayAheadInterval?: DeliveryInterval;
  readonly dayAhead: PriceRule;
  readonly imbalance: PriceRule;
  readonly services?: Readonly<Record<string, { interval: DeliveryInterval; price: PriceRule }>>;
}

/** A history in which every price follows from its rule, on real delivery days. */
export function syntheticHistory(options: SyntheticHistory): PriceHistory {
  const { calendar = gbCalendar, from = '2021-01-01' } = options;
  const days = deliveryDays(calendar, from, addDays(from, options.days - 1));
  const dayOffsets = dayOffsetsOf(days);
  const slots = days.map((day) => wallClockSlots(calendar, day));
  const series = (
    name: string,
    role: PriceSeries['role'],
    interval: DeliveryInterval,
    rule: PriceRule,
  ): PriceSeries => {
    const values = new Float64Array(dayOffsets[days.length]);
    days.forEach((day, index) => {
      for (let period = 0; period < day.periodCount; period++) {
        values[dayOffsets[index] + period] = rule(index, slots[index][period]);
      }
    });
    const flags = Uint8Array.from(values, (value) => (Number.isNaN(value) ? quality.missing : quality.present));
    return {
      name,
      role,
      interval,
      unit: 'GBP/MWh',
      required: role !== 'service',
      labels: [],
      source: 'rule',
      values,
      flags,
    };
  };
  const energy = [
    series('dayAhead', 'dayAhead', options.dayAheadInterval ?? 'period', options.dayAhead),
    series('imbalance', 'imbalance', 'period', options.imbalance),
  ];
  const services = Object.entries(options.services ?? {}).map(([name, { interval, price }]) =>
    series(name, 'service', interval, price),
  );
  const validDays = Uint8Array.from(days, (_, day) =>
    Number(energy.every((one) => missingPeriods(one.flags, dayOffsets[day], dayOffsets[day + 1]) <= 4)),
  );
  return { calendar, currency: 'GBP', days, dayOffsets, series: [...energy, ...services], validDays };
}

/** The days before `date`, everything of them known. */
export function historyBefore(history: PriceHistory, date: string): PriceHistory {
  const count = history.days.filter((day) => day.date < date).length;
  const end = history.dayOffsets[count];
  return {
    ...history,
    days: history.days.slice(0, count),
    dayOffsets: history.dayOffsets.slice(0, count + 1),
    validDays: history.validDays.slice(0, count),
    series: history.series.map((one) => ({
      ...one,
      values: one.values.slice(0, end),
      flags: one.flags.slice(0, end),
    })),
  };
}

export const testConfig = parseConfig(
  {
    name: 'test',
    data: {},
    markets: [
      {
        name: 'dayAhead',
        role: 'dayAhead',
        interval: 'period',
        sources: [{ format: 'tidy', file: 'x.csv', valueColumn: 'a', currency: 'GBP' }],
      },
      {
        name: 'imbalance',
        role: 'imbalance',
        sources: [{ format: 'tidy', file: 'x.csv', valueColumn: 'b', currency: 'GBP' }],
      },
    ],
    batteries: [{ name: 'B1', maxChargeMW: 1, maxDischargeMW: 1, energyCapacityMWh: 2, roundTripEfficiency: 0.85 }],
  },
  'test.config.ts',
);

/** What a fit asks for beside the history, with everything at its default. */
export function fitRequest(date: string, generator: Partial<GeneratorConfig> = {}) {
  return {
    date,
    generator: { ...testConfig.generator, ...generator },
    maxMissingPeriodsPerDay: 4,
    priceLimits: { dayAhead: [-500, 6000], imbalance: [-500, 6000] },
  } as const;
}

/** The day after the last of a history. */
export function dayAfter(history: PriceHistory): string {
  return addDays(history.days[history.days.length - 1].date, 1);
}
