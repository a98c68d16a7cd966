import type { CapacityFade } from './capacity-fade.ts';

/** What a battery costs and how long it lasts (docs/method/lifetime.md). Money in the problem's currency. */
export interface BatteryLifetime {
  /** Years until the end of life at the latest, > 0. */
  readonly years: number;
  /** Equivalent full cycles until the end of life at the latest: MWh discharged ÷ capacity when new; Infinity: no limit. */
  readonly cycles: number;
  /** State of health, in (0, 1), at which life ends. */
  readonly endOfLifeShare: number;
  readonly fade: CapacityFade;
  /** Paid at the start. */
  readonly capex: number;
  /** Paid at the end of each year, in proportion for a part of a year. */
  readonly opexPerYear: number;
  /** Per year, above −1; 0.08 for 8 %. */
  readonly discountRate: number;
}
