import { ConfigError } from '../../errors.ts';
import { retentionOf } from '../dispatch-problem.ts';
import type { BatteryProblem } from '../dispatch-problem.ts';
import { deliveredPowers, noTrades } from './engine.ts';
import type { EngineSolution } from './engine.ts';

/** A trade that a rule would make for an interval: the one with the greatest positive score is made. */
export interface Offer {
  readonly market: number;
  readonly interval: number;
  readonly direction: 'charge' | 'discharge';
  readonly score: number;
}

/** Energies at the grid that the battery could still trade in an interval, MWh. */
export interface Room {
  readonly chargeMWh: number;
  readonly dischargeMWh: number;
}

/**
 * Plays a rule forward in time (docs/method/dispatch.md): one commitment at a time, over the whole interval;
 * while one runs nothing new. `offersAt` lists the rule's offers for the markets whose interval starts in
 * `period`; ties go to charging, then to the shorter interval. The room is the published one (power times hours,
 * capacity less state of charge, state of charge) with the battery's efficiencies and standing loss applied.
 */
export function playRule(
  problem: BatteryProblem,
  engine: string,
  offersAt: (period: number, starting: readonly { market: number; interval: number; room: Room }[]) => Offer[],
): EngineSolution {
  const { battery, markets, periodCount } = problem;
  if (battery.terminal.kind === 'atLeast' || battery.terminal.kind === 'cyclic') {
    throw new ConfigError(`engine '${engine}' does not steer towards a terminal state`, {
      field: 'terminal',
      rule: "the terminal condition is 'free' or 'value'",
      value: battery.terminal.kind,
      remedy: 'use engine exact, or change the terminal condition',
    });
  }
  const trades = noTrades(problem);
  const retention = retentionOf(battery, problem.periodHours);
  const nextInterval = new Int32Array(markets.length);
  let state = battery.initialStateOfChargeMWh;
  let busyUntil = 0;
  let power = { chargeMW: 0, dischargeMW: 0 };
  for (let t = 0; t < periodCount; t++) {
    const starting: { market: number; interval: number; room: Room }[] = [];
    for (const [m, { starts }] of markets.entries()) {
      const interval = nextInterval[m];
      if (starts[interval] !== t) continue;
      nextInterval[m]++;
      if (t >= busyUntil)
        starting.push({ market: m, interval, room: roomOf(problem, state, starts[interval + 1] - t) });
    }
    if (t >= busyUntil) {
      power = { chargeMW: 0, dischargeMW: 0 };
      starting.sort((a, b) => length(problem, a) - length(problem, b));
      const best = bestOffer(offersAt(t, starting));
      if (best !== null) {
        const { room } = starting.find(({ market }) => market === best.market)!;
        const { starts } = markets[best.market];
        const hours = (starts[best.interval + 1] - t) * problem.periodHours;
        busyUntil = starts[best.interval + 1];
        if (best.direction === 'charge') power = { chargeMW: room.chargeMWh / hours, dischargeMW: 0 };
        else power = { chargeMW: 0, dischargeMW: room.dischargeMWh / hours };
        trades[best.market].buyMW[best.interval] = power.chargeMW;
        trades[best.market].sellMW[best.interval] = power.dischargeMW;
      }
    }
    const moved = power.chargeMW * battery.chargeEfficiency - power.dischargeMW / battery.dischargeEfficiency;
    state = retention * state + problem.periodHours * moved;
    requireFloorKept(problem, engine, state, t);
    state = Math.min(Math.max(state, battery.minStateOfChargeMWh), battery.maxStateOfChargeMWh);
  }
  return { status: 'feasible', bound: null, ...deliveredPowers(problem, trades), trades, waterValue: null };
}

/** A rule has no eye for the floor: it does not charge to make up for standing loss. */
function requireFloorKept({ battery }: BatteryProblem, engine: string, state: number, period: number): void {
  const { minStateOfChargeMWh: floor, standingLossPerHour, energyCapacityMWh } = battery;
  if (state >= floor - 1e-9 * energyCapacityMWh) return;
  throw new ConfigError(`engine '${engine}' does not hold a least state of charge against standing loss`, {
    field: 'minStateOfChargeMWh, standingLossPerHour',
    rule: `the rule keeps battery '${battery.name}' at ${floor} MWh or above with a loss of ${standingLossPerHour} per hour`,
    value: `${Number(state.toPrecision(6))} MWh after period ${period}`,
    remedy: 'use engine exact, or set minStateOfChargeMWh or standingLossPerHour to 0',
  });
}

function length({ markets }: BatteryProblem, { market, interval }: { market: number; interval: number }): number {
  return markets[market].starts[interval + 1] - markets[market].starts[interval];
}

/** The first of the best offers; charging before discharging. */
function bestOffer(offers: readonly Offer[]): Offer | null {
  let best: Offer | null = null;
  for (const direction of ['charge', 'discharge'] as const) {
    for (const offer of offers) {
      if (offer.direction === direction && offer.score > (best?.score ?? 0)) best = offer;
    }
  }
  return best;
}

/** What constant power over `periods` periods can move without leaving the window. */
function roomOf({ battery, periodHours }: BatteryProblem, state: number, periods: number): Room {
  const hours = periods * periodHours;
  const retention = retentionOf(battery, periodHours);
  // State after n periods of moving x MWh each: retention^n·state + x·(1 + retention + … + retention^(n−1)).
  let kept = state;
  let weight = 0;
  let charge = Infinity;
  let discharge = Infinity;
  for (let n = 0; n < periods; n++) {
    kept *= retention;
    weight = retention * weight + 1;
    charge = Math.min(charge, (battery.maxStateOfChargeMWh - kept) / weight);
    discharge = Math.min(discharge, (kept - battery.minStateOfChargeMWh) / weight);
  }
  return {
    chargeMWh: Math.min(battery.maxChargeMW * hours, (Math.max(0, charge) * periods) / battery.chargeEfficiency),
    dischargeMWh: Math.min(
      battery.maxDischargeMW * hours,
      Math.max(0, discharge) * periods * battery.dischargeEfficiency,
    ),
  };
}
