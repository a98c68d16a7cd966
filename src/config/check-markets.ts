import type { PipelineConfig } from '../config.ts';
import { ConfigError } from '../errors.ts';

/** One day-ahead and one imbalance market, names that differ, one battery. Throws a ConfigError. */
export function checkMarkets(config: PipelineConfig, file: string): void {
  const names = config.markets.map((market) => market.name);
  const repeated = names.find((name, i) => names.indexOf(name) !== i);
  if (repeated !== undefined) {
    throw new ConfigError('two markets have one name', {
      file,
      field: 'markets',
      value: repeated,
      remedy: 'rename one of them',
    });
  }
  for (const role of ['dayAhead', 'imbalance'] as const) {
    const count = config.markets.filter((market) => market.role === role).length;
    if (count !== 1) {
      throw new ConfigError(`the markets need exactly one with role '${role}'`, {
        file,
        field: 'markets',
        value: `${count} of them`,
        remedy: count === 0 ? `add a market with role: '${role}'` : 'remove the others',
      });
    }
  }
  if (config.batteries.length !== 1) {
    throw new ConfigError('the plan is made for one battery', {
      file,
      field: 'batteries',
      value: `${config.batteries.length} batteries`,
      remedy: 'use one configuration for each battery',
    });
  }
}
