import { z } from 'zod';
import { ConfigError } from '../errors.ts';
import { checkStarts } from './market-schema.ts';
import type { DemandCharge, Site } from './site.ts';

const notNegative = z.number().gte(0, 'must not be negative');
/** One figure, or one per period. */
const profile = z.union([z.number(), z.array(z.number()).min(1, 'must not be empty')]);

export const siteSchema = z.strictObject({
  importLimitMW: notNegative.optional(),
  exportLimitMW: notNegative.optional(),
  demandMW: profile.default(0),
  generationMW: profile.default(0),
  /** Tariff and network charges per MWh imported. */
  importPrices: profile.default(0),
  /** Received per MWh exported. */
  exportPrices: profile.default(0),
  demandCharge: z
    .strictObject({
      pricePerKVA: notNegative,
      powerFactor: z.number().gt(0, 'must be in (0, 1]').lte(1, 'must be in (0, 1]').default(1),
      /** First period of each billing period; default: one for the whole horizon. */
      billingStarts: z.array(z.number().int('must be a whole number').gte(0)).min(1, 'must not be empty').default([0]),
      peakSoFarKVA: notNegative.default(0),
    })
    .optional(),
});

export type SiteSpec = z.output<typeof siteSchema>;

/** The number of periods that the site's profiles have; undefined where it has none. */
export function sitePeriods(site: SiteSpec | undefined): number | undefined {
  if (site === undefined) return undefined;
  const profiles = [site.importPrices, site.exportPrices, site.demandMW, site.generationMW];
  return profiles.find((one): one is number[] => Array.isArray(one))?.length;
}

/** The site over the horizon. Throws a ConfigError for profiles of another length and billing periods out of order. */
export function resolveSite(spec: SiteSpec, periodCount: number, file: string): Site {
  const fail = (field: string, rule: string, value: unknown, remedy: string): never => {
    throw new ConfigError('the site', { file, field: `site.${field}`, rule, value, remedy });
  };
  const resolved = (field: 'demandMW' | 'generationMW' | 'importPrices' | 'exportPrices'): Float64Array => {
    const given = spec[field];
    if (typeof given === 'number') return new Float64Array(periodCount).fill(given);
    if (given.length !== periodCount)
      fail(field, `one figure, or one per period, so ${periodCount}`, given.length, 'give one per period');
    return Float64Array.from(given);
  };
  const generation = resolved('generationMW');
  const demandCharge = spec.demandCharge;
  if (demandCharge !== undefined) {
    checkStarts(demandCharge.billingStarts, periodCount, (i, rule, value, remedy) =>
      fail(`demandCharge.billingStarts[${i}]`, rule, value, remedy),
    );
  }
  return {
    importLimitMW: spec.importLimitMW ?? Infinity,
    exportLimitMW: spec.exportLimitMW ?? Infinity,
    netDemandMW: resolved('demandMW').map((demand, t) => demand - generation[t]),
    importPrices: resolved('importPrices'),
    exportPrices: resolved('exportPrices'),
    demandCharge: demandCharge === undefined ? null : resolveDemandCharge(demandCharge, periodCount),
  };
}

function resolveDemandCharge(
  { pricePerKVA, powerFactor, billingStarts, peakSoFarKVA }: NonNullable<SiteSpec['demandCharge']>,
  periodCount: number,
): DemandCharge {
  return { pricePerKVA, powerFactor, starts: Int32Array.from([...billingStarts, periodCount]), peakSoFarKVA };
}
