import type { Attachments } from './read-attachments.ts';
import { repairStamps } from './repair-stamps.ts';
import type { RepairedStamps } from './repair-stamps.ts';

/** Attachments in which every row bears the stamp of its place, and what was done to get there. */
export interface RepairedAttachments {
  readonly attachments: Attachments;
  readonly halfHourly: RepairedStamps;
  readonly daily: RepairedStamps;
}

const FIRST = Date.UTC(2018, 0, 1) / 60_000;

/** Both sheets by the rule of `repairStamps`; prices and their order stay as they are. */
export function repairAttachments(written: Attachments): RepairedAttachments {
  const halfHourly = repairStamps(
    written.halfHours.map(({ stamp }) => stamp),
    { file: 'attachment 2, half-hourly sheet', first: FIRST, stepMinutes: 30 },
  );
  const daily = repairStamps(
    written.days.map(({ stamp }) => stamp),
    { file: 'attachment 2, daily sheet', first: FIRST, stepMinutes: 1440 },
  );
  const attachments = {
    ...written,
    halfHours: written.halfHours.map((row, i) => ({ ...row, stamp: halfHourly.stamps[i] })),
    days: written.days.map((row, i) => ({ ...row, stamp: daily.stamps[i] })),
  };
  return { attachments, halfHourly, daily };
}
