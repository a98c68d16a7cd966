import type { DayGrid } from '../charts/day-grid.ts';
import { enDash } from '../format.ts';

/** `a`, `a and b`, `a, b and c`. */
export function joinWords(parts: readonly string[]): string {
  if (parts.length <= 1) return parts[0] ?? '';
  return `${parts.slice(0, -1).join(', ')} and ${parts[parts.length - 1]}`;
}

/** `one scenario`, `12 scenarios`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${countWord(count)} ${count === 1 ? one : many}`;
}

/** Small counts as words, as a sentence wants them. */
export function countWord(count: number): string {
  const words = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
  return words[count] ?? count.toLocaleString('en-GB');
}

export function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Lower case at the start, unless the word is an abbreviation (`DC low`). */
export function lowerFirst(text: string): string {
  return /^[A-Z][a-z-]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

/** Local clock at a number of hours since the start of the day, `15:30`. */
export function clockAt(grid: DayGrid, hours: number): string {
  const whole = Math.floor(hours + 1e-9);
  const minutes = Math.round((hours - whole) * 60);
  const [hour, minute] = grid.clock[Math.min(whole, grid.clock.length - 1)].split(':').map(Number);
  return `${String(hour).padStart(2, '0')}:${String(minute + minutes).padStart(2, '0')}`;
}

/** `15:00–20:00`. */
export function clockRange(grid: DayGrid, from: number, to: number): string {
  return `${clockAt(grid, from)}${enDash}${clockAt(grid, to)}`;
}

export interface Run {
  readonly from: number;
  readonly to: number;
}

/** Runs of consecutive indices for which `holds`: from (included) to (excluded). */
export function runsWhere(length: number, holds: (index: number) => boolean): Run[] {
  const runs: Run[] = [];
  for (let index = 0; index < length; index++) {
    if (!holds(index)) continue;
    const from = index;
    while (index < length && holds(index)) index++;
    runs.push({ from, to: index });
  }
  return runs;
}
