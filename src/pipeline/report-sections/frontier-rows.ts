import type { Candidate } from '../../optimise/choose-plan.ts';
import type { DispatchKind } from '../../optimise/extensive-form.ts';
import type { PipelineResult } from '../../pipeline.ts';
import type { ReportRisk } from '../../report/model/report-risk.ts';

/** The frontier of one search: its points and, where it is a mixture of two of them, the proposed plan. */
export function frontierRows({ choice }: PipelineResult, search: DispatchKind): ReportRisk['frontier'] {
  const { proposed } = choice;
  const isProposed = (candidate: Candidate): boolean =>
    candidate.search === proposed.search &&
    candidate.meanInSample === proposed.meanInSample &&
    candidate.limit === proposed.limit;
  return choice.candidates
    .filter((candidate) => candidate.search === search && (candidate.limit !== null || isProposed(candidate)))
    .map((candidate) => ({
      limit: candidate.limit,
      meanInSample: candidate.meanInSample,
      conditionalValueAtRiskInSample: candidate.conditionalValueAtRiskInSample,
      meanPolicy: candidate.mean,
      meanPolicyStandardError: candidate.meanStandardError,
      conditionalValueAtRiskPolicy: candidate.conditionalValueAtRisk,
      conditionalValueAtRiskPolicyStandardError: candidate.conditionalValueAtRiskStandardError,
      policySample: 'choose',
      isProposed: isProposed(candidate),
    }));
}
