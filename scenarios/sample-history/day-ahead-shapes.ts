/**
 * Hour shapes of the day-ahead price, GBP/MWh, local hours 0…23: rounded deviations of the within-day
 * index from its daily mean in 2023-2024, by season and kind of day.
 */
interface SeasonShapes {
  readonly winter: readonly number[];
  readonly shoulder: readonly number[];
  readonly summer: readonly number[];
}

const workingDay: SeasonShapes = {
  winter: [-21, -24, -27, -29, -28, -17, -3, 13, 16, 13, 10, 4, 4, 5, 8, 17, 26, 31, 26, 12, 5, -3, -11, -21],
  shoulder: [-15, -18, -21, -22, -20, -10, 8, 20, 16, 8, 2, -4, -6, -9, -8, -2, 9, 23, 28, 21, 13, 4, -3, -12],
  summer: [-8, -12, -14, -16, -14, -6, 5, 11, 9, 3, -2, -7, -9, -11, -12, -8, -2, 12, 20, 24, 20, 14, 6, -4],
};

const restDay: SeasonShapes = {
  winter: [-9, -12, -16, -19, -19, -20, -14, -7, -2, 4, 4, 4, 4, 3, 3, 11, 24, 32, 26, 13, 6, 0, -8, -8],
  shoulder: [-2, -6, -11, -15, -14, -13, -9, -7, -2, -1, -2, -5, -6, -10, -11, -4, 6, 25, 32, 27, 17, 8, 1, -1],
  summer: [3, -1, -4, -7, -7, -8, -8, -4, -4, -3, -6, -10, -11, -16, -19, -15, -4, 11, 19, 26, 25, 22, 15, 6],
};

/**
 * Directions in which real days depart from their season's shape (rounded principal components, root
 * mean square 1): a cheap night before a dear day, a solar dip before a dear evening, a morning ramp.
 */
export const departures = {
  cheapNight: [
    -1.35, -1.5, -1.55, -1.55, -1.4, -1.1, -0.75, -0.35, -0.1, 0.1, 0.3, 0.5, 0.7, 0.85, 0.9, 0.95, 1, 1.05, 1, 0.95,
    0.9, 0.85, 0.8, -1.2,
  ],
  solarDip: [
    0.6, 0.45, 0.35, 0.15, 0, -0.1, -0.2, -0.7, -0.95, -1.3, -1.4, -1.4, -1.3, -1.15, -1, -0.6, -0.2, 0.6, 1, 1.6, 1.6,
    1.6, 1.5, 0.75,
  ],
  morningRamp: [
    -1, -1, -0.8, -0.5, 0, 0.75, 1.55, 2.2, 1.85, 1.2, 0.6, -0.4, -0.8, -1.15, -1.25, -1.3, -0.85, -0.25, 0, 0.55, 0.6,
    0.5, 0.35, -0.85,
  ],
} as const;

/** Share of a scarcity premium that each evening hour carries. */
export const scarcityShape: Readonly<Record<number, number>> = { 16: 0.45, 17: 1, 18: 0.9, 19: 0.5 };

/** The season's shape at a local hour, blended by `winterness` (1 mid-January, −1 mid-July). */
export function seasonalShape(isRestDay: boolean, winterness: number, hour: number): number {
  const shapes = isRestDay ? restDay : workingDay;
  const extreme = winterness > 0 ? shapes.winter[hour] : shapes.summer[hour];
  const share = Math.abs(winterness);
  return share * extreme + (1 - share) * shapes.shoulder[hour];
}
