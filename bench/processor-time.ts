/**
 * Milliseconds of processor time that this program has used so far, garbage collection included: on a shared machine
 * the time that it waits for other programs says nothing about it.
 */
export function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
