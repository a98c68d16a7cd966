import type { BasisChain } from '../../../src/domain/basis-chain.ts';
import type { BasisForecast } from '../../../src/domain/basis-forecast.ts';

/** A chain that never leaves its only state: every price comes as the forecast's mean says. */
export function oneStateChain({
  meanBasis,
  publicationDelay,
}: Pick<BasisForecast, 'meanBasis' | 'publicationDelay'>): BasisChain {
  return {
    stateCount: 1,
    meanBasis,
    group: new Int32Array(meanBasis.length),
    centre: new Float64Array(1),
    expected: new Float64Array(1),
    start: Float64Array.of(1),
    transition: Float64Array.of(1),
    publicationDelay,
  };
}
