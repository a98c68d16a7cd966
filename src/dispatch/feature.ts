import { ConfigError } from '../errors.ts';
import type { DispatchProblem } from './dispatch-problem.ts';

/** What a problem may ask for beyond batteries that share nothing and may do what power and store allow. */
export type Feature =
  | 'availability'
  | 'ramp'
  | 'minimumRun'
  | 'cycleBudget'
  | 'efficiencyByPeriod'
  | 'efficiencyByState'
  | 'untradedIntervals'
  | 'capacityMarkets'
  | 'site'
  | 'demandCharge'
  | 'sharedLimits';

/** The features that the problem asks for, each with the field that asks. */
export function featuresOf(problem: DispatchProblem): Map<Feature, string> {
  const found = new Map<Feature, string>();
  const note = (feature: Feature, asked: boolean, field: string): void => {
    if (asked && !found.has(feature)) found.set(feature, field);
  };
  for (const [b, { operation, maxChargeMW, maxDischargeMW }] of problem.batteries.entries()) {
    const at = `batteries[${b}]`;
    note('availability', operation.availability?.some((share) => share < 1) ?? false, `${at}.availability`);
    const widest = (maxChargeMW + maxDischargeMW) / problem.periodHours;
    note('ramp', operation.rampMWPerHour < widest, `${at}.rampMWPerHour`);
    note('minimumRun', operation.minimumPowerMW > 0, `${at}.minimumPowerMW`);
    note('cycleBudget', operation.cycleBudgets.length > 0, `${at}.maxCyclesPerDay`);
    note('efficiencyByPeriod', operation.efficiencyFactor !== null, `${at}.efficiencyByTemperature`);
    note('efficiencyByState', operation.efficiencyByState !== null, `${at}.efficiencyByStateOfCharge`);
  }
  for (const [m, { prices }] of problem.markets.entries())
    note('untradedIntervals', prices.some(Number.isNaN), `markets[${m}].prices`);
  note('capacityMarkets', problem.capacityMarkets.length > 0, 'markets');
  note('site', problem.site !== null, 'site');
  note('demandCharge', problem.site !== null && problem.site.demandCharge !== null, 'site.demandCharge');
  const shared = problem.site !== null || problem.capacityMarkets.some(({ maxMW }) => Number.isFinite(maxMW));
  note('sharedLimits', problem.batteries.length > 1 && shared, problem.site === null ? 'markets' : 'site');
  return found;
}

const words: Readonly<Record<Feature, string>> = {
  availability: 'availability by period',
  ramp: 'a ramp rate',
  minimumRun: 'a minimum power, run or rest',
  cycleBudget: 'a limit on cycles',
  efficiencyByPeriod: 'efficiencies that depend on temperature',
  efficiencyByState: 'efficiencies that depend on the state of charge',
  untradedIntervals: 'intervals without a price',
  capacityMarkets: 'capacity markets',
  site: 'a site',
  demandCharge: 'a demand charge',
  sharedLimits: 'limits that several batteries share',
};

/** Throws a ConfigError that names the field where the engine does not cover what the problem asks for. */
export function requireCovered(
  problem: DispatchProblem,
  engine: { readonly name: string; readonly covers?: readonly Feature[] },
  engines: readonly { readonly name: string; readonly covers?: readonly Feature[] }[],
): void {
  const asked = featuresOf(problem);
  for (const [feature, field] of asked) {
    if (engine.covers?.includes(feature)) continue;
    const able = engines.filter(({ covers = [] }) => [...asked.keys()].every((one) => covers.includes(one)));
    throw new ConfigError(`engine '${engine.name}' does not cover ${words[feature]}`, {
      field,
      rule: `the engine covers ${coverage(engine.covers)}`,
      remedy:
        able.length === 0
          ? 'no engine covers everything that this problem asks for: leave something out'
          : `use engine ${able.map(({ name }) => name).join(' or ')}`,
    });
  }
}

function coverage(covers: readonly Feature[] | undefined): string {
  if (covers === undefined || covers.length === 0) return 'energy markets and the battery itself';
  return covers.map((feature) => words[feature]).join(', ');
}
