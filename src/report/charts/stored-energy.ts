import { colour } from '../theme.ts';
import type { Frame, Layer } from './frame.ts';
import { band, line } from './marks.ts';

/** Energy in the store at the given hours, MWh: a line over an area. */
export function storedEnergy(plot: Frame, hours: readonly number[], energyMWh: readonly number[]): Layer[] {
  const rows = hours.map((hour, boundary) => ({ hour, energy: energyMWh[boundary], zero: 0 }));
  const area = { x: 'hour', low: 'zero', high: 'energy', colour: colour('fill'), opacity: 0.65, stepped: false };
  return [
    band(plot, rows, area),
    line(plot, rows, { x: 'hour', y: 'energy', colour: colour('ink2'), width: 1.5, stepped: false }),
  ];
}
