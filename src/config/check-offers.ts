import type { PipelineConfig } from '../config.ts';
import { onTick } from '../domain/market-rules.ts';
import { ConfigError } from '../errors.ts';

/** Prices asked of a service must be ones that its auction takes. Throws a ConfigError. */
export function checkOffers({ markets }: PipelineConfig, file: string): void {
  markets.forEach((market, index) => {
    if (market.role !== 'service' || market.offer === 'priceTaking') return;
    const { name, offer, priceLimits, rules } = market;
    const fail = (rule: string, value: string | number, remedy: string): never => {
      throw new ConfigError(`the offer of service '${name}'`, {
        file,
        field: `markets[${index}].offer`,
        rule,
        value,
        remedy,
      });
    };
    const prices = 'prices' in offer ? offer.prices : [];
    if (prices.some((price, i) => i > 0 && price <= prices[i - 1]))
      fail('prices ascend', prices.join(', '), 'sort them and remove repeats');
    const outside = prices.find(
      (price) => priceLimits !== undefined && (price < priceLimits.min || price > priceLimits.max),
    );
    if (outside !== undefined) fail('within the market’s priceLimits', outside, 'correct the price or the limits');
    const between = prices.find((price) => Math.abs(onTick(rules, price) - price) > 1e-9);
    if (between !== undefined)
      fail(`whole multiples of the market's priceTick, ${rules.priceTick}`, between, `write ${onTick(rules, between)}`);
    const steps = 'prices' in offer ? prices.length : offer.steps;
    if (rules.mostSteps !== undefined && steps > rules.mostSteps)
      fail(`at most the market's mostSteps, ${rules.mostSteps}`, steps, 'ask fewer prices');
  });
}
