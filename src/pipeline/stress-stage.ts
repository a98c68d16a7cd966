import type { Plan } from '../domain/plan-problem.ts';
import type { PriceHistory } from '../domain/price-history.ts';
import { isReplay, type StressCase } from '../domain/stress.ts';
import type { CarryOutSettings, JudgedSets } from './evaluate-outcome.ts';
import { stressOutcome, type StressOutcome } from './stress-outcome.ts';

export interface StressStage {
  readonly settings: CarryOutSettings;
  readonly sets: JudgedSets;
  readonly plan: Plan;
  /** What is known when the plan is made: past days are replayed from it. */
  readonly known: () => PriceHistory;
  /** Carries the plan out under cases that are no replay, elsewhere. */
  readonly onWorkers: (cases: readonly StressCase[]) => Promise<readonly StressOutcome[]>;
}

/** The plan under each stress case of the configuration, in its order: by scenario, of a replay one. */
export async function stressStage({ settings, sets, plan, known, onWorkers }: StressStage): Promise<StressOutcome[]> {
  const { stress } = settings.config;
  const cases = stress.filter((one) => !isReplay(one));
  const outcomes = cases.length === 0 ? [] : await onWorkers(cases);
  return stress.map((one) =>
    isReplay(one) ? stressOutcome(settings, sets, plan, one, known()) : outcomes[cases.indexOf(one)],
  );
}
