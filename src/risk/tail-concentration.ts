/** How many past days a tail rests on. */
export interface TailConcentration {
  /** Distinct past days among the scenarios of the tail. */
  readonly pastDayCount: number;
  /** Share of the tail's weight that comes from the most frequent of them, in [0, 1]. */
  readonly topDayShare: number;
  /** Index of that day in the bank. */
  readonly topDay: number;
  readonly restsOnFewDays: boolean;
}

/** Fewer past days than this, or a top day with a greater share than that, carry no tail figure. */
const minimumPastDays = 8;
const maximumTopDayShare = 0.4;

/**
 * Distinct past days in the tail and the share of the top one; below 8 days or above 40 % the tail
 * "rests on few days". `bankDay` S, index of each scenario's past day; `tailWeights` S, sum 1.
 */
export function tailConcentration(bankDay: Int32Array, tailWeights: Float64Array): TailConcentration {
  const shareOfDay = new Map<number, number>();
  bankDay.forEach((day, scenario) => {
    if (tailWeights[scenario] > 0) shareOfDay.set(day, (shareOfDay.get(day) ?? 0) + tailWeights[scenario]);
  });
  let topDay = -1;
  for (const [day, share] of shareOfDay) if (share > (shareOfDay.get(topDay) ?? 0)) topDay = day;
  const topDayShare = Math.min(1, shareOfDay.get(topDay) ?? 0);
  return {
    pastDayCount: shareOfDay.size,
    topDayShare,
    topDay,
    restsOnFewDays: shareOfDay.size < minimumPastDays || topDayShare > maximumTopDayShare + 1e-12,
  };
}
