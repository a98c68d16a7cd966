import { energyMarket, serviceMarkets, type MarketConfig, type PipelineConfig, type ServiceConfig } from '../config.ts';
import { blockBoundaries, isoTime, marketCalendars, type DeliveryDay } from '../domain/market-calendar.ts';
import type { NightState, SoldByTime, SoldVolume } from '../domain/night-state.ts';
import type { SoldPositions } from '../domain/plan-problem.ts';
import { ConfigError } from '../errors.ts';
import { limitsByPeriod } from './limits-by-period.ts';

/** A service of the plan and where its blocks start, periods of the day and one past the last. */
export interface SoldService {
  readonly name: string;
  readonly blockStarts: Int32Array;
}

/** Services that a plan holds: those offered, and those that were sold, offered no more (`maxMW` 0) or still. */
export function heldServices(config: PipelineConfig, { sold }: NightState): ServiceConfig[] {
  return serviceMarkets(config).filter(({ name, maxMW }) => maxMW > 0 || mostSoldMW(sold, name) > 0);
}

/** The largest volume of a service that was sold, MW; 0 where none was. */
export function mostSoldMW(sold: SoldByTime | null, service: string): number {
  return (sold?.reserved[service] ?? []).reduce((most, { volumeMW }) => Math.max(most, volumeMW), 0);
}

/** Period index at which each day-ahead interval of a day starts, and one past the last. */
export function dayAheadStarts(config: PipelineConfig, day: DeliveryDay): Int32Array {
  return startsOf(config, energyMarket(config, 'dayAhead').interval, day);
}

/**
 * What the state of the night says was sold, on the grid of the planned day; undefined where it says nothing.
 *
 * @param services those of the plan, in its order
 * @throws ConfigError for an unknown service, a time that starts no interval of the day, a volume beyond the `maxMW` of a
 *   service that is still offered or the power of the battery
 */
export function soldOfDay(
  config: PipelineConfig,
  night: NightState,
  day: DeliveryDay,
  services: readonly SoldService[],
): SoldPositions | undefined {
  const { sold, battery } = night;
  if (sold === null) return undefined;
  const fail = (field: string, rule: string, value: string | number, remedy: string): never => {
    throw new ConfigError('what was sold', { file: sold.file, field, rule, value, remedy });
  };
  const starts = dayAheadStarts(config, day);
  const dayAheadMW = onGrid(config, day, starts, sold.dayAhead, fail);
  for (const { volumeMW, field } of sold.dayAhead) {
    if (volumeMW > battery.maxDischargeMW || -volumeMW > battery.maxChargeMW)
      fail(
        `${field}.volumeMW`,
        `within the power of battery '${battery.name}', −${battery.maxChargeMW} to ${battery.maxDischargeMW} MW`,
        volumeMW,
        'correct the volume: sold is positive, bought negative',
      );
  }
  const held = services.map(({ name }) => name);
  const nothing = (name: string): boolean =>
    mostSoldMW(sold, name) === 0 && serviceMarkets(config).some((service) => service.name === name);
  for (const [name, volumes] of Object.entries(sold.reserved)) {
    if (volumes.length > 0 && !held.includes(name) && !nothing(name))
      fail(
        `${sold.field}.reservedMW.${name}`,
        `one of the services that the plan holds${held.length === 0 ? '; it holds none' : `: ${held.join(', ')}`}`,
        name,
        'correct the name, or give the service a history',
      );
  }
  const reservedMW = services.map(({ name, blockStarts }) => {
    const volumes = sold.reserved[name] ?? [];
    const market = serviceMarkets(config).find((service) => service.name === name);
    const most = market?.maxMW ?? 0;
    const offered = most > 0;
    if (offered && mostSoldMW(sold, name) > 0 && market?.offer !== 'priceTaking')
      fail(
        `${sold.field}.reservedMW.${name}`,
        'what was sold has cleared and asks no price',
        'a volume beside offers with a price',
        "set the service's offer to 'priceTaking' for this day, or its maxMW to 0 to offer no more",
      );
    for (const { volumeMW, field } of volumes) {
      if (offered && volumeMW > most)
        fail(
          `${field}.volumeMW`,
          `at most the service's maxMW, ${most}`,
          volumeMW,
          'correct the volume or maxMW; 0 offers no more and keeps what was sold',
        );
    }
    return onGrid(config, day, blockStarts, volumes, fail);
  });
  requirePower(config, night, day, services, reservedMW, fail);
  return { dayAheadMW, reservedMW };
}

/** Checks what was sold before a scenario is drawn, against all services that the plan would hold. */
export function requireSoldOnGrid(config: PipelineConfig, night: NightState, day: DeliveryDay): void {
  const services = heldServices(config, night).map(({ name, interval }) => ({
    name,
    blockStarts: startsOf(config, interval, day),
  }));
  soldOfDay(config, night, day, services);
}

type Fail = (field: string, rule: string, value: string | number, remedy: string) => never;

/** Volumes by interval; what is not named is nothing. */
function onGrid(
  config: PipelineConfig,
  day: DeliveryDay,
  starts: Int32Array,
  volumes: readonly SoldVolume[],
  fail: Fail,
): Float64Array {
  const values = new Float64Array(starts.length - 1);
  const periodMs = marketCalendars[config.calendar].periodMinutes * 60_000;
  const times = Array.from(starts.subarray(0, -1), (period) => day.startTime + period * periodMs);
  for (const { time, volumeMW, field } of volumes) {
    const interval = times.indexOf(time);
    if (interval < 0)
      fail(
        `${field}.deliveryStart`,
        `the start of an interval of delivery day ${day.date}: ${isoTime(times[0])}, ${times.length > 1 ? `${isoTime(times[1])}, …, ` : ''}${isoTime(times[times.length - 1])}`,
        isoTime(time),
        'write the start as the market states it',
      );
    values[interval] = volumeMW;
  }
  return values;
}

/** Reserved up and down together leave a position within the power of every period. */
function requirePower(
  config: PipelineConfig,
  night: NightState,
  day: DeliveryDay,
  services: readonly SoldService[],
  reservedMW: readonly Float64Array[],
  fail: Fail,
): void {
  const { maxChargeMW, maxDischargeMW } = limitsByPeriod(night, config, day);
  const periodMs = marketCalendars[config.calendar].periodMinutes * 60_000;
  for (let t = 0; t < day.periodCount; t++) {
    const reserved = services.reduce(
      (sum, { blockStarts }, k) => sum + reservedMW[k][blockStarts.findLastIndex((start) => start <= t)],
      0,
    );
    if (reserved > maxChargeMW[t] + maxDischargeMW[t])
      fail(
        `${night.sold?.field}.reservedMW`,
        `at most ${maxChargeMW[t] + maxDischargeMW[t]} MW in all from ${isoTime(day.startTime + t * periodMs)}: charge and discharge power together`,
        reserved,
        'correct what was sold, or the outage',
      );
  }
}

function startsOf({ calendar }: PipelineConfig, interval: MarketConfig['interval'], day: DeliveryDay): Int32Array {
  if (interval === 'block') return blockBoundaries(marketCalendars[calendar], day);
  const step = interval === 'hour' ? Math.round(60 / marketCalendars[calendar].periodMinutes) : 1;
  const T = day.periodCount;
  return Int32Array.from({ length: Math.ceil(T / step) + 1 }, (_, j) => Math.min(T, j * step));
}
