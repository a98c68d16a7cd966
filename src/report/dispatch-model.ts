import { colour } from './theme.ts';

/** What the page that lays dispatch engines side by side shows; everything by name, so that it reads alone. */
export interface DispatchComparisonModel {
  /** Name of the problem. */
  readonly title: string;
  /** `B1: 2 MW / 4 MWh, efficiency 95 % in and 95 % out`. */
  readonly batteries: readonly string[];
  /** Currency code, or an empty string where the problem has none. */
  readonly currency: string;
  /** As the problem gives it, or an empty string. */
  readonly startTime: string;
  readonly timeZone: string;
  readonly periodHours: number;
  readonly periodCount: number;
  readonly engines: readonly ComparedEngineModel[];
  /** The engine whose power and reservation prices are drawn: a name of `engines` with a schedule. */
  readonly shownEngine: string;
  /** Periods of the detailed charts, the last excluded. */
  readonly detail: { readonly from: number; readonly to: number };
  /** Prices in the detail, one a period. */
  readonly markets: readonly { readonly name: string; readonly prices: readonly number[] }[];
  /** Power of the shown engine by market in the detail, MW, one a period: purchases ≥ 0 and sales ≥ 0. */
  readonly power: readonly { readonly boughtMW: readonly number[]; readonly soldMW: readonly number[] }[];
  /** MW that the shown engine reserves in the detail, by capacity market. */
  readonly reserved: readonly {
    readonly name: string;
    readonly direction: 'up' | 'down';
    readonly reservedMW: readonly number[];
  }[];
  /** Import of the site in the detail, MW, export negative; null without a site. */
  readonly meter: { readonly withMW: readonly number[]; readonly withoutMW: readonly number[] } | null;
  /** Prices above which the battery sells at other states of charge, in the detail; null where no engine knows them. */
  readonly sellAbove: readonly { readonly label: string; readonly prices: readonly (number | null)[] }[] | null;
  /** Prices below which the shown engine buys and above which it sells, one a period of the detail; null with several batteries or no water value. */
  readonly reservation: { readonly buyBelow: readonly number[]; readonly sellAbove: readonly number[] } | null;
}

export interface ComparedEngineModel {
  readonly name: string;
  /** `4 h ahead`, or an empty string. */
  readonly settings: string;
  /** Null where the engine has no schedule: then `reason` says why. */
  readonly solved: SolvedEngineModel | null;
  readonly reason: string;
}

export interface SolvedEngineModel {
  readonly profit: number;
  readonly shareOfExact: number | null;
  readonly equivalentFullCycles: number;
  readonly averageBuyPrice: number | null;
  readonly averageSellPrice: number | null;
  readonly realisedSpread: number | null;
  /** Share of the time at full power. */
  readonly utilisation: number;
  readonly seconds: number;
  readonly simultaneousPeriods: number;
  /** What the checker found, in words. */
  readonly violations: readonly string[];
  /** In the detail: at the boundaries, one more than periods; MWh over all batteries. */
  readonly stateOfChargeMWh: readonly number[];
  /** In the detail: at the end of each period, per MWh; null where there is none. */
  readonly waterValue: readonly number[] | null;
  /** Over the whole horizon, at `cumulativeHours`, from 0. */
  readonly cumulativeHours: readonly number[];
  readonly cumulativeProfit: readonly number[];
}

const engineColours: Readonly<Record<string, string>> = {
  exact: colour('ink'),
  milp: colour('fillDark'),
  lp: colour('imbalance'),
  grid: colour('dayAhead'),
  heuristic: colour('containmentUp'),
  rolling: colour('regulationUp'),
  lookahead: colour('utilisation'),
  'average-price': colour('moderationUp'),
};

/** An engine keeps its colour on every chart. */
export function engineColour(name: string): string {
  return engineColours[name] ?? colour('otherUp');
}

const marketColours = [
  'dayAhead',
  'imbalance',
  'containmentUp',
  'moderationUp',
  'utilisation',
  'otherUp',
  'regulationUp',
  'reserveUp',
  'containmentDown',
  'moderationDown',
  'otherDown',
  'reserveDown',
] as const;

/** The colour of a problem's market by its place; beyond twelve they repeat. */
export function marketColour(index: number): string {
  return colour(marketColours[index % marketColours.length]);
}
