import { expect } from 'vitest';
import type { PipelineConfigInput } from '../../src/config.ts';

type Rows = readonly Record<string, string>[];

/** Every row of a `plan.csv` against the rules of the markets and the power of the battery, from the text alone. */
export function checkPlanRows(rows: Rows, config: PipelineConfigInput): void {
  const [battery] = config.batteries;
  for (const row of rows) {
    const market = config.markets.find(({ role, name }) =>
      row.market === 'dayAhead' ? role === 'dayAhead' : name === row.market,
    );
    if (market === undefined) throw new Error(`plan.csv names the market '${row.market}'`);
    const [volume, sold, total, offer] = ['volumeMW', 'soldMW', 'totalMW', 'offerPrice'].map((name) =>
      Number(row[name]),
    );
    const { lotMW = 0, minimumMW = 0, priceTick = 0 } = market.rules ?? {};
    const place = `${row.market} ${row.localStart} step ${row.step}`;
    if (lotMW > 0) expect(Math.abs(volume / lotMW - Math.round(volume / lotMW)), place).toBeLessThan(1e-6);
    // A price of a curve is an order beside those below it: the minimum is of the base alone.
    if (row.step === '0') {
      expect(volume === 0 || Math.abs(volume) >= minimumMW, place).toBe(true);
      expect(total, place).toBeCloseTo(sold + volume, 6);
    } else expect(volume, place).toBeGreaterThan(0);
    if (row.offerPrice !== '') {
      if (priceTick > 0) expect(Math.abs(offer / priceTick - Math.round(offer / priceTick)), place).toBeLessThan(1e-6);
      expect(offer, place).toBeGreaterThanOrEqual(market.priceLimits?.min ?? -Infinity);
      expect(offer, place).toBeLessThanOrEqual(market.priceLimits?.max ?? Infinity);
    }
    if (market.role === 'service') {
      expect(total, place).toBeGreaterThanOrEqual(0);
      expect(total, place).toBeLessThanOrEqual(market.maxMW ?? 0);
    }
    expect(Date.parse(row.localStart), place).toBe(Date.parse(row.deliveryStart));
    expect(Date.parse(row.localEnd), place).toBe(Date.parse(row.deliveryEnd));
    expect(row.localStart.slice(11, 16), place).toBe(row.localTime);
  }
  checkPower(rows, config, battery);
  checkOrders(rows, config);
}

/** In every quarter of an hour: −charge + reserve down ≤ position ≤ discharge − reserve up, by every step of a curve. */
function checkPower(rows: Rows, config: PipelineConfigInput, battery: PipelineConfigInput['batteries'][number]): void {
  const quarter = 900_000;
  const starts = rows.map(({ deliveryStart }) => Date.parse(deliveryStart));
  const ends = rows.map(({ deliveryEnd }) => Date.parse(deliveryEnd));
  const last = ends.reduce((latest, end) => Math.max(latest, end), 0);
  for (let time = Math.min(...starts); time < last; time += quarter) {
    const now = rows.filter((_, i) => starts[i] <= time && time < ends[i]);
    // Of offers at several prices all are accepted: the largest total.
    const reserved = (direction: 'up' | 'down'): number =>
      config.markets
        .filter((one) => one.role === 'service' && one.direction === direction)
        .reduce((sum, { name }) => {
          const totals = now.filter(({ market }) => market === name).map(({ totalMW }) => Number(totalMW));
          return sum + Math.max(0, ...totals);
        }, 0);
    const positions = now.filter(({ market }) => market === 'dayAhead').map(({ totalMW }) => Number(totalMW));
    expect(positions.length).toBeGreaterThan(0);
    for (const position of positions) {
      expect(position + reserved('up')).toBeLessThanOrEqual(battery.maxDischargeMW + 1e-6);
      expect(reserved('down') - position).toBeLessThanOrEqual(battery.maxChargeMW + 1e-6);
    }
  }
}

/** Of a bid curve's interval and of a service's block: prices rise, totals add up, no more prices than the market takes. */
function checkOrders(rows: Rows, config: PipelineConfigInput): void {
  for (const { role, name, rules } of config.markets) {
    const own = rows.filter(({ market }) => market === (role === 'dayAhead' ? 'dayAhead' : name));
    for (const start of new Set(own.map(({ deliveryStart }) => deliveryStart))) {
      const order = own.filter(({ deliveryStart }) => deliveryStart === start);
      expect(order.map(({ step }) => Number(step))).toEqual(order.map((_, i) => i));
      expect(order.length).toBeLessThanOrEqual(rules?.mostSteps ?? Infinity);
      for (const [i, row] of order.entries()) {
        if (i === 0) continue;
        expect(Number(row.totalMW)).toBeCloseTo(Number(order[i - 1].totalMW) + Number(row.volumeMW), 6);
        // The base of a bid curve is accepted at any price: it has none that others could lie above.
        if (i > 1 || role === 'service')
          expect(Number(row.offerPrice)).toBeGreaterThan(Number(order[i - 1].offerPrice));
      }
    }
  }
}
