import { fleetOfOne } from '../dispatch-program.ts';
import type { DispatchEngine } from './engine.ts';
import { programFeatures, soleSolution, solveRelaxation } from './program-solution.ts';

/**
 * The relaxation: a period may charge and discharge with charge/maxCharge + discharge/maxDischarge ≤ 1, and
 * every rule that needs a binary (least power, runs, rests, enablement, one-way meter) may be kept in part.
 */
export const lpEngine: DispatchEngine = {
  name: 'lp',
  description: 'linear relaxation in HiGHS: an upper bound of what the battery can earn',
  exclusive: false,
  options: ['timeLimitSeconds'],
  covers: programFeatures,
  solve: async (problem, options) => soleSolution(await solveRelaxation(fleetOfOne(problem), options)),
  solveFleet: solveRelaxation,
};
