import { lossOrder } from '../../risk/loss-order.ts';

/** Which scenarios share a mean cut and which share a tail cut. */
export interface ScenarioGroups {
  readonly meanGroupCount: number;
  readonly meanGroup: Int32Array;
  /** By risk measure. */
  readonly tails: readonly TailGroups[];
}

export interface TailGroups {
  /** 0 in the worst case, whose cuts are of single scenarios. */
  readonly groupCount: number;
  readonly groupOf: Int32Array;
}

/** Mean groups by the outcome of one plan: alike, every G-th scenario by loss. With few scenarios each is its own group. */
export function meanGroups(profit: Float64Array): Pick<ScenarioGroups, 'meanGroupCount' | 'meanGroup'> {
  const S = profit.length;
  // More groups cost time in the master and save evaluations, which grow with the scenarios.
  const meanGroupCount = Math.min(S, Math.max(20, Math.min(60, Math.floor(S / 100))));
  const meanGroup = new Int32Array(S);
  lossOrder(profit.map((value) => -value)).forEach((s, rank) => (meanGroup[s] = rank % meanGroupCount));
  return { meanGroupCount, meanGroup };
}

/**
 * Tail groups by the outcome of one plan: neighbours by loss, narrow where the tail is, so that a group enters or
 * leaves the tail together.
 */
export function tailGroups(profit: Float64Array, confidenceLevel: number): TailGroups {
  const S = profit.length;
  const groupOf = new Int32Array(S);
  if (confidenceLevel === 1) return { groupCount: 0, groupOf };
  const groupCount = Math.min(S, Math.max(30, Math.min(40, Math.floor(S / 100))));
  const near = Math.min(S, Math.ceil(2.5 * (1 - confidenceLevel) * S));
  const farGroups = near === S ? 0 : Math.max(1, Math.min(Math.floor(groupCount / 5), S - near));
  const nearGroups = groupCount - farGroups;
  lossOrder(profit.map((value) => -value)).forEach((s, rank) => {
    groupOf[s] =
      groupCount === S
        ? rank
        : rank < near
          ? Math.floor((rank * nearGroups) / near)
          : nearGroups + Math.floor(((rank - near) * farGroups) / (S - near));
  });
  return { groupCount, groupOf };
}
