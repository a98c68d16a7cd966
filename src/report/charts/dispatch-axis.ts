import type { DispatchComparisonModel } from '../dispatch-model.ts';
import { formatAtPlace } from '../format.ts';
import type { FrameAxis, FrameSize } from './frame.ts';
import { decimalPlace, niceTicks } from './linear-scale.ts';

/** Outer size of every chart of the comparison, so that they line up. */
export function dispatchSize(height: number, hours: boolean): FrameSize {
  return { width: 780, height, left: 70, right: 110, top: 26, bottom: hours ? 40 : 10 };
}

/** Hours since the start of the problem; days from ten days up. */
export function elapsedAxis(fromHour: number, toHour: number, labels: boolean): FrameAxis {
  const inDays = toHour - fromHour > 240;
  const unit = inDays ? 24 : 1;
  // Ticks at 3, 6, 12 or 24 hours read better than at 5 or 10.
  const span = toHour - fromHour;
  const hourStep = [0.25, 0.5, 1, 2, 3, 6, 12, 24].find((step) => span / step <= 10);
  const ticks: number[] = [];
  if (inDays || hourStep === undefined) ticks.push(...niceTicks(fromHour / unit, toHour / unit, 8).values);
  else for (let k = Math.ceil(fromHour / hourStep - 1e-9); k * hourStep <= toHour + 1e-9; k++) ticks.push(k * hourStep);
  const place = ticks.length > 1 ? decimalPlace(ticks[1] - ticks[0]) : 1;
  return {
    domain: [fromHour, toHour],
    ticks: ticks.map((value) => ({ value: value * unit, label: formatAtPlace(value, place) })),
    labels,
    line: labels,
    ...(labels ? { title: inDays ? 'days since the start' : 'hours since the start' } : {}),
  };
}

/** The axis of the detail. */
export function detailAxis({ detail, periodHours }: DispatchComparisonModel, labels: boolean): FrameAxis {
  return elapsedAxis(detail.from * periodHours, detail.to * periodHours, labels);
}

/** Start of period `i` of the detail in hours since the start of the problem; one past the last is its end. */
export function detailHour({ detail, periodHours }: DispatchComparisonModel, i: number): number {
  return (detail.from + i) * periodHours;
}

/** Rows of a step series over the detail, the last value repeated at its end. */
export function detailSteps(
  model: DispatchComparisonModel,
  values: readonly number[],
): { hour: number; value: number }[] {
  return Array.from({ length: values.length + 1 }, (_, i) => ({
    hour: detailHour(model, i),
    value: values[Math.min(i, values.length - 1)],
  }));
}

/** `£/MWh`, or `per MWh` without a currency. */
export function perEnergy(symbol: string): string {
  return symbol === '' ? 'per MWh' : `${symbol.trim()}/MWh`;
}
