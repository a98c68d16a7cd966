import { LinearProgramBuilder } from '../lp/linear-program.ts';
import type { LinearProgram } from '../lp/linear-program.ts';
import type { BatteryProblem, DispatchProblem } from './dispatch-problem.ts';
import { addBattery } from './program-battery.ts';
import type { BatteryColumns, Gate } from './program-battery.ts';
import { constantOf, moneyScaleOf, programCosts } from './program-costs.ts';
import { addOperation } from './program-operation.ts';
import { addMarketLimits, addReserves } from './program-reserves.ts';
import { addSite } from './program-site.ts';
import type { SiteColumns } from './program-site.ts';

/** The dispatch of all batteries together as a program for HiGHS, with where to find its columns and rows. */
export interface DispatchProgram {
  readonly program: LinearProgram;
  /** Costs are divided by this power of two: HiGHS refuses very large ones. 1 for ordinary prices. */
  readonly moneyScale: number;
  /** Constant of the objective that the program leaves out, in currency. */
  readonly constant: number;
  readonly batteries: readonly BatteryColumns[];
  readonly site: SiteColumns | null;
  /** Every binary, with what it closes. */
  readonly gates: readonly Gate[];
}

/**
 * Writes the equations of docs/method/dispatch.md, "The whole problem". `whole`: with the binaries that
 * keep every rule; else the relaxation, in which binaries that it still needs lie between 0 and 1.
 */
export function dispatchProgram(problem: DispatchProblem, whole: boolean): DispatchProgram {
  const builder = new LinearProgramBuilder();
  const gates: Gate[] = [];
  const batteries = problem.batteries.map((battery) => {
    const columns = addBattery(builder, problem, battery, whole, gates);
    addOperation(builder, problem, battery, columns, gates);
    addReserves(builder, problem, battery, columns, gates);
    return columns;
  });
  addMarketLimits(builder, problem, batteries);
  const site = problem.site === null ? null : addSite(builder, problem, problem.site, batteries, whole, gates);
  const moneyScale = moneyScaleOf(problem);
  const written = builder.build();
  const program: LinearProgram = {
    ...written,
    cost: programCosts(problem, { batteries, site }, written.columnCount, moneyScale),
    integrality: whole ? written.integrality : null,
  };
  return { program, moneyScale, constant: constantOf(problem), batteries, site, gates };
}

/** A battery by itself as a fleet of one. Its prices are already those at its own side of the connection. */
export function fleetOfOne({ battery, ...shared }: BatteryProblem): DispatchProblem {
  return { ...shared, batteries: [{ ...battery, operation: { ...battery.operation, lossFactor: 1 } }], labels: {} };
}
