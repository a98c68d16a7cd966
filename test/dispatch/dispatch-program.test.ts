import { describe, expect, it } from 'vitest';
import type { DispatchProblem } from '../../src/dispatch/dispatch-problem.ts';
import { dispatchProgram } from '../../src/dispatch/dispatch-program.ts';
import { smallProblem } from './small-problem.ts';

const hours = 4;

function halfFull(battery: object, rest: object = {}): DispatchProblem {
  const lossy = { chargeEfficiency: 0.9, dischargeEfficiency: 0.9 };
  const own = { energyCapacityMWh: 2, initialStateOfChargeMWh: 1, ...lossy, ...battery };
  return smallProblem([10, 20, 30, 40], own, rest);
}

/** Binaries of the program, of which the relaxation has none. */
function binaries(battery: object, rest: object = {}): number {
  const problem = halfFull(battery, rest);
  expect(dispatchProgram(problem, false).program.integrality).toBeNull();
  const { program, gates } = dispatchProgram(problem, true);
  const count = program.integrality?.reduce((sum, flag) => sum + flag, 0) ?? 0;
  expect(gates.length).toBe(count);
  return count;
}

describe('the program of a dispatch', () => {
  it('has one binary per period for the direction, and none where a direction is closed', () => {
    expect(binaries({})).toBe(hours);
    expect(binaries({ maxChargeMW: 0 })).toBe(0);
    expect(binaries({ availability: [1, 0, 0, 0.5] })).toBe(2);
  });

  it('has one binary per period and direction for runs, which exclude each other by themselves', () => {
    expect(binaries({ minimumPowerMW: 0.5, minimumRunHours: 2, minimumRestHours: 1 })).toBe(2 * hours);
  });

  it('has a binary per interval for enablement only where the trapezium is narrower than the power', () => {
    const reserve = (enablementMinMW: number, enablementMaxMW: number) => ({
      reserve: { up: { maxMW: 1, enablementMinMW, lowBreakMW: 0, highBreakMW: 0, enablementMaxMW } },
    });
    const markets = [
      { name: 'spot', kind: 'energy', intervalHours: 1, prices: [10, 20, 30, 40] },
      { name: 'up', kind: 'capacity', direction: 'up', intervalHours: 2, sustainHours: 0, prices: [5, 5] },
    ];
    expect(binaries(reserve(-1, 1), { markets })).toBe(hours);
    expect(binaries(reserve(-0.5, 1), { markets })).toBe(hours + 2);
    expect(binaries(reserve(-1, 0.5), { markets })).toBe(hours + 2);
  });

  it('has a binary for the meter only in periods in which exporting pays more than importing costs', () => {
    const site = { importPrices: [10, 20, 30, 40], exportPrices: [30, 20, 10, 41] };
    expect(binaries({}, { site })).toBe(hours + 2);
    // With 9 MW of demand nothing is ever exported.
    expect(binaries({}, { site: { ...site, demandMW: 9 } })).toBe(hours);
  });

  it('leaves out rows of a ramp that full power cannot break', () => {
    const rows = (rampMWPerHour: number) => dispatchProgram(halfFull({ rampMWPerHour }), true).program.rowCount;
    expect(rows(1.9) - rows(2)).toBe(hours);
  });
});
