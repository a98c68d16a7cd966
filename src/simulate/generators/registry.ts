import type { GeneratorName } from '../../config.ts';
import { analogue } from './analogue.ts';
import { blockBootstrap } from './block-bootstrap.ts';
import { bootstrap, type BootstrapOptions } from './bootstrap.ts';
import { copulaGenerator } from './copula.ts';
import { filteredHistorical } from './filtered-historical.ts';
import type { Generator } from './generator.ts';
import { historical } from './historical.ts';
import { basisBootstrap, knownDayAhead } from './known-day-ahead.ts';
import { mixture } from './mixture.ts';
import { naive } from './naive.ts';
import { wholeDay, wholeDayRecalibrated } from './whole-day.ts';

/** The generators that a configuration can name. */
export const generators: Readonly<Record<GeneratorName, Generator>> = {
  'whole-day': wholeDay,
  bootstrap: bootstrap('bootstrap', { windowDays: 365, recentring: 'scale', sameClass: true }),
  'block-bootstrap': blockBootstrap,
  analogue,
  'filtered-historical': filteredHistorical,
  copula: copulaGenerator('copula', 'student'),
  'copula-gaussian': copulaGenerator('copula-gaussian', 'gaussian'),
  mixture: mixture('mixture', [wholeDay, filteredHistorical, analogue]),
  historical,
  naive,
};

/** The family that the scorecard chooses its rival from: window, re-centring, class matching. */
export const bootstrapFamily: readonly Generator[] = (
  [
    [60, 'raw', false],
    [90, 'raw', false],
    [365, 'raw', true],
    [60, 'level', false],
    [90, 'level', false],
    [365, 'level', true],
    [60, 'scale', false],
    [90, 'scale', false],
    [90, 'scale', true],
    [365, 'scale', false],
    [365, 'scale', true],
  ] as const
).map(([windowDays, recentring, sameClass]) => bootstrapMember({ windowDays, recentring, sameClass }));

function bootstrapMember(options: BootstrapOptions): Generator {
  const { windowDays, recentring, sameClass } = options;
  return bootstrap(`bootstrap-${windowDays}-${recentring}${sameClass ? '-class' : ''}`, options);
}

/** With tomorrow's day-ahead price known: the generator and its rivals. */
const knownDayAheadGenerators: readonly Generator[] = [
  knownDayAhead,
  ...[30, 60, 90, 365].map((windowDays) => basisBootstrap(`basis-bootstrap-${windowDays}`, windowDays)),
];

/** Every generator there is, for the scorecard: those that a configuration can name, the family, and variants. */
export const rivals: readonly Generator[] = [
  ...Object.values(generators),
  wholeDayRecalibrated,
  ...bootstrapFamily,
  ...knownDayAheadGenerators,
];
