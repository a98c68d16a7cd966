import type { RandomStream } from '../../src/math/random-stream.ts';
import type { DayAheadPrices } from './day-ahead-prices.ts';
import { autoregression, generalisedParetoExcess, lognormalFactor } from './processes.ts';
import type { SampleDay } from './sample-grid.ts';
import { localHour } from './sample-grid.ts';

/** Probability that the system is short, by local hour: low at night, high on the ramps. */
const shortShares = [
  0.41, 0.39, 0.37, 0.36, 0.36, 0.42, 0.5, 0.55, 0.55, 0.51, 0.48, 0.46, 0.45, 0.44, 0.44, 0.46, 0.5, 0.55, 0.57, 0.58,
  0.55, 0.5, 0.45, 0.42,
];
/** Chance per short half-hour that a price spike starts, relative to its mean, by local hour. */
const spikeTimes = [
  0.2, 0.2, 0.2, 0.2, 0.2, 0.3, 0.6, 1.2, 1.4, 1, 0.7, 0.6, 0.6, 0.6, 0.8, 1.3, 2.4, 3, 2.8, 2.2, 1.5, 0.8, 0.4, 0.3,
];

/** How far one half-hour's system state says about the next: P(short|short) + P(long|long) − 1. */
const statePersistence = 0.55;
/** Basis of a short (long) half-hour on an average day at even odds, GBP/MWh. */
const basisSize = 49;
const spikeChance = 0.0008;
const spikeContinues = 0.6;
const spikeThreshold = 150;
const spikeScale = 95;
const spikeShape = 0.33;
const largestSpike = 1250;

/**
 * Half-hourly imbalance prices, GBP/MWh, one vector a day: day-ahead price + basis. The system is long or
 * short (two-state Markov chain whose odds depend on the hour); the basis is up when short, down when long,
 * lognormal in size, larger on wild days, sized so that no hour of the day pays on average; spikes come in
 * clusters while short.
 */
export function simulateImbalance(
  days: readonly SampleDay[],
  dayAhead: DayAheadPrices,
  stream: RandomStream,
): Float64Array[] {
  const daySize = autoregression(stream, 0.85);
  const nextBasis = basisProcess(stream);
  return days.map((day, index) => {
    const size = Math.exp(0.26 * dayAhead.amplitudes[index] + 0.2 * daySize() - 0.054);
    const spikeFactor = dayAhead.scarceDays[index] === 1 ? 4 : 1;
    const prices = new Float64Array(day.periodCount);
    for (let period = 0; period < day.periodCount; period++) {
      const { basis, stateChanged } = nextBasis(localHour(day, period), size, spikeFactor);
      const sticks = stream.uniform() < 0.48;
      // The price often stays where it is for the second half-hour of an hour: the marginal action is the same.
      const stays = sticks && period % 2 === 1 && !stateChanged;
      prices[period] = stays ? prices[period - 1] : turnDownPrice(dayAhead.hourly[index][period >> 1] + basis);
    }
    return prices;
  });
}

type BasisProcess = (hour: number, size: number, spikeFactor: number) => { basis: number; stateChanged: boolean };

function basisProcess(stream: RandomStream): BasisProcess {
  const magnitude = autoregression(stream, 0.75);
  let isShort = false;
  let previousShare = shortShares[22];
  let spike = 0;
  return (hour, size, spikeFactor) => {
    const shortShare = shortShares[hour];
    // Half-hour by half-hour P(short) stays at `shortShares`: the expectation of (state − previous share) is zero.
    const shortChance = shortShare + statePersistence * ((isShort ? 1 : 0) - previousShare);
    previousShare = shortShare;
    const wasShort = isShort;
    isShort = stream.uniform() < shortChance;
    spike = nextSpike(stream, spike, isShort, spikeChance * spikeTimes[hour] * spikeFactor);
    if (spike > 0) isShort = true;
    const z = magnitude();
    // Sizes in inverse proportion to the odds, so that neither side can be harvested on average.
    const ordinary = isShort
      ? (1 - shortShare) * basisSize * lognormalFactor(0.52, z)
      : -shortShare * basisSize * lognormalFactor(0.66, z);
    const basis = size * ordinary + spike - expectedSpike(hour);
    return { basis, stateChanged: isShort !== wasShort };
  };
}

/** Premium of the spike in this half-hour, GBP/MWh; 0 = none. A spike lasts 2.5 half-hours on average. */
function nextSpike(stream: RandomStream, previous: number, isShort: boolean, chance: number): number {
  const draw = stream.uniform();
  if (previous > 0) return draw < spikeContinues ? previous * (0.75 + 0.5 * stream.uniform()) : 0;
  if (!isShort || draw >= chance) return 0;
  return Math.min(spikeThreshold + generalisedParetoExcess(stream, spikeScale, spikeShape), largestSpike);
}

/** What spikes add to the mean of an hour; ordinary half-hours give it back. */
function expectedSpike(hour: number): number {
  const meanPremium = spikeThreshold + spikeScale / (1 - spikeShape);
  return (spikeChance * spikeTimes[hour] * shortShares[hour] * meanPremium) / (1 - spikeContinues);
}

/** Bids to turn wind down lie well below zero: a short way above it the price falls fast, far below it slowly. */
function turnDownPrice(price: number): number {
  const steep = price < 18 ? 18 + 1.4 * (price - 18) : price;
  return steep < -30 ? -30 + 0.28 * (steep + 30) : steep;
}
