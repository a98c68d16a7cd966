import { join } from 'node:path';
import { solveDispatch } from '../../src/dispatch/solve-dispatch.ts';
import { dataFolder, printTable } from '../study-tools.ts';
import { assignmentBattery, assignmentProblem } from '../two-market/assignment-problem.ts';
import { engineHeader, engineRows, ruleRuns } from '../two-market/engine-rows.ts';
import { readAuroraPrices } from '../two-market/read-aurora-prices.ts';
import { otherRepairs } from './other-repairs.ts';
import { printAgreement, printStamps } from './print-data.ts';
import { readAttachments } from './read-attachments.ts';
import { printLifetime } from './print-lifetime.ts';
import { repairAttachments } from './repair-attachments.ts';
import {
  batteryOf,
  dailyMarket,
  halfHourlyMarkets,
  threeLevelMarkets,
  threeLevelProblem,
  threeMarketProblem,
} from './three-market-problem.ts';

// The three-market assignment (docs/studies/three-market.md): two half-hourly markets and a daily one, and the
// two-market assignment with the daily market above it. `npx tsx scenarios/three-market/study.ts --data DIR`
const folder = join(dataFolder(process.argv), 'home-assignment');
const written = await readAttachments(folder);
const aurora = readAuroraPrices(folder);
const repair = repairAttachments(written);
const { attachments } = repair;
const { days, halfHours } = attachments;
const battery = batteryOf(attachments.terms);
const lossless = { ...battery, chargeEfficiency: 1, dischargeEfficiency: 1 };

printStamps(written, repair);
printAgreement(halfHours, aurora);

heading('Engines');
const problem = threeMarketProblem(attachments);
const three = [...halfHourlyMarkets(halfHours), dailyMarket(days)];
const twoEngines = [{ engine: 'exact' }, { engine: 'lp' }];
printTable(engineHeader, [
  ...(await engineRows('markets 1, 2, 3', problem, [
    ...twoEngines,
    ...ruleRuns,
    { engine: 'rolling', label: 'rolling 48 h', windowHours: 48, stepHours: 24 },
  ])),
  ...(await engineRows('markets 1, 2', assignmentProblem(battery, halfHourlyMarkets(halfHours)), twoEngines)),
  ...(await engineRows('markets 1, 2, 3, lossless', assignmentProblem(lossless, three), twoEngines)),
  ...(await engineRows('three levels', threeLevelProblem(aurora, days, 0.95), twoEngines)),
  ...(await engineRows('three levels, lossless', threeLevelProblem(aurora, days, 1), twoEngines)),
]);

heading('What the daily market adds, by the size of the store (exact, 2 MW, 95 %/95 %)');
const sizes: string[][] = [];
for (const energyCapacityMWh of [4, 16, 48, 96]) {
  const sized = { ...assignmentBattery(0.95), energyCapacityMWh };
  const levels = threeLevelMarkets(aurora, days);
  const without = await solveDispatch(assignmentProblem(sized, levels.slice(0, 2)));
  const all = await solveDispatch(assignmentProblem(sized, levels), { clock: () => performance.now() });
  const { buyMW, sellMW } = all.batteries[0].schedule.markets.market3;
  sizes.push([
    `${energyCapacityMWh} MWh`,
    '',
    without.profit.toFixed(2),
    all.profit.toFixed(2),
    // Nothing, not minus nothing, where they differ by rounding.
    (Math.round(100 * (all.profit - without.profit)) / 100 + 0).toFixed(2),
    String(buyMW.filter((power) => power > 0).length),
    String(sellMW.filter((power) => power > 0).length),
    Math.abs(all.bound! - all.objective).toExponential(0),
    all.solveSeconds.toFixed(2),
  ]);
}
printTable(
  ['store', '', 'two levels', 'three levels', 'daily adds', 'days bought', 'days sold', 'bound - cash', 'seconds'],
  sizes,
);

heading('Other repairs of the stamps (exact)');
const exact = await solveDispatch(problem);
const others: string[][] = [];
for (const { name, apply } of otherRepairs) {
  const rows = apply(written.halfHours);
  const { profit } = await solveDispatch(assignmentProblem(battery, [...halfHourlyMarkets(rows), dailyMarket(days)]));
  const changed = rows.filter(
    (row, i) => row.market1 !== halfHours[i].market1 || row.market2 !== halfHours[i].market2,
  ).length;
  others.push([name, '', String(changed), profit.toFixed(3), (profit - exact.profit).toFixed(3)]);
}
printTable(['repair', '', 'half-hours with other prices', 'profit', 'difference'], others);

await printLifetime(problem, attachments.terms);

function heading(text: string): void {
  console.log(`\n${text}\n`);
}
