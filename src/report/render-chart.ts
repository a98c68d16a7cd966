import { parse, View } from 'vega';
import type { LoggerInterface } from 'vega';
import { compile } from 'vega-lite';
import type { Chart } from './charts/chart.ts';
import { escapeHtml } from './html.ts';
import { installTextMetrics } from './text-metrics.ts';

/** Draws a chart as an SVG string with its description; colours stay `var(--…)`, the font is the page's. */
export async function renderChart<Data>(
  chart: Chart<Data>,
  data: Data,
  logger: LoggerInterface = silentLogger,
): Promise<string> {
  installTextMetrics();
  const { spec } = compile(chart.spec(data), { logger });
  const view = new View(parse(spec), { renderer: 'none', logger });
  try {
    return tidySvg(await view.toSVG(), chart.describe(data), chart.name);
  } finally {
    view.finalize();
  }
}

const silentLogger: LoggerInterface = {
  level: () => silentLogger,
  error: () => silentLogger,
  warn: () => silentLogger,
  info: () => silentLogger,
  debug: () => silentLogger,
} as LoggerInterface;

/** Removes what the page does not use (fonts, classes, roles, long decimals) and adds the description. */
function tidySvg(svg: string, description: string, name: string): string {
  const tidy = svg
    .replace(/<[^>]+>/g, (tag) =>
      tag
        .replace(
          / (?:font-family|class|role|aria-[a-z]+|xmlns:xlink|xmlns|version|pointer-events|stroke-miterlimit)="[^"]*"/g,
          '',
        )
        .replace(/-?\d+\.\d{3,}(?:e-?\d+)?/g, (number) => String(Math.round(Number(number) * 100) / 100 || 0)),
    )
    .replace(/<path d="M0,?0h[\d.-]+v[\d.-]+h-?[\d.-]+Z" fill="none"\/?>(?:<\/path>)?/g, '')
    .replace(/<g><\/g>/g, '');
  return tidy.replace('<svg', `<svg role="img" data-chart="${name}" aria-label="${escapeHtml(description)}"`);
}
