import type { PipelineConfig } from '../config.ts';
import { onTick } from '../domain/market-rules.ts';
import { ConfigError } from '../errors.ts';
import { energyMarket, seriesInterval } from './market-access.ts';

/** A bid curve must be one that the market takes. Throws a ConfigError. */
export function checkBidCurve(config: PipelineConfig, file: string): void {
  const { decision } = config;
  const fail = (field: string, rule: string, value: string | number, remedy: string): never => {
    throw new ConfigError('the bid curve', { file, field, rule, value, remedy });
  };
  const { thresholds } = decision;
  if (decision.dayAhead !== 'bidCurve') {
    if (thresholds !== undefined)
      fail('decision.thresholds', "belongs to dayAhead 'bidCurve'", 'given', "remove it or choose 'bidCurve'");
    return;
  }
  const market = energyMarket(config, 'dayAhead');
  if (seriesInterval(market) === 'period' && market.interval !== 'period')
    fail(
      'decision.dayAhead',
      'the day-ahead price is one for each interval that is sold',
      `seriesInterval 'period', interval '${market.interval}'`,
      "use 'position', or a source with a price for each interval",
    );
  const lists = thresholds === undefined || Array.isArray(thresholds) ? [thresholds ?? []] : Object.values(thresholds);
  for (const list of lists) {
    if (list.some((price, i) => i > 0 && price <= list[i - 1]))
      fail('decision.thresholds', 'must ascend', list.join(', '), 'sort them and remove repeats');
    if (list.length !== lists[0].length)
      fail('decision.thresholds', 'as many prices at every local time', list.length, `give ${lists[0].length}`);
    const { priceLimits: limits } = market;
    const outside = list.find((price) => limits !== undefined && (price <= limits.min || price > limits.max));
    if (outside !== undefined)
      fail('decision.thresholds', 'within the market’s priceLimits', outside, 'correct the price or the limits');
    const between = list.find((price) => Math.abs(onTick(market.rules, price) - price) > 1e-9);
    if (between !== undefined)
      fail(
        'decision.thresholds',
        `whole multiples of the market's priceTick, ${market.rules.priceTick}`,
        between,
        `write ${onTick(market.rules, between)}`,
      );
  }
  const steps = thresholds === undefined ? decision.steps : lists[0].length;
  const { mostSteps } = market.rules;
  // Exchanges draw straight lines between the prices of an order, so that a step takes two, and both price limits one each.
  if (mostSteps !== undefined && 2 * steps + 2 > mostSteps)
    fail(
      'decision.steps',
      `with two prices a step and both price limits at most the market's mostSteps, ${mostSteps}`,
      steps,
      `use at most ${Math.floor(mostSteps / 2) - 1}`,
    );
}
