import { escapeHtml } from '../html.ts';
import type { PageContext } from '../page-context.ts';
import type { LabelledText } from '../model/report-appendix.ts';

/** Settings, run, words. */
export function appendixSection({ model, riskText, tailText }: PageContext): string {
  const { settings, run } = model.appendix;
  const words: LabelledText[] = [
    { label: riskText.slice(1), text: `The loss that ${tailText} of days exceed` },
    { label: riskText, text: 'The average loss of those days' },
    { label: '±', text: 'One standard error, from the number of scenarios' },
    { label: 'Bank band', text: 'How far another draw of past days would move the figure' },
    { label: 'Policy', text: `${model.risk.policyText} It sees no future price` },
    { label: 'Recourse', text: 'Dispatch that knows the whole day’s imbalance prices: an upper estimate' },
    { label: 'Shadow price', text: 'Expected profit gained per unit of money of CVaR limit' },
    { label: 'Drawdown', text: 'Fall of cumulative profit from its highest point so far' },
    { label: 'Stored energy', text: 'Value of energy left in the store less energy taken over' },
  ];
  return `<section><h2>Appendix</h2><div class="thirds">${[
    ['Settings', settings],
    ['Run', [...run, { label: 'Made by', text: model.head.generatedBy }]],
    ['Words', words],
  ]
    .map(
      ([heading, entries]) =>
        `<div class="third"><h3>${heading as string}</h3>${definitions(entries as readonly LabelledText[])}</div>`,
    )
    .join('')}</div></section>`;
}

function definitions(entries: readonly LabelledText[]): string {
  return `<dl>${entries.map(({ label, text }) => `<dt>${escapeHtml(label)}</dt><dd>${isDigest(text) ? `<code>${escapeHtml(text)}</code>` : escapeHtml(text)}</dd>`).join('')}</dl>`;
}

function isDigest(text: string): boolean {
  return /^[0-9a-f]{12,}$/.test(text.replaceAll(' ', ''));
}
