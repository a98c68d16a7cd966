import type { ScenarioSet } from '../domain/scenario-set.ts';
import type { EvaluateOutcome, ReservingOutcome } from './evaluate-outcome.ts';

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

/** What was found out about all scenarios from its shards, in scenario order. */
export function mergeOutcomes(parts: readonly EvaluateOutcome[]): EvaluateOutcome {
  const policy = parts.map((part) => part.policy);
  const recourse = parts.map((part) => part.recourse);
  const knowledge = parts.map((part) => part.knowledge);
  const { flows } = policy[0];
  return {
    policy: {
      flows: {
        periodCount: flows.periodCount,
        scenarioCount: policy.reduce((sum, part) => sum + part.flows.scenarioCount, 0),
        streams: flows.streams.map(({ name }, i) => ({
          name,
          values: joined(policy.map((part) => part.flows.streams[i].values)),
        })),
      },
      chargeMW: joined(policy.map((part) => part.chargeMW)),
      dischargeMW: joined(policy.map((part) => part.dischargeMW)),
      stateOfChargeMWh: joined(policy.map((part) => part.stateOfChargeMWh)),
      shortfallMWh: joined(policy.map((part) => part.shortfallMWh)),
      profitByPeriod: joined(policy.map((part) => part.profitByPeriod)),
      schedulesVerified: policy.reduce((sum, part) => sum + part.schedulesVerified, 0),
    },
    recourse: {
      profitByPeriod: joined(recourse.map((part) => part.profitByPeriod)),
      dayProfit: joined(recourse.map((part) => part.dayProfit)),
      exactDayProfit: joined(recourse.map((part) => part.exactDayProfit)),
    },
    knowledge: {
      perfectForesight: {
        relaxed: joined(knowledge.map((part) => part.perfectForesight.relaxed)),
        exact: joined(knowledge.map((part) => part.perfectForesight.exact)),
      },
      policies: Object.fromEntries(
        Object.keys(knowledge[0].policies).map((name) => [name, joined(knowledge.map((part) => part.policies[name]))]),
      ),
      riskNeutral: joined(knowledge.map((part) => part.riskNeutral)),
      meanPath: joined(knowledge.map((part) => part.meanPath)),
      unpublished: joined(knowledge.map((part) => part.unpublished)),
      reserving: mergeReserving(knowledge.map(({ reserving }) => reserving)),
    },
  };
}

/** All shards have the same rule for reserving, or none. */
function mergeReserving(parts: readonly (ReservingOutcome | null)[]): ReservingOutcome | null {
  const found = parts.filter((part) => part !== null);
  if (found.length === 0) return null;
  const by = (method: keyof ReservingOutcome) => ({
    known: joined(found.map((part) => part[method].known)),
    unknown: joined(found.map((part) => part[method].unknown)),
  });
  return { recourse: by('recourse'), policy: by('policy') };
}

/** Profits of several plans, each over all scenarios, from shards that hold some scenarios of each. */
export function mergeProfits(parts: readonly (readonly Float64Array[])[]): Float64Array[] {
  return parts[0].map((_, plan) => joined(parts.map((part) => part[plan])));
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
