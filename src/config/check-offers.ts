import type { PipelineConfig } from '../config.ts';
import { ConfigError } from '../errors.ts';
import { serviceMarkets } from './market-access.ts';

/** Prices asked of a service must be ones that its auction takes. Throws a ConfigError. */
export function checkOffers(config: PipelineConfig, file: string): void {
  for (const { name, offer, priceLimits, rules } of serviceMarkets(config)) {
    if (offer === 'priceTaking') continue;
    const fail = (rule: string, value: string | number, remedy: string): never => {
      throw new ConfigError(`the offer of service '${name}'`, { file, field: 'offer', rule, value, remedy });
    };
    const prices = 'prices' in offer ? offer.prices : [];
    if (prices.some((price, i) => i > 0 && price <= prices[i - 1]))
      fail('prices ascend', prices.join(', '), 'sort them and remove repeats');
    const outside = prices.find(
      (price) => priceLimits !== undefined && (price < priceLimits.min || price > priceLimits.max),
    );
    if (outside !== undefined) fail('within the market’s priceLimits', outside, 'correct the price or the limits');
    const steps = 'prices' in offer ? prices.length : offer.steps;
    if (rules.mostSteps !== undefined && steps > rules.mostSteps)
      fail(`at most the market's mostSteps, ${rules.mostSteps}`, steps, 'ask fewer prices');
  }
}
