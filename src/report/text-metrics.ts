import * as vega from 'vega';

/** Advance widths of Helvetica (also Arial and Liberation Sans) in thousandths of the font size. */
const narrowWidths: Readonly<Record<string, number>> = {
  ...widthsOf(191, "'"),
  ...widthsOf(222, 'ijl’‘'),
  ...widthsOf(260, '|'),
  ...widthsOf(278, ' !,./:;I[\\]ft·\u00a0'),
  ...widthsOf(333, '()-`r“”'),
  ...widthsOf(334, '{}'),
  ...widthsOf(355, '"'),
  ...widthsOf(389, '*'),
  ...widthsOf(469, '^'),
  ...widthsOf(500, 'Jckszvxy'),
  ...widthsOf(549, '≥≤'),
  ...widthsOf(556, '#$0123456789?L_abdeghnopqu£€–'),
  ...widthsOf(584, '+<=>~−±×'),
  ...widthsOf(611, 'FTZ'),
  ...widthsOf(667, '&ABEKPSVXY'),
  ...widthsOf(722, 'CDHNRUw'),
  ...widthsOf(778, 'GOQ'),
  ...widthsOf(833, 'Mm'),
  ...widthsOf(889, '%'),
  ...widthsOf(944, 'W'),
  ...widthsOf(1000, '—…'),
  ...widthsOf(1015, '@'),
};

const defaultWidth = 600;
/** Bold letters are a little wider, digits are not. */
const boldFactor = 1.055;

/** Width of a line of text in pixels, in the page's font at `fontSize` pixels. */
export function textWidth(text: string, fontSize: number, bold = false): number {
  let total = 0;
  for (const character of text) {
    const width = narrowWidths[character] ?? defaultWidth;
    total += bold && !/[\d.,]/.test(character) ? width * boldFactor : width;
  }
  return (total * fontSize) / 1000;
}

/**
 * Gives Vega the page's font widths: without a canvas it assumes 0.8 em a character, and drops axis
 * labels that have room. Uses Vega's `textMetrics.width` hook.
 */
export function installTextMetrics(): void {
  hook.width = (item, text) => {
    const line = String(text ?? item.text ?? '');
    return textWidth(line, item.fontSize ?? 11, item.fontWeight === 'bold' || Number(item.fontWeight) >= 600);
  };
}

interface TextItem {
  readonly text?: unknown;
  readonly fontSize?: number;
  readonly fontWeight?: string | number;
}

/** Exported by Vega at run time, left out of its types. */
const hook = (vega as unknown as { textMetrics: { width: (item: TextItem, text?: unknown) => number } }).textMetrics;

function widthsOf(width: number, characters: string): Record<string, number> {
  return Object.fromEntries([...characters].map((character) => [character, width]));
}
