import { fitSmoothing } from '../fit/smoothing-model.ts';
import type { WholeDayModel } from '../fit/whole-day-model.ts';
import { randomStream } from '../math/random-stream.ts';
import { sampleStandardDeviation } from '../math/sample-statistics.ts';
import { bankBand } from '../risk/bank-band.ts';
import { lossOrder } from '../risk/loss-order.ts';
import { valueAtRisk } from '../risk/value-at-risk.ts';
import { simulateWholeDay } from '../simulate/whole-day-scenarios.ts';
import { planProfit, type FixedPlan } from './fixed-plan.ts';

/** A risk figure's band by reweighting and by full re-simulation, in units of the profit's standard deviation. */
export interface BankBandCheck {
  readonly profit: 'planProfit' | 'exposedProfit';
  readonly confidenceLevel: number;
  readonly reweighted: number;
  readonly resimulated: number;
}

export interface BankBandRequest {
  readonly scenarioCount: number;
  readonly draws: number;
  readonly seed: number;
}

const profits = ['planProfit', 'exposedProfit'] as const;
const confidenceLevels = [0.95, 0.99];

/**
 * Is the bank band what another bank would do? The band reweights the scenarios that there are by one Exp(1) number a
 * past day. Here the same numbers reweight the *bank*, the smoothing is fitted again and all scenarios are drawn again;
 * the standard deviations of VaR over the draws are set side by side. First day of an ordinary day's model.
 */
export function bankBandCheck(model: WholeDayModel, plan: FixedPlan, request: BankBandRequest): BankBandCheck[] {
  const { scenarioCount, draws, seed } = request;
  const simulated = (of: WholeDayModel): { losses: readonly Float64Array[]; bankDay: Int32Array } => {
    const set = simulateWholeDay(of, { seed, firstScenario: 0, scenarioCount, horizonDays: 1 });
    const row = (matrix: Float64Array, s: number): Float64Array =>
      matrix.subarray(s * plan.length, (s + 1) * plan.length);
    const losses = [
      Float64Array.from({ length: scenarioCount }, (_, s) => -planProfit(plan, row(set.dayAhead, s))),
      Float64Array.from(
        { length: scenarioCount },
        (_, s) => -planProfit(plan, row(set.dayAhead, s), row(set.imbalance, s)),
      ),
    ];
    return { losses, bankDay: set.bankDay };
  };

  const { losses, bankDay } = simulated(model);
  const orders = losses.map(lossOrder);
  const reweighted = bankBand(
    { bankDay, weights: null, blockDays: 1, draws, stream: randomStream(seed, 'bankBand') },
    (weights) =>
      losses.flatMap((loss, p) => confidenceLevels.map((level) => valueAtRisk(loss, weights, level, orders[p]))),
  );

  const stream = randomStream(seed, 'bankBand', 1);
  const redrawn = Array.from({ length: draws }, () => {
    const again = simulated(reweightedBank(model, () => stream.exponential()));
    return again.losses.flatMap((loss) => confidenceLevels.map((level) => valueAtRisk(loss, null, level)));
  });
  return profits.flatMap((profit, p) => {
    const deviation = sampleStandardDeviation(losses[p]);
    return confidenceLevels.map((confidenceLevel, c) => {
      const k = p * confidenceLevels.length + c;
      return {
        profit,
        confidenceLevel,
        reweighted: reweighted[k] / deviation,
        resimulated: sampleStandardDeviation(redrawn.map((row) => row[k])) / deviation,
      };
    });
  });
}

function reweightedBank(model: WholeDayModel, factor: () => number): WholeDayModel {
  const drawn = model.weights.map((weight) => weight * factor());
  const total = drawn.reduce((sum, weight) => sum + weight, 0);
  const weights = drawn.map((weight) => weight / total);
  const { size, basisSize } = model.smoothing;
  return { ...model, weights, smoothing: fitSmoothing(model.bank, weights, size, basisSize) };
}
