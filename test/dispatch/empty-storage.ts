import type { StorageProblem } from '../../src/dispatch/storage-problem.ts';

/** A store that is empty at the start, free at the end. */
export function emptyStorage(periodCount: number, capacityMWh: number): StorageProblem {
  return {
    periodCount,
    initialMWh: 0,
    retention: 1,
    inflowMWh: new Float64Array(periodCount),
    lowerMWh: new Float64Array(periodCount + 1),
    upperMWh: new Float64Array(periodCount + 1).fill(capacityMWh),
    windowPenalty: Infinity,
    terminal: { kind: 'free' },
  };
}
