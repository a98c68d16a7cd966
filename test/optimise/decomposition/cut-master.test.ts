import { describe, expect, it } from 'vitest';
import { fleetOf } from '../../../src/domain/fleet-problem.ts';
import { CutMaster, type Cut } from '../../../src/optimise/decomposition/cut-master.ts';
import { CutMasters } from '../../../src/optimise/decomposition/cut-masters.ts';
import { fleetStage } from '../../../src/optimise/fleet-stage.ts';
import { smallPlanProblem } from '../small-plan-problem.ts';

const stage = fleetStage(fleetOf(smallPlanProblem([[30]], [[20]])));
const measure = { confidenceLevel: 0.5, groupCount: 1, leastThreshold: -10, excessScale: 1 };
const seconds = 60;
const greatestMean = { maximise: 'mean', riskLimits: [], meanFloor: -Infinity, riskAversion: 0, overrun: 0 } as const;

/** θ ≤ constant + slope·q, with q from −1 to 1. */
const meanCut = (constant: number, slope: number): Cut => ({
  kind: 'mean',
  measure: 0,
  group: 0,
  constant,
  gradient: Float64Array.of(slope),
  firstColumn: 0,
  mass: 0,
});

/** The whole tail in one group: CVaR ≥ −2·(constant + slope·q). */
const tailCut = (constant: number, slope: number): Cut => ({ ...meanCut(constant, slope), kind: 'tail', mass: 0.5 });

describe('CutMaster', () => {
  it('keeps under every cut, also those of a group that are not in use', async () => {
    const master = new CutMaster(stage, 1, 1, [], 1e-9);
    master.add([meanCut(2, 1), meanCut(2, -1), meanCut(5, 0)]);
    const answer = await master.solve(greatestMean, seconds);
    expect(answer?.objective).toBeCloseTo(2, 9);
    expect(answer?.x[0]).toBeCloseTo(0, 9);
  });

  it('brings back a cut that was laid to rest where a later answer breaks it', async () => {
    const master = new CutMaster(stage, 1, 1, [measure], 1e-9);
    const ask = async (limit: number) => (await master.solve({ ...greatestMean, riskLimits: [limit] }, seconds))!;
    master.add([meanCut(1, 1)]);
    expect((await ask(Infinity)).objective).toBeCloseTo(2, 9);
    master.add([meanCut(0.5, 0.1)]);
    expect((await ask(Infinity)).objective).toBeCloseTo(0.6, 9);
    master.rest(1);
    expect(master.cutsInUse().map(({ gradient }) => gradient[0])).toEqual([0.1]);
    // CVaR ≥ 3 + 2·q: under 1 only q = −1 is left, where the cut at rest says 0.
    master.add([tailCut(-1.5, -1)]);
    const answer = await ask(1);
    expect(answer.x[0]).toBeCloseTo(-1, 9);
    expect(answer.objective).toBeCloseTo(0, 9);
  });
});

describe('CutMasters', () => {
  it('answer an end of the frontier as the master of all cuts does', async () => {
    const cuts = [meanCut(2, 1), meanCut(3, -1), tailCut(0, 2), tailCut(1, -1)];
    const masters = new CutMasters(stage, 1, 1, [measure], 1e-9);
    masters.add(cuts);
    for (const maximise of ['mean', 'safety'] as const) {
      const question = { ...greatestMean, maximise, riskLimits: [Infinity] };
      const whole = new CutMaster(stage, 1, 1, [measure], 1e-9);
      whole.add(cuts);
      const answer = await masters.of(question).solve(question, seconds);
      expect(answer?.objective, maximise).toBeCloseTo((await whole.solve(question, seconds))!.objective, 9);
    }
  });

  it('ask all cuts where a limit or a floor joins mean and CVaR', () => {
    const masters = new CutMasters(stage, 1, 1, [measure], 1e-9);
    const of = (question: object) => masters.of({ ...greatestMean, riskLimits: [Infinity], ...question });
    const all = of({ riskLimits: [3] });
    expect(of({ maximise: 'safety', meanFloor: 1 })).toBe(all);
    expect(of({ maximise: 'balance' })).toBe(all);
    expect(of({})).not.toBe(all);
    expect(of({ maximise: 'safety' })).not.toBe(all);
  });
});
