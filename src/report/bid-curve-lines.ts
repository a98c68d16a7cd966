import type { BidCurveLine } from './charts/bid-curve.ts';
import type { SubmissionRow } from './model/report-submission.ts';
import type { ReportModel } from './report-model.ts';

const mostCurves = 3;

/** The bid curves with the largest volume in steps, at most three, in the order of the day; empty without a bid curve. */
export function bidCurveLines({ submission }: ReportModel): BidCurveLine[] {
  const rows = (submission?.rows ?? []).filter(({ market }) => market === 'dayAhead');
  const orders = new Map<string, SubmissionRow[]>();
  for (const row of rows) orders.set(row.deliveryStart, [...(orders.get(row.deliveryStart) ?? []), row]);
  const inSteps = (order: readonly SubmissionRow[]): number => order[order.length - 1].totalMW - order[0].totalMW;
  return [...orders.values()]
    .filter((order) => order.length > 1)
    .toSorted((a, b) => inSteps(b) - inSteps(a))
    .slice(0, mostCurves)
    .toSorted((a, b) => a[0].deliveryStart.localeCompare(b[0].deliveryStart))
    .map(([base, ...steps]) => ({
      clock: base.localTime,
      baseMW: base.totalMW,
      steps: steps.flatMap(({ offerPrice, totalMW }) => (offerPrice === null ? [] : [{ price: offerPrice, totalMW }])),
    }));
}
