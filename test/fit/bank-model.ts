import type { WholeDayModel } from '../../src/fit/whole-day-model.ts';

/** A model with one lead, four slots and a bank of past days: only what the forecasts of the basis read. */
export function bankModel(
  patterns: readonly (readonly number[])[],
  change: Partial<WholeDayModel> = {},
): WholeDayModel {
  return {
    leads: 1,
    slots: 4,
    periodHours: 0.5,
    weights: new Float64Array(patterns.length).fill(1 / patterns.length),
    logBasisSize: Float64Array.of(Math.log(10)),
    days: [{ date: '2026-01-15', startTime: 0, endTime: 0, periodCount: 4 }],
    wallClockSlots: [Int32Array.of(0, 1, 2, 3)],
    bank: {
      basisSizeError: new Float64Array(patterns.length),
      basisPattern: Float64Array.from(patterns.flat()),
    },
    ...change,
  } as WholeDayModel;
}
