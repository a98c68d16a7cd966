import type { FleetProblem } from '../domain/fleet-problem.ts';
import type { Plan } from '../domain/plan-problem.ts';
import type { PlanFile } from '../optimise/plan-problem-schema.ts';
import type { PlanSolution } from '../optimise/plan-solution.ts';
import { settleFleet, type FleetOutcome } from '../optimise/settle-fleet.ts';
import { measureRisk } from '../risk/measure-risk.ts';
import { plansJson } from './plan-result.ts';

/** Figures and profits of one and the same dispatch: each plan is settled with the best recourse of every scenario. */
export async function figuresJson(asked: PlanFile, solution: PlanSolution<readonly Plan[]>, outcome: FleetOutcome) {
  const { fleet, riskAversion = null } = asked;
  const { best } = solution;
  const risk = fleetRisk(fleet, outcome.profit);
  const frontier = [];
  for (const point of solution.frontier) {
    const { mean, conditionalValueAtRisk } = fleetRisk(fleet, (await settleFleet(fleet, point.plan)).profit);
    frontier.push({
      limit: point.limit,
      mean,
      conditionalValueAtRisk,
      shadowPrice: point.shadowPrice,
      plan: plansJson(fleet, point.plan),
    });
  }
  return {
    plan: plansJson(fleet, best.plan),
    mean: risk.mean,
    valueAtRisk: risk.valueAtRisk,
    conditionalValueAtRisk: risk.conditionalValueAtRisk,
    shadowPrice: best.shadowPrice,
    ...(riskAversion === null
      ? {}
      : { riskAversion, objective: risk.mean - riskAversion * risk.conditionalValueAtRisk }),
    ...limitsJson(asked, solution, outcome),
    ...assetsJson(fleet, outcome),
    frontier,
    minimumConditionalValueAtRisk: solution.minimumConditionalValueAtRisk,
    shortfall: {
      scenarioShare: outcome.shortfallMWh.reduce(
        (sum, value, s) => sum + (value > 0 ? fleet.assets[0].weights[s] : 0),
        0,
      ),
      largestMWh: outcome.shortfallMWh.reduce((most, value) => Math.max(most, value), 0),
    },
  };
}

/** Risk figures of a profit by scenario, at the problem's confidence level or another. */
export function fleetRisk(
  fleet: FleetProblem,
  profit: Float64Array,
  confidenceLevel = fleet.assets[0].confidenceLevel,
) {
  const { weights } = fleet.assets[0];
  return measureRisk({ streams: [{ name: 'profit', values: profit }], weights, confidenceLevel });
}

function limitsJson({ fleet }: PlanFile, { limits }: PlanSolution<readonly Plan[]>, outcome: FleetOutcome) {
  if (limits.length === 0) return {};
  return {
    limits: limits.map(({ confidenceLevel, limit, asset, shadowPrice, binding }) => {
      const profit = asset === null ? outcome.profit : outcome.profitByAsset[asset];
      const { conditionalValueAtRisk } = fleetRisk(fleet, profit, confidenceLevel);
      return {
        confidenceLevel,
        ...(asset === null ? {} : { battery: fleet.assets[asset].battery.name }),
        limit,
        conditionalValueAtRisk,
        shadowPrice,
        binding,
      };
    }),
  };
}

function assetsJson(fleet: FleetProblem, { profitByAsset }: FleetOutcome) {
  if (fleet.assets.length === 1) return {};
  return {
    assets: fleet.assets.map(({ battery }, a) => {
      const { mean, conditionalValueAtRisk } = fleetRisk(fleet, profitByAsset[a]);
      return { name: battery.name, mean, conditionalValueAtRisk, profitAndLoss: Array.from(profitByAsset[a]) };
    }),
  };
}
