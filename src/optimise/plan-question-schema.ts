import type { PlanQuestion } from './plan-solution.ts';
import type { Fail } from './plan-fields.ts';
import type { PlanJson } from './plan-json.ts';

/** The question of a problem file: one limit, several, or a risk aversion, never two of them. */
export function planQuestion({ risk, batteries }: PlanJson, fail: Fail): PlanQuestion {
  const { limit, limits, riskAversion } = risk;
  if (riskAversion !== null && (limit !== null || limits.length > 0)) {
    fail(
      'risk.riskAversion',
      'a plan keeps a limit or weighs CVaR against the mean, not both',
      riskAversion,
      'remove riskAversion or the limits',
    );
  }
  if (limit !== null && limits.length > 0)
    fail('risk.limit', 'stands alone; several limits are listed in risk.limits', limit, 'add it to risk.limits');
  const names = batteries.map(({ name }) => name);
  const seen = new Set<string>();
  return {
    limit,
    riskAversion,
    limits: limits.map(({ confidenceLevel, limit: most, battery }, i) => {
      const key = `${confidenceLevel} ${battery ?? ''}`;
      if (seen.has(key))
        fail(
          `risk.limits[${i}]`,
          'each confidence level and battery has one limit',
          confidenceLevel,
          'keep the tighter one',
        );
      seen.add(key);
      if (battery === undefined) return { confidenceLevel, limit: most, asset: null };
      const asset = names.indexOf(battery);
      if (asset < 0)
        fail(`risk.limits[${i}].battery`, `one of ${names.join(', ')}`, battery, 'name a battery of the problem');
      return { confidenceLevel, limit: most, asset };
    }),
  };
}
