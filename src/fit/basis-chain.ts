import type { BasisChain } from '../domain/basis-chain.ts';
import { shrinkShares } from '../math/shrink-shares.ts';
import { meanBySlot, persistenceAt, scaledBasis } from './scaled-basis.ts';
import type { WholeDayModel } from './whole-day-model.ts';

/** States: enough to tell a spike from a dear hour, few enough that each is seen often. */
const defaultStateCount = 7;
const hoursPerGroup = 4;
/** Past periods that the whole day counts for in the transitions of a group, and a regression in its expectations. */
const transitionPrior = 20;
const expectationPrior = 20;

/**
 * Fits the chain that the policy `markov` decides on for day `lead` of the horizon, on the bank alone and never on
 * scenarios. x = B̃ − m is the distance of a past basis from the weighted mean of its slot (`scaled-basis.ts`); its state
 * is its weighted quantile q among the four hours of the wall clock that it lies in, ⌊K·acos(1 − 2q)/π⌋: narrow at both ends, so that spikes have states of their own.
 * Transitions are counted with the weights of the bank and shrunk to those of the whole day; what is expected after the
 * publication delay is the mean of what followed each state, shrunk to ρ × the state's own. docs/method/optimise.md.
 */
export function fitBasisChain(
  model: WholeDayModel,
  lead: number,
  publicationDelay: number,
  stateCount = defaultStateCount,
): BasisChain {
  const { slots, weights, periodHours, wallClockSlots } = model;
  const rows = scaledBasis(model, lead);
  const mean = meanBySlot(rows, weights);
  for (const row of rows) for (let slot = 0; slot < slots; slot++) row[slot] -= mean[slot];
  const slotsPerGroup = Math.max(1, Math.round(hoursPerGroup / periodHours));
  const past: PastBasis = {
    rows,
    weights,
    groupOf: Int32Array.from({ length: slots }, (_, slot) => Math.floor(slot / slotsPerGroup)),
    groupCount: Math.ceil(slots / slotsPerGroup),
    stateCount,
  };
  const { centre, states } = statesByQuantile(past);
  const start = new Float64Array(stateCount);
  states.forEach((own, b) => (start[own[wallClockSlots[lead][0]]] += weights[b]));
  return {
    stateCount,
    meanBasis: Float64Array.from(wallClockSlots[lead], (slot) => mean[slot]),
    group: Int32Array.from(wallClockSlots[lead], (slot) => past.groupOf[slot]),
    centre,
    expected: expectedAfter(past, states, centre, publicationDelay),
    start,
    transition: transitions(past, states),
    publicationDelay,
  };
}

/** x of the bank by day and slot, and the groups of slots. */
interface PastBasis {
  readonly rows: readonly Float64Array[];
  readonly weights: Float64Array;
  readonly groupOf: Int32Array;
  readonly groupCount: number;
  readonly stateCount: number;
}

/** The state of every x, and the mean x of each state, G × K. */
function statesByQuantile({ rows, weights, groupOf, groupCount, stateCount: K }: PastBasis): {
  centre: Float64Array;
  states: Uint8Array[];
} {
  const centre = new Float64Array(groupCount * K);
  const states = rows.map((row) => new Uint8Array(row.length));
  for (let group = 0; group < groupCount; group++) {
    const members: { b: number; slot: number; x: number }[] = [];
    rows.forEach((row, b) => {
      if (weights[b] === 0) return;
      for (let slot = 0; slot < row.length; slot++)
        if (groupOf[slot] === group) members.push({ b, slot, x: row[slot] });
    });
    members.sort((one, other) => one.x - other.x);
    const total = members.reduce((sum, { b }) => sum + weights[b], 0);
    const mass = new Float64Array(K);
    let reached = 0;
    for (const { b, slot, x } of members) {
      const state = Math.min(
        K - 1,
        Math.floor((K / Math.PI) * Math.acos(1 - (2 * (reached + 0.5 * weights[b])) / total)),
      );
      states[b][slot] = state;
      reached += weights[b];
      mass[state] += weights[b];
      centre[group * K + state] += weights[b] * x;
    }
    // A bank of a few days can leave a state without members: it stands where the one below it does.
    for (let k = 0; k < K; k++) {
      const at = group * K + k;
      centre[at] = mass[k] > 0 ? centre[at] / mass[k] : k > 0 ? centre[at - 1] : 0;
    }
  }
  return { centre, states };
}

/** E[x a delay later | state], G × K. */
function expectedAfter(
  { rows, weights, groupOf, groupCount, stateCount: K }: PastBasis,
  states: readonly Uint8Array[],
  centre: Float64Array,
  delay: number,
): Float64Array {
  const persistence = persistenceAt(rows, weights, delay);
  const observations = effectiveCount(weights);
  const mass = new Float64Array(groupCount * K);
  const sum = new Float64Array(groupCount * K);
  rows.forEach((row, b) => {
    for (let slot = 0; slot + delay < row.length; slot++) {
      const at = groupOf[slot] * K + states[b][slot];
      mass[at] += weights[b] * observations;
      sum[at] += weights[b] * observations * row[slot + delay];
    }
  });
  return sum.map((value, at) => (value + expectationPrior * persistence * centre[at]) / (mass[at] + expectationPrior));
}

/** Shares of the states that follow each state, G × from × to. */
function transitions(
  { rows, weights, groupOf, groupCount, stateCount: K }: PastBasis,
  states: readonly Uint8Array[],
): Float64Array {
  const observations = effectiveCount(weights);
  const pooled = new Float64Array(K * K);
  const counts = new Float64Array(groupCount * K * K);
  rows.forEach((row, b) => {
    for (let slot = 0; slot + 1 < row.length; slot++) {
      const pair = states[b][slot] * K + states[b][slot + 1];
      pooled[pair] += weights[b] * observations;
      counts[groupOf[slot] * K * K + pair] += weights[b] * observations;
    }
  });
  const uniform = new Float64Array(K).fill(1 / K);
  for (let from = 0; from < K; from++) shrinkShares(pooled.subarray(from * K, (from + 1) * K), uniform, 1);
  for (let row = 0; row < groupCount * K; row++) {
    const from = row % K;
    shrinkShares(counts.subarray(row * K, (row + 1) * K), pooled.subarray(from * K, (from + 1) * K), transitionPrior);
  }
  return counts;
}

/** 1/Σw²: as many equally weighted days say as much. */
function effectiveCount(weights: Float64Array): number {
  return 1 / weights.reduce((sum, weight) => sum + weight * weight, 0);
}
