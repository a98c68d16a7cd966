import { formatMoney } from '../format.ts';
import { textWidth } from '../text-metrics.ts';
import { decimalPlace, niceTicks } from './linear-scale.ts';
import type { Tick } from './linear-scale.ts';

/** `£0`, `−£5,000`, and from a hundred thousand up `£250k`, `£25m`, so that labels keep their width. */
export function moneyTicks(values: readonly number[], symbol: string): Tick[] {
  const largest = Math.max(...values.map(Math.abs), 0);
  const [unit, suffix] = largest >= 1e7 ? [1e6, 'm'] : largest >= 1e5 ? [1e3, 'k'] : [1, ''];
  const step = values.length > 1 ? Math.abs(values[1] - values[0]) / unit : 1;
  return values.map((value) => ({
    value,
    label: `${formatMoney(value / unit, symbol, decimalPlace(step))}${value === 0 ? '' : suffix}`,
  }));
}

/** As many round money ticks as stand side by side on a horizontal axis of `pixels`, at most `most`. */
export function fittingMoneyTicks(low: number, high: number, pixels: number, symbol: string, most = 10): Tick[] {
  for (let count = most; count > 1; count--) {
    const { values, step } = niceTicks(low, high, count);
    const ticks = moneyTicks(values, symbol);
    const widest = Math.max(...ticks.map(({ label }) => textWidth(label, 11)), 0);
    if (values.length > 0 && (step / (high - low)) * pixels >= widest + 14) return ticks;
  }
  return moneyTicks(niceTicks(low, high, 1).values, symbol);
}
