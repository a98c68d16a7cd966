import { beforeEach, describe, expect, it, vi } from 'vitest';
import { SolverError } from '../../src/errors.ts';
import { openModel, requireOptimal, solveLinearProgram } from '../../src/lp/highs-solver.ts';
import { LinearProgramBuilder } from '../../src/lp/linear-program.ts';
import type { LinearProgram } from '../../src/lp/linear-program.ts';

/** What goes wrong at HiGHS's own boundary; its instances are counted. */
const fault = vi.hoisted(() => ({ abortRun: false, abortCreate: false, instances: 0 }));

// A real abort takes 2 GiB and many seconds; here the real HiGHS stops in the way that Emscripten stops.
vi.mock('highs', async (importOriginal) => {
  const load = (await importOriginal<{ default: (settings?: unknown) => Promise<Instance> }>()).default;
  return {
    default: async () => {
      fault.instances++;
      const highs = await load();
      const create = highs.createModel.bind(highs);
      const dead = { value: false };
      const stop = (): never => {
        dead.value = true;
        throw Object.assign(new Error('Aborted(). Build with -sASSERTIONS for more info.'), { name: 'RuntimeError' });
      };
      highs.createModel = (data) => {
        if (fault.abortCreate || dead.value) stop();
        const model = create(data);
        const run = model.run.bind(model);
        const dispose = model.dispose.bind(model);
        model.run = () => (fault.abortRun || dead.value ? stop() : run());
        model.dispose = () => (dead.value ? stop() : dispose());
        return model;
      };
      return highs;
    },
  };
});

interface Instance {
  createModel(data: unknown): { run(): unknown; dispose(): void };
}

/** Maximise 3·x, 0 ≤ x ≤ 2: 6. */
const sound = program((builder) => builder.row(0, 4, [[builder.column(0, 2, 3), 1]]));

beforeEach(() => {
  fault.abortRun = false;
  fault.abortCreate = false;
});

describe('HiGHS when something goes wrong', () => {
  it('calls contradictory limits infeasible and goes on', async () => {
    const contradictory = program((builder) => {
      const x = builder.column(0, 1, 1);
      builder.row(2, 3, [[x, 1]]);
    });
    const solution = await solveLinearProgram(contradictory);
    expect(solution.status).toBe('infeasible');
    expect(() => requireOptimal(solution, contradictory, 'the test')).toThrow(/contradictory limits/);
    await expectSound();
  });

  it('calls gain without limit unbounded, says what to do and goes on', async () => {
    const endless = program((builder) => builder.row(0, Infinity, [[builder.column(0, Infinity, 1), 1]]));
    const solution = await solveLinearProgram(endless);
    expect(solution.status).toBe('unbounded');
    expect(() => requireOptimal(solution, endless, 'the test')).toThrow(/upper limit/);
    await expectSound();
  });

  it('refuses a number that is none, keeps its instance and goes on', async () => {
    await expectSound();
    const before = fault.instances;
    const malformed = program((builder) => builder.row(0, 1, [[builder.column(0, Number.NaN, 1), 1]]));
    await expect(solveLinearProgram(malformed)).rejects.toThrow(/refuses the program.*check the data/s);
    await expectSound();
    expect(fault.instances).toBe(before);
  });

  it('ends at its time limit with a status and goes on', async () => {
    // 40 binaries and one weight that no choice meets: not solved within a microsecond.
    const knapsack = program((builder) => {
      const terms = Array.from(
        { length: 40 },
        (_, i) => [builder.column(0, 1, 2 * i + 101, true), 2 * i + 101] as const,
      );
      builder.row(0, 1000.5, terms);
    });
    const solution = await solveLinearProgram(knapsack, { timeLimitSeconds: 1e-6, presolve: false });
    expect(solution.status).toBe('timeLimit');
    expect(() => requireOptimal(solution, knapsack, 'the test')).toThrow(/raise the time limit.*fewer periods/);
    await expectSound();
  });

  it.each(['abortRun', 'abortCreate'] as const)(
    '%s: says that memory ran out and solves the next one anew',
    async (when) => {
      await expectSound();
      const before = fault.instances;
      fault[when] = true;
      await expect(solveLinearProgram(sound)).rejects.toThrow(SolverError);
      fault[when] = false;
      await expectSound();
      expect(fault.instances).toBe(before + 1);
    },
  );

  it('an abort in one model does not hide behind the disposal of it or of others', async () => {
    const other = await openModel(sound);
    fault.abortRun = true;
    await expect(solveLinearProgram(sound)).rejects.toThrow(/Aborted.*fewer scenarios or periods/s);
    fault.abortRun = false;
    other.dispose();
    await expectSound();
  });
});

describe('a model that is kept', () => {
  it('is solved again with the rows that were added', async () => {
    const model = await openModel(sound, { presolve: false, method: 'simplex' });
    try {
      expect(model.solve().objective).toBeCloseTo(6, 9);
      const { rowCount, rowLower, rowUpper, rowStarts, columnIndices, values } = program((builder) =>
        builder.row(-Infinity, 1, [[builder.column(0, 2, 3), 2]]),
      );
      model.addRows({ rowCount, rowLower, rowUpper, rowStarts, columnIndices, values });
      const { objective, rowDuals } = model.solve();
      expect(objective).toBeCloseTo(1.5, 9);
      expect([...rowDuals]).toEqual([0, 1.5]);
      expect(model.basis().rowStatus).toHaveLength(2);
    } finally {
      model.dispose();
    }
  });
});

async function expectSound(): Promise<void> {
  const { status, objective } = await solveLinearProgram(sound);
  expect(status).toBe('optimal');
  expect(objective).toBeCloseTo(6, 9);
}

function program(write: (builder: LinearProgramBuilder) => void): LinearProgram {
  const builder = new LinearProgramBuilder();
  write(builder);
  return builder.build();
}
