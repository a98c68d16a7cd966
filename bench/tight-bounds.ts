/**
 * Makes the battery of a random problem (test/dispatch/random-dispatch-problem.ts) tight or degenerate, in place,
 * in about half of the cases; returns what was done.
 */
export function tighten(problem: Record<string, unknown>, periodCount: number, random: () => number): string {
  const battery = (problem.batteries as Record<string, unknown>[])[0];
  const hours = problem.periodHours as number;
  const number = (field: string): number => battery[field] as number;
  const isLosing = number('standingLossPerHour') > 0;
  const choice = Math.floor(11 * random());
  if (choice === 0) {
    battery.maxDischargeMW = 0;
    return 'bounds: no discharging';
  }
  if (choice === 1 && !isLosing) {
    battery.minStateOfChargeMWh = number('initialStateOfChargeMWh');
    battery.maxStateOfChargeMWh = number('initialStateOfChargeMWh');
    battery.terminal = { kind: 'cyclic' };
    return 'bounds: a window that is one point';
  }
  if (choice === 2 && !isLosing) {
    // All periods at full power, not a unit in the last place more.
    const stored = number('maxChargeMW') * hours * number('chargeEfficiency') * periodCount;
    const end = number('initialStateOfChargeMWh') + stored;
    if (end <= number('energyCapacityMWh')) battery.maxStateOfChargeMWh = number('energyCapacityMWh');
    else battery.maxChargeMW = number('maxChargeMW') * ((number('maxStateOfChargeMWh') - end + stored) / stored);
    const reached =
      number('initialStateOfChargeMWh') + number('maxChargeMW') * hours * number('chargeEfficiency') * periodCount;
    battery.terminal = {
      kind: 'atLeast',
      stateOfChargeMWh: Math.min(number('maxStateOfChargeMWh'), reached) * (1 - 1e-12),
    };
    return 'bounds: an end that takes full power throughout';
  }
  if (choice === 3) {
    // Whole steps: every corner of one period falls on corners of the others.
    battery.maxChargeMW = 1;
    battery.maxDischargeMW = 1;
    battery.energyCapacityMWh = 4;
    battery.minStateOfChargeMWh = 0;
    battery.maxStateOfChargeMWh = 4;
    battery.initialStateOfChargeMWh = 2;
    battery.chargeEfficiency = 1;
    battery.dischargeEfficiency = 1;
    if ((battery.terminal as { kind: string }).kind === 'atLeast')
      battery.terminal = { kind: 'atLeast', stateOfChargeMWh: isLosing ? 0 : 2 };
    return 'bounds: whole steps, lossless';
  }
  if (choice === 4) {
    // Prices grow as the battery shrinks, so that relative differences still mean something.
    const factor = 1e-4;
    for (const market of problem.markets as { prices: number[] }[])
      market.prices = market.prices.map((price) => price / factor);
    for (const field of [
      'maxChargeMW',
      'maxDischargeMW',
      'energyCapacityMWh',
      'minStateOfChargeMWh',
      'maxStateOfChargeMWh',
      'initialStateOfChargeMWh',
    ])
      battery[field] = number(field) * factor;
    const terminal = battery.terminal as { kind: string; stateOfChargeMWh: number };
    if (terminal.kind === 'atLeast')
      battery.terminal = { kind: 'atLeast', stateOfChargeMWh: factor * terminal.stateOfChargeMWh };
    return 'bounds: very small energies, very large prices';
  }
  return 'bounds: as drawn';
}
