import type { DispatchEngine } from './engine.ts';
import { solveRelaxation } from './program-solution.ts';

/** The relaxation: a period may charge and discharge with charge/maxCharge + discharge/maxDischarge ≤ 1. */
export const lpEngine: DispatchEngine = {
  name: 'lp',
  description: 'linear relaxation in HiGHS: an upper bound of what the battery can earn',
  exclusive: false,
  solve: (problem, { timeLimitSeconds }) =>
    solveRelaxation(problem, timeLimitSeconds === undefined ? {} : { timeLimitSeconds }),
};
