import { describe, expect, it } from 'vitest';
import type { DispatchProblem } from '../../src/dispatch/dispatch-problem.ts';
import { noSchedule } from '../../src/dispatch/no-schedule.ts';
import { solveDispatch } from '../../src/dispatch/solve-dispatch.ts';
import { smallProblem, unitBattery } from './small-problem.ts';

const battery = {
  ...unitBattery,
  energyCapacityMWh: 2,
  initialStateOfChargeMWh: 1,
  chargeEfficiency: 0.9,
  dischargeEfficiency: 0.9,
};

describe('what is said where no schedule keeps the limits', () => {
  it('names the limit of the connection that net demand alone exceeds, with the period and figures', async () => {
    const fleet = [battery, { ...battery, name: 'B2', terminal: { kind: 'cyclic' } }];
    const asked = parsed({ batteries: fleet, site: { importLimitMW: 2, demandMW: [1, 5, 6] } });
    const error = await refused(asked);
    expect(error).toMatch(/^site\.importLimitMW, terminal, site: no schedule keeps the limits of/);
    expect(error).toContain("battery 'B1' ([0, 2] MWh from 1 MWh, terminal 'free')");
    expect(error).toContain("battery 'B2' ([0, 2] MWh from 1 MWh, terminal 'cyclic')");
    expect(error).toContain('net demand of 5 MW in period 1, limit 2 MW');
    expect(error).toMatch(/raise site\.importLimitMW.*discharge 3 MW of at most 2 MW in period 1$/);
  });

  it('names the export limit where a surplus has nowhere to go, of periods out of reach the first', async () => {
    const error = await refused(parsed({ site: { exportLimitMW: 1, generationMW: [1, 1.5, 3] } }));
    expect(error).toMatch(/^site\.exportLimitMW, site:.*net demand of -3 MW in period 2.*charge 2 MW of at most 1 MW/);
  });

  it('does not blame a terminal state that asks for nothing', async () => {
    const error = await refused(parsed({ batteries: [{ ...battery, rampMWPerHour: 0.1, initialPowerMW: 1 }] }));
    expect(error).toMatch(/^rampMWPerHour: no schedule.*relax one of the limits named$/);
  });

  it('names a terminal state beside the limits that keep it out of reach', async () => {
    const terminal = { kind: 'atLeast', stateOfChargeMWh: 2 };
    const limited = { ...battery, terminal, availability: [0, 0, 0.5] };
    const error = await refused(parsed({ batteries: [limited] }));
    expect(error).toMatch(
      /^terminal, availability: no schedule.*terminal 'atLeast' 2 MWh.*relax the terminal state, or/,
    );
  });

  it.each(['exact', 'grid', 'heuristic'])(
    'is said by %s, too, where loss takes the end out of reach',
    async (engine) => {
      // Without power to charge, 1.5 MWh lose 10 % an hour.
      const terminal = { kind: 'atLeast', stateOfChargeMWh: 1.45 };
      const full = { ...battery, maxStateOfChargeMWh: 1.5, initialStateOfChargeMWh: 1.5, maxChargeMW: 0, terminal };
      const asked = parsed({ batteries: [{ ...full, standingLossPerHour: 0 }] });
      const leaking = { ...asked, batteries: asked.batteries.map((one) => ({ ...one, standingLossPerHour: 0.1 })) };
      const error = await solveDispatch(leaking, { engine }).catch((cause: Error) => cause);
      expect((error as Error).message).toMatch(/^terminal: no schedule.*'B1' \(\[0, 1\.5\] MWh.*'atLeast' 1\.45 MWh/);
    },
  );

  it('names a floor that standing loss passes', () => {
    const floor = { ...battery, minStateOfChargeMWh: 1, standingLossPerHour: 0.1 };
    expect(noSchedule(parsed({ batteries: [floor] })).message).toMatch(/^minStateOfChargeMWh, standingLossPerHour:/);
  });
});

function parsed(change: Record<string, unknown>): DispatchProblem {
  return smallProblem([10, 50, 30], battery, change);
}

async function refused(problem: DispatchProblem): Promise<string> {
  const error = await solveDispatch(problem).catch((cause: Error) => cause);
  expect(error).toMatchObject({ exitCode: 2 });
  return (error as Error).message;
}
