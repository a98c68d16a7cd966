import { intervalOfPeriods } from './dispatch-problem.ts';
import type { CapacityMarket } from './capacity-market.ts';

/** Power that capacity markets call from one battery, MW by period, both ≥ 0. */
export interface CalledPower {
  readonly upMW: Float64Array;
  readonly downMW: Float64Array;
}

/** Σ activation share × MW reserved, by direction; `reservedMW` by market and interval. */
export function calledPower(
  markets: readonly CapacityMarket[],
  reservedMW: readonly ArrayLike<number>[],
  periodCount: number,
): CalledPower {
  const upMW = new Float64Array(periodCount);
  const downMW = new Float64Array(periodCount);
  for (const [k, market] of markets.entries()) {
    if (market.activation === null) continue;
    const called = market.direction === 'up' ? upMW : downMW;
    const intervals = intervalOfPeriods(market);
    for (let t = 0; t < periodCount; t++) called[t] += market.activation[t] * reservedMW[k][intervals[t]];
  }
  return { upMW, downMW };
}
