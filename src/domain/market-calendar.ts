import { Temporal } from 'temporal-polyfill';

/**
 * When a market's delivery days, blocks and gates are. A calendar is data: GB, the NEM or SDAC are
 * instances, never code paths.
 */
export interface MarketCalendar {
  readonly name: string;
  /** IANA zone, or a fixed offset such as `+10:00`. */
  readonly timeZone: string;
  readonly periodMinutes: number;
  /** Local wall-clock time at which a delivery day starts, on the day itself (0) or on its eve (−1). */
  readonly dayStart: { readonly dayOffset: -1 | 0; readonly time: string };
  /** Local wall-clock starts of the day's blocks, in order from the start of the delivery day. */
  readonly blockStarts: readonly string[];
  /** When the plan for delivery day D is made: everything known by then, and nothing else, may be used. */
  readonly planTime: { readonly dayOffset: number; readonly time: string };
}

/** One delivery day: instants in epoch milliseconds UTC. */
export interface DeliveryDay {
  /** The local date that the day is called by, `2024-03-31`. */
  readonly date: string;
  readonly startTime: number;
  readonly endTime: number;
  /** 46, 48 or 50 half-hours in GB. */
  readonly periodCount: number;
}

/** Great Britain: 23:00 to 23:00 local, six EFA blocks, planned at 09:00 on the eve. */
export const gbCalendar: MarketCalendar = {
  name: 'gb',
  timeZone: 'Europe/London',
  periodMinutes: 30,
  dayStart: { dayOffset: -1, time: '23:00' },
  blockStarts: ['23:00', '03:00', '07:00', '11:00', '15:00', '19:00'],
  planTime: { dayOffset: -1, time: '09:00' },
};

/** Australia's National Electricity Market: 04:00 to 04:00 market time, fixed UTC+10, 5 minutes. */
export const nemCalendar: MarketCalendar = {
  name: 'nem',
  timeZone: '+10:00',
  periodMinutes: 5,
  dayStart: { dayOffset: 0, time: '04:00' },
  blockStarts: ['04:00', '08:00', '12:00', '16:00', '20:00', '00:00'],
  planTime: { dayOffset: -1, time: '12:30' },
};

/** Single Day-Ahead Coupling, central European time, 15 minutes, midnight to midnight. */
export const sdacCalendar: MarketCalendar = {
  name: 'sdac',
  timeZone: 'Europe/Berlin',
  periodMinutes: 15,
  dayStart: { dayOffset: 0, time: '00:00' },
  blockStarts: ['00:00', '04:00', '08:00', '12:00', '16:00', '20:00'],
  planTime: { dayOffset: -1, time: '11:00' },
};

export const marketCalendars: Readonly<Record<string, MarketCalendar>> = {
  gb: gbCalendar,
  nem: nemCalendar,
  sdac: sdacCalendar,
};

const minuteMs = 60_000;

/** The delivery day called `date` (`YYYY-MM-DD`). Throws a RangeError for a date that does not exist. */
export function deliveryDay(calendar: MarketCalendar, date: string): DeliveryDay {
  const plainDate = Temporal.PlainDate.from(date, { overflow: 'reject' });
  const { dayOffset, time } = calendar.dayStart;
  const startTime = localInstant(calendar, plainDate.add({ days: dayOffset }), time);
  const endTime = localInstant(calendar, plainDate.add({ days: dayOffset + 1 }), time);
  const periodCount = Math.round((endTime - startTime) / (calendar.periodMinutes * minuteMs));
  return { date: plainDate.toString(), startTime, endTime, periodCount };
}

/** All delivery days from `firstDate` to `lastDate`, both included. */
export function deliveryDays(calendar: MarketCalendar, firstDate: string, lastDate: string): DeliveryDay[] {
  const days: DeliveryDay[] = [];
  for (let date = firstDate; date <= lastDate; date = addDays(date, 1)) days.push(deliveryDay(calendar, date));
  return days;
}

/** Index of each day's first period, and one past the last: length days + 1. */
export function dayOffsetsOf(days: readonly DeliveryDay[]): Int32Array {
  const offsets = new Int32Array(days.length + 1);
  days.forEach((day, index) => (offsets[index + 1] = offsets[index] + day.periodCount));
  return offsets;
}

/** The delivery day that the instant `time` (epoch ms) belongs to. */
export function deliveryDayOf(calendar: MarketCalendar, time: number): DeliveryDay {
  const localDate = Temporal.Instant.fromEpochMilliseconds(time).toZonedDateTimeISO(calendar.timeZone).toPlainDate();
  const day = deliveryDay(calendar, localDate.toString());
  if (time < day.startTime) return deliveryDay(calendar, addDays(day.date, -1));
  if (time >= day.endTime) return deliveryDay(calendar, addDays(day.date, 1));
  return day;
}

/** The instant (epoch ms) at which the plan for delivery day `date` is made. */
export function planTime(calendar: MarketCalendar, date: string): number {
  return localInstant(
    calendar,
    Temporal.PlainDate.from(date).add({ days: calendar.planTime.dayOffset }),
    calendar.planTime.time,
  );
}

/** Epoch ms at which wall-clock `time` of the local `date` comes round. */
export function localTimeOn(calendar: MarketCalendar, date: string, time: string): number {
  return localInstant(calendar, Temporal.PlainDate.from(date), time);
}

export function addDays(date: string, days: number): string {
  return Temporal.PlainDate.from(date).add({ days }).toString();
}

/** Monday 1 … Sunday 7. */
export function dayOfWeek(date: string): number {
  return Temporal.PlainDate.from(date).dayOfWeek;
}

/** Minutes of the local wall clock at each period start of a delivery day, 0…1439. */
export function wallClockMinutes(calendar: MarketCalendar, day: DeliveryDay): Int32Array {
  const minutes = new Int32Array(day.periodCount);
  const offsets = periodOffsets(calendar, day);
  for (let period = 0; period < day.periodCount; period++) {
    const local = day.startTime / minuteMs + period * calendar.periodMinutes + offsets[period];
    minutes[period] = ((local % 1440) + 1440) % 1440;
  }
  return minutes;
}

/**
 * The wall-clock slot of each period: its place in a day without a clock change (0…47 in GB). On the
 * short day the slots of the skipped hour do not occur; on the long day those of the repeated hour
 * occur twice.
 */
export function wallClockSlots(calendar: MarketCalendar, day: DeliveryDay): Int32Array {
  const startMinutes = minutesOf(calendar.dayStart.time);
  return wallClockMinutes(calendar, day).map(
    (minutes) => ((minutes - startMinutes + 1440) % 1440) / calendar.periodMinutes,
  );
}

/** Number of wall-clock slots in a day without a clock change (48 in GB). */
export function slotsPerDay(calendar: MarketCalendar): number {
  return 1440 / calendar.periodMinutes;
}

/** Period index at which each block of the delivery day starts, and one past the last: length blocks + 1. */
export function blockBoundaries(calendar: MarketCalendar, day: DeliveryDay): Int32Array {
  const startMinutes = minutesOf(calendar.dayStart.time);
  const blockSlots = calendar.blockStarts.map(
    (time) => ((minutesOf(time) - startMinutes + 1440) % 1440) / calendar.periodMinutes,
  );
  const slots = wallClockSlots(calendar, day);
  const boundaries = new Int32Array(blockSlots.length + 1);
  let block = 0;
  for (let period = 0; period < day.periodCount; period++) {
    while (block < blockSlots.length && slots[period] >= blockSlots[block]) boundaries[block++] = period;
  }
  boundaries[blockSlots.length] = day.periodCount;
  return boundaries;
}

/** `2024-03-30T23:00+00:00`: local time with its offset, which stays unique on the long day. */
export function localTimeWithOffset(calendar: MarketCalendar, time: number): string {
  const zoned = Temporal.Instant.fromEpochMilliseconds(time).toZonedDateTimeISO(calendar.timeZone);
  return `${zoned.toPlainDateTime().toString({ smallestUnit: 'minute' })}${zoned.offset}`;
}

/** `23:00`, local. */
export function localClock(calendar: MarketCalendar, time: number): string {
  return Temporal.Instant.fromEpochMilliseconds(time)
    .toZonedDateTimeISO(calendar.timeZone)
    .toPlainTime()
    .toString({ smallestUnit: 'minute' });
}

export function isoTime(time: number): string {
  return new Date(time).toISOString().replace('.000Z', 'Z');
}

function minutesOf(time: string): number {
  const [hours, minutes] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

function localInstant(calendar: MarketCalendar, date: Temporal.PlainDate, time: string): number {
  return date.toZonedDateTime({ timeZone: calendar.timeZone, plainTime: Temporal.PlainTime.from(time) })
    .epochMilliseconds;
}

/** Offset from UTC in minutes at each period start; looked up per hour, since rules change on whole hours. */
function periodOffsets(calendar: MarketCalendar, day: DeliveryDay): Int32Array {
  const offsetAt = (time: number): number =>
    Temporal.Instant.fromEpochMilliseconds(time).toZonedDateTimeISO(calendar.timeZone).offsetNanoseconds /
    (minuteMs * 1e6);
  const offsets = new Int32Array(day.periodCount);
  const ordinary = day.periodCount === slotsPerDay(calendar);
  const first = offsetAt(day.startTime);
  for (let period = 0; period < day.periodCount; period++) {
    offsets[period] = ordinary ? first : offsetAt(day.startTime + period * calendar.periodMinutes * minuteMs);
  }
  return offsets;
}
