import { defineConfig } from 'bess-risk';
import { standardStresses } from './scenarios/stress/standard.ts';

/**
 * The response and reserve auctions. Offers are due at 14:00 on the eve, when the day-ahead results are known; what
 * waiting for them would be worth stands on the page. They accept whole megawatts and prices in pence. Sources of these
 * figures and of those below: docs/gb-market-rules.md.
 */
const auction = {
  gateClosure: '14:00',
  resultsKnownAt: { eveAt: '16:00' },
  rules: { lotMW: 1, minimumMW: 1, priceTick: 0.01 },
};

/**
 * The nightly run on the bundled sample: synthetic GB prices, one battery. Copy this file, point the
 * sources at your own prices, and run `bess-risk run --config FILE`.
 */
export default defineConfig({
  /** Reports go to `reports/<name>/<date>/`. */
  name: 'sample',
  /** Heading of the page. */
  title: 'Sample battery',
  /** Seed of every random stream; the same seed gives the same bytes. */
  seed: 20260115,
  /** ISO code; every price must be in it. */
  reportingCurrency: 'GBP',
  /** gb, nem or sdac: delivery days, blocks, and the time at which the plan is made. */
  calendar: 'gb',

  data: {
    /** Where source paths start, relative to this file. `--data DIR` or BESS_RISK_DATA override it. */
    directory: './scenarios/sample-history',
    /** True: the page says that the prices are made up. */
    synthetic: true,
    /** A delivery day with more missing half-hours than this in a required series is not used. */
    maxMissingPeriodsPerDay: 4,
    /** Share of such days in the last 730 at which the data light turns to caution … */
    cautionInvalidShare: 0.05,
    /** … and at which the run stops. */
    errorInvalidShare: 0.4,
    /** A series with fewer days of history is left out, and the page says so. */
    minimumHistoryDays: 180,
  },

  markets: [
    {
      name: 'dayAheadPrice',
      displayName: 'Day-ahead',
      role: 'dayAhead',
      /** What is sold is constant over an hour. */
      interval: 'hour',
      /** Offers are due at 09:20 on the eve; the results of both hourly auctions are out by 10:00. */
      gateClosure: '09:20',
      resultsKnownAt: { eveAt: '10:00' },
      /** Simulated prices are clipped to what the market's rules allow, per MWh. */
      priceLimits: { min: -500, max: 4000 },
      /** What the exchange accepts, MW and GBP; the plan is rounded to it. Check it against the exchange's present rules. */
      rules: { lotMW: 0.1, minimumMW: 0.1, priceTick: 0.01, mostSteps: 200 },
      /** Where two sources have the same period, the first one counts. */
      sources: [{ format: 'tidy', file: 'day-ahead.csv.gz', valueColumn: 'dayAheadPrice', currency: 'GBP' }],
    },
    {
      name: 'imbalancePrice',
      displayName: 'Imbalance',
      role: 'imbalance',
      /** First published within half an hour after the half-hour. */
      resultsKnownAt: { minutesAfterPeriod: 30 },
      priceLimits: { min: -1000, max: 6000 },
      sources: [{ format: 'tidy', file: 'imbalance.csv.gz', valueColumn: 'imbalancePrice', currency: 'GBP' }],
    },
    // Response and reserve. `maxMW` 0: simulated, not offered. `offer: { steps: 4 }`: offered at prices, else accepted
    // whatever clears. `activation`: an assumption, the mean share of the reserved MW that is called, from the delivery
    // date on.
    {
      name: 'DCL',
      displayName: 'DC low',
      role: 'service',
      direction: 'up',
      interval: 'block',
      sustainHours: 0.25,
      maxMW: 20,
      ...auction,
      activation: [{ from: '2022-01-01', meanShare: 0.01 }],
      sources: [{ format: 'tidy', file: 'response.csv.gz', valueColumn: 'DCL', currency: 'GBP' }],
    },
    {
      name: 'DCH',
      displayName: 'DC high',
      role: 'service',
      direction: 'down',
      interval: 'block',
      sustainHours: 0.25,
      maxMW: 20,
      ...auction,
      activation: [{ from: '2022-01-01', meanShare: 0.01 }],
      sources: [{ format: 'tidy', file: 'response.csv.gz', valueColumn: 'DCH', currency: 'GBP' }],
    },
    {
      name: 'DML',
      displayName: 'DM low',
      role: 'service',
      direction: 'up',
      interval: 'block',
      sustainHours: 0.5,
      maxMW: 0,
      ...auction,
      activation: [{ from: '2022-01-01', meanShare: 0.04 }],
      sources: [{ format: 'tidy', file: 'response.csv.gz', valueColumn: 'DML', currency: 'GBP' }],
    },
    {
      name: 'DMH',
      displayName: 'DM high',
      role: 'service',
      direction: 'down',
      interval: 'block',
      sustainHours: 0.5,
      maxMW: 0,
      ...auction,
      activation: [{ from: '2022-01-01', meanShare: 0.04 }],
      sources: [{ format: 'tidy', file: 'response.csv.gz', valueColumn: 'DMH', currency: 'GBP' }],
    },
    {
      name: 'DRL',
      displayName: 'DR low',
      role: 'service',
      direction: 'up',
      interval: 'block',
      sustainHours: 1,
      maxMW: 0,
      ...auction,
      activation: [{ from: '2022-01-01', meanShare: 0.12 }],
      sources: [{ format: 'tidy', file: 'response.csv.gz', valueColumn: 'DRL', currency: 'GBP' }],
    },
    {
      name: 'DRH',
      displayName: 'DR high',
      role: 'service',
      direction: 'down',
      interval: 'block',
      sustainHours: 1,
      maxMW: 0,
      ...auction,
      activation: [{ from: '2022-01-01', meanShare: 0.12 }],
      sources: [{ format: 'tidy', file: 'response.csv.gz', valueColumn: 'DRH', currency: 'GBP' }],
    },
    {
      name: 'PQR',
      displayName: 'Quick reserve up',
      role: 'service',
      direction: 'up',
      interval: 'period',
      sustainHours: 0.25,
      maxMW: 0,
      ...auction,
      activation: [{ from: '2022-01-01', meanShare: 0.05 }],
      sources: [{ format: 'tidy', file: 'quick-reserve.csv.gz', valueColumn: 'PQR', currency: 'GBP' }],
    },
    {
      name: 'NQR',
      displayName: 'Quick reserve down',
      role: 'service',
      direction: 'down',
      interval: 'period',
      sustainHours: 0.25,
      maxMW: 0,
      ...auction,
      activation: [{ from: '2022-01-01', meanShare: 0.05 }],
      sources: [{ format: 'tidy', file: 'quick-reserve.csv.gz', valueColumn: 'NQR', currency: 'GBP' }],
    },
  ],

  batteries: [
    {
      name: 'Sample 50 MW',
      /** MW at the grid connection. */
      maxChargeMW: 50,
      maxDischargeMW: 50,
      /** MWh in the store, and the window that may be used. */
      energyCapacityMWh: 100,
      minStateOfChargeMWh: 5,
      maxStateOfChargeMWh: 95,
      initialStateOfChargeMWh: 50,
      /** free | atLeast (MWh) | cyclic (ends as it began) | value (a price per MWh left). */
      terminal: { kind: 'cyclic' },
      /** MWh out per MWh in; or chargeEfficiency and dischargeEfficiency. */
      roundTripEfficiency: 0.85,
      /** Share of the stored energy lost per hour. */
      standingLossPerHour: 0,
      /** Wear, GBP per MWh discharged. */
      throughputCost: 4,
    },
  ],
  /**
   * State of the night: charge at the start of delivery, outages, and what was sold before, as
   * sold: { dayAheadMW: [{ deliveryStart: '2026-01-15T17:00:00Z', volumeMW: 5 }], reservedMW: { DCL: [ … ] } }.
   * Or { file: 'state.json' }.
   */
  state: { stateOfChargeMWh: 50, knownAt: '2026-01-14T08:30:00Z', availability: [] },

  generator: {
    /** Whole past days, re-scaled to the forecast of tomorrow. */
    name: 'whole-day',
    /** Days of history that scenarios are drawn from. */
    windowDays: 730,
    /** Days after which a past day counts half. */
    halfLifeDays: 200,
    /** Size of the correlated noise on level, amplitude, basis size and shape, and on the basis pattern. */
    smoothing: 0.2,
    basisSmoothing: 0.1,
  },
  scenarios: {
    /** Scenarios that the headline figures are measured on; the plan never saw them. */
    count: 2000,
    /** Scenarios that the plan and the policy's schedule are made on. */
    plan: 1000,
    /** The first of them on which the two-stage problem is solved in full, each with its own recourse. */
    recourse: 200,
    /** Scenarios that the plan is chosen on, along the frontier. */
    choose: 1000,
    /** Days simulated, the planned day first. */
    horizonDays: 7,
  },
  decision: {
    /** Most by which delivery may leave the day-ahead position, MW; null = not limited. */
    deviationLimitMW: 10,
  },
  risk: {
    /** 0.95: the worst 5 % of days. */
    confidenceLevel: 0.95,
    /** Most that the worst days may lose on average (CVaR), GBP a day; negative: what they must still earn; null = no limit. */
    limit: 500,
    frontierPoints: 15,
  },
  /**
   * What the simulation need not hold: the plan is carried out on these cases too, and the page shows them beside the
   * simulated scenarios. A copy of this file elsewhere takes the imported one along, or states its own:
   * [{ name: 'cheap-wind', title: 'All prices 40 lower.', stresses: [{ kind: 'shift', market: 'both', perMWh: -40 }] }].
   * Kinds: shift, scale, spike, outage, correlationBreak, and replay of a past day, { kind: 'replay', date: '2025-01-08' }.
   */
  stress: standardStresses,
  run: {
    /** Longest time for one solve of the plan, seconds. `workers`: threads; the default is the processors available. */
    solverTimeLimitSeconds: 120,
  },
});
