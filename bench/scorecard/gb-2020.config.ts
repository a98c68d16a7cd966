// Great Britain 2020 with true hourly day-ahead auction prices, for the scorecard only:
//   bess-risk fit --score --config bench/scorecard/gb-2020.config.ts --data DIR --year 2020
// DIR (or BESS_RISK_DATA) has merged/gb-half-hourly-2016-2024.csv.gz. 2024 is scored with scenarios/gb-2024.
import { defineConfig } from 'bess-risk';

const merged = (valueColumn: string) => ({
  format: 'tidy' as const,
  file: 'merged/gb-half-hourly-2016-2024.csv.gz',
  timeColumn: 'startTime',
  valueColumn,
  currency: 'GBP',
});

export default defineConfig({
  name: 'gb-2020',
  title: 'GB 2020 scorecard',
  seed: 1,
  calendar: 'gb',
  // Two years before the year judged are history.
  data: { directory: '.', synthetic: false, from: '2018-01-01' },
  markets: [
    {
      name: 'dayAhead',
      displayName: 'Day-ahead',
      role: 'dayAhead',
      interval: 'hour',
      seriesInterval: 'hour',
      priceLimits: { min: -500, max: 4000 },
      // Until the end of 2020 Great Britain was coupled to Europe: gate 11:00, results by 12:50 (docs/gb-market-rules.md).
      resultsKnownAt: { eveAt: '12:50' },
      sources: [merged('dayAheadPrice')],
    },
    {
      name: 'imbalance',
      displayName: 'Imbalance',
      role: 'imbalance',
      priceLimits: { min: -1000, max: 6000 },
      resultsKnownAt: { minutesAfterPeriod: 30 },
      sources: [merged('imbalancePrice'), merged('imbalancePriceIndicative')],
    },
  ],
  batteries: [{ name: 'B1', maxChargeMW: 1, maxDischargeMW: 1, energyCapacityMWh: 2, roundTripEfficiency: 0.9 }],
});
