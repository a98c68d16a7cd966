import { afterEach, describe, expect, it } from 'vitest';
import type { CommandContext } from '../../src/cli/command.ts';
import { openDecomposition, type DecompositionSession } from '../../src/cli/decomposition-session.ts';
import { fleetOf } from '../../src/domain/fleet-problem.ts';
import { SolverError } from '../../src/errors.ts';
import { silentLog } from './silent-log.ts';
import { randomPlanProblem } from '../optimise/random-plan-problem.ts';

const request = { limit: null, frontierPoints: 0 };

describe('searches of the command line', () => {
  let session: DecompositionSession;
  const told: string[] = [];
  const log = { ...silentLog, info: (message: string) => told.push(message) };
  const context: CommandContext = { cwd: '.', env: {}, log, print: () => {}, json: true };
  const open = async (timeLimitSeconds = 60): Promise<DecompositionSession> => {
    const fleet = fleetOf(randomPlanProblem(21, { periodCount: 8, scenarioCount: 12 }));
    const settings = { question: request, timeLimitSeconds, workers: 1, store: undefined };
    return (session = await openDecomposition(fleet, settings, context));
  };
  afterEach(() => session.close());

  it('say that there is no plan where they are interrupted before the first one', async () => {
    await open();
    process.emit('SIGINT');
    const solved = session.solve(request);
    await expect(solved).rejects.toThrow(SolverError);
    await expect(solved).rejects.toThrow(/interrupted before the first plan was evaluated; there is no plan yet/);
    expect(told.at(-1)).toMatch(/^interrupted: ending with the best plan so far/);
  });

  it('give the best plan known where they are interrupted later, and leave the next interrupt to the system', async () => {
    await open();
    const before = process.listenerCount('SIGINT');
    const whole = await session.solve(request);
    expect(session.stopped()).toBeNull();
    process.emit('SIGINT');
    expect(session.stopped()).toBe('interrupted');
    expect(process.listenerCount('SIGINT')).toBe(before - 1);
    const again = await session.solve(request);
    expect(again.best.mean).toBeGreaterThanOrEqual(whole.best.mean - 1e-6 * Math.abs(whole.best.mean));
    expect(again.evaluations).toBeLessThan(whole.evaluations);
  });

  it('end where the time is over', async () => {
    await open(0);
    const { relativeGap, best } = await session.solve(request);
    expect(session.stopped()).toBe('timeLimit');
    expect(relativeGap).toBeGreaterThan(1e-6);
    expect(best.plan[0].dayAheadMW).not.toHaveLength(0);
  });
});
