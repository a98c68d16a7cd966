import type { ScenarioSet } from '../domain/scenario-set.ts';
import type { RecourseShardResult } from './shard-tasks.ts';

/** One scenario set from its shards, in scenario order. */
export function mergeScenarios(parts: readonly ScenarioSet[]): ScenarioSet {
  const scenarioCount = parts.reduce((sum, part) => sum + part.scenarioCount, 0);
  return {
    ...parts[0],
    scenarioCount,
    weights: new Float64Array(scenarioCount).fill(1 / scenarioCount),
    dayAhead: joined(parts.map((part) => part.dayAhead)),
    imbalance: joined(parts.map((part) => part.imbalance)),
    services: parts[0].services.map((service, k) => ({
      ...service,
      availability: joined(parts.map((part) => part.services[k].availability)),
    })),
    bankDay: Int32Array.from(parts.flatMap((part) => Array.from(part.bankDay))),
  };
}

/** The recourse of all scenarios from its shards, in scenario order. */
export function mergeRecourse(parts: readonly RecourseShardResult[]): RecourseShardResult {
  return {
    profitByPeriod: joined(parts.map((part) => part.profitByPeriod)),
    dayProfit: joined(parts.map((part) => part.dayProfit)),
    exactDayProfit: joined(parts.map((part) => part.exactDayProfit)),
    shortfallMWh: joined(parts.map((part) => part.shortfallMWh)),
  };
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const result = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}
