import type { Log } from '../../src/io/log.ts';

/** Tells nobody. */
export const silentLog: Log = { info: () => {}, warn: () => {}, progress: () => {}, status: () => {} };
