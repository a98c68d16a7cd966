import type { PipelineConfig } from '../config.ts';
import { ConfigError } from '../errors.ts';

/** Only the default generator has a forecast to move. Throws a ConfigError. */
export function checkView({ generator }: PipelineConfig, file: string): void {
  if (generator.view === undefined || generator.name === 'whole-day') return;
  throw new ConfigError('the generator takes no view', {
    file,
    field: 'generator.view',
    rule: "only 'whole-day' has a forecast to move",
    value: generator.name,
    remedy: "leave the view out, or set generator.name to 'whole-day'",
  });
}
