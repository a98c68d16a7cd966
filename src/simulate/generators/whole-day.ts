import { wholeDayModel } from '../../fit/fit-whole-day.ts';
import { recalibrate, recalibrationOf } from '../../fit/recalibration.ts';
import { smoothedQuantities } from '../../fit/smoothing-model.ts';
import type { WholeDayModel } from '../../fit/whole-day-model.ts';
import { randomStream } from '../../math/random-stream.ts';
import { originDrawer } from '../bank-draw.ts';
import { energyPainter } from '../energy-painter.ts';
import type { DayModel, DayPainter, Generator } from './generator.ts';

/** The whole-day model as the contract wants it. */
export interface WholeDayGeneratorModel extends DayModel {
  readonly wholeDay: WholeDayModel;
}

/** Whole past weeks, their errors at today's level, amplitude and basis size: the default. docs/method/scenarios.md. */
export const wholeDay: Generator<WholeDayGeneratorModel> = {
  name: 'whole-day',
  description: 'the errors, shapes and basis of whole past weeks on a forecast of level, amplitude and basis size',
  open: (pass, settings) => (target) =>
    wholeDayGeneratorModel('whole-day', wholeDayModel(pass, { ...settings, date: pass.table.dates[target] })),
  painter: paintWholeDays,
};

export function wholeDayGeneratorModel(generator: string, model: WholeDayModel): WholeDayGeneratorModel {
  const { leads, slots, notes, bank } = model;
  // On the wall clock every day has all its slots; the clock changes when periods are cut from them.
  const wallClock = Int32Array.from({ length: slots }, (_, slot) => slot);
  const wholeDay = { ...model, wallClockSlots: Array.from({ length: leads }, () => wallClock) };
  return { generator, leads, slots, notes, bankDates: bank.dates, wholeDay };
}

export function paintWholeDays({ wholeDay, slots }: WholeDayGeneratorModel, seed: number): DayPainter {
  const originOf = originDrawer(wholeDay.weights, seed);
  const paint = energyPainter(wholeDay);
  const noise = new Float64Array(smoothedQuantities);
  return (scenario, days, dayAhead, imbalance) => {
    const origin = originOf(scenario);
    const stream = randomStream(seed, 'smoothing', scenario);
    for (let lead = 0; lead < days; lead++) {
      for (let k = 0; k < noise.length; k++) noise[k] = stream.normal();
      paint(origin, lead, noise, dayAhead.subarray(lead * slots), imbalance.subarray(lead * slots));
    }
    return origin;
  };
}

/** The default with the errors of its first day recalibrated on the last 120 days: a stage of its own, off by default. */
export const wholeDayRecalibrated: Generator<WholeDayGeneratorModel> = {
  name: 'whole-day-recalibrated',
  description: 'whole-day, its level, amplitude and basis size moved to where the last 120 days came out',
  open(pass, settings) {
    const correctionsOf = recalibrationOf(pass, settings.generator);
    return (target) => {
      const model = wholeDayModel(pass, { ...settings, date: pass.table.dates[target] });
      return wholeDayGeneratorModel('whole-day-recalibrated', recalibrate(model, correctionsOf(target)));
    };
  },
  painter: paintWholeDays,
};
