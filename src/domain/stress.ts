/** Prices that a stress moves. */
export type StressedMarket = 'dayAhead' | 'imbalance' | 'both';

/** Hours of the planned day on the wall clock, `fromHour` included, `toHour` not; 0 is the first hour after midnight. */
export interface StressHours {
  readonly fromHour: number;
  readonly toHour: number;
}

/** True where an hour of the wall clock, 0 to 24, lies within; over midnight where `fromHour` is the later one. */
export function isWithin(hour: number, { fromHour, toHour }: StressHours): boolean {
  return fromHour <= toHour ? hour >= fromHour && hour < toHour : hour >= fromHour || hour < toHour;
}

/** One change to scenarios. Stresses are shown beside the simulated scenarios, never mixed in with them. */
export type Stress =
  /** Every price up or down, currency per MWh. */
  | { readonly kind: 'shift'; readonly market: StressedMarket; readonly perMWh: number }
  /** Prices multiplied, about zero or about the mean of their day (which then stays). */
  | {
      readonly kind: 'scale';
      readonly market: StressedMarket;
      readonly factor: number;
      readonly about: 'zero' | 'dayMean';
    }
  /** Some hours of every day up or down, currency per MWh. */
  | { readonly kind: 'spike'; readonly market: StressedMarket; readonly hours: StressHours; readonly perMWh: number }
  /** Power limits of the battery in some hours of the planned day, MW; prices stay. */
  | {
      readonly kind: 'outage';
      readonly hours: StressHours;
      readonly maxChargeMW: number;
      readonly maxDischargeMW: number;
    }
  /** The imbalance basis of another scenario than the day-ahead price: what hangs together no longer does. */
  | { readonly kind: 'correlationBreak' }
  /** The prices of a past day and of those after it, as they were: one scenario. */
  | { readonly kind: 'replay'; readonly date: string };

/** A named case: its stresses one after another. */
export interface StressCase {
  readonly name: string;
  /** What happens, in a sentence for the reader. */
  readonly title: string;
  readonly stresses: readonly Stress[];
}

/** True where a case replays past days: it is one scenario, whatever the set. */
export function isReplay({ stresses }: StressCase): boolean {
  return stresses.some(({ kind }) => kind === 'replay');
}
