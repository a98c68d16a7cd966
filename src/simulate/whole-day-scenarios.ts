import { dayOffsetsOf } from '../domain/market-calendar.ts';
import type { ScenarioSet } from '../domain/scenario-set.ts';
import { smoothedQuantities } from '../fit/smoothing-model.ts';
import type { WholeDayModel } from '../fit/whole-day-model.ts';
import { randomStream } from '../math/random-stream.ts';
import { originDrawer, serviceOriginDrawer } from './bank-draw.ts';
import { energyPainter } from './energy-painter.ts';
import { servicePainter } from './service-painter.ts';
import { importanceWeights } from './tail-proposal.ts';

/** Which scenarios to draw; any split of a range gives the same scenarios. */
export interface ScenarioRequest {
  readonly seed: number;
  readonly firstScenario: number;
  readonly scenarioCount: number;
  /** Days from the planned day on, at most the model's leads. */
  readonly horizonDays: number;
  /** Probability of drawing each origin of the bank in place of its weight; the scenarios' weights make up for it. */
  readonly proposal?: Float64Array;
}

/**
 * Draws scenarios of all markets. Scenario i takes one past week whole: its standardised errors, shapes and
 * basis at today's level, amplitude and basis size, smoothed by correlated noise. docs/method/scenarios.md.
 */
export function simulateWholeDay(model: WholeDayModel, request: ScenarioRequest): ScenarioSet {
  const { seed, firstScenario, scenarioCount, horizonDays, proposal } = request;
  if (horizonDays > model.leads) {
    throw new RangeError(`simulateWholeDay: the model has ${model.leads} days, ${horizonDays} were asked for`);
  }
  const days = model.days.slice(0, horizonDays);
  const dayOffsets = dayOffsetsOf(days);
  const periods = dayOffsets[horizonDays];
  const services = model.services.map((service) => servicePainter(model, service, horizonDays, scenarioCount));
  const set: ScenarioSet = {
    days,
    dayOffsets,
    periodHours: model.periodHours,
    currency: model.currency,
    firstScenario,
    scenarioCount,
    weights: new Float64Array(scenarioCount).fill(1 / scenarioCount),
    dayAhead: new Float64Array(scenarioCount * periods),
    imbalance: new Float64Array(scenarioCount * periods),
    services: services.map(({ scenarios }) => scenarios),
    bankDay: new Int32Array(scenarioCount),
    bankDates: model.bank.dates,
  };
  const originOf = originDrawer(proposal ?? model.weights, seed);
  const serviceOriginOf = serviceOriginDrawer(model, seed);
  const paintEnergy = energyPainter(model);
  const noise = new Float64Array(smoothedQuantities);
  for (let row = 0; row < scenarioCount; row++) {
    const scenario = firstScenario + row;
    const origin = originOf(scenario);
    set.bankDay[row] = origin;
    const stream = randomStream(seed, 'smoothing', scenario);
    for (let lead = 0; lead < horizonDays; lead++) {
      for (let k = 0; k < smoothedQuantities; k++) noise[k] = stream.normal();
      const from = row * periods + dayOffsets[lead];
      paintEnergy(origin, lead, noise, set.dayAhead.subarray(from), set.imbalance.subarray(from));
    }
    if (services.length > 0) {
      const serviceOrigin = serviceOriginOf(scenario);
      for (const { paint } of services) paint(row, serviceOrigin);
    }
  }
  return proposal === undefined ? set : { ...set, weights: importanceWeights(set.bankDay, model.weights, proposal) };
}
