/** A linear map from data to pixels, the same as the chart's own. */
export interface LinearScale {
  readonly domain: readonly [number, number];
  toPixel(value: number): number;
  toValue(pixel: number): number;
}

export interface Tick {
  readonly value: number;
  readonly label: string;
}

export function linearScale(domain: readonly [number, number], range: readonly [number, number]): LinearScale {
  const slope = (range[1] - range[0]) / (domain[1] - domain[0]);
  return {
    domain,
    toPixel: (value) => range[0] + (value - domain[0]) * slope,
    toValue: (pixel) => domain[0] + (pixel - range[0]) / slope,
  };
}

/** The smallest 1, 2, 2.5 or 5 × 10ⁿ that is at least `size`. */
export function niceStep(size: number): number {
  const power = 10 ** Math.floor(Math.log10(size));
  const factor = [1, 2, 2.5, 5, 10].find((candidate) => candidate * power >= size * (1 - 1e-9)) ?? 10;
  return factor * power;
}

/** Round tick values inside [low, high], about `count` of them; one value's worth of room where both are equal. */
export function niceTicks(low: number, high: number, count: number): { step: number; values: number[] } {
  const span = high > low ? high - low : Math.max(1, Math.abs(high));
  const step = niceStep(span / count);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor((high > low ? high : low + span) / step + 1e-9);
  const values: number[] = [];
  for (let k = first; k <= last; k++) values.push(cleanMultiple(k, step));
  return { step, values };
}

/** The domain widened to whole steps, with its ticks. */
export function niceDomain(
  low: number,
  high: number,
  count: number,
): { domain: [number, number]; values: number[]; step: number } {
  const span = high > low ? high - low : Math.max(1, Math.abs(high));
  const step = niceStep(span / count);
  const first = Math.floor(low / step + 1e-9);
  const last = Math.max(first + 1, Math.ceil((high > low ? high : low + span) / step - 1e-9));
  const values: number[] = [];
  for (let k = first; k <= last; k++) values.push(cleanMultiple(k, step));
  return { domain: [values[0], values[values.length - 1]], values, step };
}

/** The place that labels at multiples of `step` need: 0.25 needs two decimals, 0.5 one, 20 none. */
export function decimalPlace(step: number): number {
  for (const place of [1, 0.1, 0.01, 0.001]) if (Math.abs(step / place - Math.round(step / place)) < 1e-6) return place;
  return 0.0001;
}

/** k × step without the last binary digits (0.30000000000000004), and without −0. */
function cleanMultiple(k: number, step: number): number {
  return k === 0 ? 0 : Number((k * step).toPrecision(12));
}
