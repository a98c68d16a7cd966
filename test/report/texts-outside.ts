import { textWidth } from '../../src/report/text-metrics.ts';

/** Words of an SVG that leave its frame to the left or to the right, by the width of Helvetica; cut where it is shown. */
export function textsOutside(svg: string): string[] {
  const [, width] = /viewBox="0 0 ([\d.]+) /.exec(svg)!;
  const shifts: number[] = [];
  const outside: string[] = [];
  for (const [tag, group, own, text = ''] of svg.matchAll(/<g\b([^>]*)>|<text\b([^>]*)>([^<]*)<|<\/g>/g)) {
    const attributes = group ?? own ?? '';
    const [, x = '0'] = /translate\((-?[\d.e-]+)/.exec(attributes) ?? [];
    if (tag === '</g>') shifts.pop();
    else if (tag.startsWith('<g')) {
      if (!tag.endsWith('/>')) shifts.push(Number(x));
    } else {
      const [, size = '11'] = /font-size="([\d.]+)/.exec(attributes) ?? [];
      const [, anchor = 'start'] = /text-anchor="(\w+)"/.exec(attributes) ?? [];
      const length = textWidth(text, Number(size), attributes.includes('font-weight="bold"'));
      const at = shifts.reduce((sum, shift) => sum + shift, Number(x));
      const left = at - (anchor === 'middle' ? length / 2 : anchor === 'end' ? length : 0);
      // Half a pixel for the difference between fonts.
      if (!attributes.includes('rotate(') && (left < -0.5 || left + length > Number(width) + 0.5)) outside.push(text);
    }
  }
  return outside;
}
