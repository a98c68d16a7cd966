import type { PipelineConfig } from '../config.ts';
import type { NightState } from '../domain/night-state.ts';
import { plansAfterAuction } from '../ingest/plan-time.ts';

/** The configuration as the plan is decided by it: after the day-ahead auction its position is closed. */
export function closedAfterAuction(config: PipelineConfig): PipelineConfig {
  if (!plansAfterAuction(config)) return config;
  const { thresholds: _, ...decision } = config.decision;
  return { ...config, decision: { ...decision, dayAhead: 'closed' } };
}

/** True where the day-ahead position is closed and the state of the night names no volume of it. */
export function assumesNoPosition(config: PipelineConfig, { sold }: NightState): boolean {
  return closedAfterAuction(config).decision.dayAhead === 'closed' && (sold?.dayAhead.length ?? 0) === 0;
}

/** What a reader must know then. */
export const noPositionText = 'no day-ahead volume is stated as sold: the closed position is taken as zero';
