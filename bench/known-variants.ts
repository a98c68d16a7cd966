import { knownDayPass } from '../src/fit/known-day-pass.ts';
import type { KnownFirstDay } from '../src/fit/known-first-day.ts';
import type { WholeDayModel } from '../src/fit/whole-day-model.ts';
import type { WholeDayPass } from '../src/fit/whole-day-pass.ts';
import type { Generator } from '../src/simulate/generators/generator.ts';
import { knownDayAhead } from '../src/simulate/generators/known-day-ahead.ts';
import { monthly } from '../src/simulate/generators/monthly.ts';
import type { WholeDayGeneratorModel } from '../src/simulate/generators/whole-day.ts';

type Change = (model: WholeDayModel, target: number) => WholeDayModel;
type Shift = (known: KnownFirstDay, model: WholeDayModel, target: number) => Float64Array;

/** `known-day-ahead` without the mean basis m̂. */
const withoutMean = shiftVariant(
  'known-without-mean',
  () =>
    ({ basisShift }) =>
      new Float64Array(basisShift.length),
);

/**
 * `known-day-ahead` with the slope κ of what m̂ leaves of the basis on the day-ahead price of the same half-hour:
 * x₂ = … + κ·(A_d·u_d − exp(Ĝ_d − Ĝ_b)·A_b·u_b).
 */
const withSlope = shiftVariant('known-with-slope', (pass) => {
  const known = knownDayPass(pass);
  const slopeOf = monthly(pass.table, (day) => fitSlope(known, day - 2));
  const { slots, intervals } = pass.table;
  const { logAmplitude, shape } = pass.forward.states;
  const swing = (day: number, slot: number): number =>
    Math.exp(logAmplitude[day]) * shape[day * intervals + Math.floor((slot * intervals) / slots)];
  return ({ basisShift }, { bank, logBasisSize }, target) => {
    const slope = slopeOf(target);
    return basisShift.map((shift, at) => {
      const [origin, slot] = [bank.days[Math.floor(at / slots)], at % slots];
      const then = known.forward.forecasts[origin]?.logBasisSize[0] ?? NaN;
      const moved = slope * (swing(target, slot) - Math.exp(logBasisSize[0] - then) * swing(origin, slot));
      return shift + (Number.isNaN(moved) ? 0 : moved);
    });
  };
});

/**
 * `known-day-ahead` with the basis of the first day drawn in to its middle, 1.5·asinh(p/1.5) brought back to its mean size:
 * the spike of another day falls on an hour that it has nothing to do with.
 */
const drawnIn = variant('known-drawn-in', () => (model) => {
  const { bank, leads, slots } = model;
  const basisPattern = bank.basisPattern.slice();
  bank.days.forEach((_, b) => {
    const pattern = basisPattern.subarray(b * leads * slots, (b * leads + 1) * slots);
    const drawn = pattern.map((value) => 1.5 * Math.asinh(value / 1.5));
    const scale = meanSize(drawn) < 1e-12 ? 0 : meanSize(pattern) / meanSize(drawn);
    pattern.set(drawn.map((value) => scale * value));
  });
  return { ...model, bank: { ...bank, basisPattern } };
});

/** `known-day-ahead` with a basis of the first day a tenth narrower. */
const narrower = variant('known-narrower', () => (model) => {
  const { bank, leads } = model;
  const basisSizeError = bank.basisSizeError.map((error, at) => (at % leads === 0 ? error + Math.log(0.9) : error));
  return { ...model, bank: { ...bank, basisSizeError } };
});

/** What was tried with the day-ahead price known and stays out, or in, by its score. */
export const knownVariants: readonly Generator[] = [withoutMean, withSlope, drawnIn, narrower];

function shiftVariant(name: string, prepare: (pass: WholeDayPass) => Shift): Generator {
  return variant(name, (pass) => {
    const shiftOf = prepare(pass);
    return (model, target) => {
      const known = model.known as KnownFirstDay;
      return { ...model, known: { ...known, basisShift: shiftOf(known, model, target) } };
    };
  });
}

function variant(name: string, prepare: (pass: WholeDayPass) => Change): Generator {
  return {
    ...knownDayAhead,
    name,
    open(pass, settings) {
      const fit = (knownDayAhead as Generator<WholeDayGeneratorModel>).open(pass, settings);
      const changed = prepare(pass);
      return (target) => {
        const model = fit(target);
        return { ...model, generator: name, wholeDay: changed(model.wholeDay, target) };
      };
    },
  } as Generator<WholeDayGeneratorModel> as Generator;
}

function meanSize(values: Float64Array): number {
  return values.reduce((sum, value) => sum + Math.abs(value), 0) / values.length;
}

/** Pooled slope of B/exp(Ĝ) − 0.6·m̂ on A·u/exp(Ĝ), each less its mean of the half-hour, over 730 valid days. */
function fitSlope({ table, forward, knownBasisMean = new Float64Array(0) }: WholeDayPass, lastDay: number): number {
  const { slots, intervals, valid } = table;
  const { logAmplitude, shape, basis } = forward.states;
  const sizeOf = (day: number): number => Math.exp(forward.forecasts[day]?.logBasisSize[0] ?? NaN);
  const days = Array.from({ length: Math.max(0, lastDay + 1) }, (_, day) => day)
    .filter((day) => valid[day] === 1 && !Number.isNaN(sizeOf(day) + knownBasisMean[day * slots]))
    .slice(-730);
  let [products, squares] = [0, 0];
  for (let slot = 0; slot < slots; slot++) {
    const interval = Math.floor((slot * intervals) / slots);
    const x = days.map((day) => (Math.exp(logAmplitude[day]) * shape[day * intervals + interval]) / sizeOf(day));
    const y = days.map((day) => basis[day * slots + slot] / sizeOf(day) - 0.6 * knownBasisMean[day * slots + slot]);
    const [meanX, meanY] = [x, y].map((values) => values.reduce((sum, value) => sum + value, 0) / days.length);
    x.forEach((value, i) => {
      products += (value - meanX) * (y[i] - meanY);
      squares += (value - meanX) ** 2;
    });
  }
  return squares > 0 ? products / squares : 0;
}
