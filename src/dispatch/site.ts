/**
 * The connection that the batteries share, with what else stands behind its meter. Net export of the site is
 * the batteries' export less the net demand; it is imported or exported, never both in one period.
 */
export interface Site {
  /** MW; Infinity: no limit. */
  readonly importLimitMW: number;
  readonly exportLimitMW: number;
  /** Demand less generation of the rest of the site, T values, MW; negative: a surplus. */
  readonly netDemandMW: Float64Array;
  /** Tariff and network charges, currency per MWh imported at the meter, T values. */
  readonly importPrices: Float64Array;
  /** Currency per MWh exported, received, T values. */
  readonly exportPrices: Float64Array;
  readonly demandCharge: DemandCharge | null;
}

/** A charge on the largest import of each billing period. */
export interface DemandCharge {
  /** Currency per kVA of the billing period's largest import. */
  readonly pricePerKVA: number;
  /** kW per kVA, in (0, 1]. */
  readonly powerFactor: number;
  /** First period of each billing period, and the number of periods at the end. */
  readonly starts: Int32Array;
  /** kVA already reached in the first billing period before the horizon. */
  readonly peakSoFarKVA: number;
}

/** What a site pays over the horizon for an import of `importMW` less an export of `exportMW`, T values each. */
export interface SiteCharges {
  /** Σ Δ·(import price × import − export price × export). */
  readonly energy: number;
  readonly demand: number;
  /** Largest import of each billing period, kVA; empty without a demand charge. */
  readonly peakKVA: readonly number[];
}

/** Charges of the site at a net export of the batteries in MW, T values (zero: the site without batteries). */
export function siteCharges(site: Site, batteryExportMW: Float64Array, periodHours: number): SiteCharges {
  const { netDemandMW, importPrices, exportPrices, demandCharge } = site;
  let energy = 0;
  for (let t = 0; t < netDemandMW.length; t++) {
    const net = netDemandMW[t] - batteryExportMW[t];
    energy += periodHours * net * (net > 0 ? importPrices[t] : exportPrices[t]);
  }
  if (demandCharge === null) return { energy, demand: 0, peakKVA: [] };
  const { starts, pricePerKVA, powerFactor, peakSoFarKVA } = demandCharge;
  const peakKVA: number[] = [];
  for (let i = 0; i + 1 < starts.length; i++) {
    let peak = i === 0 ? peakSoFarKVA : 0;
    for (let t = starts[i]; t < starts[i + 1]; t++)
      peak = Math.max(peak, (1000 * (netDemandMW[t] - batteryExportMW[t])) / powerFactor);
    peakKVA.push(peak);
  }
  return { energy, demand: pricePerKVA * peakKVA.reduce((sum, peak) => sum + peak, 0), peakKVA };
}
