import type { BidCurveLine } from './charts/bid-curve.ts';
import type { SubmissionRow } from './model/report-submission.ts';
import type { ReportModel } from './report-model.ts';

const mostCurves = 3;

/** What every day-ahead interval submits, in the order of the day; a position is a curve without steps. */
export function allBidCurves({ submission }: ReportModel): BidCurveLine[] {
  const rows = (submission?.rows ?? []).filter(({ market }) => market === 'dayAhead');
  const orders = new Map<string, SubmissionRow[]>();
  for (const row of rows) orders.set(row.deliveryStart, [...(orders.get(row.deliveryStart) ?? []), row]);
  return [...orders.values()].map(([base, ...steps]) => ({
    clock: base.localTime,
    baseMW: base.totalMW,
    steps: steps.flatMap(({ offerPrice, totalMW }) => (offerPrice === null ? [] : [{ price: offerPrice, totalMW }])),
  }));
}

/** The bid curves with the largest volume in steps, at most three, in the order of the day; empty without a bid curve. */
export function bidCurveLines(model: ReportModel): BidCurveLine[] {
  const curves = allBidCurves(model).map((curve, place) => ({ curve, place }));
  const inSteps = ({ curve }: (typeof curves)[number]): number => highestMW(curve) - curve.baseMW;
  return curves
    .filter(({ curve }) => curve.steps.length > 0)
    .toSorted((a, b) => inSteps(b) - inSteps(a))
    .slice(0, mostCurves)
    .toSorted((a, b) => a.place - b.place)
    .map(({ curve }) => curve);
}

/** The position with every step accepted, MW. */
export function highestMW({ baseMW, steps }: BidCurveLine): number {
  return steps[steps.length - 1]?.totalMW ?? baseMW;
}

/** True where a volume depends on the price. */
export function isBidCurve(model: ReportModel): boolean {
  return allBidCurves(model).some(({ steps }) => steps.length > 0);
}
