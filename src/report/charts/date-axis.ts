import { textWidth } from '../text-metrics.ts';
import type { FrameAxis } from './frame.ts';

const dayMs = 86_400_000;

/** Days from one date to another. */
export function daysBetween(first: string, date: string): number {
  return Math.round((Date.parse(date) - Date.parse(first)) / dayMs);
}

/** An axis of delivery days, in days since `first`: ticks on first days of months as far as they fit, else on days. */
export function dateAxis(first: string, last: string, pixels: number): FrameAxis {
  const span = Math.max(1, daysBetween(first, last));
  const all = Array.from({ length: span + 1 }, (_, day) => ({
    value: day,
    label: new Date(Date.parse(first) + day * dayMs).toISOString().slice(0, 10),
  }));
  const months = all.filter(({ label }) => label.endsWith('-01'));
  const width = textWidth('2024-12-28', 11) + 16;
  const candidates = months.length >= 3 ? months : all;
  const step = Math.max(1, Math.ceil((candidates.length * width) / pixels));
  return {
    domain: [-0.5, span + 0.5],
    ticks: candidates.filter((_, i) => i % step === 0),
  };
}
