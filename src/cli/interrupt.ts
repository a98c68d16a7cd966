import type { Log } from '../io/log.ts';

const signals = ['SIGINT', 'SIGTERM'] as const;

/** Whether the user, or the system, asked the program to end. */
export interface Interrupt {
  readonly asked: boolean;
  close(): void;
}

/** From here on the first interrupt is noted and leaves the work to end itself; the second ends the program at once. */
export function watchInterrupt(log: Log): Interrupt {
  const interrupt = { asked: false, close: () => signals.forEach((signal) => process.off(signal, note)) };
  function note(): void {
    interrupt.asked = true;
    // The system's own answer to the next one needs nothing of this program, busy as it may be.
    interrupt.close();
    log.info('interrupted: ending with the best plan so far; interrupt again to end at once');
  }
  signals.forEach((signal) => process.on(signal, note));
  return interrupt;
}
