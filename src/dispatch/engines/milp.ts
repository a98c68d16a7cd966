import { fleetOfOne } from '../dispatch-program.ts';
import type { DispatchEngine } from './engine.ts';
import { programFeatures, soleSolution, solveWhole } from './program-solution.ts';

/** One binary per period in HiGHS: any mix of intervals, netting, losses and limits; slow on long horizons. */
export const milpEngine: DispatchEngine = {
  name: 'milp',
  description: 'mixed-integer programme in HiGHS: exact for any problem, slow on long horizons',
  exclusive: true,
  options: ['timeLimitSeconds'],
  covers: programFeatures,
  solve: async (problem, options) => soleSolution(await solveWhole(fleetOfOne(problem), options)),
  solveFleet: solveWhole,
};
