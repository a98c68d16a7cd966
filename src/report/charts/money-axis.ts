import { formatMoney } from '../format.ts';
import { decimalPlace } from './linear-scale.ts';
import type { Tick } from './linear-scale.ts';

/** `£0`, `−£5,000`, and from ten million up `£25m`, so that labels keep their width. */
export function moneyTicks(values: readonly number[], symbol: string): Tick[] {
  const largest = Math.max(...values.map(Math.abs), 0);
  const [unit, suffix] = largest >= 1e7 ? [1e6, 'm'] : largest >= 1e5 ? [1e3, 'k'] : [1, ''];
  const step = values.length > 1 ? Math.abs(values[1] - values[0]) / unit : 1;
  return values.map((value) => ({
    value,
    label: `${formatMoney(value / unit, symbol, decimalPlace(step))}${value === 0 ? '' : suffix}`,
  }));
}
