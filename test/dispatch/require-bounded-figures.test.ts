import { describe, expect, it } from 'vitest';
import { LARGEST_FIGURE, requireBoundedFigures } from '../../src/dispatch/require-bounded-figures.ts';
import { ConfigError } from '../../src/errors.ts';

describe('figures of a problem', () => {
  it.each([
    [{ markets: [{ prices: [1, 1e308] }] }, 'markets[0].prices[1]'],
    [{ markets: [{ prices: [null, -2e12] }] }, 'markets[0].prices[1]'],
    [{ batteries: [{ maxChargeMW: 1 }, { maxChargeMW: 1e13 }] }, 'batteries[1].maxChargeMW'],
    [{ site: { demandCharge: { pricePerKVA: 1e300 } } }, 'site.demandCharge.pricePerKVA'],
    [{ periodHours: Number.NaN }, 'periodHours'],
  ])('of %j are too large in %s', (input, field) => {
    const attempt = () => requireBoundedFigures(input, 'p.json');
    expect(attempt).toThrow(ConfigError);
    expect(attempt).toThrow(`p.json: ${field}: a figure is too large: from −1000000000000 to 1000000000000, got`);
  });

  it('pass up to the limit, with texts, nulls and flags between them', () => {
    const input = { currency: 'GBP', netting: true, site: null, markets: [{ prices: [LARGEST_FIGURE, null, -1e12] }] };
    expect(() => requireBoundedFigures(input, 'p.json')).not.toThrow();
  });
});
