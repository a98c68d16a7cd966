import type { RandomStream } from '../../src/math/random-stream.ts';

/** First-order autoregression with mean 0 and variance 1; each call gives the next value. */
export function autoregression(stream: RandomStream, persistence: number): () => number {
  const innovation = Math.sqrt(1 - persistence * persistence);
  let value = stream.normal();
  return () => {
    value = persistence * value + innovation * stream.normal();
    return value;
  };
}

/** exp(σz − σ²/2): mean 1 for a standard normal z. */
export function lognormalFactor(sigma: number, z: number): number {
  return Math.exp(sigma * z - (sigma * sigma) / 2);
}

/** Generalised Pareto excess over a threshold, by inversion; mean scale / (1 − shape). */
export function generalisedParetoExcess(stream: RandomStream, scale: number, shape: number): number {
  return (scale / shape) * (Math.exp(shape * stream.exponential()) - 1);
}

/**
 * Level of a regime that changes at the turn of the year: the value of the calendar year, with a linear
 * change-over from 30 days before to 30 days after 1 January. Years outside of the table take its ends.
 */
export function yearlyLevel(yearFraction: number, firstYear: number, levels: readonly number[]): number {
  const levelOf = (year: number): number => levels[Math.min(Math.max(year - firstYear, 0), levels.length - 1)];
  const nearestTurn = Math.round(yearFraction);
  const share = Math.min(Math.max((yearFraction - nearestTurn) * (365 / 60) + 0.5, 0), 1);
  return levelOf(nearestTurn - 1) * (1 - share) + levelOf(nearestTurn) * share;
}
