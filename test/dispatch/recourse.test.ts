import { describe, expect, it } from 'vitest';
import type { Battery } from '../../src/domain/battery.ts';
import { createRecourseWorkspace, solveRecourse } from '../../src/dispatch/recourse.ts';
import type { RecourseProblem } from '../../src/dispatch/recourse.ts';
import { solveLinearProgram } from '../../src/lp/highs-solver.ts';
import { randomRecourseProblem, recourseProgram } from './recourse-program.ts';

const tight = { timeLimitSeconds: 60, tolerance: 1e-10 };

describe('the recourse of one scenario', () => {
  it('buys in the cheap hour and sells in the dear one', () => {
    const solution = solveRecourse(hourly([10, 50]), 'relaxed');
    // 1 MW bought at 10 stores 0.9 MWh, which sells as 0.81 MWh at 50.
    expect(solution.value).toBeCloseTo(-10 + 0.81 * 50, 12);
    expect([...solution.chargeMW]).toEqual([1, 0]);
    expect(solution.dischargeMW[1]).toBeCloseTo(0.81, 12);
    expect(solution.stateOfChargeMWh[1]).toBeCloseTo(0.9, 12);
  });

  it('pays the penalty where activation empties the store below its window', () => {
    const problem = { ...hourly([10, 10]), inflowMWh: Float64Array.of(-0.5, 0), lowerMWh: Float64Array.of(0, 0, 0) };
    const solution = solveRecourse({ ...problem, battery: { ...problem.battery, maxChargeMW: 0 } }, 'relaxed');
    expect([...solution.shortfallMWh]).toEqual([0, 0.5, 0.5]);
    expect(solution.value).toBeCloseTo(-2 * 0.5 * 5000, 9);
  });

  it('burns energy at a negative price in the relaxation only', () => {
    const full = { ...hourly([-100]), upperMWh: Float64Array.of(0, 0) };
    const relaxed = solveRecourse(full, 'relaxed');
    // 0.9 c = d / 0.9 and c + d = 1: the battery burns what it buys.
    expect(relaxed.chargeMW[0]).toBeCloseTo(1 / 1.81, 12);
    expect(relaxed.value).toBeCloseTo((100 * 0.19) / 1.81, 10);
    expect(solveRecourse(full, 'exact').value).toBeCloseTo(0, 12);
  });

  it('charges and discharges at once by more than rounding, or not at all', () => {
    for (let seed = 1; seed <= 220; seed++) {
      const { chargeMW, dischargeMW } = solveRecourse(randomRecourseProblem(seed, 1 + (seed % 12)), 'relaxed');
      const both = chargeMW.map((power, t) => Math.min(power, dischargeMW[t]));
      expect(
        both.filter((power) => power !== 0 && power < 1e-9),
        `seed ${seed}`,
      ).toHaveLength(0);
    }
  });

  it('keeps room for what is reserved and pays for deviating beyond the limit', () => {
    const problem = {
      ...hourly([10, 90]),
      reservedUpMW: Float64Array.of(0, 0.75),
      positionMW: Float64Array.of(-1, 0),
      deviationLimitMW: 0.1,
    };
    const solution = solveRecourse({ ...problem, shortfallPenalty: 20 }, 'relaxed');
    expect(solution.dischargeMW[1]).toBeCloseTo(0.25, 12);
    expect(solution.excessDeviationMW[1]).toBeCloseTo(0.15, 12);
  });

  it('equals the second-stage lp in HiGHS on random problems', async () => {
    for (let seed = 1; seed <= 220; seed++) {
      const problem = randomRecourseProblem(seed, 1 + (seed % 12));
      const { program, offset } = recourseProgram(problem, false);
      const reference = await solveLinearProgram(program, { ...tight, method: 'simplex' });
      expect(reference.status).toBe('optimal');
      const optimum = reference.objective + offset;
      const { value } = solveRecourse(problem, 'relaxed');
      expect(Math.abs(value - optimum), `seed ${seed}`).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(optimum)));
    }
  });

  it('equals the second-stage milp in HiGHS on random problems when charging and discharging exclude each other', async () => {
    for (let seed = 501; seed <= 620; seed++) {
      const problem = randomRecourseProblem(seed, 1 + (seed % 10));
      const { program, offset } = recourseProgram(problem, true);
      const reference = await solveLinearProgram(program, { ...tight, mipRelativeGap: 0, presolve: false });
      expect(reference.status).toBe('optimal');
      const optimum = reference.objective + offset;
      const { value } = solveRecourse(problem, 'exact');
      expect(Math.abs(value - optimum), `seed ${seed}`).toBeLessThanOrEqual(1e-7 * Math.max(1, Math.abs(optimum)));
    }
  });

  it('finds the better schedule that HiGHS missed at too tight an integrality tolerance', async () => {
    const problem = randomRecourseProblem(50521, 2);
    const { program, offset } = recourseProgram(problem, true);
    const reference = await solveLinearProgram(program, { ...tight, mipRelativeGap: 0, presolve: false });
    expect(solveRecourse(problem, 'exact').value).toBeCloseTo(reference.objective + offset, 9);
    expect(solveRecourse(problem, 'exact').value).toBeCloseTo(-30.763084695673, 9);
  });

  it('returns a schedule that keeps every equation', () => {
    for (let seed = 1; seed <= 400; seed++) {
      for (const physics of ['relaxed', 'exact'] as const) {
        const problem = randomRecourseProblem(seed, 24);
        expect(worstViolation(problem, physics), `seed ${seed}, ${physics}`).toBeLessThan(1e-9);
      }
    }
  });

  it('gives the same answer from a workspace that was used before', () => {
    const workspace = createRecourseWorkspace(30);
    const fresh = Array.from(
      { length: 20 },
      (_, seed) => solveRecourse(randomRecourseProblem(seed, 24), 'relaxed').value,
    );
    const reused = fresh.map((_, seed) => solveRecourse(randomRecourseProblem(seed, 24), 'relaxed', workspace).value);
    expect(reused).toEqual(fresh);
  });

  it('has water values that are supergradients of the optimum in the inflow', () => {
    for (let seed = 1; seed <= 150; seed++) {
      const problem = randomRecourseProblem(seed, 10);
      const { value, waterValue } = solveRecourse(problem, 'relaxed');
      for (const t of [0, 4, 9]) {
        for (const change of [-0.3, -1e-3, 1e-3, 0.3]) {
          const inflowMWh = problem.inflowMWh.slice();
          inflowMWh[t] += change;
          const moved = solveRecourse({ ...problem, inflowMWh }, 'relaxed').value;
          const scale = 1e-8 * Math.max(1, Math.abs(value));
          expect(moved, `seed ${seed}, period ${t}, ${change}`).toBeLessThanOrEqual(
            value + waterValue[t] * change + scale,
          );
        }
      }
    }
  });

  it('rejects a reservation that leaves no net power', () => {
    const problem = { ...hourly([10]), reservedUpMW: Float64Array.of(1.5), reservedDownMW: Float64Array.of(1.5) };
    expect(() => solveRecourse(problem, 'relaxed')).toThrow(/reserve less/);
  });
});

function hourly(prices: number[]): RecourseProblem {
  const periods = prices.length;
  const battery: Battery = {
    name: 'B1',
    maxChargeMW: 1,
    maxDischargeMW: 1,
    energyCapacityMWh: 2,
    minStateOfChargeMWh: 0,
    maxStateOfChargeMWh: 2,
    initialStateOfChargeMWh: 0,
    terminal: { kind: 'free' },
    chargeEfficiency: 0.9,
    dischargeEfficiency: 0.9,
    standingLossPerHour: 0,
    throughputCost: 0,
  };
  return {
    battery,
    periodHours: 1,
    price: Float64Array.from(prices),
    positionMW: new Float64Array(periods),
    reservedUpMW: new Float64Array(periods),
    reservedDownMW: new Float64Array(periods),
    inflowMWh: new Float64Array(periods),
    lowerMWh: new Float64Array(periods + 1),
    upperMWh: new Float64Array(periods + 1).fill(2),
    deviationLimitMW: null,
    shortfallPenalty: 5000,
  };
}

/** The largest violation of the second-stage equations by the solution's own figures, in MW or MWh. */
function worstViolation(problem: RecourseProblem, physics: 'relaxed' | 'exact'): number {
  const { battery, periodHours: hours } = problem;
  const solution = solveRecourse(problem, physics);
  const retention = (1 - battery.standingLossPerHour) ** hours;
  let worst = Math.abs(solution.stateOfChargeMWh[0] - battery.initialStateOfChargeMWh);
  for (let t = 0; t < problem.price.length; t++) {
    const C = problem.maxChargeMW?.[t] ?? battery.maxChargeMW;
    const D = problem.maxDischargeMW?.[t] ?? battery.maxDischargeMW;
    const c = solution.chargeMW[t];
    const d = solution.dischargeMW[t];
    const share = (C > 0 ? c / C : 0) + (D > 0 ? d / D : 0) - 1;
    const stored = battery.chargeEfficiency * hours * c - (hours * d) / battery.dischargeEfficiency;
    const expected = retention * solution.stateOfChargeMWh[t] + stored + problem.inflowMWh[t];
    worst = Math.max(
      worst,
      -c,
      -d,
      share,
      C === 0 ? c : 0,
      D === 0 ? d : 0,
      physics === 'exact' ? Math.min(c, d) : 0,
      d - c - (D - problem.reservedUpMW[t]),
      c - d - (C - problem.reservedDownMW[t]),
      Math.abs(solution.stateOfChargeMWh[t + 1] - expected),
      // Where the window ends (or the last window and the terminal state) cross, low and high are both positive
      // and only their difference is given.
      problem.lowerMWh[t + 1] > problem.upperMWh[t + 1] || t === problem.price.length - 1
        ? 0
        : problem.lowerMWh[t + 1] - solution.stateOfChargeMWh[t + 1] - Math.max(0, solution.shortfallMWh[t + 1]),
      problem.deviationLimitMW === null
        ? 0
        : Math.abs(d - c - problem.positionMW[t]) - problem.deviationLimitMW - solution.excessDeviationMW[t],
    );
  }
  return worst;
}
