import type { TopLevelSpec } from 'vega-lite';

/**
 * A chart: a pure function from data to a Vega-Lite specification, and the words that stand for the
 * picture where it cannot be seen (what is plotted, its unit, its extremes). One file a chart; the
 * page's sections call it, `chart-registry.ts` lists it, and the tests validate and draw every one of
 * the list. `docs/how-to/add-a-chart.md` walks through it.
 */
export interface Chart<Data> {
  /** As its file: `profit-distribution`. */
  readonly name: string;
  describe(data: Data): string;
  spec(data: Data): TopLevelSpec;
}
