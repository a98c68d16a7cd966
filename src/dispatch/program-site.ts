import type { LinearProgramBuilder, Term } from '../lp/linear-program.ts';
import { intervalOfPeriods } from './dispatch-problem.ts';
import type { DispatchProblem } from './dispatch-problem.ts';
import { addExclusion, powerLimits } from './program-battery.ts';
import type { BatteryColumns, Gate } from './program-battery.ts';
import type { DemandCharge, Site } from './site.ts';

/** The meter's columns by period, and the largest import in MW of each billing period. */
export interface SiteColumns {
  readonly import: Int32Array;
  readonly export: Int32Array;
  readonly peak: Int32Array;
  /** Row Σ net export of the batteries − export + import = net demand. */
  readonly meter: Int32Array;
  /** Row peak − import ≥ 0 of each period; empty without a demand charge. */
  readonly peakRows: Int32Array;
}

/** What a kVA is in MW at the site's power factor. */
export function megawattsPerKVA({ powerFactor }: DemandCharge): number {
  return powerFactor / 1000;
}

/**
 * Adds the connection: its limits, and one binary per period where exporting pays more than importing
 * costs, so that both at once would pay (`whole`; else import/most + export/most ≤ 1). Costs stay 0.
 */
export function addSite(
  builder: LinearProgramBuilder,
  problem: DispatchProblem,
  site: Site,
  batteries: readonly BatteryColumns[],
  whole: boolean,
  gates: Gate[],
): SiteColumns {
  const T = problem.periodCount;
  const columns: SiteColumns = {
    import: new Int32Array(T),
    export: new Int32Array(T),
    peak: addPeaks(builder, site.demandCharge),
    meter: new Int32Array(T),
    peakRows: new Int32Array(site.demandCharge === null ? 0 : T),
  };
  const reserveIntervals = problem.capacityMarkets.map(intervalOfPeriods);
  for (let t = 0; t < T; t++) {
    const most = largestFlows(problem, site, t);
    const importing = builder.column(0, most.import);
    const exporting = builder.column(0, most.export);
    columns.import[t] = importing;
    columns.export[t] = exporting;
    const terms: Term[] = [
      [importing, 1],
      [exporting, -1],
    ];
    for (const { charge, discharge, reserved } of batteries) {
      terms.push([discharge[t], 1], [charge[t], -1]);
      for (const [k, { activation, direction }] of problem.capacityMarkets.entries()) {
        if (activation === null) continue;
        terms.push([reserved[k][reserveIntervals[k][t]], direction === 'up' ? activation[t] : -activation[t]]);
      }
    }
    columns.meter[t] = builder.row(site.netDemandMW[t], site.netDemandMW[t], terms);
    if (site.exportPrices[t] > site.importPrices[t] && most.import > 0 && most.export > 0)
      addExclusion(builder, [importing, most.import], [exporting, most.export], whole, gates);
  }
  addPeakRows(builder, site.demandCharge, columns);
  return columns;
}

/** The largest flows that limits, demand and batteries allow; finite, so that the relaxation is bounded. */
function largestFlows(problem: DispatchProblem, site: Site, t: number): { import: number; export: number } {
  let drawn = site.netDemandMW[t];
  let fed = -site.netDemandMW[t];
  for (const battery of problem.batteries) {
    const limits = powerLimits(battery, t);
    drawn += limits.charge;
    fed += limits.discharge;
    for (const [k, { activation, direction }] of problem.capacityMarkets.entries()) {
      const called = (activation?.[t] ?? 0) * battery.operation.reserves[k].maxMW;
      if (direction === 'down') drawn += called;
      else fed += called;
    }
  }
  return {
    import: Math.min(site.importLimitMW, Math.max(0, drawn)),
    export: Math.min(site.exportLimitMW, Math.max(0, fed)),
  };
}

/** One column per billing period, at least what was reached before the horizon. */
function addPeaks(builder: LinearProgramBuilder, charge: DemandCharge | null): Int32Array {
  if (charge === null) return new Int32Array(0);
  return Int32Array.from({ length: charge.starts.length - 1 }, (_, i) =>
    builder.column(i === 0 ? charge.peakSoFarKVA * megawattsPerKVA(charge) : 0, Infinity),
  );
}

function addPeakRows(builder: LinearProgramBuilder, charge: DemandCharge | null, columns: SiteColumns): void {
  if (charge === null) return;
  for (const [i, peak] of columns.peak.entries()) {
    for (let t = charge.starts[i]; t < charge.starts[i + 1]; t++)
      columns.peakRows[t] = builder.row(0, Infinity, [
        [peak, 1],
        [columns.import[t], -1],
      ]);
  }
}
