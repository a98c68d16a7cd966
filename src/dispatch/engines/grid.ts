import { ConfigError } from '../../errors.ts';
import type { BatteryProblem } from '../dispatch-problem.ts';
import { solveGrid } from '../grid-kernel.ts';
import { spreadOverPeriods, tradesOf } from '../trading-stages.ts';
import type { DispatchEngine } from './engine.ts';
import { separateStages } from './separate-stages.ts';

export const DEFAULT_LEVELS = 201;

/** Dynamic programme on a grid of states of charge: simple, close to exact, and without proof. */
export const gridEngine: DispatchEngine = {
  name: 'grid',
  description: 'value iteration on --levels states of charge (default 201)',
  exclusive: true,
  async solve(problem, { levels = DEFAULT_LEVELS }) {
    requireLevels(levels);
    const { stages, viable } = separateStages(problem, 'grid');
    const { takenMWh, waterValue } = solveGrid(stages, viable, levels, terminalSlope(problem));
    return {
      status: 'feasible',
      bound: null,
      ...tradesOf(problem, stages.nodes, takenMWh),
      waterValue: spreadOverPeriods(problem, stages.nodes, waterValue),
    };
  },
};

function requireLevels(levels: number): void {
  if (Number.isInteger(levels) && levels >= 2 && levels <= 100_001) return;
  throw new ConfigError("engine 'grid' needs a number of levels", {
    field: '--levels',
    rule: 'a whole number from 2 to 100001',
    value: levels,
    remedy: 'write for instance --levels 201',
  });
}

function terminalSlope({ battery: { terminal } }: BatteryProblem): number {
  return terminal.kind === 'value' ? terminal.waterValue : 0;
}
