import type { PipelineConfig } from '../config.ts';
import { ConfigError } from '../errors.ts';

/** The scenario sets must fit one another. Throws a ConfigError. */
export function checkScenarios({ scenarios }: PipelineConfig, file: string): void {
  if (scenarios.recourse <= scenarios.plan) return;
  throw new ConfigError('the scenario sets contradict one another', {
    file,
    field: 'scenarios.recourse',
    rule: `must not exceed scenarios.plan ${scenarios.plan}`,
    value: scenarios.recourse,
    remedy: 'lower it, or raise scenarios.plan',
  });
}
