import type { FleetProblem } from '../domain/fleet-problem.ts';
import { offerColumns } from './first-stage.ts';
import type { FleetStage } from './fleet-stage.ts';
import type { FirstStageBounds } from './plan-solution.ts';

/** A first-stage column that is offered in lots: what was sold, plus nothing or a permitted volume, MW. */
export interface LotColumn {
  readonly column: number;
  readonly soldMW: number;
  /** 0: any volume from the minimum on. */
  readonly incrementMW: number;
  readonly minimumMW: number;
}

/** Columns of services of one battery and block of which at most one may be used. */
export interface ExclusiveColumns {
  /** Columns of each service. */
  readonly services: readonly (readonly number[])[];
}

/** The rules that offers keep beside the linear ones: lots, minimum volumes, services that exclude one another. */
export interface OfferRules {
  readonly lots: readonly LotColumn[];
  readonly exclusive: readonly ExclusiveColumns[];
  /** The first stage's bounds, less what something sold excludes already. */
  readonly bounds: FirstStageBounds;
}

/** Volumes closer than this are the same, MW. */
const sameVolumeMW = 1e-6;

export function offerRules({ assets, exclusions }: FleetProblem, stage: FleetStage): OfferRules {
  const lots: LotColumn[] = [];
  const exclusive: ExclusiveColumns[] = [];
  const upperMW = stage.upperMW.slice();
  assets.forEach(({ services, sold }, a) => {
    const { stage: own, firstColumn } = stage.assets[a];
    const columnsOf = (k: number, b: number): number[] => offerColumns(own, k, b).map((column) => firstColumn + column);
    services.forEach(({ incrementMW = 0, minimumMW = 0, blockStarts, closed }, k) => {
      if ((incrementMW === 0 && minimumMW === 0) || closed === true) return;
      for (let b = 0; b + 1 < blockStarts.length; b++) {
        for (const column of columnsOf(k, b))
          lots.push({ column, soldMW: sold?.reservedMW[k][b] ?? 0, incrementMW, minimumMW });
      }
    });
    for (const set of exclusions) {
      for (let b = 0; b + 1 < services[set[0]].blockStarts.length; b++) {
        const isSold = (k: number): boolean => (sold?.reservedMW[k][b] ?? 0) > 0;
        if (!set.some(isSold)) exclusive.push({ services: set.map((k) => columnsOf(k, b)) });
        else for (const k of set) if (!isSold(k)) for (const column of columnsOf(k, b)) upperMW[column] = 0;
      }
    }
  });
  return { lots, exclusive, bounds: { lowerMW: stage.lowerMW, upperMW } };
}

/** True where there is a rule to keep. */
export function hasOfferRules({ assets: [{ services }], exclusions }: FleetProblem): boolean {
  return (
    exclusions.length > 0 ||
    services.some(({ incrementMW, minimumMW = 0 }) => incrementMW !== undefined || minimumMW > 0)
  );
}

/** The nearest permitted totals of a lot at or below a volume and at or above it, MW; no upper one: Infinity. */
export function permittedAround(lot: LotColumn, totalMW: number, upperMW: number): { below: number; above: number } {
  const { soldMW, incrementMW, minimumMW } = lot;
  const offered = totalMW - soldMW;
  const least = incrementMW > 0 ? Math.ceil(minimumMW / incrementMW - 1e-9) * incrementMW : minimumMW;
  const round = (steps: (value: number) => number, slack: number): number =>
    incrementMW > 0 ? steps((offered + slack) / incrementMW) * incrementMW : offered;
  const down = round(Math.floor, sameVolumeMW);
  const up = Math.max(least, incrementMW, round(Math.ceil, -sameVolumeMW));
  const below = down < least - sameVolumeMW ? 0 : down;
  const above = offered <= sameVolumeMW ? 0 : up;
  return {
    below: soldMW + below,
    above: soldMW + above > upperMW + sameVolumeMW ? Infinity : Math.min(upperMW, soldMW + above),
  };
}

/** The nodes that a plan which breaks a rule is split into: every plan that keeps the rules lies in one; null where all are kept. */
export function splitBroken(rules: OfferRules, x: Float64Array, bounds: FirstStageBounds): FirstStageBounds[] | null {
  const used = (columns: readonly number[]): boolean => columns.some((column) => x[column] > sameVolumeMW);
  const conflict = rules.exclusive.find(({ services }) => services.filter(used).length > 1);
  if (conflict !== undefined)
    return conflict.services.map((_, kept) => withoutOthers(conflict, kept, bounds)).filter(isOpen);
  let worst: { lot: LotColumn; below: number; above: number } | null = null;
  let most = sameVolumeMW;
  for (const lot of rules.lots) {
    const { below, above } = permittedAround(lot, x[lot.column], bounds.upperMW[lot.column]);
    const distance = Math.min(x[lot.column] - below, above - x[lot.column]);
    if (distance <= most) continue;
    most = distance;
    worst = { lot, below, above };
  }
  if (worst === null) return null;
  const { lot, below, above } = worst;
  return [
    changed(bounds, ({ upperMW }) => (upperMW[lot.column] = below)),
    changed(bounds, ({ lowerMW }) => (lowerMW[lot.column] = above)),
  ].filter(isOpen);
}

/** Bounds that fix every offer under a rule at a permitted volume near the plan's: the service used most is kept. */
export function roundedOffers(
  rules: OfferRules,
  x: Float64Array,
  bounds: FirstStageBounds,
  direction: 'down' | 'nearest',
): FirstStageBounds {
  let rounded = bounds;
  const total = (columns: readonly number[]): number => columns.reduce((sum, column) => sum + x[column], 0);
  for (const set of rules.exclusive) {
    const kept = set.services.reduce((best, columns, i) => (total(columns) > total(set.services[best]) ? i : best), 0);
    rounded = withoutOthers(set, kept, rounded);
  }
  return changed(rounded, ({ lowerMW, upperMW }) => {
    for (const lot of rules.lots) {
      const at = Math.min(x[lot.column], upperMW[lot.column]);
      const { below, above } = permittedAround(lot, at, upperMW[lot.column]);
      const nearest = direction === 'nearest' && above - at < at - below ? above : below;
      lowerMW[lot.column] = nearest;
      upperMW[lot.column] = nearest;
    }
  });
}

/** Nothing but the kept service of a set; what was sold stays. */
function withoutOthers({ services }: ExclusiveColumns, kept: number, bounds: FirstStageBounds): FirstStageBounds {
  return changed(bounds, ({ lowerMW, upperMW }) => {
    services.forEach((columns, i) => {
      if (i !== kept) for (const column of columns) upperMW[column] = Math.min(upperMW[column], lowerMW[column]);
    });
  });
}

function changed(
  { lowerMW, upperMW }: FirstStageBounds,
  change: (bounds: { lowerMW: Float64Array; upperMW: Float64Array }) => void,
): FirstStageBounds {
  const copy = { lowerMW: lowerMW.slice(), upperMW: upperMW.slice() };
  change(copy);
  return copy;
}

function isOpen({ lowerMW, upperMW }: FirstStageBounds): boolean {
  return lowerMW.every((lower, j) => lower <= upperMW[j] + sameVolumeMW);
}
