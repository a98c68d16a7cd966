import { ConfigError } from '../../errors.ts';
import type { BatteryProblem } from '../dispatch-problem.ts';
import { fleetOfOne } from '../dispatch-program.ts';
import { nestMarkets } from '../market-nest.ts';
import type { MarketNode } from '../market-nest.ts';
import { noSchedule } from '../no-schedule.ts';
import { losesWithinCommitments, tradingStages } from '../trading-stages.ts';
import type { TradingStages } from '../trading-stages.ts';
import { viableStates } from '../viable-states.ts';
import type { ViableStates } from '../viable-states.ts';

/**
 * The stages of a problem whose markets share their delivery intervals, and its viable states. Throws a
 * ConfigError for what an engine that decides interval by interval does not cover: intervals of different
 * lengths, netting between markets, standing loss within a longer commitment, an end out of reach. With
 * `shortest` the longer intervals of nested markets are left out, their markets not used.
 */
export function separateStages(
  problem: BatteryProblem,
  engine: string,
  intervals: 'all' | 'shortest' = 'all',
): { stages: TradingStages; viable: ViableStates } {
  const nested = nestMarkets(problem.markets);
  const nodes = nested !== null && intervals === 'shortest' ? nested.flatMap(shortest) : nested;
  const refuse = (field: string, rule: string): never => {
    throw new ConfigError(`engine '${engine}' does not cover this problem`, {
      field,
      rule,
      remedy: 'use engine exact',
    });
  };
  if (nodes === null) return refuse('markets', 'delivery intervals nest: none overlaps another in part');
  if (nodes.some(({ children }) => children.length > 0))
    return refuse('markets', 'all markets have the same delivery intervals');
  if (problem.netting && problem.markets.length > 1) return refuse('netting', 'trades in several markets do not net');
  if (losesWithinCommitments(problem, nodes))
    return refuse('standingLossPerHour', 'with standing loss every delivery interval is one period');
  const stages = tradingStages(problem, nodes);
  const viable = viableStates(problem.battery, stages);
  if (viable === null) throw noSchedule(fleetOfOne(problem));
  return { stages, viable };
}

/** The intervals inside of which there are no others. */
function shortest(node: MarketNode): MarketNode[] {
  return node.children.length === 0 ? [node] : node.children.flatMap(shortest);
}
