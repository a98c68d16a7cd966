import { ConfigError } from '../errors.ts';

/** Tolerance on cumulative weights: 95 of 100 equal weights reach 0.95 whatever the rounding of their sum. */
export const cumulativeWeightTolerance = 1e-12;

/** Throws a ConfigError unless the confidence level is in [0, 1]; 1 stands for the worst case. */
export function requireConfidenceLevel(confidenceLevel: number): void {
  if (confidenceLevel >= 0 && confidenceLevel <= 1) return;
  const percent = confidenceLevel > 1 && confidenceLevel <= 100;
  throw new ConfigError('a confidence level is out of range', {
    field: 'confidenceLevel',
    rule: 'it must be in [0, 1), or 1 for the worst case',
    value: confidenceLevel,
    remedy: percent ? `write ${confidenceLevel / 100} for ${confidenceLevel} %` : 'write 0.95 for the worst 5 %',
  });
}
