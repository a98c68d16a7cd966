import { randomStream } from '../../math/random-stream.ts';
import { movedDays } from './bootstrap.ts';
import { originDrawer } from '../bank-draw.ts';
import { drawnDays, type DrawnDays } from './drawn-days.ts';
import type { DayPainter, Generator } from './generator.ts';
import { pastDays } from './past-days.ts';

const windowDays = 365;
const meanBlockHours = 12;

/**
 * Stationary bootstrap within the day (Politis and Romano 1994): prices run along a past day until, with probability
 * 1/12 at each full hour, they go on at the same time of another one. Both markets change days together.
 */
export const blockBootstrap: Generator<DrawnDays> = {
  name: 'block-bootstrap',
  description: 'stationary bootstrap: runs of half a day on average, at their own time of day, re-scaled',
  open:
    ({ table }) =>
    (target) => {
      const { days, notes } = pastDays(table, target, { windowDays, sameClass: true, daysBefore: 28 });
      const rows = movedDays(table, target, days, 'scale');
      return drawnDays('block-bootstrap', rows, notes);
    },
  painter: paintBlocks,
};

/** The day of the first slot counts as the day that a scenario comes from. */
function paintBlocks(model: DrawnDays, seed: number): DayPainter {
  const { slots, bankDates } = model;
  const hour = slots / 24;
  const draw = originDrawer(model.weights, seed);
  return (scenario, _days, dayAhead, imbalance) => {
    const stream = randomStream(seed, 'blockDraw', scenario);
    const first = draw(scenario);
    let row = first;
    for (let slot = 0; slot < slots; slot++) {
      if (slot > 0 && slot % hour === 0 && stream.uniform() < 1 / meanBlockHours)
        row = Math.floor(stream.uniform() * bankDates.length);
      dayAhead[slot] = model.dayAhead[row * slots + slot];
      imbalance[slot] = model.imbalance[row * slots + slot];
    }
    return first;
  };
}
