import { ConfigError } from '../errors.ts';
import type { DispatchProblem } from '../dispatch/dispatch-problem.ts';
import type { WearRequest } from '../dispatch/lifetime/solve-with-wear.ts';
import type { WinsoriseQuantiles } from '../dispatch/lifetime/winsorised-prices.ts';
import { positiveOption } from './positive-option.ts';

/** What the options of `dispatch` ask about wear and extremes. Throws ConfigError for values out of range. */
export function wearRequest(options: Readonly<Record<string, unknown>>): WearRequest {
  return {
    targetCyclesPerDay: positiveOption(options.targetCyclesPerDay, '--target-cycles-per-day', 'cycles'),
    winsorise: quantilesOption(options.winsorise),
    lifetime: options.lifetime === true,
  };
}

/** Throws a ConfigError where an option about wear is given beside --compare, which compares engines as they are. */
export function requireNoWear({ targetCyclesPerDay, winsorise, lifetime }: WearRequest): void {
  const given = [
    targetCyclesPerDay !== undefined ? '--target-cycles-per-day' : null,
    winsorise !== undefined ? '--winsorise' : null,
    lifetime === true ? '--lifetime' : null,
  ].find((name) => name !== null);
  if (given === undefined) return;
  throw new ConfigError('options that exclude one another', {
    field: given,
    rule: 'not together with --compare',
    remedy: `leave out one of them; ${given} works with each --engine`,
  });
}

/** Throws a ConfigError where a lifetime is to be valued and no battery states one. */
export function requireLifetime({ lifetime }: WearRequest, problem: DispatchProblem, file: string): void {
  if (lifetime !== true || problem.batteries.some((battery) => battery.lifetime !== undefined)) return;
  throw new ConfigError('no battery states its lifetime', {
    file,
    field: 'batteries[0].lifetime',
    rule: '--lifetime values the batteries that have years, capex and discountRate',
    remedy: 'add "lifetime": { "years": 15, "capex": 500000, "discountRate": 0.08 } to a battery',
  });
}

function quantilesOption(value: unknown): WinsoriseQuantiles | undefined {
  if (value === undefined) return undefined;
  const parts = String(value).split(',');
  const [low, high] = parts.map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  if (parts.length === 2 && low >= 0 && low < high && high <= 1) return { low, high };
  throw new ConfigError('wrong option', {
    field: '--winsorise',
    rule: 'two probabilities LOW,HIGH with 0 ≤ LOW < HIGH ≤ 1',
    value,
    remedy: 'write for instance --winsorise 0.01,0.99',
  });
}
