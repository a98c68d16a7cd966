import { z } from 'zod';
import { ConfigError } from '../../errors.ts';
import type { BatteryLifetime } from './battery-lifetime.ts';
import { fitWoehlerCurve } from './woehler-curve.ts';

const positive = z.number().gt(0, 'must be greater than 0');
const notNegative = z.number().gte(0, 'must not be negative');
const fadeShare = z.number().gte(0, 'must be in [0, 1)').lt(1, 'must be in [0, 1)');

/** The `lifetime` of a battery in a dispatch problem. */
export const lifetimeSchema = z.strictObject({
  years: positive.lte(100, 'must not exceed 100'),
  /** Equivalent full cycles of the capacity when new; default: no limit. */
  cycles: positive.optional(),
  endOfLifeShare: z.number().gt(0, 'must be in (0, 1)').lt(1, 'must be in (0, 1)').default(0.7),
  capex: notNegative,
  opexPerYear: notNegative.default(0),
  /** Per year. */
  discountRate: z.number().gt(-1, 'must be greater than -1').lt(1, 'must be below 1; write 0.08 for 8 %'),
  calendarFadePerYear: fadeShare.default(0),
  calendarFadeLaw: z.enum(['linear', 'squareRoot']).default('linear'),
  /** Capacity lost by one full cycle, and how wear grows with depth; or `cycleLife`. */
  cycleFadePerFullCycle: fadeShare.optional(),
  depthExponent: notNegative.optional(),
  /** Lines of a data sheet: cycles of a depth until the end of life. */
  cycleLife: z
    .array(
      z.strictObject({ depth: z.number().gt(0, 'must be in (0, 1]').lte(1, 'must be in (0, 1]'), cycles: positive }),
    )
    .min(1, 'must not be empty')
    .optional(),
});

export type LifetimeSpec = z.output<typeof lifetimeSchema>;

/** The lifetime that a specification means; `field` is its place, such as `batteries[0].lifetime`. */
export function resolveLifetime(spec: LifetimeSpec, file: string, field: string): BatteryLifetime {
  const { cycleLife, cycleFadePerFullCycle, depthExponent } = spec;
  if (cycleLife !== undefined && (cycleFadePerFullCycle !== undefined || depthExponent !== undefined)) {
    throw new ConfigError('the fade by cycles is stated twice', {
      file,
      field: `${field}.cycleLife`,
      rule: 'state either cycleLife, or cycleFadePerFullCycle and depthExponent',
      remedy: 'remove one of them',
    });
  }
  const wear =
    cycleLife === undefined
      ? { cycleFadePerFullCycle: cycleFadePerFullCycle ?? 0, depthExponent: depthExponent ?? 1 }
      : fitWoehlerCurve(cycleLife, spec.endOfLifeShare, { file, field: `${field}.cycleLife` });
  return {
    years: spec.years,
    cycles: spec.cycles ?? Infinity,
    endOfLifeShare: spec.endOfLifeShare,
    fade: { calendarFadePerYear: spec.calendarFadePerYear, calendarLaw: spec.calendarFadeLaw, ...wear },
    capex: spec.capex,
    opexPerYear: spec.opexPerYear,
    discountRate: spec.discountRate,
  };
}
