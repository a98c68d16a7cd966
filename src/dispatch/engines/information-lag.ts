import { ConfigError } from '../../errors.ts';
import type { BatteryProblem } from '../dispatch-problem.ts';

/** `--lag-hours` in periods; a ConfigError where they are not whole. */
export function lagPeriodsOf({ periodHours }: BatteryProblem, lagHours = 0): number {
  const periods = Math.round(lagHours / periodHours);
  if (periods >= 0 && Math.abs(periods * periodHours - lagHours) <= 1e-9 * Math.max(1, lagHours)) return periods;
  throw new ConfigError('the information lag', {
    field: '--lag-hours',
    rule: `a whole number of periods of ${periodHours} h, not negative`,
    value: lagHours,
    remedy: `write for instance --lag-hours ${periodHours}`,
  });
}
