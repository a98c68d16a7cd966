import { join } from 'node:path';
import { compareEngines } from '../../src/dispatch/compare-engines.ts';
import type { DispatchProblem } from '../../src/dispatch/dispatch-problem.ts';
import { dataFolder, printTable } from '../study-tools.ts';
import { fcasServices, marketDays, readMmsPrices } from './mms-prices.ts';
import type { MmsPrices } from './mms-prices.ts';
import { nemProblem, PERIODS_PER_DAY } from './nem-problem.ts';

// Energy and frequency control in the NEM (docs/studies/nem.md): 1 MW / 2 MWh, 92 % in and 92 % out, five days of
// 5-minute prices, each market day (04:00 to 04:00 of UTC+10) by itself.
// `npx tsx scenarios/nem/fcas.ts --data DIR`
const FILES = [
  'PUBLIC_DVD_DISPATCHPRICE_202001010000.zip',
  'PUBLIC_ARCHIVE%23DISPATCHPRICE%23FILE01%23202408010000.zip',
];

const rows: string[][] = [];
for (const file of FILES) {
  for (const region of ['SA1', 'NSW1']) {
    const prices = readMmsPrices(join(dataFolder(process.argv), 'aemo', file), region);
    for (const from of marketDays(prices)) {
      for (const [label, services] of [
        ['energy', []],
        ['energy + FCAS', fcasServices.filter((service) => prices.prices.has(service))],
      ] as const) {
        const problem = study(prices, from, services);
        const engines = services.length === 0 ? ['exact'] : ['lp', 'exact'];
        for (const entry of await compareEngines(problem, engines, {
          clock: () => performance.now(),
          timeLimitSeconds: 60,
        })) {
          if (entry.result === null) throw new Error(`${region} ${entry.engine}: ${entry.reason}`);
          const { result, violations } = entry;
          rows.push([
            `${new Date(prices.starts[from]).toISOString().slice(0, 10)} ${region}`,
            `${label}, ${entry.engine}`,
            result.profit.toFixed(2),
            (result.revenue - result.cost + result.utilisationRevenue).toFixed(2),
            result.availabilityRevenue.toFixed(2),
            result.equivalentFullCycles.toFixed(2),
            result.bound === null ? '' : result.bound.toFixed(2),
            result.status,
            String(result.simultaneousPeriods),
            String(violations.length),
            result.solveSeconds.toFixed(2),
          ]);
        }
      }
    }
  }
}
printTable(
  [
    'case',
    'markets, engine',
    'profit A$',
    'energy',
    'FCAS',
    'cycles',
    'bound',
    'status',
    'at once',
    'violations',
    'seconds',
  ],
  rows,
);

/** One market day from that interval on. */
function study({ starts, prices }: MmsPrices, from: number, services: readonly string[]): DispatchProblem {
  const priceOf = (service: string): number[] => prices.get(service)!.slice(from, from + PERIODS_PER_DAY);
  const energy = priceOf('ENERGY');
  const markets = services.map((service) => ({
    name: service,
    kind: 'capacity',
    direction: service.startsWith('RAISE') ? 'up' : 'down',
    intervalHours: 1 / 12,
    prices: priceOf(service),
    // Assumptions: a contingency lasts ten minutes; regulation is held for a quarter of an hour and called for a
    // tenth of its MW, settled at the energy price.
    ...(service.endsWith('REG')
      ? { sustainHours: 0.25, headroom: 'own', activation: 0.1, utilisationPrices: energy }
      : { sustainHours: 1 / 6, headroom: 'shared' }),
  }));
  // 1 MW in every service; a running point from full charge to full discharge may offer it as far as power goes.
  const reserve = Object.fromEntries(
    services.map((service) => [
      service,
      service.startsWith('RAISE')
        ? { maxMW: 1, enablementMinMW: -1, lowBreakMW: -1, highBreakMW: 0, enablementMaxMW: 1 }
        : { maxMW: 1, enablementMinMW: -1, lowBreakMW: 0, highBreakMW: 1, enablementMaxMW: 1 },
    ]),
  );
  return nemProblem(new Date(starts[from]).toISOString(), energy, markets, reserve);
}
