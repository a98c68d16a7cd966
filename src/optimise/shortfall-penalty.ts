import type { PlanProblem } from '../domain/plan-problem.ts';

/**
 * The value that M must exceed, so that borrowing energy that does not exist never pays: 2·P/(η_c·η_d) with
 * P the largest price in sight, and max AV·Δ/sustainHours of each service that has to sustain.
 * docs/method/optimise.md.
 */
export function shortfallPenaltyBound(problem: Omit<PlanProblem, 'shortfallPenalty'>): {
  value: number;
  reason: string;
} {
  const { battery, services, periodHours } = problem;
  const waterValue = battery.terminal.kind === 'value' ? Math.abs(battery.terminal.waterValue) : 0;
  const largest = Math.max(
    largestSize(problem.dayAhead),
    largestSize(problem.imbalance),
    waterValue,
    ...services.map((service) => (service.utilisationPrice === null ? 0 : largestSize(service.utilisationPrice))),
  );
  let bound = {
    value: (2 * largest) / (battery.chargeEfficiency * battery.dischargeEfficiency),
    reason: `2 × the largest price ${largest} over the round-trip efficiency`,
  };
  for (const service of services) {
    if (service.sustainHours === 0) continue;
    const best = service.availability.reduce((most, price) => Math.max(most, price), 0);
    const value = (best * periodHours) / service.sustainHours;
    if (value > bound.value)
      bound = { value, reason: `the largest availability price of ${service.name} × period hours / sustainHours` };
  }
  return bound;
}

function largestSize(values: Float64Array): number {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  return largest;
}
