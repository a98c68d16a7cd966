import type { BatteryLifetime } from './battery-lifetime.ts';
import { calendarFade, cycleFade } from './capacity-fade.ts';
import type { RainflowCycle } from './rainflow-cycles.ts';

/** What a battery does in a whole year with a given capacity. */
export interface YearOfUse {
  readonly dischargedMWh: number;
  /** Cash of the year before opex: what is sold less what is bought. */
  readonly grossMargin: number;
  /** The part of it that is paid for energy to charge with; null where that has no price of its own. */
  readonly chargingCost: number | null;
  /** Of the horizon, depths as shares of the capacity; `yearsCounted` years of them. */
  readonly cycles: readonly RainflowCycle[];
  readonly yearsCounted: number;
}

/** One year of a battery's life. */
export interface OperatingYear {
  /** 1, 2, … */
  readonly year: number;
  /** Part of the year until the end of life; 1 before the last. */
  readonly operatingShare: number;
  /** Share of the capacity when new: at the start of the year, for all of which it counts, and at the end of it. */
  readonly stateOfHealth: number;
  readonly stateOfHealthAtEnd: number;
  readonly energyCapacityMWh: number;
  readonly dischargedMWh: number;
  /** MWh discharged ÷ capacity when new. */
  readonly equivalentFullCycles: number;
  readonly calendarFade: number;
  readonly cycleFade: number;
  readonly grossMargin: number;
  readonly chargingCost: number | null;
  readonly opex: number;
}

export type EndOfLife = 'years' | 'cycles' | 'stateOfHealth';

/**
 * A battery's years until the first of its ends: years, cycles, state of health. `yearAt` tells the use of a
 * whole year at a state of health; within a year the capacity is that of its start, and use and fade go on
 * evenly, so that the last year may be a part.
 */
export async function operatingLife(
  lifetime: BatteryLifetime,
  energyCapacityMWh: number,
  yearAt: (stateOfHealth: number) => Promise<YearOfUse>,
): Promise<{ years: OperatingYear[]; endOfLife: EndOfLife }> {
  const years: OperatingYear[] = [];
  let stateOfHealth = 1;
  let cyclesSoFar = 0;
  for (let year = 1; ; year++) {
    const use = await yearAt(stateOfHealth);
    const fade = {
      calendar: calendarFade(year - 1, year, lifetime.fade),
      cycle: cycleFade(use.cycles, lifetime.fade) / use.yearsCounted,
    };
    const cycles = use.dischargedMWh / energyCapacityMWh;
    const ends: [EndOfLife, number][] = [
      ['years', lifetime.years - (year - 1)],
      ['cycles', shareUntil(lifetime.cycles - cyclesSoFar, cycles)],
      ['stateOfHealth', shareUntil(stateOfHealth - lifetime.endOfLifeShare, fade.calendar + fade.cycle)],
    ];
    const [endOfLife, until] = ends.reduce((first, end) => (end[1] < first[1] ? end : first));
    const operatingShare = Math.min(1, until);
    const stateOfHealthAtEnd = stateOfHealth - operatingShare * (fade.calendar + fade.cycle);
    years.push({
      year,
      operatingShare,
      stateOfHealth,
      stateOfHealthAtEnd,
      energyCapacityMWh: stateOfHealth * energyCapacityMWh,
      dischargedMWh: operatingShare * use.dischargedMWh,
      equivalentFullCycles: operatingShare * cycles,
      calendarFade: operatingShare * fade.calendar,
      cycleFade: operatingShare * fade.cycle,
      grossMargin: operatingShare * use.grossMargin,
      chargingCost: use.chargingCost === null ? null : operatingShare * use.chargingCost,
      opex: operatingShare * lifetime.opexPerYear,
    });
    // What rounding leaves of a year is not a year.
    if (until <= 1 + 1e-9) return { years, endOfLife };
    stateOfHealth = stateOfHealthAtEnd;
    cyclesSoFar += cycles;
  }
}

/** Part of a year in which `left` is used up at `perYear`; Infinity where it never is. */
function shareUntil(left: number, perYear: number): number {
  return perYear > 0 ? left / perYear : Infinity;
}
