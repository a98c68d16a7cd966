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
 */
export function storageValuer(periodHours: number): StorageValuer {
  const chargeUnits = Math.round((powerMW * periodHours * chargedShare) / unitMWh);
  const dischargeUnits = Math.round((powerMW * periodHours) / unitMWh);
  let value = new Float64Array(capacityUnits + 1);
  let next = new Float64Array(capacityUnits + 1);
  return (prices) => {
    next.fill(0);
    for (let t = prices.length - 1; t >= 0; t--) {
      const sell = prices[t] * unitMWh;
      const buy = sell / chargedShare;
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
      [value, next] = [next, value];
    }
    return next[0];
  };
}
