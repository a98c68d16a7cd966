import { bootstrap } from '../simulate/generators/bootstrap.ts';
import { dayGenerator, type DayGenerator } from './day-generator.ts';

/** The strongest simple rival: whole days of the last year and of the same class, re-centred and re-scaled to today. */
export const bootstrapGenerator: DayGenerator = dayGenerator(
  bootstrap('bootstrap', { windowDays: 365, recentring: 'scale', sameClass: true }),
);
