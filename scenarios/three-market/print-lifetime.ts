import type { DispatchProblem } from '../../src/dispatch/dispatch-problem.ts';
import { lifetimeValue } from '../../src/dispatch/lifetime/lifetime-value.ts';
import type { LifetimeValue } from '../../src/dispatch/lifetime/lifetime-value.ts';
import { solveDispatch } from '../../src/dispatch/solve-dispatch.ts';
import { printTable } from '../study-tools.ts';
import type { BatteryTerms } from './read-attachments.ts';

/**
 * The attachment's life and cost of the battery over repetitions of the three years, `exact` in each. The
 * attachment counts a cycle by what leaves the store, the program by what reaches the grid: its limit is that
 * much lower. No discount rate and no least state of health are given: none is taken.
 */
export function valueOverLife(problem: DispatchProblem, terms: BatteryTerms): Promise<LifetimeValue> {
  const lifetime = {
    years: terms.lifetimeYears,
    cycles: terms.lifetimeCycles * (1 - terms.dischargeLoss),
    endOfLifeShare: 1e-3,
    fade: {
      calendarFadePerYear: 0,
      calendarLaw: 'linear',
      cycleFadePerFullCycle: terms.fadePerCycle,
      depthExponent: 1,
    },
    capex: terms.capex,
    opexPerYear: terms.opexPerYear,
    discountRate: 0,
  } as const;
  return lifetimeValue(problem, 0, lifetime, (faded) => solveDispatch(faded));
}

/** The terms that no engine uses, and what they make of the profit. */
export async function printLifetime(problem: DispatchProblem, terms: BatteryTerms): Promise<void> {
  const value = await valueOverLife(problem, terms);
  console.log('\nLife and cost (exact, markets 1, 2, 3; the three years again and again)\n');
  printTable(
    ['year', '', 'part', 'volume MWh', 'cycles', 'gross margin', 'fixed cost'],
    value.years.map((year) => [
      String(year.year),
      '',
      year.operatingShare.toFixed(2),
      year.energyCapacityMWh.toFixed(3),
      (year.equivalentFullCycles / (1 - terms.dischargeLoss)).toFixed(1),
      year.grossMargin.toFixed(0),
      year.opex.toFixed(0),
    ]),
  );
  console.log(
    `\nends by ${value.endOfLife} after ${value.lifetimeYears.toFixed(2)} years; capex ${terms.capex}, ` +
      `value not discounted ${value.netPresentValue.toFixed(0)}, paid back: ${value.paybackYears?.toFixed(2) ?? 'never'}`,
  );
}
