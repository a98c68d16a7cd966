import type { StressCase } from 'bess-risk';

/** Cases to be shown beside the simulated scenarios: what the last two years of prices need not hold. Per MWh. */
export const standardStresses: readonly StressCase[] = [
  {
    name: 'still-winter-evening',
    title:
      'No wind on a winter evening: both prices twice as high, and 1,500 a MWh more at imbalance from 17:00 to 19:00.',
    stresses: [
      { kind: 'scale', market: 'both', factor: 2, about: 'zero' },
      { kind: 'spike', market: 'imbalance', hours: { fromHour: 17, toHour: 19 }, perMWh: 1500 },
    ],
  },
  {
    name: 'negative-weekend',
    title: 'Wind and sun on a day of low demand: all prices 70 a MWh lower.',
    stresses: [{ kind: 'shift', market: 'both', perMWh: -70 }],
  },
  {
    name: 'flat-prices',
    title: 'A mild, even day: prices within the day a third as far apart.',
    stresses: [{ kind: 'scale', market: 'both', factor: 1 / 3, about: 'dayMean' }],
  },
  {
    name: 'markets-come-apart',
    title: 'The imbalance price goes its own way: its difference from the day-ahead price is that of another scenario.',
    stresses: [{ kind: 'correlationBreak' }],
  },
  {
    name: 'evening-outage',
    title: 'The battery is out from 16:00 to 20:00, and the imbalance price is 300 a MWh higher meanwhile.',
    stresses: [
      { kind: 'outage', hours: { fromHour: 16, toHour: 20 }, maxChargeMW: 0, maxDischargeMW: 0 },
      { kind: 'spike', market: 'imbalance', hours: { fromHour: 16, toHour: 20 }, perMWh: 300 },
    ],
  },
];
