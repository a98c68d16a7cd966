import { curveValue, energyWorth } from './markov-curve.ts';
import type { ConcaveCurve } from './markov-curve.ts';
import { buySlopeOf, sellSlopeOf } from './markov-stage.ts';
import type { StoragePhysics } from './markov-stage.ts';

/**
 * The state at the end of an interval, MWh, that earns most at these prices: cash now plus `continuation`, the
 * value of what is left, from a store that idling would leave at `idleMWh`. It lies within [lowMWh, highMWh] and
 * within reach of full power; one direction only, idling wins ties.
 */
export function bestEndMWh(
  continuation: ConcaveCurve,
  physics: StoragePhysics,
  idleMWh: number,
  buyPrice: number,
  sellPrice: number,
  lowMWh: number,
  highMWh: number,
): number {
  const buySlope = buySlopeOf(physics, buyPrice);
  const sellSlope = sellSlopeOf(physics, sellPrice);
  const inside = (end: number): number => Math.min(Math.max(end, lowMWh), highMWh);
  const fullest = idleMWh + physics.storableMWh;
  const emptiest = idleMWh - physics.drawableMWh;
  const charged = Math.min(Math.max(energyWorth(continuation, buySlope, false), idleMWh), fullest);
  const discharged = Math.max(Math.min(energyWorth(continuation, sellSlope, true), idleMWh), emptiest);
  let best = inside(idleMWh);
  let most = -Infinity;
  for (const end of [best, inside(charged), inside(discharged)]) {
    const taken = idleMWh - end;
    const total = (taken < 0 ? buySlope : sellSlope) * taken + curveValue(continuation, end);
    if (total > most) {
      most = total;
      best = end;
    }
  }
  return best;
}
