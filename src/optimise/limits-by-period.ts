import type { PipelineConfig } from '../config.ts';
import { marketCalendars, type DeliveryDay } from '../domain/market-calendar.ts';
import type { NightState } from '../domain/night-state.ts';

/** Power limits of each period of a day, MW: the battery's, or less in an outage. */
export function limitsByPeriod(
  { battery, outages }: NightState,
  { calendar }: Pick<PipelineConfig, 'calendar'>,
  { startTime, periodCount: T }: Pick<DeliveryDay, 'startTime' | 'periodCount'>,
): { maxChargeMW: Float64Array; maxDischargeMW: Float64Array } {
  const maxChargeMW = new Float64Array(T).fill(battery.maxChargeMW);
  const maxDischargeMW = new Float64Array(T).fill(battery.maxDischargeMW);
  const periodMs = marketCalendars[calendar].periodMinutes * 60_000;
  for (let t = 0; t < T; t++) {
    const start = startTime + t * periodMs;
    for (const outage of outages) {
      if (outage.from >= start + periodMs || outage.to <= start) continue;
      maxChargeMW[t] = Math.min(maxChargeMW[t], outage.maxChargeMW);
      maxDischargeMW[t] = Math.min(maxDischargeMW[t], outage.maxDischargeMW);
    }
  }
  return { maxChargeMW, maxDischargeMW };
}
