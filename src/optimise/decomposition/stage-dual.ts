/**
 * What one period adds to the Lagrangian dual of the recourse when stored energy is worth m per MWh, and
 * what that changes by: `value` = max over the polygon c/C + d/D ≤ 1, lowest ≤ d − c ≤ highest of
 * chargeGain·c + dischargeGain·d − deviationCost·(distance of d − c from [freeFrom, freeTo]).
 */
export interface StageDual {
  value: number;
  /** ∂value/∂highest ≥ 0 and −∂value/∂lowest ≥ 0. */
  highestPrice: number;
  lowestPrice: number;
  /** ∂value when freeFrom and freeTo move together. */
  deviationPrice: number;
}

export function createStageDual(): StageDual {
  return { value: 0, highestPrice: 0, lowestPrice: 0, deviationPrice: 0 };
}

/**
 * Fills `result`. In the net power n = d − c the best value is concave and piecewise linear: −chargeGain·n
 * below zero and dischargeGain·n above; where chargeGain + dischargeGain > 0 burning pays and the polygon's
 * edge c/C + d/D = 1 counts instead. Its maximum stands on a kink or an end, and any split of the slopes
 * there is a supergradient. docs/method/optimise.md.
 */
export function fillStageDual(
  result: StageDual,
  chargeGain: number,
  dischargeGain: number,
  maxChargeMW: number,
  maxDischargeMW: number,
  lowestMW: number,
  highestMW: number,
  freeFromMW: number,
  freeToMW: number,
  deviationCost: number,
): void {
  const burning = chargeGain + dischargeGain > 0 && maxChargeMW > 0 && maxDischargeMW > 0;
  const total = maxChargeMW + maxDischargeMW;
  const below = burning ? (dischargeGain * maxDischargeMW - chargeGain * maxChargeMW) / total : -chargeGain;
  const above = burning ? below : dischargeGain;
  const atZero = burning ? (maxChargeMW * maxDischargeMW * (chargeGain + dischargeGain)) / total : 0;
  let best = lowestMW;
  let value = -Infinity;
  for (let candidate = 0; candidate < 5; candidate++) {
    // The ends, then the kinks that lie between them.
    const net =
      candidate === 0
        ? lowestMW
        : candidate === 1
          ? highestMW
          : candidate === 2
            ? 0
            : candidate === 3
              ? freeFromMW
              : freeToMW;
    if (candidate > 1 && !(net > lowestMW && net < highestMW)) continue;
    let gain = atZero + (net < 0 ? below : above) * net;
    if (net < freeFromMW) gain -= deviationCost * (freeFromMW - net);
    else if (net > freeToMW) gain -= deviationCost * (net - freeToMW);
    if (gain > value) {
      best = net;
      value = gain;
    }
  }
  const slopeLow = best < 0 ? below : above;
  const slopeHigh = best > 0 ? above : below;
  const penaltyLow = best <= freeFromMW ? -deviationCost : best <= freeToMW ? 0 : deviationCost;
  const penaltyHigh = best >= freeToMW ? deviationCost : best >= freeFromMW ? 0 : -deviationCost;
  // The penalty's slope nearest to zero: equal to a slope of the gain inside, not above one at the upper end
  // of the range, not below one at the lower end.
  const from = best === highestMW ? penaltyLow : Math.max(penaltyLow, slopeLow);
  const to = best === lowestMW ? penaltyHigh : Math.min(penaltyHigh, slopeHigh);
  const penalty = Math.max(from, Math.min(0, to));
  const slope = Math.min(Math.max(penalty, slopeLow), slopeHigh);
  const difference = slope - penalty;
  result.value = value;
  result.highestPrice = best === highestMW && difference > 0 ? difference : 0;
  result.lowestPrice = best === lowestMW && difference < 0 ? -difference : 0;
  result.deviationPrice = penalty;
}

/** The same without a deviation limit and where burning does not pay, chargeGain + dischargeGain ≤ 0. */
export function fillPlainStageDual(
  result: StageDual,
  chargeGain: number,
  dischargeGain: number,
  lowestMW: number,
  highestMW: number,
): void {
  result.deviationPrice = 0;
  result.highestPrice = 0;
  result.lowestPrice = 0;
  // Slopes in net power: −chargeGain below zero, dischargeGain above, the first not below the second.
  if (highestMW <= 0 ? chargeGain < 0 : dischargeGain > 0) {
    result.highestPrice = highestMW <= 0 ? -chargeGain : dischargeGain;
    result.value = result.highestPrice * highestMW;
  } else if (lowestMW >= 0 ? dischargeGain < 0 : chargeGain > 0) {
    result.lowestPrice = lowestMW >= 0 ? -dischargeGain : chargeGain;
    result.value = -result.lowestPrice * lowestMW;
  } else result.value = 0;
}
