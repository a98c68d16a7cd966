import { solveLinearProgram } from '../lp/highs-solver.ts';
import { LinearProgramBuilder } from '../lp/linear-program.ts';
import { ConfigError } from '../errors.ts';
import type { FleetStage } from './fleet-stage.ts';

/** A first stage that keeps every bound and row, as near to nothing as the bounds allow, MW; null where there is none. */
export async function feasibleStart(stage: FleetStage): Promise<Float64Array | null> {
  const nearest = Float64Array.from({ length: stage.columnCount }, (_, j) =>
    Math.max(stage.lowerMW[j], Math.min(stage.upperMW[j], 0)),
  );
  const keeps = stage.rows.every(({ terms, lowerMW, upperMW }) => {
    const value = terms.reduce((sum, [column, coefficient]) => sum + coefficient * nearest[column], 0);
    return value >= lowerMW && value <= upperMW;
  });
  if (keeps) return nearest;
  const builder = new LinearProgramBuilder();
  for (let j = 0; j < stage.columnCount; j++) builder.column(stage.lowerMW[j], stage.upperMW[j]);
  for (const { terms, lowerMW, upperMW } of stage.rows) builder.row(lowerMW, upperMW, terms);
  const { status, values } = await solveLinearProgram(builder.build());
  return status === 'optimal' ? values : null;
}

/** `feasibleStart`, or a ConfigError: only what was sold can leave no plan. */
export async function requireFeasibleStart(stage: FleetStage): Promise<Float64Array> {
  const start = await feasibleStart(stage);
  if (start !== null) return start;
  throw new ConfigError('no plan keeps what was sold', {
    field: 'decision.sold',
    rule: 'what was sold leaves room for a position within the power of the battery, the connection and the caps',
    value: 'none does',
    remedy: 'correct what was sold, the power limits or the caps',
  });
}
