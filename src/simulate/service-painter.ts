import type { ServiceScenarios } from '../domain/scenario-set.ts';
import type { ServiceModel } from '../fit/service-model.ts';
import type { WholeDayModel } from '../fit/whole-day-model.ts';

/** One service's scenarios, and the function that writes those of one scenario from a past week. */
export interface ServicePainter {
  readonly scenarios: ServiceScenarios;
  readonly paint: (row: number, origin: number) => void;
}

/**
 * Painter of `service` over the first `horizonDays` days: AV = F + scaled error, F where nothing cleared that day;
 * within the range cleared in the last year and the market's limits.
 */
export function servicePainter(
  model: WholeDayModel,
  service: ServiceModel,
  horizonDays: number,
  scenarioCount: number,
): ServicePainter {
  const width = service.intervalSlots.length;
  const starts: number[] = [];
  /** Place in the model, lead × width + interval, of each delivery interval of the horizon. */
  const places: number[] = [];
  let offset = 0;
  for (let lead = 0; lead < horizonDays; lead++) {
    const slots = model.wallClockSlots[lead];
    for (const { period, interval } of deliveryIntervals(service, slots)) {
      starts.push(offset + period);
      places.push(lead * width + interval);
    }
    offset += slots.length;
  }
  const availability = new Float64Array(scenarioCount * places.length);
  const [lowest, highest] = model.priceLimits.services?.[service.name] ?? [-Infinity, Infinity];
  const [seenLow, seenHigh] = service.range;
  return {
    scenarios: { name: service.name, intervalStarts: Int32Array.from([...starts, offset]), availability },
    paint: (row, origin) => {
      for (let column = 0; column < places.length; column++) {
        const forecast = service.forecast[places[column]];
        const error = service.errors[origin * model.leads * width + places[column]];
        const price = Number.isNaN(error) ? forecast : forecast + error;
        const seen = Math.max(seenLow, Math.min(seenHigh, price));
        availability[row * places.length + column] = Math.max(lowest, Math.min(highest, seen));
      }
    },
  };
}

/** First period and place in the model of each delivery interval of a day with these wall-clock slots. */
function deliveryIntervals(service: ServiceModel, slots: Int32Array): { period: number; interval: number }[] {
  const found: { period: number; interval: number }[] = [];
  let current = -1;
  let lastSlot = -1;
  slots.forEach((slot, period) => {
    const interval = service.intervalSlots.findLastIndex((start) => start <= slot);
    // In autumn the clock goes back: the repeated hour of a short interval is delivered, and paid, again.
    const repeated = slot <= lastSlot && service.interval !== 'block';
    if (interval !== current || repeated) found.push({ period, interval });
    current = interval;
    lastSlot = slot;
  });
  return found;
}
