import type { ReportFigure } from '../../report/model/report-figure.ts';

/** The figure of a name by a method. Throws a RangeError where there is none. */
export function namedFigure(figures: readonly ReportFigure[], name: string, method: string): ReportFigure {
  const found = figures.find((candidate) => candidate.name === name && candidate.method === method);
  if (found === undefined) throw new RangeError(`no figure '${name}' by '${method}'`);
  return found;
}
