import { energyMarket, type MarketConfig, type PipelineConfig } from '../../config.ts';
import { wallClockSlots } from '../../domain/market-calendar.ts';
import type { PriceHistory } from '../../domain/price-history.ts';
import { wallClockRows } from '../../fit/delivery-day-table.ts';
import { sampleQuantiles } from '../../math/sample-statistics.ts';
import type { PipelineResult } from '../../pipeline.ts';
import type { PriceFan, RecentPrices } from '../../report/model/price-fan.ts';
import { shortDate } from './clock-and-date.ts';
import { displayName } from './display-name.ts';
import { quantilesByColumn } from './quantiles-by-column.ts';

/** Simulated prices of the first day by market, beside the days before. */
export function reportPriceFans(result: PipelineResult, config: PipelineConfig, known: PriceHistory): PriceFan[] {
  const set = result.sets.evaluate;
  const total = set.dayOffsets[set.days.length];
  const T = set.dayOffsets[1];
  const { intervalStarts } = result.problem;
  const periods = Int32Array.from({ length: T + 1 }, (_, t) => t);
  const energy = (role: 'dayAhead' | 'imbalance', matrix: Float64Array, starts: Int32Array): PriceFan => {
    const market = energyMarket(config, role);
    return {
      market: role,
      displayName: displayName(market),
      role,
      unit: `${config.reportingCurrency}/MWh`,
      intervalStarts: Array.from(starts),
      quantiles: quantilesByColumn(matrix, set.scenarioCount, total, Array.from(starts.slice(0, -1))),
      recent: recentPrices(known, market.name, starts, result),
    };
  };
  const services = set.services.map((service): PriceFan => {
    const market = config.markets.find((candidate) => candidate.name === service.name) as MarketConfig;
    const inside = Array.from(service.intervalStarts).filter((start) => start < T);
    const starts = Int32Array.from([...inside, T]);
    const columns = inside.map((_, b) => b);
    return {
      market: service.name,
      displayName: displayName(market),
      role: 'service',
      ...(market.role === 'service' ? { direction: market.direction } : {}),
      unit: `${config.reportingCurrency}/MW/h`,
      intervalStarts: Array.from(starts),
      quantiles: quantilesByColumn(service.availability, set.scenarioCount, service.intervalStarts.length - 1, columns),
      recent: recentPrices(known, service.name, starts, result),
    };
  });
  return [energy('dayAhead', set.dayAhead, intervalStarts), energy('imbalance', set.imbalance, periods), ...services];
}

const recentDays = 7;

/** Least, middle and greatest price of each interval over the last seven days known when the plan was made. */
function recentPrices(
  known: PriceHistory,
  name: string,
  starts: Int32Array,
  result: PipelineResult,
): RecentPrices | null {
  const series = known.series.find((candidate) => candidate.name === name);
  if (series === undefined) return null;
  const slots = wallClockSlots(known.calendar, result.sets.evaluate.days[0]);
  const rows = wallClockRows(known, series);
  const width = rows.length / known.days.length;
  const eve = known.days.findLastIndex(({ date }) => date < result.date);
  const lastDays = Array.from({ length: Math.min(recentDays, eve + 1) }, (_, i) => eve - i);
  const values = Array.from(starts.slice(0, -1), (start) =>
    lastDays.map((index) => rows[index * width + slots[start]]).filter((price) => !Number.isNaN(price)),
  );
  if (values.every((prices) => prices.length === 0)) return null;
  const level = (probability: number): (number | null)[] =>
    values.map((prices) => (prices.length === 0 ? null : sampleQuantiles(prices, [probability])[0]));
  return {
    label: `${recentDays} days to ${shortDate(known.days[eve].date)}`,
    minimum: level(0),
    median: level(0.5),
    maximum: level(1),
  };
}
