// Study gb-2024: Great Britain on real prices. Nothing of the data is in this repository; say where it is:
//   bess-risk run --config scenarios/gb-2024/pipeline.config.ts --data DIR --date 2024-06-12
// DIR (or BESS_RISK_DATA) is the folder that the source paths below start from.
import { defineConfig } from 'bess-risk';
import { standardStresses } from '../stress/standard.ts';

// One long file in the tidy layout: UTC half-hours, a column a series, 2016 to 2024.
const merged = 'merged/gb-half-hourly-2016-2024.csv.gz';

// Where a response service clears, newest format first: two years of NESO's EAC, then the auctions before it.
const responseSources = (product: string) => [
  { format: 'nesoEac' as const, file: 'neso/eac-results-summary-fy2024-to-2024-12.csv.gz', product },
  { format: 'nesoEac' as const, file: 'neso/eac-results-summary-fy2023.csv.gz', product },
  { format: 'nesoLegacy' as const, file: 'neso/legacy-dc-dm-dr-summary-2021-2023.csv.gz', product },
];

// The response auction since November 2023: offers are due at 14:00 on the eve, after the day-ahead results, so that they
// could wait for them. Sources of the gates and limits here, and the years that they hold for: docs/gb-market-rules.md.
const auction = { gateClosure: '14:00', resultsKnownAt: { eveAt: '16:00' } };

export default defineConfig({
  // Reports go to reports/gb-2024/<date>/.
  name: 'gb-2024',
  // Heading of the page.
  title: 'GB 2024 study',
  // Every random number of a run follows from it.
  seed: 2024,
  // All prices are in it; another currency in a source is an error.
  reportingCurrency: 'GBP',
  // Delivery days 23:00 to 23:00 London time, half-hours, six EFA blocks, planned at 09:00 on the eve.
  calendar: 'gb',

  data: {
    // Source paths start here, relative to this file, unless --data or BESS_RISK_DATA says otherwise.
    directory: '.',
    // Real prices.
    synthetic: false,
    // First delivery day to read: from here on the sources have imbalance prices.
    from: '2019-01-01',
    // More missing half-hours than this in a required series make a day invalid.
    maxMissingPeriodsPerDay: 4,
    // Shares of invalid days in the 730 before the day planned: caution, and error. Every seventh day of
    // the market index until 2023 is missing, so caution is what this study gets.
    cautionInvalidShare: 0.05,
    errorInvalidShare: 0.4,
    // An optional series with fewer days is left out.
    minimumHistoryDays: 180,
  },

  markets: [
    {
      // No free day-ahead auction price covers these years, so the within-day index stands in for it. Its
      // correlation with the imbalance price is higher than an auction's; every table and chart says proxy.
      name: 'dayAhead',
      displayName: 'Day-ahead',
      role: 'dayAhead',
      proxy: 'marketIndexPrice',
      // The auction sells hours: the position is constant over each.
      interval: 'hour',
      // The index has a price for each half-hour.
      seriesInterval: 'period',
      // The first source counts where both have a price: the portal's file for 2024, the long file before.
      sources: [
        { format: 'elexonMarketIndex', file: 'elexon/portal-mid-2024.csv', provider: 'APXMIDP' },
        { format: 'tidy', file: merged, timeColumn: 'startTime', valueColumn: 'marketIndexPrice', currency: 'GBP' },
      ],
      // A run fails without it.
      required: true,
      // Limits of the N2EX auction.
      priceLimits: { min: -500, max: 4000 },
      // The proxy is treated as the auction would be: known by 10:00 on the eve.
      resultsKnownAt: { eveAt: '10:00' },
      // Offers must be in by then: the earlier of the two hourly auctions (the other closes at 09:50).
      gateClosure: '09:20',
    },
    {
      // System price (cash-out): settles the difference between delivery and the day-ahead position.
      name: 'imbalance',
      displayName: 'Imbalance',
      role: 'imbalance',
      interval: 'period',
      // The portal's run of 2023 and 2024, the long file (the same run) before.
      sources: [
        { format: 'elexonSystemPrice', file: 'elexon/portal-sspsbpniv-2023-2024.csv' },
        { format: 'tidy', file: merged, timeColumn: 'startTime', valueColumn: 'imbalancePrice', currency: 'GBP' },
      ],
      required: true,
      // Lost load is priced at 6,000; the lower limit is an assumption.
      priceLimits: { min: -1000, max: 6000 },
      // First published within half an hour after the half-hour.
      resultsKnownAt: { minutesAfterPeriod: 30 },
    },
    // Response services, GBP per MW per hour and EFA block. L: low frequency, the battery discharges (up);
    // H: high frequency, it charges (down). `sustainHours`: full delivery that the store must be able to
    // sustain. `maxMW` 0: simulated, not offered. `activation`: an assumption, share of the reserved MW called.
    {
      name: 'DCL',
      displayName: 'DC low',
      role: 'service',
      direction: 'up',
      interval: 'block',
      sustainHours: 0.25,
      maxMW: 5,
      activation: [{ from: '2021-09-01', meanShare: 0.005 }],
      sources: responseSources('DCL'),
      ...auction,
    },
    {
      name: 'DCH',
      displayName: 'DC high',
      role: 'service',
      direction: 'down',
      interval: 'block',
      sustainHours: 0.25,
      maxMW: 5,
      activation: [{ from: '2021-09-01', meanShare: 0.005 }],
      sources: responseSources('DCH'),
      ...auction,
    },
    {
      name: 'DML',
      displayName: 'DM low',
      role: 'service',
      direction: 'up',
      interval: 'block',
      sustainHours: 0.5,
      maxMW: 0,
      activation: [{ from: '2021-09-01', meanShare: 0.03 }],
      sources: responseSources('DML'),
      ...auction,
    },
    {
      name: 'DMH',
      displayName: 'DM high',
      role: 'service',
      direction: 'down',
      interval: 'block',
      sustainHours: 0.5,
      maxMW: 0,
      activation: [{ from: '2021-09-01', meanShare: 0.03 }],
      sources: responseSources('DMH'),
      ...auction,
    },
    {
      name: 'DRL',
      displayName: 'DR low',
      role: 'service',
      direction: 'up',
      interval: 'block',
      sustainHours: 1,
      maxMW: 0,
      activation: [{ from: '2021-09-01', meanShare: 0.15 }],
      sources: responseSources('DRL'),
      ...auction,
    },
    {
      name: 'DRH',
      displayName: 'DR high',
      role: 'service',
      direction: 'down',
      interval: 'block',
      sustainHours: 1,
      maxMW: 0,
      activation: [{ from: '2021-09-01', meanShare: 0.15 }],
      sources: responseSources('DRH'),
      ...auction,
    },
  ],

  batteries: [
    {
      name: 'B1',
      // Power at the grid connection.
      maxChargeMW: 10,
      maxDischargeMW: 10,
      // Energy in the store.
      energyCapacityMWh: 20,
      // Usable window of the state of charge, and where the day starts.
      minStateOfChargeMWh: 0,
      maxStateOfChargeMWh: 20,
      initialStateOfChargeMWh: 10,
      // The day ends with as much as it started with.
      terminal: { kind: 'cyclic' },
      // Split by square root into charge and discharge.
      roundTripEfficiency: 0.85,
      // Share of the stored energy lost per hour.
      standingLossPerHour: 0,
      // Wear, GBP per MWh discharged.
      throughputCost: 3,
    },
  ],

  decision: {
    // Most by which delivery may leave the day-ahead position: a tenth of the power.
    deviationLimitMW: 1,
  },
  risk: {
    // 0.95: the worst 5 % of days.
    confidenceLevel: 0.95,
    // Most that the worst days may lose on average, GBP a day; −200: they must still earn 200.
    limit: -200,
  },
  // Beside the simulated scenarios. The evening of 8 January 2021: little wind, imbalance at 4,000 per MWh.
  stress: [
    ...standardStresses,
    {
      name: 'spike-of-January-2021',
      title: '8 January 2021 as it was: little wind and short margins on a winter evening.',
      stresses: [{ kind: 'replay', date: '2021-01-08' }],
    },
  ],
});
