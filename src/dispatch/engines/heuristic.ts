import type { Battery } from '../../domain/battery.ts';
import { rankWindows } from '../ranked-windows.ts';
import { tradesOf } from '../trading-stages.ts';
import type { TradingStages } from '../trading-stages.ts';
import type { ViableStates } from '../viable-states.ts';
import type { DispatchEngine } from './engine.ts';
import { separateStages } from './separate-stages.ts';

/** Whole cycles by rank, then made feasible: what a spreadsheet with hindsight earns; only the shortest intervals are used. */
export const heuristicEngine: DispatchEngine = {
  name: 'heuristic',
  description: 'the best pairs of a charging and a discharging window, by rank, then made feasible',
  exclusive: true,
  async solve(problem) {
    const { stages, viable } = separateStages(problem, 'heuristic', 'shortest');
    const wanted = rankWindows(problem.battery, stages);
    const takenMWh = makeFeasible(problem.battery, stages, viable, wanted);
    return {
      status: 'feasible',
      bound: null,
      ...tradesOf(problem, stages.nodes, takenMWh),
      waterValue: null,
    };
  },
};

/** Follows the wanted moves in time, each cut to full power and to the states from which the end can be kept. */
function makeFeasible(
  battery: Battery,
  { count, retention, storableMWh, drawableMWh }: TradingStages,
  { lowMWh, highMWh }: ViableStates,
  wantedMWh: Float64Array,
): Float64Array {
  const takenMWh = new Float64Array(count);
  let state = battery.initialStateOfChargeMWh;
  for (let i = 0; i < count; i++) {
    const idle = retention * state;
    const low = Math.max(lowMWh[i + 1], idle - drawableMWh[i]);
    const high = Math.min(highMWh[i + 1], idle + storableMWh[i]);
    const end = Math.min(Math.max(idle - wantedMWh[i], low), high);
    takenMWh[i] = idle - end;
    state = end;
  }
  return takenMWh;
}
