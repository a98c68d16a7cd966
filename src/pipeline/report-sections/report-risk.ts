import type { PipelineConfig } from '../../config.ts';
import { shortfallTolerance } from '../../optimise/evaluate-plan.ts';
import { policies } from '../../optimise/policy/policies.ts';
import type { PipelineResult } from '../../pipeline.ts';
import type { ReportRisk } from '../../report/model/report-risk.ts';
import { limitStatus } from '../../risk/limit-status.ts';
import { frontierRows } from './frontier-rows.ts';
import { namedFigure } from './named-figure.ts';

/** The limit, how it is kept, and the frontier that the plan was chosen on. */
export function reportRisk(result: PipelineResult, config: PipelineConfig): ReportRisk {
  const { choice, frontiers, policy } = result;
  const cvar = namedFigure(result.measured.figures, 'conditionalValueAtRisk', 'policy');
  const short = policy.shortfallMWh.filter((value) => value > shortfallTolerance);
  return {
    confidenceLevel: config.risk.confidenceLevel,
    limit: config.risk.limit,
    limitStatus: limitStatus(cvar.value, cvar.standardError, config.risk.limit, choice.limitAttained),
    shadowPrice: choice.shadowPrice,
    policyName: config.policy.kind,
    policyText: policies[config.policy.kind].text,
    policySeesImbalance: false,
    shortfallShare: short.length / policy.shortfallMWh.length,
    shortfallLargestMWh: short.reduce((most, value) => Math.max(most, value), 0),
    minimumConditionalValueAtRisk: frontiers[choice.proposed.search].minimumConditionalValueAtRisk,
    frontier: frontierRows(result, choice.proposed.search),
  };
}
