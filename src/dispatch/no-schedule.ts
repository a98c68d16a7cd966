import { ConfigError } from '../errors.ts';
import type { DispatchBattery, DispatchProblem } from './dispatch-problem.ts';
import { featuresOf } from './feature.ts';
import { powerLimits } from './program-battery.ts';

/**
 * Says that nothing keeps the problem's limits: every battery with its window, its start and its terminal state, the
 * fields that can be at fault, and where the site's net demand alone exceeds a limit of the connection.
 */
export function noSchedule(problem: DispatchProblem): ConfigError {
  const excess = siteExcess(problem);
  const steered = problem.batteries.some(({ terminal: { kind } }) => kind === 'atLeast' || kind === 'cyclic');
  // An engine may have got one battery of several: fields go without its index.
  const limits = [...featuresOf(problem).values()].map((field) => field.replace(/^batteries\[\d+\]\./, ''));
  const leaking = problem.batteries.some((one) => one.standingLossPerHour > 0 && one.minStateOfChargeMWh > 0);
  const fields = new Set([
    ...(excess === null ? [] : [`site.${excess.limit}`]),
    ...(steered ? ['terminal'] : []),
    ...(leaking ? ['minStateOfChargeMWh', 'standingLossPerHour'] : []),
    ...limits,
  ]);
  return new ConfigError(`no schedule keeps the limits of ${problem.batteries.map(described).join(' and ')}`, {
    field: fields.size === 0 ? 'markets' : [...fields].join(', '),
    rule: "every limit is kept in every period, each trade constant over its market's interval",
    ...(excess === null ? {} : { value: excess.text }),
    remedy: remedy(excess, steered, limits.length > 0 || leaking),
  });
}

function described({ name, terminal, ...battery }: DispatchBattery): string {
  const { minStateOfChargeMWh: min, maxStateOfChargeMWh: max, initialStateOfChargeMWh: initial } = battery;
  const end = terminal.kind === 'atLeast' ? ` ${terminal.stateOfChargeMWh} MWh` : '';
  return `battery '${name}' ([${min}, ${max}] MWh from ${initial} MWh, terminal '${terminal.kind}'${end})`;
}

interface SiteExcess {
  readonly limit: 'importLimitMW' | 'exportLimitMW';
  readonly text: string;
  readonly needed: string;
}

/** The first period whose net demand alone exceeds a limit, of those that the batteries cannot carry if there is one. */
function siteExcess({ site, batteries, periodCount }: DispatchProblem): SiteExcess | null {
  if (site === null) return null;
  let first: SiteExcess | null = null;
  for (let t = 0; t < periodCount; t++) {
    const demand = site.netDemandMW[t];
    const importing = demand > 0;
    const most = importing ? site.importLimitMW : site.exportLimitMW;
    const over = Math.abs(demand) - most;
    if (over <= 0) continue;
    const carried = batteries.reduce((sum, battery) => {
      const { charge, discharge } = powerLimits(battery, t);
      return sum + (importing ? discharge : charge);
    }, 0);
    const found: SiteExcess = {
      limit: importing ? 'importLimitMW' : 'exportLimitMW',
      text: `net demand of ${shown(demand)} MW in period ${t}, limit ${shown(most)} MW`,
      needed: `${importing ? 'discharge' : 'charge'} ${shown(over)} MW of at most ${shown(carried)} MW in period ${t}`,
    };
    if (over > carried) return found;
    first ??= found;
  }
  return first;
}

function remedy(excess: SiteExcess | null, steered: boolean, limited: boolean): string {
  if (excess !== null) return `raise site.${excess.limit}, or see that the batteries can ${excess.needed}`;
  if (!steered) return limited ? 'relax one of the limits named' : 'add a market with shorter intervals';
  return `relax the terminal state${limited ? ', or one of the limits named' : ' or add a market with shorter intervals'}`;
}

function shown(megawatts: number): number {
  return Number(megawatts.toPrecision(6));
}
