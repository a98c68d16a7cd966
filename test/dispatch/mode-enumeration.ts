import type { DispatchBattery, DispatchProblem } from '../../src/dispatch/dispatch-problem.ts';
import { siteCharges } from '../../src/dispatch/site.ts';
import { openModel } from '../../src/lp/highs-solver.ts';
import type { SolverModel } from '../../src/lp/highs-solver.ts';
import { LinearProgramBuilder } from '../../src/lp/linear-program.ts';

/**
 * The optimum of a small dispatch problem by trying every combination of modes: what each battery does in
 * each period (charges, discharges, and with a least power: rests), which reserves are enabled, and which
 * way the meter runs where exporting pays more. Runs and rests are counted on the sequences themselves, and
 * what is left is a linear program without any binary. −Infinity where nothing is feasible. Netting is left out.
 */
export async function bestOfAllModes(problem: DispatchProblem): Promise<number> {
  const reference = writeReference(problem);
  const choices = [
    ...problem.batteries.map((battery) => sequences(battery, problem.periodCount).length),
    ...reference.switches.map(() => 2),
  ];
  const sequencesOf = problem.batteries.map((battery) => sequences(battery, problem.periodCount));
  const model = await openModel(reference.program, { tolerance: 1e-10, method: 'simplex' });
  let best = -Infinity;
  try {
    for (const combination of product(choices)) {
      sequencesOf.forEach((all, b) => reference.setModes(model, b, all[combination[b]]));
      reference.switches.forEach((set, i) => set(model, combination[problem.batteries.length + i] === 1));
      const { status, objective } = model.solve();
      if (status === 'optimal') best = Math.max(best, objective + reference.constant);
    }
  } finally {
    model.dispose();
  }
  return best;
}

type Mode = -1 | 0 | 1;

/** Every sequence of modes that keeps least run and rest: −1 charges, 1 discharges, 0 rests. */
function sequences({ operation }: DispatchBattery, periodCount: number): Mode[][] {
  const modes: Mode[] = operation.minimumPowerMW > 0 ? [-1, 0, 1] : [-1, 1];
  const all = product(Array.from({ length: periodCount }, () => modes.length));
  return Array.from(all, (sequence) => sequence.map((mode) => modes[mode])).filter(
    (sequence) => operation.minimumPowerMW === 0 || keepsRuns(sequence, operation),
  );
}

function keepsRuns(sequence: readonly Mode[], operation: DispatchBattery['operation']): boolean {
  const stretches: { mode: number; length: number }[] = [{ mode: Math.sign(operation.initialPowerMW), length: 1e9 }];
  for (const mode of sequence) {
    if (mode === stretches.at(-1)!.mode) stretches.at(-1)!.length++;
    else stretches.push({ mode, length: 1 });
  }
  return stretches.every(({ mode, length }, i) => {
    if (i === stretches.length - 1) return true;
    const next = stretches[i + 1].mode;
    if (mode !== 0) return length >= operation.minimumRunPeriods && (next === 0 || operation.minimumRestPeriods === 0);
    return length >= operation.minimumRestPeriods;
  });
}

function* product(sizes: readonly number[]): Generator<number[]> {
  const digits = sizes.map(() => 0);
  if (sizes.includes(0)) return;
  for (;;) {
    yield [...digits];
    let i = 0;
    while (i < sizes.length && ++digits[i] === sizes[i]) digits[i++] = 0;
    if (i === sizes.length) return;
  }
}

type Terms = [number, number][];

function writeReference(problem: DispatchProblem) {
  const { periodCount: T, periodHours: hours, batteries, markets, capacityMarkets, site } = problem;
  const builder = new LinearProgramBuilder();
  const switches: ((model: SolverModel, on: boolean) => void)[] = [];
  const net: Terms[] = Array.from({ length: T }, () => []);
  const sold: Terms[][] = capacityMarkets.map(({ prices }) => Array.from(prices, () => []));
  const powers: { charge: number[]; discharge: number[] }[] = [];
  let constant = 0;
  for (const battery of batteries) {
    const { operation } = battery;
    const reserved = capacityMarkets.map(({ prices, starts }, k) =>
      Array.from(prices, (price, i) =>
        builder.column(
          0,
          Number.isNaN(price) ? 0 : operation.reserves[k].maxMW,
          Number.isNaN(price) ? 0 : price * hours * (starts[i + 1] - starts[i]),
        ),
      ),
    );
    reserved.forEach((columns, k) => columns.forEach((column, i) => sold[k][i].push([column, 1])));
    const reservedAt = (k: number, t: number): number =>
      reserved[k][capacityMarkets[k].starts.findLastIndex((start) => start <= t)];
    const charge: number[] = [];
    const discharge: number[] = [];
    let stateBefore = -1;
    const trades = markets.map(({ prices, starts }) =>
      Array.from(prices, (price, i) => {
        const traded = !Number.isNaN(price);
        const worth = traded ? price * operation.lossFactor * hours * (starts[i + 1] - starts[i]) : 0;
        return {
          buy: builder.column(0, traded ? Infinity : 0, -worth),
          sell: builder.column(0, traded ? Infinity : 0, worth),
        };
      }),
    );
    for (let t = 0; t < T; t++) {
      const share = operation.availability?.[t] ?? 1;
      const factor = operation.efficiencyFactor?.[t] ?? 1;
      const stored = battery.chargeEfficiency * factor;
      const drawn = 1 / (battery.dischargeEfficiency * factor);
      const c = builder.column(0, battery.maxChargeMW * share);
      const d = builder.column(0, battery.maxDischargeMW * share, -battery.throughputCost * hours);
      const e = builder.column(battery.minStateOfChargeMWh, battery.maxStateOfChargeMWh);
      charge.push(c);
      discharge.push(d);
      net[t].push([d, 1], [c, -1]);
      const balance: Terms = [
        [e, 1],
        [c, -hours * stored],
        [d, hours * drawn],
      ];
      const kept = (1 - battery.standingLossPerHour) ** hours;
      if (stateBefore >= 0) balance.push([stateBefore, -kept]);
      const stacked = { up: [] as Terms, down: [] as Terms, upMWh: [] as Terms, downMWh: [] as Terms };
      // One column for the largest of the shared MW, and one for the largest of the shared MWh.
      for (const direction of ['up', 'down'] as const) {
        const shared = capacityMarkets.flatMap((market, k) =>
          market.direction === direction && market.headroom === 'shared' ? [k] : [],
        );
        const largest = builder.column(0, Infinity);
        const largestMWh = builder.column(0, Infinity);
        stacked[direction].push([largest, 1]);
        stacked[`${direction}MWh`].push([largestMWh, 1]);
        for (const k of shared) {
          builder.row(0, Infinity, [
            [largest, 1],
            [reservedAt(k, t), -1],
          ]);
          builder.row(0, Infinity, [
            [largestMWh, 1],
            [reservedAt(k, t), -capacityMarkets[k].sustainHours],
          ]);
        }
      }
      for (const [k, market] of capacityMarkets.entries()) {
        const { direction } = market;
        const r = reservedAt(k, t);
        if (market.headroom === 'own') {
          stacked[direction].push([r, 1]);
          stacked[`${direction}MWh`].push([r, market.sustainHours]);
        }
        const share = market.activation?.[t] ?? 0;
        balance.push([r, direction === 'up' ? hours * share * drawn : -hours * share * stored]);
        net[t].push([r, direction === 'up' ? share : -share]);
        const price = (market.utilisationPrices?.[t] ?? 0) * (direction === 'up' ? 1 : -1);
        builder.addCost(r, hours * share * (price - (direction === 'up' ? battery.throughputCost : 0)));
      }
      const opening = stateBefore < 0 ? kept * battery.initialStateOfChargeMWh : 0;
      builder.row(opening, opening, balance);
      builder.row(-Infinity, battery.maxDischargeMW * share, [[d, 1], [c, -1], ...stacked.up]);
      builder.row(-Infinity, battery.maxChargeMW * share, [[c, 1], [d, -1], ...stacked.down]);
      for (const state of [stateBefore, e]) {
        const terms: Terms = state < 0 ? [] : [[state, 1]];
        const given = state < 0 ? battery.initialStateOfChargeMWh : 0;
        builder.row(battery.minStateOfChargeMWh - given, Infinity, [...terms, ...scaled(stacked.upMWh, -drawn)]);
        builder.row(-Infinity, battery.maxStateOfChargeMWh - given, [...terms, ...scaled(stacked.downMWh, stored)]);
      }
      const before: Terms =
        t === 0
          ? []
          : [
              [discharge[t - 1], -1],
              [charge[t - 1], 1],
            ];
      const middle = t === 0 ? operation.initialPowerMW : 0;
      const step = Math.min(1e6, operation.rampMWPerHour * hours);
      builder.row(middle - step, middle + step, [[d, 1], [c, -1], ...before]);
      if (markets.length > 0) {
        const at = trades.map((intervals, m) => intervals[markets[m].starts.findLastIndex((start) => start <= t)]);
        builder.row(0, 0, [[c, -1], ...at.map(({ buy }): [number, number] => [buy, 1])]);
        builder.row(0, 0, [[d, -1], ...at.map(({ sell }): [number, number] => [sell, 1])]);
      }
      stateBefore = e;
    }
    powers.push({ charge, discharge });
    for (const { from, to, maxDischargedMWh } of operation.cycleBudgets) {
      const discharged = new Map<number, number>();
      const add = (column: number, amount: number) => discharged.set(column, (discharged.get(column) ?? 0) + amount);
      for (let t = from; t < to; t++) {
        add(discharge[t], hours);
        for (const [k, { direction, activation }] of capacityMarkets.entries())
          if (direction === 'up') add(reservedAt(k, t), hours * (activation?.[t] ?? 0));
      }
      builder.row(-Infinity, maxDischargedMWh, [...discharged]);
    }
    const { terminal, initialStateOfChargeMWh: initial } = battery;
    if (terminal.kind === 'atLeast') builder.row(terminal.stateOfChargeMWh, Infinity, [[stateBefore, 1]]);
    if (terminal.kind === 'cyclic') builder.row(initial, initial, [[stateBefore, 1]]);
    if (terminal.kind === 'value') {
      builder.addCost(stateBefore, terminal.waterValue);
      constant -= terminal.waterValue * initial;
    }
    for (const [k, { enablement, maxMW }] of operation.reserves.entries()) {
      if (enablement === null || maxMW === 0) continue;
      const { starts } = capacityMarkets[k];
      for (const [i, r] of reserved[k].entries()) {
        const rows: [number, number, number][] = [];
        for (let t = starts[i]; t < starts[i + 1]; t++) {
          const low = (enablement.lowBreakMW - enablement.minMW) / maxMW;
          const high = (enablement.maxMW - enablement.highBreakMW) / maxMW;
          const running: Terms = [
            [discharge[t], 1],
            [charge[t], -1],
          ];
          rows.push([builder.row(-Infinity, Infinity, [...running, [r, -low]]), enablement.minMW, Infinity]);
          rows.push([builder.row(-Infinity, Infinity, [...running, [r, high]]), -Infinity, enablement.maxMW]);
        }
        switches.push((model, on) => {
          model.setColumnBounds(r, 0, on && !Number.isNaN(capacityMarkets[k].prices[i]) ? maxMW : 0);
          for (const [row, lower, upper] of rows)
            model.setRowBounds(row, on ? lower : -Infinity, on ? upper : Infinity);
        });
      }
    }
  }
  for (const [k, { maxMW }] of capacityMarkets.entries())
    for (const terms of sold[k]) if (Number.isFinite(maxMW)) builder.row(-Infinity, maxMW, terms);
  if (site !== null) {
    const imports: number[] = [];
    for (let t = 0; t < T; t++) {
      const bound = 1e3;
      const importMW = builder.column(0, Math.min(bound, site.importLimitMW), -hours * site.importPrices[t]);
      const exportMW = builder.column(0, Math.min(bound, site.exportLimitMW), hours * site.exportPrices[t]);
      imports.push(importMW);
      builder.row(site.netDemandMW[t], site.netDemandMW[t], [...net[t], [importMW, 1], [exportMW, -1]]);
      if (site.exportPrices[t] > site.importPrices[t])
        switches.push((model, on) => {
          model.setColumnBounds(importMW, 0, on ? Math.min(bound, site.importLimitMW) : 0);
          model.setColumnBounds(exportMW, 0, on ? 0 : Math.min(bound, site.exportLimitMW));
        });
    }
    if (site.demandCharge !== null) {
      const { starts, pricePerKVA, powerFactor, peakSoFarKVA } = site.demandCharge;
      for (let i = 0; i + 1 < starts.length; i++) {
        const peakKVA = builder.column(i === 0 ? peakSoFarKVA : 0, Infinity, -pricePerKVA);
        for (let t = starts[i]; t < starts[i + 1]; t++)
          builder.row(0, Infinity, [
            [peakKVA, 1],
            [imports[t], -1000 / powerFactor],
          ]);
      }
    }
    const without = siteCharges(site, new Float64Array(T), hours);
    constant += without.energy + without.demand;
  }
  const setModes = (model: SolverModel, b: number, modes: readonly Mode[]): void => {
    const { maxChargeMW, maxDischargeMW, operation } = batteries[b];
    for (const [t, mode] of modes.entries()) {
      const share = operation.availability?.[t] ?? 1;
      const set = (column: number, limit: number, open: boolean): void =>
        model.setColumnBounds(column, open ? operation.minimumPowerMW : 0, open ? limit * share : 0);
      set(powers[b].charge[t], maxChargeMW, mode === -1);
      set(powers[b].discharge[t], maxDischargeMW, mode === 1);
    }
  };
  return { program: builder.build(), constant, switches, setModes };
}

function scaled(terms: Terms, factor: number): Terms {
  return terms.map(([column, coefficient]) => [column, coefficient * factor]);
}
