/** Perfect-foresight value of a day for a store of 1 MW and 2 MWh that keeps 90 % of what it buys, empty at the start. */
export type StorageValuer = (prices: Float64Array) => number;

const unitMWh = 0.05;
const capacityUnits = 40;
const powerMW = 1;
const chargedShare = 0.9;

/**
 * Exact dynamic program on a grid of 0.05 MWh. A period of full charge fills 0.9·hours and one of full discharge takes
 * 1·hours, both whole numbers of units for half-hours and hours, as is the capacity; so some optimal schedule keeps to
 * the grid (a network flow with whole bounds). Charging and discharging exclude each other within a period.
 *
 * Where the price is not negative and the value concave in the state, two levels say all: discharge down to the one,
 * charge up to the other. Elsewhere, and everywhere with `exhaustive`, every step is tried.
 */
export function storageValuer(periodHours: number, exhaustive = false): StorageValuer {
  const chargeUnits = Math.round((powerMW * periodHours * chargedShare) / unitMWh);
  const dischargeUnits = Math.round((powerMW * periodHours) / unitMWh);
  let value = new Float64Array(capacityUnits + 1);
  let next = new Float64Array(capacityUnits + 1);

  function tryEveryStep(sell: number, buy: number): void {
    for (let state = 0; state <= capacityUnits; state++) {
      let best = next[state];
      const most = Math.min(dischargeUnits, state);
      for (let units = 1; units <= most; units++) {
        const candidate = next[state - units] + sell * units;
        if (candidate > best) best = candidate;
      }
      const room = Math.min(chargeUnits, capacityUnits - state);
      for (let units = 1; units <= room; units++) {
        const candidate = next[state + units] - buy * units;
        if (candidate > best) best = candidate;
      }
      value[state] = best;
    }
  }

  /** False where the next value is not concave. 0 ≤ sell ≤ buy, so the level to charge to is not above the other. */
  function moveToLevels(sell: number, buy: number): boolean {
    let keep = 0;
    let fill = 0;
    for (let state = 1; state <= capacityUnits; state++) {
      const marginal = next[state] - next[state - 1];
      if (state > 1 && marginal > next[state - 1] - next[state - 2] + 1e-9) return false;
      if (marginal >= sell) keep = state;
      if (marginal > buy) fill = state;
    }
    for (let state = 0; state <= capacityUnits; state++) {
      const down = state > keep ? Math.min(dischargeUnits, state - keep) : 0;
      const up = state < fill ? Math.min(chargeUnits, fill - state) : 0;
      value[state] = next[state - down + up] + sell * down - buy * up;
    }
    return true;
  }

  return (prices) => {
    next.fill(0);
    for (let t = prices.length - 1; t >= 0; t--) {
      const sell = prices[t] * unitMWh;
      const buy = sell / chargedShare;
      if (exhaustive || sell < 0 || !moveToLevels(sell, buy)) tryEveryStep(sell, buy);
      [value, next] = [next, value];
    }
    return next[0];
  };
}
