import type { PipelineResult } from '../../pipeline.ts';
import type { ExplainedScenario, TailOrigin } from '../../report/model/tail-origin.ts';
import { drawsPastDays } from '../../simulate/draws-past-days.ts';
import { explainScenario } from '../../simulate/explain-scenario.ts';

const daysNamed = 8;

/**
 * The worst scenario and two others explained, and the past days that fill the tail.
 *
 * @param profit S, gain positive
 * @param chosen rows of the typical and of the bad scenario
 */
export function tailOrigin(
  { model, sets: { evaluate }, measured }: PipelineResult,
  profit: Float64Array,
  chosen: { readonly typical: number; readonly bad: number },
): TailOrigin {
  const explained = (s: number): ExplainedScenario => {
    const { scenario, date, level, amplitude, basisSize } = explainScenario(model, evaluate, s);
    const prices = { level: level.drawn, swing: amplitude.drawn, basisSize: basisSize.drawn };
    return { scenario, date, profitAndLoss: profit[s], ...prices };
  };
  const worst = profit.reduce((least, value, s) => (value < profit[least] ? s : least), 0);
  const { level, amplitude, basisSize } = explainScenario(model, evaluate, worst);
  const days = drawsPastDays(model) ? daysOfTail(evaluate.bankDay, measured.tailWeights) : [];
  return {
    worst: explained(worst),
    typical: explained(chosen.typical),
    bad: explained(chosen.bad),
    forecast: { level: level.forecast, swing: amplitude.forecast, basisSize: basisSize.forecast },
    otherGenerator: model.firstDays?.generator ?? null,
    pastDays: days.slice(0, daysNamed).map(([day, share]) => ({ date: evaluate.bankDates[day], share })),
    pastDayCount: days.length,
  };
}

/** Past days by falling share of the tail's weight, the earlier of equal ones first. */
function daysOfTail(bankDay: Int32Array, tailWeights: Float64Array): [day: number, share: number][] {
  const shares = new Map<number, number>();
  tailWeights.forEach((weight, s) => {
    if (weight > 0) shares.set(bankDay[s], (shares.get(bankDay[s]) ?? 0) + weight);
  });
  return [...shares].sort(([a, one], [b, other]) => other - one || a - b);
}
