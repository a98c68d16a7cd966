import { SolverError } from '../errors.ts';
import type { BatteryProblem } from './dispatch-problem.ts';
import type { MarketNode } from './market-nest.ts';
import { splitTrade } from './merit-curve.ts';
import type { MeritCurve } from './merit-curve.ts';
import { NestedValues } from './nested-values.ts';
import type { NestedInterval } from './nested-values.ts';
import { append, createPiecewiseLinear, evaluate } from './piecewise-linear.ts';
import type { PiecewiseLinear } from './piecewise-linear.ts';
import { createValueStore, localSlope, storedValue, storeValue } from './value-store.ts';

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

/** The best trade of a node at a state, found so far. */
interface Choice {
  value: number;
  traded: number;
}

class NestedRecursion {
  private readonly problem: BatteryProblem;
  private readonly roots: readonly MarketNode[];
  private readonly values: NestedValues;
  private readonly boughtMWh: Float64Array[];
  private readonly soldMWh: Float64Array[];
  private readonly waterValue: Float64Array;
  private cash = 0;

  constructor(problem: BatteryProblem, roots: readonly MarketNode[]) {
    this.problem = problem;
    this.roots = roots;
    this.values = new NestedValues(problem);
    this.boughtMWh = problem.markets.map(({ prices }) => new Float64Array(prices.length));
    this.soldMWh = problem.markets.map(({ prices }) => new Float64Array(prices.length));
    this.waterValue = new Float64Array(problem.periodCount);
  }

  solve(): NestedSolution | null {
    const { values } = this;
    const { battery } = this.problem;
    const count = this.roots.length;
    const stored = createValueStore(count + 1);
    const initial = battery.initialStateOfChargeMWh;
    const slope = battery.terminal.kind === 'value' ? battery.terminal.waterValue : 0;
    let value = values.borrow();
    const from = this.finalLow();
    const to = battery.terminal.kind === 'cyclic' ? initial : values.high;
    append(value, from, slope * (from - initial));
    if (to > from + values.nearMWh) append(value, to, slope * (to - initial));
    storeValue(stored, count, value);

    let sum = 0;
    let carry = 0;
    for (let i = count - 1; i >= 0; i--) {
      const before = values.back(values.intervalOf(this.roots[i]), value);
      if (before === null) return null;
      values.giveBack(value);
      value = before;
      // Constants go into a compensated sum, so that long horizons keep their digits.
      const constant = value.y[0];
      for (let k = 0; k < value.count; k++) value.y[k] -= constant;
      const corrected = constant - carry;
      const next = sum + corrected;
      carry = next - sum - corrected;
      sum = next;
      storeValue(stored, i, value);
    }
    if (initial < value.x[0] - values.slackMWh || initial > value.x[value.count - 1] + values.slackMWh) return null;
    const bound = sum + evaluate(value, initial);

    let state = initial;
    const view = createPiecewiseLinear();
    for (let i = 0; i < count; i++) {
      storedValue(stored, i + 1, view);
      state = this.forward(values.intervalOf(this.roots[i]), state, view);
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

  private finalLow(): number {
    const { terminal, initialStateOfChargeMWh } = this.problem.battery;
    if (terminal.kind === 'cyclic') return initialStateOfChargeMWh;
    return terminal.kind === 'atLeast' ? Math.max(this.values.low, terminal.stateOfChargeMWh) : this.values.low;
  }

  /** Acts at `state` towards the value function at the end of the interval; returns the state there. */
  private forward(interval: NestedInterval, state: number, value: PiecewiseLinear): number {
    const { node, buy, sell, children } = interval;
    const bought = children.length === 0 || buy.improved ? this.bestTrade(buy, state, value, 'buy') : null;
    const sold = children.length === 0 || sell.improved ? this.bestTrade(sell, state, value, 'sell') : null;
    if (children.length > 0) {
      // The value functions after each child, last first; the first child needs its value at this state only.
      const after: PiecewiseLinear[] = [value];
      for (let i = children.length - 1; i >= 1; i--)
        after.push(this.values.back(children[i], after[after.length - 1])!);
      const free = this.valueAt(children[0], state, after[after.length - 1]);
      let end: number | null = null;
      if (free >= Math.max(bought?.value ?? -Infinity, sold?.value ?? -Infinity)) {
        end = state;
        for (let i = 0; i < children.length; i++) end = this.forward(children[i], end, after[children.length - 1 - i]);
      }
      for (let i = 1; i < after.length; i++) this.values.giveBack(after[i]);
      if (end !== null) return end;
    }
    const buying = (bought?.value ?? -Infinity) >= (sold?.value ?? -Infinity);
    const end = buying
      ? this.trade(node, buy, bought!.traded, state, 'buy')
      : this.trade(node, sell, sold!.traded, state, 'sell');
    const slope = localSlope(
      value,
      end,
      this.values.slackMWh,
      node.start === 0 ? null : this.waterValue[node.start - 1],
    );
    this.waterValue.fill(slope, node.start, node.end);
    return end;
  }

  /** The value of `state` at the start of an interval, from the value function at its end. */
  private valueAt(interval: NestedInterval, state: number, value: PiecewiseLinear): number {
    const { buy, sell, children } = interval;
    if (children.length > 0) {
      const before = this.values.back(interval, value)!;
      const worth = evaluate(before, state);
      this.values.giveBack(before);
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
    return Math.min(Math.max(end, this.values.low), this.values.high);
  }

  /** The best MWh to trade along the curve: every segment end and every breakpoint of V in reach is tried. */
  private bestTrade(curve: MeritCurve, state: number, value: PiecewiseLinear, side: 'buy' | 'sell'): Choice {
    const { chargeEfficiency, dischargeEfficiency } = this.problem.battery;
    const perTraded = side === 'buy' ? chargeEfficiency : -1 / dischargeEfficiency;
    const domainLow = value.x[0] - this.values.slackMWh;
    const domainHigh = value.x[value.count - 1] + this.values.slackMWh;
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
}
