import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDispatchProblem } from '../../src/dispatch/dispatch-problem-schema.ts';
import type { EngineOptions } from '../../src/dispatch/engines/engine.ts';
import { priceLevels } from '../../src/dispatch/markov-price-level.ts';
import { fitPriceStates } from '../../src/dispatch/markov-price-states.ts';
import { solveDispatch } from '../../src/dispatch/solve-dispatch.ts';
import { randomDispatchProblem } from './random-dispatch-problem.ts';
import { seededUniform } from './seeded-uniform.ts';
import { simulateChain, sineChain } from './simulated-chain.ts';
import { smallFile } from './small-problem.ts';

const DAY = 24;

describe('the markov engine', () => {
  it('earns more on prices of a chain than rolling on yesterday or on the seasons, and less than the optimum', async () => {
    let markov = 0;
    let yesterday = 0;
    let seasonal = 0;
    let optimum = 0;
    for (let seed = 1; seed <= 4; seed++) {
      const path = chainPrices(seed, 80 * DAY);
      const problem = parse(path.slice(50 * DAY), { history: path.slice(0, 50 * DAY) });
      const rolling = { engine: 'rolling', windowHours: 24, stepHours: 1 };
      markov += (await solveDispatch(problem, { engine: 'markov' })).profit;
      yesterday += (await solveDispatch(problem, { ...rolling, forecast: 'yesterday' })).profit;
      seasonal += (await solveDispatch(problem, { ...rolling, forecast: 'seasonal' })).profit;
      optimum += (await solveDispatch(problem)).profit;
    }
    expect(markov).toBeGreaterThan(1.1 * yesterday);
    expect(markov).toBeGreaterThan(1.02 * seasonal);
    expect(markov).toBeLessThan(optimum);
  });

  it('never sees the future, whatever the lag, with and without a history', async () => {
    for (const lagHours of [0, 1, 3, 30]) {
      for (const historyDays of [0, 20]) {
        const path = chainPrices(31 + lagHours, (historyDays + 20) * DAY);
        const history = historyDays === 0 ? {} : { history: path.slice(0, historyDays * DAY) };
        const prices = path.slice(historyDays * DAY);
        const battery = { initialStateOfChargeMWh: 1, terminal: { kind: 'cyclic' } };
        const decide = async (from: number) => {
          const changed = prices.map((price, t) => (t < from ? price : 300 - 4 * price));
          const problem = parse(changed, history, battery);
          return (await solveDispatch(problem, { engine: 'markov', lagHours })).batteries[0].schedule;
        };
        const actual = await decide(prices.length);
        let different = 0;
        for (const from of [200, 333, 460]) {
          const schedule = await decide(from);
          const seen = from + lagHours;
          expect(schedule.chargeMW.slice(0, seen)).toEqual(actual.chargeMW.slice(0, seen));
          expect(schedule.dischargeMW.slice(0, seen)).toEqual(actual.dischargeMW.slice(0, seen));
          expect(schedule.waterValue!.slice(0, seen)).toEqual(actual.waterValue!.slice(0, seen));
          different += schedule.chargeMW.filter((power, t) => power !== actual.chargeMW[t]).length;
        }
        expect(different).toBeGreaterThan(0);
      }
    }
  });

  it('waits until it knows a week of prices', async () => {
    const schedule = async (market: object) =>
      (await solveDispatch(parse(chainPrices(3, 12 * DAY), market), { engine: 'markov' })).batteries[0].schedule;
    const { chargeMW } = await schedule({});
    expect(chargeMW.slice(0, 7 * DAY - 1).every((power) => power === 0)).toBe(true);
    expect(chargeMW.slice(7 * DAY - 1).some((power) => power > 0)).toBe(true);
    const learnt = await schedule({ history: chainPrices(4, 7 * DAY) });
    expect(learnt.chargeMW.slice(0, DAY).some((power) => power > 0)).toBe(true);
  });

  it('keeps every limit and terminal state on any prices, and never earns more than the optimum', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 1e6 }),
        fc.constantFrom('one' as const, 'two' as const, 'long' as const),
        fc.boolean(),
        fc.integer({ min: 0, max: 2 }),
        async (seed, structure, negative, lag) => {
          const input = randomDispatchProblem(seed, 48, structure, negative) as {
            periodHours: number;
            markets: { prices: number[]; intervalHours: number; history?: number[] }[];
          };
          const random = seededUniform(seed + 7);
          for (const market of input.markets) {
            const count = Math.round((9 * 24) / market.intervalHours);
            market.history = Array.from({ length: count }, () => 120 * random() - (negative ? 60 : 0));
          }
          const problem = parseDispatchProblem(input, 'random');
          const exact = await solveDispatch(problem);
          // The independent checker has passed what solveDispatch returns.
          const lagHours = lag * input.markets[0].intervalHours;
          const markov = await solveDispatch(problem, { engine: 'markov', lagHours });
          expect(markov.objective).toBeLessThanOrEqual(exact.objective + 1e-7 * Math.max(1, Math.abs(exact.objective)));
        },
      ),
      { numRuns: 100 },
    );
  });

  it('moves between two markets, buying in the cheaper and selling in the dearer', async () => {
    const path = chainPrices(8, 30 * DAY);
    const twin = { name: 'dear', kind: 'energy', intervalHours: 1 };
    const one = parse(path.slice(10 * DAY), { history: path.slice(0, 10 * DAY) });
    const input = problemInput(path.slice(10 * DAY), { history: path.slice(0, 10 * DAY) });
    const dear = path.map((price) => price + 8);
    const both = parseDispatchProblem(
      {
        ...input,
        markets: [...input.markets, { ...twin, prices: dear.slice(10 * DAY), history: dear.slice(0, 10 * DAY) }],
      },
      'two markets',
    );
    const alone = await solveDispatch(one, { engine: 'markov' });
    const together = await solveDispatch(both, { engine: 'markov' });
    expect(together.profit).toBeGreaterThan(alone.profit);
    const { spot, dear: sold } = together.batteries[0].schedule.markets;
    expect(spot.sellMW.every((power) => power === 0)).toBe(true);
    expect(sold.buyMW.every((power) => power === 0)).toBe(true);
  });

  it('publishes reservation prices by state of charge that it keeps to', async () => {
    const path = chainPrices(12, 40 * DAY);
    const prices = path.slice(6 * DAY);
    // Without losses: with them the published price misses the one followed by the level's share of the loss.
    const battery = { chargeEfficiency: 1, dischargeEfficiency: 1, throughputCost: 2 };
    const terminal = { kind: 'value', waterValue: 40 };
    const problem = parse(prices, { history: path.slice(0, 6 * DAY) }, { ...battery, terminal });
    const { schedule } = (await solveDispatch(problem, { engine: 'markov' })).batteries[0];
    const published = schedule.reservationPrices!;
    expect(published.map(({ stateOfChargeMWh }) => stateOfChargeMWh)).toEqual([0.2, 1, 1.8]);
    // Nothing is known before the first week has passed; the last MWh is worth the terminal value at any state.
    expect(published.every(({ buyBelow }) => Number.isNaN(buyBelow[0]))).toBe(true);
    for (const { buyBelow, sellAbove } of published) {
      expect(buyBelow.at(-1)).toBeCloseTo(40, 9);
      expect(sellAbove.at(-1)).toBeCloseTo(42, 9);
    }
    // A trade that passes a state of charge is on the right side of its price.
    let crossings = 0;
    const wrong: string[] = [];
    for (const { stateOfChargeMWh: at, buyBelow, sellAbove } of published) {
      for (const [t, end] of schedule.stateOfChargeMWh.entries()) {
        const start = t === 0 ? 0 : schedule.stateOfChargeMWh[t - 1];
        const charges = start < at && end > at;
        const discharges = start > at && end < at;
        if (charges || discharges) crossings++;
        if (charges && prices[t] > buyBelow[t] + 1e-6) wrong.push(`buys at ${prices[t]} in period ${t}`);
        if (discharges && prices[t] < sellAbove[t] - 1e-6) wrong.push(`sells at ${prices[t]} in period ${t}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(crossings).toBeGreaterThan(100);
  });

  it('values what is left at the end as the terminal condition says', async () => {
    const path = chainPrices(9, 20 * DAY);
    const history = path.slice(0, 10 * DAY);
    const solve = (waterValue: number) =>
      solveDispatch(parse(path.slice(10 * DAY), { history }, { terminal: { kind: 'value', waterValue } }), {
        engine: 'markov',
      });
    expect((await solve(500)).finalStateOfChargeMWh).toBeCloseTo(2, 9);
    expect((await solve(-500)).finalStateOfChargeMWh).toBe(0);
  });

  it('says what it does not cover', async () => {
    const run = (input: object, options: EngineOptions = {}) =>
      solveDispatch(parseDispatchProblem(input, 'file.json'), { engine: 'markov', ...options });
    const path = chainPrices(2, 12 * DAY);
    await expect(run(randomDispatchProblem(1, 24, 'nested', false))).rejects.toThrow(/same delivery intervals/);
    await expect(run(problemInput(path.slice(0, 48), {}))).rejects.toThrow(/history.*at least 168 h/s);
    await expect(run(problemInput(path, {}), { priceStates: 2.5 })).rejects.toThrow(/--price-states/);
    await expect(run(problemInput(path, {}), { trainHours: 30 })).rejects.toThrow(/--train-hours.*48/s);
    const input = problemInput(path, { history: path });
    const second = { name: 'other', kind: 'energy', intervalHours: 1, prices: path };
    await expect(run({ ...input, markets: [...input.markets, second] })).rejects.toThrow(/markets\[1\]\.history/);
  });
});

describe('price states', () => {
  it('find the profile, the states and the transitions of a chain', () => {
    const chain = sineChain(DAY, 3, 30, 0.8);
    const { prices, states } = simulateChain(chain, seededUniform(6), 400 * DAY, 1);
    const { chain: fitted, positionOf } = fitPriceStates(
      { buyPrice: prices, sellPrice: prices, firstSlot: 0, slotCount: DAY },
      0,
      prices.length,
      3,
      2,
    );
    for (let k = 0; k < fitted.buyPrice.length; k++)
      expect(Math.abs(fitted.buyPrice[k] - chain.buyPrice[k])).toBeLessThan(6);
    for (let k = 0; k < 9; k++) {
      // Prices between two states are told apart by chance: mean over the day.
      const mean = (transition: Float64Array): number =>
        Array.from({ length: DAY }, (_, slot) => transition[slot * 9 + k]).reduce((sum, share) => sum + share, 0) / DAY;
      expect(Math.abs(mean(fitted.transition) - mean(chain.transition))).toBeLessThan(0.06);
    }
    const right = prices.reduce(
      (sum, price, t) => sum + (Math.round(positionOf(t % DAY, price, price)) === states[t] ? 1 : 0),
      0,
    );
    expect(right / prices.length).toBeGreaterThan(0.95);
  });

  it('stand equal prices, and prices that never change', () => {
    const flat = new Float64Array(10 * DAY).fill(40);
    const { chain, positionOf } = fitPriceStates(
      { buyPrice: flat, sellPrice: flat, firstSlot: 5, slotCount: DAY },
      0,
      flat.length,
      5,
      4,
    );
    expect(chain.buyPrice.every((price) => price === 40)).toBe(true);
    for (let row = 0; row < chain.transition.length; row += 5)
      expect(chain.transition.slice(row, row + 5).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(Number.isFinite(positionOf(0, 40, 40))).toBe(true);
  });

  it('follow a level that stays for days, and no single spike', () => {
    const profile = (t: number): number => 50 + 10 * Math.sin(t);
    const count = 40 * DAY;
    const raised = Float64Array.from(
      { length: count },
      (_, t) => profile(t % DAY) + ((7 * t) % 41) + (t >= 35 * DAY ? 20 : 0),
    );
    const levels = priceLevels(raised, 0, DAY);
    expect(Math.abs(levels[35 * DAY])).toBeLessThan(5);
    expect(levels[38 * DAY] - levels[35 * DAY]).toBeGreaterThan(12);
    const spiked = raised.map((price, t) => (t === 30 * DAY ? 15_000 : price));
    expect(Math.abs(priceLevels(spiked, 0, DAY)[30 * DAY + 1] - levels[30 * DAY + 1])).toBeLessThan(5);
  });
});

function chainPrices(seed: number, count: number): number[] {
  return [...simulateChain(sineChain(DAY, 3, 15, 0.85), seededUniform(seed), count, 1).prices];
}

function problemInput(prices: number[], market: object, battery: object = {}) {
  const lossy = { energyCapacityMWh: 2, chargeEfficiency: 0.95, dischargeEfficiency: 0.95 };
  return smallFile(prices, { ...lossy, ...battery }, market);
}

function parse(prices: number[], market: object, battery: object = {}) {
  return parseDispatchProblem(problemInput(prices, market, battery), 'markov test');
}
