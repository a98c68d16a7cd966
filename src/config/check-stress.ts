import type { PipelineConfig } from '../config.ts';
import { marketCalendars } from '../domain/market-calendar.ts';
import { isWithin, type Stress, type StressHours } from '../domain/stress.ts';
import { ConfigError } from '../errors.ts';

/** Names must differ, hours must be some, and a past day is where a case starts. Throws a ConfigError. */
export function checkStress({ stress, calendar }: PipelineConfig, file: string): void {
  const fail = (field: string, rule: string, value: string | number, remedy: string): never => {
    throw new ConfigError('a stress case', { file, field, rule, value, remedy });
  };
  const { periodMinutes } = marketCalendars[calendar];
  stress.forEach(({ name, stresses }, i) => {
    if (name === 'simulated')
      fail(`stress[${i}].name`, 'the name of the scenarios as they were drawn', name, 'give the case another name');
    if (stress.findIndex((other) => other.name === name) < i)
      fail(`stress[${i}].name`, 'no two cases have one name', name, 'rename one of them');
    stresses.forEach((one, j) => {
      const field = `stress[${i}].stresses[${j}]`;
      if (one.kind === 'replay' && j > 0)
        fail(field, 'the prices of a past day take the place of those before it', one.date, 'put the replay first');
      if (hasHours(one) && one.hours.fromHour === one.hours.toHour)
        fail(`${field}.hours`, 'toHour must differ from fromHour', one.hours.toHour, 'write 0 to 24 for the whole day');
      if (hasHours(one) && !holdsAPeriod(one.hours, periodMinutes))
        fail(
          `${field}.hours`,
          `a period of ${periodMinutes} minutes starts within them`,
          `${one.hours.fromHour} to ${one.hours.toHour}`,
          'widen them: a case that holds no period changes nothing',
        );
    });
  });
}

function holdsAPeriod(hours: StressHours, periodMinutes: number): boolean {
  return Array.from({ length: 1440 / periodMinutes }, (_, period) => (period * periodMinutes) / 60).some((hour) =>
    isWithin(hour, hours),
  );
}

function hasHours(stress: Stress): stress is Extract<Stress, { kind: 'spike' | 'outage' }> {
  return stress.kind === 'spike' || stress.kind === 'outage';
}
