import { ConfigError } from '../../errors.ts';
import type { BatteryProblem } from '../dispatch-problem.ts';
import { featuresOf } from '../feature.ts';
import type { Feature } from '../feature.ts';
import { solveGrid } from '../grid-kernel.ts';
import type { MarketNode } from '../market-nest.ts';
import { solvePowerGrid } from '../power-grid.ts';
import { tradesAt } from '../traded-powers.ts';
import { spreadOverPeriods, tradesOf } from '../trading-stages.ts';
import type { DispatchEngine, StateValue } from './engine.ts';
import { separateStages } from './separate-stages.ts';
import { shownStates } from './shown-states.ts';

export const DEFAULT_LEVELS = 201;

/** Steps of power from rest to full power on each side, where powers are a list. */
const POWER_LEVELS = 20;

/** What needs a state besides the state of charge, or a list of powers. */
const augmented: readonly Feature[] = [
  'availability',
  'ramp',
  'minimumRun',
  'efficiencyByPeriod',
  'efficiencyByState',
  'untradedIntervals',
];

/** Dynamic programme on a grid of states of charge: simple, close to exact, and without proof. */
export const gridEngine: DispatchEngine = {
  name: 'grid',
  description: 'value iteration on --levels states of charge (default 201)',
  exclusive: true,
  options: ['levels'],
  covers: augmented,
  async solve(problem, { levels = DEFAULT_LEVELS }) {
    requireLevels(levels);
    const { stages, viable } = separateStages(problem, 'grid');
    const { nodes } = stages;
    const states = shownStates(problem.battery);
    const byState = (values: readonly Float64Array[]): StateValue[] =>
      values.map((value, s) => ({ stateOfChargeMWh: states[s], perMWh: spreadOverPeriods(problem, nodes, value) }));
    if (needsPowerList(problem)) {
      requireOneEfficiency(problem, nodes);
      const { netMW, waterValue, valueByState } = solvePowerGrid(problem, nodes, levels, POWER_LEVELS, states);
      return {
        status: 'feasible',
        bound: null,
        ...tradesAt(problem, nodes, netMW),
        waterValue: spreadOverPeriods(problem, nodes, waterValue),
        valueByState: byState(valueByState),
      };
    }
    const { takenMWh, waterValue, valueByState } = solveGrid(stages, viable, levels, terminalSlope(problem), states);
    return {
      status: 'feasible',
      bound: null,
      ...tradesOf(problem, nodes, takenMWh),
      waterValue: spreadOverPeriods(problem, nodes, waterValue),
      valueByState: byState(valueByState),
    };
  },
};

function needsPowerList(problem: BatteryProblem): boolean {
  const asked = featuresOf({ ...problem, batteries: [problem.battery], labels: {} });
  return augmented.some((feature) => asked.has(feature));
}

/** Efficiencies that change inside of an interval would need a state for every period of it. */
function requireOneEfficiency({ battery: { operation } }: BatteryProblem, nodes: readonly MarketNode[]): void {
  const { efficiencyFactor, efficiencyByState } = operation;
  const changes = nodes.some(
    ({ start, end }) =>
      end - start > 1 &&
      (efficiencyByState !== null ||
        efficiencyFactor?.slice(start, end).some((factor) => factor !== efficiencyFactor[start])),
  );
  if (!changes) return;
  throw new ConfigError("engine 'grid' does not cover this problem", {
    field: efficiencyByState === null ? 'efficiencyByTemperature' : 'efficiencyByStateOfCharge',
    rule: 'efficiencies are constant within a delivery interval',
    remedy: 'use markets whose intervals are one period',
  });
}

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
