import type { DispatchProblem } from './dispatch-problem.ts';
import type { DispatchResult } from './dispatch-result.ts';
import type { Check } from './schedule-violation.ts';
import type { Site } from './site.ts';

/**
 * The connection's limits, what it carries, and its charges. Returns the network charges that follow from
 * `batteryExportMW`; money is checked within rounding of `turnover`.
 */
export function verifySite(
  problem: DispatchProblem,
  result: DispatchResult,
  batteryExportMW: Float64Array,
  check: Check,
  checkMoney: Check,
): number {
  const { site } = problem;
  if (site === null) return 0;
  const published = result.site;
  if (published === undefined) {
    check('the site is published', -1, 1, 1);
    return 0;
  }
  const scale = Math.max(1e-3, ...problem.batteries.map((one) => Math.max(one.maxChargeMW, one.maxDischargeMW)));
  for (let t = 0; t < problem.periodCount; t++) {
    const net = batteryExportMW[t] - site.netDemandMW[t];
    const importMW = published.importMW[t];
    const exportMW = published.exportMW[t];
    check('the meter reads what batteries and demand make', t, Math.abs(exportMW - importMW - net), scale);
    check('never importing and exporting in one period', t, Math.min(importMW, exportMW), scale);
    check('import limit', t, importMW - site.importLimitMW, scale);
    check('export limit', t, exportMW - site.exportLimitMW, scale);
  }
  const charged = charges(site, batteryExportMW, problem.periodHours);
  const idle = charges(site, new Float64Array(problem.periodCount), problem.periodHours);
  const turnover = 1 + charged.turnover + idle.turnover;
  checkMoney('energy charge of the site', -1, Math.abs(published.energyCharge - charged.energy), turnover);
  checkMoney('demand charge of the site', -1, Math.abs(published.demandCharge - charged.demand), turnover);
  const network = charged.energy - idle.energy + charged.demand - idle.demand;
  checkMoney(
    'network charges = charges with the batteries − charges without',
    -1,
    Math.abs(result.networkCharges - network),
    turnover,
  );
  return network;
}

function charges(
  site: Site,
  batteryExportMW: Float64Array,
  hours: number,
): { energy: number; demand: number; turnover: number } {
  let energy = 0;
  let turnover = 0;
  for (let t = 0; t < batteryExportMW.length; t++) {
    const drawn = site.netDemandMW[t] - batteryExportMW[t];
    const paid = drawn >= 0 ? drawn * hours * site.importPrices[t] : drawn * hours * site.exportPrices[t];
    energy += paid;
    turnover += Math.abs(paid);
  }
  let demand = 0;
  if (site.demandCharge !== null) {
    const { starts, pricePerKVA, powerFactor, peakSoFarKVA } = site.demandCharge;
    for (let period = 0; period + 1 < starts.length; period++) {
      let largestMW = 0;
      for (let t = starts[period]; t < starts[period + 1]; t++)
        largestMW = Math.max(largestMW, site.netDemandMW[t] - batteryExportMW[t]);
      demand += pricePerKVA * Math.max(period === 0 ? peakSoFarKVA : 0, (largestMW * 1000) / powerFactor);
    }
  }
  return { energy, demand, turnover: turnover + demand };
}
