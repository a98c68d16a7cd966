import { allBidCurves } from '../bid-curve-lines.ts';
import type { BidCurveLine } from '../charts/bid-curve.ts';
import { formatAmount, formatMoney } from '../format.ts';
import { note, renderTable } from '../html.ts';
import type { PageContext } from '../page-context.ts';

/** Every curve that is submitted, in two halves of the day: the position by day-ahead price. */
export function bidCurveTable({ model, symbol }: PageContext): string {
  const curves = allBidCurves(model);
  const half = Math.ceil(curves.length / 2);
  const tables = [curves.slice(0, half), curves.slice(half)].filter((own) => own.length > 0);
  return `<div class="pair">${tables.map((own) => `<div>${tableOf(own, symbol)}</div>`).join('')}</div>${note('Position in MW, sold +, bought −: at any price, and in its place from each price on. The same volumes, step by step, are in plan.csv.')}`;
}

function tableOf(curves: readonly BidCurveLine[], symbol: string): string {
  return renderTable(
    [{ heading: 'from' }, { heading: 'any price' }, { heading: 'from a price on', align: 'left' }],
    curves.map(({ clock, baseMW, steps }) => ({
      cells: [
        clock,
        signed(baseMW),
        // The price is what the desk types in: to the penny.
        steps.map(({ price, totalMW }) => `${signed(totalMW)} from ${formatMoney(price, symbol, 0.01)}`).join('; '),
      ],
    })),
  );
}

function signed(power: number): string {
  return power > 0 ? `+${formatAmount(power)}` : formatAmount(power);
}
