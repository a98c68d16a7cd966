import { ConfigError } from '../../errors.ts';
import { averagePriceEngine } from './average-price.ts';
import type { DispatchEngine } from './engine.ts';
import { exactEngine } from './exact.ts';
import { gridEngine } from './grid.ts';
import { heuristicEngine } from './heuristic.ts';
import { lookaheadEngine } from './lookahead.ts';
import { lpEngine } from './lp.ts';
import { markovEngine } from './markov.ts';
import { milpEngine } from './milp.ts';
import { rollingEngine } from './rolling.ts';

/** Every engine, in the order of `--compare all`. */
export const engines: readonly DispatchEngine[] = [
  exactEngine,
  lpEngine,
  milpEngine,
  gridEngine,
  heuristicEngine,
  averagePriceEngine,
  lookaheadEngine,
  rollingEngine,
  markovEngine,
];

export const engineNames: readonly string[] = engines.map(({ name }) => name);

/** The engine of that name; an unknown name is a ConfigError about `field` that lists the known ones. */
export function findEngine(name: string, field = '--engine'): DispatchEngine {
  const engine = engines.find((candidate) => candidate.name === name);
  if (engine !== undefined) return engine;
  throw new ConfigError('unknown engine', {
    field,
    rule: `one of ${engineNames.join(', ')}`,
    value: name,
    remedy: 'choose one of these',
  });
}
