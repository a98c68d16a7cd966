import type { DispatchEngine } from './engine.ts';
import { solveExclusive } from './program-solution.ts';

/** One binary per period in HiGHS: any mix of intervals, netting and losses; slow on long horizons. */
export const milpEngine: DispatchEngine = {
  name: 'milp',
  description: 'mixed-integer programme in HiGHS: exact for any problem, slow on long horizons',
  exclusive: true,
  solve: (problem, { timeLimitSeconds }) =>
    solveExclusive(problem, timeLimitSeconds === undefined ? {} : { timeLimitSeconds }),
};
