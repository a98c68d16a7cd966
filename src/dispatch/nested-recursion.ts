import { SolverError } from '../errors.ts';
import type { BatteryProblem } from './dispatch-problem.ts';
import type { MarketNode } from './market-nest.ts';
import { meritCurve, splitTrade } from './merit-curve.ts';
import type { MeritCurve } from './merit-curve.ts';
import { append, createPiecewiseLinear, evaluate, pointwiseMaximum, Pruner } from './piecewise-linear.ts';
import type { PiecewiseLinear } from './piecewise-linear.ts';
import { createValueStore, localSlope, storedValue, storeValue } from './value-store.ts';
import { slideWindow } from './window-slide.ts';

/** The optimum over nested markets and how it is reached. */
export interface NestedSolution {
  /** The value by the recursion: an upper bound within rounding. */
  readonly bound: number;
  /** MWh bought and sold, by market and interval. */
  readonly boughtMWh: readonly Float64Array[];
  readonly soldMWh: readonly Float64Array[];
  /** Currency per MWh in the store at the end of each period. */
  readonly waterValue: Float64Array;
}

/**
 * The exact optimum of a battery without standing loss over nested delivery intervals, no netting, never
 * charging and discharging in one period; null where the windows cannot be kept. In an interval either
 * its own market is unused and its children are free, or all of it charges, or all of it discharges:
 * its value function is the maximum of these modes (docs/method/dispatch.md). Certificate: the recursion's value
 * bounds the optimum from above, the schedule's cash from below; SolverError when they differ.
 */
export function solveNestedMarkets(problem: BatteryProblem, roots: readonly MarketNode[]): NestedSolution | null {
  return new NestedRecursion(problem, roots).solve();
}

/** A node with its curves: made for one root at a time, when it is needed, so that three years of them never live at once. */
interface Interval {
  readonly node: MarketNode;
  readonly buy: MeritCurve;
  readonly sell: MeritCurve;
  readonly children: readonly Interval[];
}

/** The best trade of a node at a state, found so far. */
interface Choice {
  value: number;
  traded: number;
}

class NestedRecursion {
  private readonly problem: BatteryProblem;
  private readonly roots: readonly MarketNode[];
  private readonly low: number;
  private readonly high: number;
  private readonly money: number;
  private readonly near: number;
  private readonly pool: PiecewiseLinear[] = [];
  private readonly pruner: Pruner;
  private readonly boughtMWh: Float64Array[];
  private readonly soldMWh: Float64Array[];
  private readonly waterValue: Float64Array;
  private readonly buyCost = ({ buy }: MarketNode): number => buy.price;
  private readonly sellCost = ({ sell }: MarketNode): number => this.problem.battery.throughputCost - sell.price;
  private cash = 0;

  constructor(problem: BatteryProblem, roots: readonly MarketNode[]) {
    const { battery, markets } = problem;
    this.problem = problem;
    this.low = battery.minStateOfChargeMWh;
    this.high = battery.maxStateOfChargeMWh;
    this.roots = roots;
    let price =
      battery.throughputCost + (battery.terminal.kind === 'value' ? Math.abs(battery.terminal.waterValue) : 0);
    for (const market of markets)
      for (const value of market.prices) price = Math.max(price, Math.abs(value) + battery.throughputCost);
    const energy = Math.max(battery.energyCapacityMWh, 1e-9);
    this.money = 1e-13 * energy * Math.max(price, 1e-9);
    this.near = 1e-14 * energy;
    this.pruner = new Pruner(createPiecewiseLinear());
    this.boughtMWh = markets.map(({ prices }) => new Float64Array(prices.length));
    this.soldMWh = markets.map(({ prices }) => new Float64Array(prices.length));
    this.waterValue = new Float64Array(problem.periodCount);
  }

  solve(): NestedSolution | null {
    const { battery } = this.problem;
    const count = this.roots.length;
    const values = createValueStore(count + 1);
    const initial = battery.initialStateOfChargeMWh;
    const slope = battery.terminal.kind === 'value' ? battery.terminal.waterValue : 0;
    let value = this.borrow();
    const from = this.finalLow();
    const to = battery.terminal.kind === 'cyclic' ? initial : this.high;
    append(value, from, slope * (from - initial));
    if (to > from + this.near) append(value, to, slope * (to - initial));
    storeValue(values, count, value);

    let sum = 0;
    let carry = 0;
    for (let i = count - 1; i >= 0; i--) {
      const before = this.back(this.intervalOf(this.roots[i]), value);
      if (before === null) return null;
      this.giveBack(value);
      value = before;
      // Constants go into a compensated sum, so that long horizons keep their digits.
      const constant = value.y[0];
      for (let k = 0; k < value.count; k++) value.y[k] -= constant;
      const corrected = constant - carry;
      const next = sum + corrected;
      carry = next - sum - corrected;
      sum = next;
      storeValue(values, i, value);
    }
    if (initial < value.x[0] - this.slack() || initial > value.x[value.count - 1] + this.slack()) return null;
    const bound = sum + evaluate(value, initial);

    let state = initial;
    const view = createPiecewiseLinear();
    for (let i = 0; i < count; i++) {
      storedValue(values, i + 1, view);
      state = this.forward(this.intervalOf(this.roots[i]), state, view);
    }
    const objective = this.cash + slope * (state - initial);
    if (!(Math.abs(objective - bound) <= 1e-6 * Math.max(1, Math.abs(bound)))) {
      throw new SolverError('the nested-market recursion could not prove its optimum', {
        rule: 'the bound of the recursion equals the cash of its schedule within 1e-6 relative',
        value: `bound ${bound}, schedule ${objective}`,
        remedy: "solve the problem with engine 'milp' and report this problem as a defect",
      });
    }
    return { bound, boughtMWh: this.boughtMWh, soldMWh: this.soldMWh, waterValue: this.waterValue };
  }

  private intervalOf(node: MarketNode): Interval {
    const { battery, periodHours } = this.problem;
    return {
      node,
      buy: meritCurve(node, battery.maxChargeMW, periodHours, this.buyCost),
      sell: meritCurve(node, battery.maxDischargeMW, periodHours, this.sellCost),
      children: node.children.map((child) => this.intervalOf(child)),
    };
  }

  private finalLow(): number {
    const { terminal, initialStateOfChargeMWh } = this.problem.battery;
    if (terminal.kind === 'cyclic') return initialStateOfChargeMWh;
    return terminal.kind === 'atLeast' ? Math.max(this.low, terminal.stateOfChargeMWh) : this.low;
  }

  private slack(): number {
    return 1e5 * this.near;
  }

  /** The value function at the start of an interval from the one at its end; null where no state is feasible. */
  private back(interval: Interval, value: PiecewiseLinear): PiecewiseLinear | null {
    const { buy, sell, children } = interval;
    if (children.length === 0) {
      return this.best(this.convolve(buy, value, 'buy'), this.convolve(sell, value, 'sell'));
    }
    let result = value;
    for (let i = children.length - 1; i >= 0; i--) {
      const before = this.back(children[i], result);
      if (result !== value) this.giveBack(result);
      if (before === null) return null;
      result = before;
    }
    if (buy.improved) result = this.best(result, this.convolve(buy, value, 'buy'))!;
    if (sell.improved) result = this.best(result, this.convolve(sell, value, 'sell'))!;
    return result;
  }

  /** The pointwise maximum of two functions, which are given back; the other one where one is null. */
  private best(f: PiecewiseLinear | null, g: PiecewiseLinear | null): PiecewiseLinear | null {
    if (f === null || g === null) return f ?? g;
    const result = this.borrow();
    this.pruner.start(result, this.money, this.near);
    pointwiseMaximum(f, g, 100 * this.near, this.pruner);
    this.pruner.finish();
    this.giveBack(f);
    this.giveBack(g);
    return result;
  }

  /** One direction throughout: the value function convolved with the curve, one slide a segment. */
  private convolve(curve: MeritCurve, value: PiecewiseLinear, side: 'buy' | 'sell'): PiecewiseLinear | null {
    const { chargeEfficiency, dischargeEfficiency } = this.problem.battery;
    let source = value;
    for (let i = 0; i < curve.unitCost.length; i++) {
      const target = this.borrow();
      this.pruner.start(target, this.money, this.near);
      const moved = side === 'buy' ? curve.quantity[i] * chargeEfficiency : curve.quantity[i] / dischargeEfficiency;
      const slope = side === 'buy' ? curve.unitCost[i] / chargeEfficiency : -curve.unitCost[i] * dischargeEfficiency;
      const ok = slideWindow(
        source,
        slope,
        side === 'buy' ? -moved : 0,
        side === 'buy' ? 0 : moved,
        this.low,
        this.high,
        this.slack(),
        this.pruner,
      );
      if (source !== value) this.giveBack(source);
      if (!ok) return null;
      this.pruner.finish();
      source = target;
    }
    return source;
  }

  /** Acts at `state` towards the value function at the end of the interval; returns the state there. */
  private forward(interval: Interval, state: number, value: PiecewiseLinear): number {
    const { node, buy, sell, children } = interval;
    const bought = children.length === 0 || buy.improved ? this.bestTrade(buy, state, value, 'buy') : null;
    const sold = children.length === 0 || sell.improved ? this.bestTrade(sell, state, value, 'sell') : null;
    if (children.length > 0) {
      // The value functions after each child, last first; the first child needs its value at this state only.
      const after: PiecewiseLinear[] = [value];
      for (let i = children.length - 1; i >= 1; i--) after.push(this.back(children[i], after[after.length - 1])!);
      const free = this.valueAt(children[0], state, after[after.length - 1]);
      let end: number | null = null;
      if (free >= Math.max(bought?.value ?? -Infinity, sold?.value ?? -Infinity)) {
        end = state;
        for (let i = 0; i < children.length; i++) end = this.forward(children[i], end, after[children.length - 1 - i]);
      }
      for (let i = 1; i < after.length; i++) this.giveBack(after[i]);
      if (end !== null) return end;
    }
    const buying = (bought?.value ?? -Infinity) >= (sold?.value ?? -Infinity);
    const end = buying
      ? this.trade(node, buy, bought!.traded, state, 'buy')
      : this.trade(node, sell, sold!.traded, state, 'sell');
    const slope = localSlope(value, end, this.slack(), node.start === 0 ? null : this.waterValue[node.start - 1]);
    this.waterValue.fill(slope, node.start, node.end);
    return end;
  }

  /** The value of `state` at the start of an interval, from the value function at its end. */
  private valueAt(interval: Interval, state: number, value: PiecewiseLinear): number {
    const { buy, sell, children } = interval;
    if (children.length > 0) {
      const before = this.back(interval, value)!;
      const worth = evaluate(before, state);
      this.giveBack(before);
      return worth;
    }
    return Math.max(this.bestTrade(buy, state, value, 'buy').value, this.bestTrade(sell, state, value, 'sell').value);
  }

  private trade(node: MarketNode, curve: MeritCurve, tradedMWh: number, state: number, side: 'buy' | 'sell'): number {
    const { chargeEfficiency, dischargeEfficiency, throughputCost } = this.problem.battery;
    splitTrade(node, curve, tradedMWh, 1, (owner, energy) => {
      const offer = side === 'buy' ? owner.buy : owner.sell;
      const book = side === 'buy' ? this.boughtMWh : this.soldMWh;
      book[offer.market][offer.interval] += energy;
      this.cash += side === 'buy' ? -offer.price * energy : (offer.price - throughputCost) * energy;
    });
    const end = side === 'buy' ? state + tradedMWh * chargeEfficiency : state - tradedMWh / dischargeEfficiency;
    return Math.min(Math.max(end, this.low), this.high);
  }

  /** The best MWh to trade along the curve: every segment end and every breakpoint of V in reach is tried. */
  private bestTrade(curve: MeritCurve, state: number, value: PiecewiseLinear, side: 'buy' | 'sell'): Choice {
    const { chargeEfficiency, dischargeEfficiency } = this.problem.battery;
    const perTraded = side === 'buy' ? chargeEfficiency : -1 / dischargeEfficiency;
    const domainLow = value.x[0] - this.slack();
    const domainHigh = value.x[value.count - 1] + this.slack();
    const choice: Choice = { value: -Infinity, traded: 0 };
    const consider = (traded: number, cost: number): void => {
      const end = state + perTraded * traded;
      if (end < domainLow || end > domainHigh) return;
      const total = evaluate(value, end) - cost;
      if (total > choice.value) {
        choice.value = total;
        choice.traded = traded;
      }
    };
    consider(0, 0);
    let traded = 0;
    let cost = 0;
    for (let i = 0; i < curve.unitCost.length; i++) {
      const end = traded + curve.quantity[i];
      for (let k = 0; k < value.count; k++) {
        const wanted = (value.x[k] - state) / perTraded;
        if (wanted > traded && wanted < end) consider(wanted, cost + (wanted - traded) * curve.unitCost[i]);
      }
      cost += curve.quantity[i] * curve.unitCost[i];
      traded = end;
      consider(traded, cost);
    }
    return choice;
  }

  private borrow(): PiecewiseLinear {
    const free = this.pool.pop() ?? createPiecewiseLinear();
    free.count = 0;
    return free;
  }

  private giveBack(f: PiecewiseLinear): void {
    this.pool.push(f);
  }
}
