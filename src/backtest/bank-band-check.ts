import { fitSmoothing, smoothedQuantities } from '../fit/smoothing-model.ts';
import type { WholeDayModel } from '../fit/whole-day-model.ts';
import { randomStream } from '../math/random-stream.ts';
import { sampleStandardDeviation } from '../math/sample-statistics.ts';
import { bankBand } from '../risk/bank-band.ts';
import { lossOrder } from '../risk/loss-order.ts';
import { valueAtRisk } from '../risk/value-at-risk.ts';
import { originDrawer } from '../simulate/bank-draw.ts';
import { energyPainter } from '../simulate/energy-painter.ts';
import { planProfit, type FixedPlan } from './fixed-plan.ts';

/** A risk figure's band by reweighting and by full re-simulation, in units of the profit's standard deviation. */
export interface BankBandCheck {
  readonly profit: 'planProfit' | 'exposedProfit';
  readonly confidenceLevel: number;
  readonly reweighted: number;
  readonly resimulated: number;
  /** The same banks re-simulated with another seed: how far two right answers are apart. */
  readonly resimulatedAgain: number;
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
  const { draws, seed } = request;
  const { losses, bankDay } = simulator(plan, request.scenarioCount, seed)(model);
  const orders = losses.map(lossOrder);
  const reweighted = bankBand(
    { bankDay, weights: null, blockDays: 1, draws, stream: randomStream(seed, 'bankBand') },
    (weights) =>
      losses.flatMap((loss, p) => confidenceLevels.map((level) => valueAtRisk(loss, weights, level, orders[p]))),
  );
  const banks = reweightedBanks(model, { draws, seed, drawnDays: Math.max(...bankDay) + 1 });
  const [resimulated, resimulatedAgain] = [seed, seed + 1].map((own) =>
    resimulatedBands(banks, simulator(plan, request.scenarioCount, own)),
  );
  return profits.flatMap((profit, p) => {
    const deviation = sampleStandardDeviation(losses[p]);
    return confidenceLevels.map((confidenceLevel, c) => {
      const k = p * confidenceLevels.length + c;
      return {
        profit,
        confidenceLevel,
        reweighted: reweighted[k] / deviation,
        resimulated: resimulated[k] / deviation,
        resimulatedAgain: resimulatedAgain[k] / deviation,
      };
    });
  });
}

/** Standard deviation of each VaR over the banks, scenarios of every one drawn anew. */
function resimulatedBands(banks: readonly WholeDayModel[], simulate: Simulate): number[] {
  const redrawn = banks.map((bank) =>
    simulate(bank).losses.flatMap((loss) => confidenceLevels.map((level) => valueAtRisk(loss, null, level))),
  );
  return redrawn[0].map((_, k) => sampleStandardDeviation(redrawn.map((row) => row[k])));
}

type Simulate = (model: WholeDayModel) => { losses: readonly Float64Array[]; bankDay: Int32Array };

/** Losses of the plan and of the plan closed at imbalance on the first day; the noise of a seed is drawn once. */
function simulator(plan: FixedPlan, scenarioCount: number, seed: number): Simulate {
  const noise = Array.from({ length: scenarioCount }, (_, scenario) => {
    const stream = randomStream(seed, 'smoothing', scenario);
    return Float64Array.from({ length: smoothedQuantities }, () => stream.normal());
  });
  const dayAhead = new Float64Array(plan.length);
  const imbalance = new Float64Array(plan.length);
  return (model) => {
    const originOf = originDrawer(model.weights, seed);
    const paint = energyPainter(model);
    const losses = profits.map(() => new Float64Array(scenarioCount));
    const bankDay = Int32Array.from(noise, (_, scenario) => originOf(scenario));
    noise.forEach((z, scenario) => {
      paint(bankDay[scenario], 0, z, dayAhead, imbalance);
      losses[0][scenario] = -planProfit(plan, dayAhead);
      losses[1][scenario] = -planProfit(plan, dayAhead, imbalance);
    });
    return { losses, bankDay };
  };
}

/**
 * The model with its bank reweighted and its smoothing fitted again, once a draw, by the numbers that `bankBand` takes
 * from the same stream for the first `drawnDays`; days after the last that a scenario drew have some of their own.
 */
function reweightedBanks(
  model: WholeDayModel,
  { draws, seed, drawnDays }: { readonly draws: number; readonly seed: number; readonly drawnDays: number },
): WholeDayModel[] {
  const shared = randomStream(seed, 'bankBand');
  const others = randomStream(seed, 'bankBand', 1);
  return Array.from({ length: draws }, () =>
    reweightedBank(model, (day) => (day < drawnDays ? shared : others).exponential()),
  );
}

function reweightedBank(model: WholeDayModel, factor: (day: number) => number): WholeDayModel {
  const drawn = model.weights.map((weight, day) => weight * factor(day));
  const total = drawn.reduce((sum, weight) => sum + weight, 0);
  const weights = drawn.map((weight) => weight / total);
  const { size, basisSize } = model.smoothing;
  return { ...model, weights, smoothing: fitSmoothing(model.bank, weights, size, basisSize) };
}
