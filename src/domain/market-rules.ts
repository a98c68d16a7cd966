/** What an exchange or an auction accepts. */
export interface MarketRules {
  /** Volumes are whole multiples of this, MW; 0: any volume. */
  readonly lotMW: number;
  /** The least volume beside none, MW. */
  readonly minimumMW: number;
  /** Prices are whole multiples of this, currency per MWh (services: per MW and hour); 0: any price. */
  readonly priceTick: number;
  /** Most prices that one order may have; undefined: any number. */
  readonly mostSteps?: number | undefined;
}

/** Volumes closer than this are the same, MW. */
const sameVolumeMW = 1e-6;

/** The largest volume at or below a reservation that the rules accept, MW ≥ 0. */
export function acceptedBelow({ lotMW, minimumMW }: MarketRules, volumeMW: number): number {
  const volume = lotMW > 0 ? decimal(Math.floor((volumeMW + sameVolumeMW) / lotMW) * lotMW) : volumeMW;
  return volume < minimumMW - sameVolumeMW ? 0 : Math.max(0, volume);
}

/**
 * The volume between two bounds that the rules accept nearest to another, sold positive, bought negative, MW; null where
 * they accept none.
 */
export function acceptedNear(
  { lotMW, minimumMW }: MarketRules,
  volumeMW: number,
  lowerMW: number,
  upperMW: number,
): number | null {
  const least = lotMW > 0 ? Math.ceil(minimumMW / lotMW - 1e-9) * lotMW : minimumMW;
  const sides: readonly (readonly [number, number])[] = [
    [lowerMW, Math.min(upperMW, -least)],
    [Math.max(lowerMW, 0), Math.min(upperMW, 0)],
    [Math.max(lowerMW, least), upperMW],
  ];
  let nearest: number | null = null;
  for (const [lower, upper] of sides) {
    const volume = lotBetween(lotMW, volumeMW, lower, upper);
    if (volume !== null && (nearest === null || Math.abs(volume - volumeMW) < Math.abs(nearest - volumeMW)))
      nearest = volume;
  }
  return nearest;
}

/** What is held once a volume is accepted beside what was sold, MW. */
export function heldBeside({ lotMW }: MarketRules, soldMW: number, volumeMW: number): number {
  return lotMW > 0 ? decimal(soldMW + volumeMW) : soldMW + volumeMW;
}

/** The nearest price on the tick. */
export function onTick({ priceTick }: MarketRules, price: number): number {
  return priceTick > 0 ? decimal(Math.round(price / priceTick) * priceTick) : price;
}

function lotBetween(lotMW: number, volumeMW: number, lowerMW: number, upperMW: number): number | null {
  if (lowerMW > upperMW + sameVolumeMW) return null;
  if (lotMW === 0) return Math.min(upperMW, Math.max(lowerMW, volumeMW));
  const first = Math.ceil((lowerMW - sameVolumeMW) / lotMW);
  const last = Math.floor((upperMW + sameVolumeMW) / lotMW);
  if (first > last) return null;
  return decimal(Math.min(last, Math.max(first, Math.round(volumeMW / lotMW))) * lotMW);
}

/** Without the binary rest of a product or a sum: 3 × 0.1 and 1.5 − 1.2 are 0.3. Never −0. */
function decimal(value: number): number {
  return Number(value.toFixed(9)) + 0;
}
