/** bess-risk as a library: the same functions that the commands use. */
export { defineConfig, parseConfig, type PipelineConfig, type PipelineConfigInput } from './config.ts';
export {
  gbCalendar,
  marketCalendars,
  nemCalendar,
  sdacCalendar,
  type DeliveryDay,
  type MarketCalendar,
} from './domain/market-calendar.ts';
export type { Battery, TerminalCondition } from './domain/battery.ts';
export type { PriceHistory, PriceSeries } from './domain/price-history.ts';
export type { FleetProblem } from './domain/fleet-problem.ts';
export type { Plan, PlanProblem, PlanService } from './domain/plan-problem.ts';
export type { ScenarioSet } from './domain/scenario-set.ts';
export { BessRiskError, ConfigError, DataError, FitError, SolverError } from './errors.ts';
export { parseDispatchProblem } from './dispatch/dispatch-problem-schema.ts';
export { solveDispatch, type DispatchOptions } from './dispatch/solve-dispatch.ts';
export { solvePricePaths, type PricePath } from './dispatch/engines/price-paths.ts';
export type { DispatchProblem } from './dispatch/dispatch-problem.ts';
export type { ProgramSolution } from './dispatch/engines/program-solution.ts';
export { solveWithWear, type WearDispatch, type WearRequest } from './dispatch/lifetime/solve-with-wear.ts';
export type { WholeDayRequest } from './fit/fit-whole-day.ts';
export { parsePlanProblem } from './optimise/plan-problem-schema.ts';
export {
  solveFleetPlan as optimiseFleetPlan,
  solvePlan as optimisePlan,
  type PlanRequest,
  type PlanSolution,
} from './optimise/solve-plan.ts';
export { measureRisk, type RiskInput, type RiskResult } from './risk/measure-risk.ts';
export { fitScenarioModel, type ScenarioModel } from './simulate/fit-scenario-model.ts';
export { applyView, type View } from './fit/apply-view.ts';
export { applyStress, stressedAvailability } from './simulate/apply-stress.ts';
export { explainScenario, type ScenarioExplanation } from './simulate/explain-scenario.ts';
export { reduceScenarios, type ReducedScenarios } from './simulate/reduce-scenarios.ts';
export { simulateScenarios } from './simulate/simulate-scenarios.ts';
export type { Stress, StressCase } from './domain/stress.ts';
export type { ScenarioRequest } from './simulate/whole-day-scenarios.ts';
export { runPipeline, type PipelineInput, type PipelineResult, type PipelineTools } from './pipeline.ts';
