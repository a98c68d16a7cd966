import { compareEngines } from '../../src/dispatch/compare-engines.ts';
import { parseDispatchProblem } from '../../src/dispatch/dispatch-problem-schema.ts';
import type { DispatchProblem } from '../../src/dispatch/dispatch-problem.ts';
import { dataFolder, printTable } from '../study-tools.ts';
import { readRegionalPrices } from './regional-prices.ts';
import type { RegionalPrices } from './regional-prices.ts';

// A battery behind the meter in the NEM (docs/studies/nem.md): a site with a demand of its own pays the spot price plus
// a network tariff for what it imports, is paid the spot price for what it exports, and pays a monthly charge on its
// largest half-hour in kVA. Demand and tariff are assumptions. `npx tsx scenarios/nem/tariff.ts --data DIR`
const HALF_HOURS_PER_DAY = 48;

const prices = readRegionalPrices(dataFolder(process.argv), 'SA1');
const rows: string[][] = [];
for (const [label, from, days, charge] of [
  ['a day, 9 Feb', '2023-02-08T14:30:00Z', 1, false],
  ['January', '2022-12-31T13:30:00Z', 31, false],
  ['January, demand charge', '2022-12-31T13:30:00Z', 31, true],
  ['January and February, demand charge', '2022-12-31T13:30:00Z', 59, true],
  ['364 days', '2022-12-31T13:30:00Z', 364, false],
] as const) {
  const problem = study(prices, from, days, charge);
  const engines = days > 59 ? ['exact'] : ['lp', 'exact'];
  for (const entry of await compareEngines(problem, engines, {
    clock: () => performance.now(),
    timeLimitSeconds: 20,
  })) {
    if (entry.result === null) throw new Error(`${label} ${entry.engine}: ${entry.reason}`);
    const { result, violations } = entry;
    const site = result.site!;
    rows.push([
      label,
      entry.engine,
      result.profit.toFixed(2),
      result.bound === null ? '' : result.bound.toFixed(2),
      site.withoutBatteries.energyCharge.toFixed(2),
      site.energyCharge.toFixed(2),
      site.withoutBatteries.peakKVA.map((peak) => peak.toFixed(0)).join(' '),
      site.peakKVA.map((peak) => peak.toFixed(0)).join(' '),
      (result.equivalentFullCycles / days).toFixed(2),
      result.status,
      String(violations.length),
      result.solveSeconds.toFixed(2),
    ]);
  }
}
printTable(
  [
    'case',
    'engine',
    'saving A$',
    'bound',
    'energy bill without',
    'with',
    'kVA without',
    'with',
    'cycles a day',
    'status',
    'violations',
    'seconds',
  ],
  rows,
);

/** Days of half-hours, local time of the region (UTC+10:30 in summer, taken as fixed). */
function study({ starts, values }: RegionalPrices, startTime: string, days: number, charge: boolean): DispatchProblem {
  const first = starts.indexOf(Date.parse(startTime));
  if (first < 0) throw new Error(`no price at ${startTime}`);
  const count = days * HALF_HOURS_PER_DAY;
  // Half-hours as the mean of six intervals: demand is billed by the half-hour.
  const spot = Array.from({ length: count }, (_, t) => {
    let sum = 0;
    for (let k = 0; k < 6; k++) sum += values[first + 6 * t + k];
    return sum / 6;
  });
  const hourOf = (t: number): number => (t % HALF_HOURS_PER_DAY) / 2;
  const dayOf = (t: number): number => Math.floor(t / HALF_HOURS_PER_DAY);
  // 2023 began on a Sunday.
  const weekend = (t: number): boolean => dayOf(t) % 7 === 0 || dayOf(t) % 7 === 6;
  const peak = (t: number): boolean => hourOf(t) >= 15 && hourOf(t) < 21;
  return parseDispatchProblem(
    {
      periodHours: 0.5,
      currency: 'AUD',
      startTime,
      batteries: [
        {
          name: 'B1',
          maxChargeMW: 0.5,
          maxDischargeMW: 0.5,
          energyCapacityMWh: 1,
          initialStateOfChargeMWh: 0.5,
          terminal: { kind: 'cyclic' },
          chargeEfficiency: 0.92,
          dischargeEfficiency: 0.92,
        },
      ],
      markets: [],
      site: {
        importLimitMW: 2,
        // A works day from 7 to 18 h, a base of 0.3 MW, half the extra load at weekends.
        demandMW: spot.map((_, t) => {
          const inside = Math.max(0, Math.sin((Math.PI * (hourOf(t) - 6)) / 13));
          return 0.3 + (weekend(t) ? 0.35 : 0.7) * inside;
        }),
        importPrices: spot.map((price, t) => price + (peak(t) ? 80 : 25)),
        exportPrices: spot,
        ...(charge
          ? {
              demandCharge: {
                pricePerKVA: 12,
                powerFactor: 0.95,
                billingStarts: days > 31 ? [0, 31 * HALF_HOURS_PER_DAY] : [0],
              },
            }
          : {}),
      },
    },
    'NEM tariff study',
  );
}
