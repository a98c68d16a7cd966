import type { FleetProblem } from '../domain/fleet-problem.ts';
import type { Plan } from '../domain/plan-problem.ts';
import {
  firstStage,
  offerColumns,
  planOfVector,
  vectorOf,
  type FirstStage,
  type FirstStageRow,
} from './first-stage.ts';
import type { FirstStageBounds } from './plan-solution.ts';

/** The first stages of all batteries as one vector x in MW, with the rows that bind them together. */
export interface FleetStage extends FirstStageBounds {
  readonly columnCount: number;
  /** lower ≤ Σ of the columns ≤ upper. */
  readonly rows: readonly FirstStageRow[];
  readonly assets: readonly { readonly stage: FirstStage; readonly firstColumn: number }[];
}

/** @param bounds narrower bounds of the columns, where given */
export function fleetStage(fleet: FleetProblem, bounds?: FirstStageBounds): FleetStage {
  const stages = fleet.assets.map(firstStage);
  let columnCount = 0;
  const assets = stages.map((stage) => {
    const firstColumn = columnCount;
    columnCount += stage.columnCount;
    return { stage, firstColumn };
  });
  const join = (part: (stage: FirstStage) => Float64Array): Float64Array => {
    const joined = new Float64Array(columnCount);
    for (const { stage, firstColumn } of assets) joined.set(part(stage), firstColumn);
    return joined;
  };
  return {
    columnCount,
    lowerMW: bounds?.lowerMW ?? join((stage) => stage.lowerMW),
    upperMW: bounds?.upperMW ?? join((stage) => stage.upperMW),
    rows: [
      ...assets.flatMap(({ stage, firstColumn }) => stage.rows.map((row) => shifted(row, firstColumn))),
      ...connectionRows(fleet, assets),
      ...capRows(fleet, assets),
    ],
    assets,
  };
}

/** −import + Σ R^dn ≤ Σ q ≤ export − Σ R^up: the rows of the batteries added up, once for each combination. */
function connectionRows({ assets: problems, connection }: FleetProblem, assets: FleetStage['assets']): FirstStageRow[] {
  if (connection === null) return [];
  const { stepCount, stepColumn } = assets[0].stage;
  const rows = new Map<string, FirstStageRow[]>();
  for (let t = 0; t < problems[0].periodCount; t++) {
    const key = [assets[0].stage.intervalAt[t], ...assets[0].stage.blockAt.map((blocks) => blocks[t])].join();
    if (rows.has(key)) continue;
    const positions = (all: boolean) =>
      assets.flatMap(({ stage, firstColumn }) => [
        [firstColumn + stage.intervalAt[t], 1] as const,
        ...Array.from(
          { length: all ? stepCount : 0 },
          (_, i) => [firstColumn + stepColumn + stage.intervalAt[t] * stepCount + i, 1] as const,
        ),
      ]);
    const reserved = (direction: 'up' | 'down', sign: number) =>
      assets.flatMap(({ stage, firstColumn }, a) =>
        problems[a].services.flatMap((service, k) =>
          service.direction === direction
            ? offerColumns(stage, k, stage.blockAt[k][t]).map((column) => [firstColumn + column, sign] as const)
            : [],
        ),
      );
    rows.set(
      key,
      (stepCount === 0 ? [false] : [false, true]).flatMap((all) => [
        { lowerMW: -Infinity, upperMW: connection.maxExportMW, terms: [...positions(all), ...reserved('up', 1)] },
        { lowerMW: -connection.maxImportMW, upperMW: Infinity, terms: [...positions(all), ...reserved('down', -1)] },
      ]),
    );
  }
  return [...rows.values()].flat();
}

/** Σ over batteries and the services of a cap ≤ its volume, once for each combination of blocks. */
function capRows({ assets: problems, reservationCaps }: FleetProblem, assets: FleetStage['assets']): FirstStageRow[] {
  return reservationCaps.flatMap(({ services, maxMW }) => {
    const rows = new Map<string, FirstStageRow>();
    for (let t = 0; t < problems[0].periodCount; t++) {
      const key = services.map((k) => assets[0].stage.blockAt[k][t]).join();
      if (rows.has(key)) continue;
      const terms = assets.flatMap(({ stage, firstColumn }) =>
        services.flatMap((k) =>
          offerColumns(stage, k, stage.blockAt[k][t]).map((column) => [firstColumn + column, 1] as const),
        ),
      );
      rows.set(key, { lowerMW: -Infinity, upperMW: maxMW, terms });
    }
    return [...rows.values()];
  });
}

function shifted(row: FirstStageRow, by: number): FirstStageRow {
  return by === 0 ? row : { ...row, terms: row.terms.map(([column, value]) => [column + by, value] as const) };
}

/** The plans, one a battery, of a vector. */
export function plansOfVector({ assets }: FleetStage, x: Float64Array): Plan[] {
  return assets.map(({ stage, firstColumn }) =>
    planOfVector(stage, x.subarray(firstColumn, firstColumn + stage.columnCount)),
  );
}

/** The vector of plans, one a battery. */
export function vectorOfPlans({ assets, columnCount }: FleetStage, plans: readonly Plan[]): Float64Array {
  const x = new Float64Array(columnCount);
  assets.forEach(({ stage, firstColumn }, a) => x.set(vectorOf(stage, plans[a]), firstColumn));
  return x;
}
