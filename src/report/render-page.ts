import { escapeHtml } from './html.ts';
import { pageContext } from './page-context.ts';
import type { ReportModel } from './report-model.ts';
import { appendixSection } from './sections/appendix.ts';
import { badDaySection } from './sections/bad-day.ts';
import { beliefSection } from './sections/belief.ts';
import { headSection } from './sections/head.ts';
import { howBadSection } from './sections/how-bad.ts';
import { sourcesSection } from './sections/sources.ts';
import { stressSection } from './sections/stress.ts';
import { submitSection } from './sections/submit.ts';
import { styleSheet } from './style.ts';

/**
 * The nightly page: one offline HTML document with inline SVG, no script and no request, light and
 * dark, for the screen and for A4. The same model gives the same bytes.
 */
export async function renderPage(model: ReportModel): Promise<string> {
  const context = pageContext(model);
  const sections = [
    headSection(context),
    await submitSection(context),
    await howBadSection(context),
    await sourcesSection(context),
    await badDaySection(context),
    await stressSection(context),
    await beliefSection(context),
    appendixSection(context),
  ];
  return htmlDocument(`${model.head.name}, ${model.head.deliveryDate}`, sections.join('\n'));
}

/** An HTML document that can load nothing, by its own content policy. */
export function htmlDocument(title: string, body: string): string {
  return `<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<link rel="icon" href="data:,">
<title>${escapeHtml(title)}</title>
<style>${styleSheet()}</style>
</head>
<body><main>
${body}
</main></body>
</html>
`;
}
