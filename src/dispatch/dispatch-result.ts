import type { DispatchStatus } from './engines/engine.ts';

/** One battery's schedule; T values each, markets one value per interval. */
export interface BatterySchedule {
  readonly chargeMW: readonly number[];
  readonly dischargeMW: readonly number[];
  /** At the end of each period. */
  readonly stateOfChargeMWh: readonly number[];
  /** Currency per MWh in the store at the end of each period; null where the engine has none. */
  readonly waterValue: readonly number[] | null;
  readonly markets: Readonly<Record<string, { readonly buyMW: readonly number[]; readonly sellMW: readonly number[] }>>;
  /** MW reserved by capacity market, one value per interval; empty without capacity markets. */
  readonly reservedMW: Readonly<Record<string, readonly number[]>>;
  /** Prices at which the battery would trade at other states of charge; where the engine knows them. */
  readonly reservationPrices?: readonly ReservationPrices[];
}

/** At one state of charge, T values each; NaN (null in JSON) where that state has no value. */
export interface ReservationPrices {
  readonly stateOfChargeMWh: number;
  /** Market price below which buying pays. */
  readonly buyBelow: readonly number[];
  /** Market price above which selling pays. */
  readonly sellAbove: readonly number[];
}

/** What the shared connection carries and pays, and what it would pay without the batteries. */
export interface SiteResult {
  /** At the meter, T values each. */
  readonly importMW: readonly number[];
  readonly exportMW: readonly number[];
  readonly energyCharge: number;
  readonly demandCharge: number;
  /** Largest import of each billing period, kVA; empty without a demand charge. */
  readonly peakKVA: readonly number[];
  readonly withoutBatteries: {
    readonly energyCharge: number;
    readonly demandCharge: number;
    readonly peakKVA: readonly number[];
  };
}

/** What `dispatch` prints (docs/problems.md); with several batteries the totals are sums. */
export interface DispatchResult {
  readonly engine: string;
  readonly status: DispatchStatus;
  /** profit + value of stored energy (terminal `value` only). */
  readonly objective: number;
  /** Upper bound of the objective; null where the engine proves none. */
  readonly bound: number | null;
  /** revenue − cost + availability + utilisation − network charges − throughput cost. */
  readonly profit: number;
  /** Σ price × energy sold. */
  readonly revenue: number;
  /** Σ price × energy bought. */
  readonly cost: number;
  readonly throughputCost: number;
  /** Σ availability price × MW reserved × hours. */
  readonly availabilityRevenue: number;
  /** Σ utilisation price × MWh called, up received and down paid. */
  readonly utilisationRevenue: number;
  /** The site's energy and demand charges with the batteries less those without; 0 without a site. */
  readonly networkCharges: number;
  readonly finalStateOfChargeMWh: number;
  /** Energy discharged, activation included, ÷ energy capacity. */
  readonly equivalentFullCycles: number;
  /** Periods in which a battery both charges and discharges. */
  readonly simultaneousPeriods: number;
  readonly solveSeconds: number;
  readonly batteries: readonly { readonly name: string; readonly schedule: BatterySchedule }[];
  readonly site?: SiteResult;
  readonly currency?: string;
  readonly startTime?: string;
  readonly timeZone?: string;
}
