import type { ScenarioSet, ServiceScenarios } from '../domain/scenario-set.ts';
import { standardisedQuantities } from '../fit/fit-whole-day.ts';
import type { ServiceModel } from '../fit/service-model.ts';
import { cosineCount, cosineWaves, smoothedQuantities, type WholeDayModel } from '../fit/whole-day-model.ts';
import { randomStream } from '../math/random-stream.ts';

/** Which scenarios to draw; any split of a range gives the same scenarios. */
export interface ScenarioRequest {
  readonly seed: number;
  readonly firstScenario: number;
  readonly scenarioCount: number;
  /** Days from the planned day on, at most the model's leads. */
  readonly horizonDays: number;
}

const goldenRatio = 0.6180339887498949;
const shapeTilt = 0.6;
const amplitudeErrorLimit = 3;

/**
 * Draws scenarios of all markets. Scenario i takes one past week whole: its standardised errors, shapes and
 * basis at today's level, amplitude and basis size, smoothed by correlated noise. SCENARIOS sections 8 to 10.
 */
export function simulateWholeDay(model: WholeDayModel, request: ScenarioRequest): ScenarioSet {
  const { seed, firstScenario, scenarioCount, horizonDays } = request;
  const days = model.days.slice(0, horizonDays);
  const dayOffsets = new Int32Array(horizonDays + 1);
  days.forEach((day, index) => (dayOffsets[index + 1] = dayOffsets[index] + day.periodCount));
  const periods = dayOffsets[horizonDays];
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
    services: model.serviceWeights.length === 0 ? [] : model.services.map((service) => emptyService(model, service, horizonDays, scenarioCount)),
    bankDay: new Int32Array(scenarioCount),
    bankDates: model.bank.dates,
  };
  const draw = originDrawer(model.weights, seed);
  const drawDay = dayPainter(model);
  const noise = new Float64Array(smoothedQuantities);
  for (let s = 0; s < scenarioCount; s++) {
    const scenario = firstScenario + s;
    const origin = draw(scenario);
    set.bankDay[s] = origin;
    const stream = randomStream(seed, 'smoothing', scenario);
    for (let lead = 0; lead < horizonDays; lead++) {
      for (let k = 0; k < smoothedQuantities; k++) noise[k] = stream.normal();
      const from = s * periods + dayOffsets[lead];
      drawDay(origin, lead, noise, set.dayAhead.subarray(from), set.imbalance.subarray(from));
    }
    if (set.services.length > 0) paintServices(model, set, s, serviceOrigin(model, origin, seed, scenario), horizonDays);
  }
  return set;
}

/** The origin of scenario i: v = frac(u₀ + i·golden ratio) on the cumulative weights. */
function originDrawer(weights: Float64Array, seed: number): (scenario: number) => number {
  const cumulative = cumulate(weights);
  const start = randomStream(seed, 'bankDraw').uniform();
  return (scenario) => firstAbove(cumulative, (start + scenario * goldenRatio) % 1);
}

/** The energy's own origin where the services have it, else another of theirs from the scenario's own stream. */
function serviceOrigin(model: WholeDayModel, origin: number, seed: number, scenario: number): number {
  if (model.serviceWeights[origin] > 0) return origin;
  return firstAbove(cumulate(model.serviceWeights), randomStream(seed, 'serviceDraw', scenario).uniform());
}

function cumulate(weights: Float64Array): Float64Array {
  let sum = 0;
  return weights.map((weight) => (sum += weight));
}

function firstAbove(cumulative: Float64Array, value: number): number {
  const scaled = value * cumulative[cumulative.length - 1];
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cumulative[middle] > scaled) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * Returns the function that writes one day's prices. Quantities q of the drawn day move to
 * q' = μ + ((q − μ) + h·sd·(Lz))/√(1 + h²): the noise adds no variance.
 */
function dayPainter(model: WholeDayModel) {
  const { bank, leads, intervals, slots, smoothing } = model;
  const repeat = slots / intervals;
  const shapeWaves = cosineWaves(intervals, 1);
  const basisWaves = cosineWaves(slots, 0);
  const quantities = bankQuantities(model);
  const change = new Float64Array(smoothedQuantities);
  const shape = new Float64Array(intervals);
  const pattern = new Float64Array(slots);
  const [lowDayAhead, highDayAhead] = model.priceLimits.dayAhead;
  const [lowImbalance, highImbalance] = model.priceLimits.imbalance;

  return (origin: number, lead: number, z: Float64Array, dayAhead: Float64Array, imbalance: Float64Array): void => {
    const at = origin * leads + lead;
    changes(at, z);
    const level = model.level[lead] + model.levelErrorScale * (bank.levelError[at] + change[0]);
    const amplitudeError = bank.amplitudeError[at] + change[1];
    const amplitude = Math.exp(model.logAmplitude[lead] + Math.max(-amplitudeErrorLimit, Math.min(amplitudeErrorLimit, amplitudeError)));
    const basisSize = Math.exp(model.logBasisSize[lead] + bank.basisSizeError[at] + change[2]);
    paintShape(at, lead);
    paintBasis(at);
    model.wallClockSlots[lead].forEach((slot, period) => {
      const price = level + amplitude * shape[Math.floor(slot / repeat)];
      dayAhead[period] = Math.max(lowDayAhead, Math.min(highDayAhead, price));
      imbalance[period] = Math.max(lowImbalance, Math.min(highImbalance, price + pattern[slot] * basisSize));
    });
  };

  function changes(at: number, z: Float64Array): void {
    for (let q = 0; q < smoothedQuantities; q++) {
      const size = q < 3 + cosineCount ? smoothing.size : smoothing.basisSize;
      let noise = 0;
      for (let k = 0; k <= q; k++) noise += smoothing.cholesky[q * smoothedQuantities + k] * z[k];
      const value = quantities[at * smoothedQuantities + q];
      const centred = value - smoothing.mean[q];
      const moved = (centred + size * smoothing.standardDeviation[q] * noise) / Math.sqrt(1 + size * size);
      change[q] = moved - centred;
    }
  }

  /** u of the drawn day, tilted to the forecast shape, smoothed, with mean 0 and standard deviation 1. */
  function paintShape(at: number, lead: number): void {
    let mean = 0;
    for (let i = 0; i < intervals; i++) {
      let value = bank.shape[at * intervals + i] + shapeTilt * (model.shape[lead * intervals + i] - bank.forecastShape[at * intervals + i]);
      for (let k = 0; k < cosineCount; k++) value += change[3 + k] * shapeWaves[k * intervals + i];
      shape[i] = value;
      mean += value / intervals;
    }
    let variance = 0;
    for (let i = 0; i < intervals; i++) variance += (shape[i] - mean) ** 2 / intervals;
    const deviation = Math.sqrt(variance);
    for (let i = 0; i < intervals; i++) shape[i] = deviation < 1e-9 ? 0 : (shape[i] - mean) / deviation;
  }

  /** The basis in units of its size, smoothed on the asinh scale and brought back to its own mean size. */
  function paintBasis(at: number): void {
    let before = 0;
    let after = 0;
    for (let slot = 0; slot < slots; slot++) {
      const own = bank.basisPattern[at * slots + slot];
      let moved = Math.asinh(own / 0.5);
      for (let k = 0; k < cosineCount; k++) moved += change[3 + cosineCount + k] * basisWaves[k * slots + slot];
      pattern[slot] = 0.5 * Math.sinh(moved);
      before += Math.abs(own);
      after += Math.abs(pattern[slot]);
    }
    const scale = after < 1e-12 ? 0 : before / after;
    for (let slot = 0; slot < slots; slot++) pattern[slot] *= scale;
  }
}

/** origins × leads × 19. */
function bankQuantities(model: WholeDayModel): Float64Array {
  const rows = model.bank.days.length * model.leads;
  const quantities = new Float64Array(rows * smoothedQuantities);
  for (let at = 0; at < rows; at++) {
    quantities.set(standardisedQuantities(model.bank, at, model.intervals, model.slots), at * smoothedQuantities);
  }
  return quantities;
}

function emptyService(model: WholeDayModel, service: ServiceModel, horizonDays: number, scenarioCount: number): ServiceScenarios {
  const starts: number[] = [];
  let offset = 0;
  for (let lead = 0; lead < horizonDays; lead++) {
    const slots = model.wallClockSlots[lead];
    intervalPeriods(service, slots).forEach((_, period) => starts.push(offset + period));
    offset += slots.length;
  }
  const intervalStarts = Int32Array.from([...starts, offset]);
  return { name: service.name, intervalStarts, availability: new Float64Array(scenarioCount * (intervalStarts.length - 1)) };
}

/** First period of each delivery interval of a day, with the interval's place in the model. */
function intervalPeriods(service: ServiceModel, slots: Int32Array): Map<number, number> {
  const first = new Map<number, number>();
  let current = -1;
  let lastSlot = -1;
  slots.forEach((slot, period) => {
    const interval = service.intervalSlots.findLastIndex((start) => start <= slot);
    // In autumn the clock goes back: the repeated hour of a short interval is delivered, and paid, again.
    const repeated = slot <= lastSlot && service.interval !== 'block';
    if (interval !== current || repeated) first.set(period, interval);
    current = interval;
    lastSlot = slot;
  });
  return first;
}

function paintServices(model: WholeDayModel, set: ScenarioSet, s: number, origin: number, horizonDays: number): void {
  set.services.forEach((target, index) => {
    const service = model.services[index];
    const width = service.intervalSlots.length;
    let column = s * (target.intervalStarts.length - 1);
    for (let lead = 0; lead < horizonDays; lead++) {
      for (const interval of intervalPeriods(service, model.wallClockSlots[lead]).values()) {
        const error = service.errors[(origin * model.leads + lead) * width + interval];
        const forecast = service.forecast[lead * width + interval];
        target.availability[column++] = Number.isNaN(error) ? forecast : forecast + error;
      }
    }
  });
}
