import type { BatteryProblem } from './dispatch-problem.ts';
import type { MarketNode } from './market-nest.ts';
import { meritCurve } from './merit-curve.ts';
import type { MeritCurve } from './merit-curve.ts';
import { createPiecewiseLinear, pointwiseMaximum, Pruner } from './piecewise-linear.ts';
import type { PiecewiseLinear } from './piecewise-linear.ts';
import { slideWindow } from './window-slide.ts';

/** A node with its curves: made for one root at a time, when it is needed, so that three years of them never live at once. */
export interface NestedInterval {
  readonly node: MarketNode;
  readonly buy: MeritCurve;
  readonly sell: MeritCurve;
  readonly children: readonly NestedInterval[];
}

/** Value functions of nested intervals, backward in time; what no one needs any more is used again. */
export class NestedValues {
  readonly low: number;
  readonly high: number;
  /** Energies nearer than this are one. */
  readonly nearMWh: number;
  /** How far beside a function's ends a state still counts as on it. */
  readonly slackMWh: number;
  private readonly problem: BatteryProblem;
  /** Value that is not worth a breakpoint, currency. */
  private readonly money: number;
  private readonly pool: PiecewiseLinear[] = [];
  private readonly pruner = new Pruner(createPiecewiseLinear());
  private readonly buyCost = ({ buy }: MarketNode): number => buy.price;
  private readonly sellCost = ({ sell }: MarketNode): number => this.problem.battery.throughputCost - sell.price;

  constructor(problem: BatteryProblem) {
    const { battery, markets } = problem;
    this.problem = problem;
    this.low = battery.minStateOfChargeMWh;
    this.high = battery.maxStateOfChargeMWh;
    let price =
      battery.throughputCost + (battery.terminal.kind === 'value' ? Math.abs(battery.terminal.waterValue) : 0);
    for (const market of markets)
      for (const value of market.prices) price = Math.max(price, Math.abs(value) + battery.throughputCost);
    const energy = Math.max(battery.energyCapacityMWh, 1e-9);
    this.money = 1e-13 * energy * Math.max(price, 1e-9);
    this.nearMWh = 1e-14 * energy;
    this.slackMWh = 1e5 * this.nearMWh;
  }

  intervalOf(node: MarketNode): NestedInterval {
    const { battery, periodHours } = this.problem;
    return {
      node,
      buy: meritCurve(node, battery.maxChargeMW, periodHours, this.buyCost),
      sell: meritCurve(node, battery.maxDischargeMW, periodHours, this.sellCost),
      children: node.children.map((child) => this.intervalOf(child)),
    };
  }

  /** The value function at the start of an interval from the one at its end; null where no state is feasible. */
  back(interval: NestedInterval, value: PiecewiseLinear): PiecewiseLinear | null {
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
    this.pruner.start(result, this.money, this.nearMWh);
    pointwiseMaximum(f, g, 100 * this.nearMWh, this.pruner);
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
      this.pruner.start(target, this.money, this.nearMWh);
      const moved = side === 'buy' ? curve.quantity[i] * chargeEfficiency : curve.quantity[i] / dischargeEfficiency;
      const slope = side === 'buy' ? curve.unitCost[i] / chargeEfficiency : -curve.unitCost[i] * dischargeEfficiency;
      const ok = slideWindow(
        source,
        slope,
        side === 'buy' ? -moved : 0,
        side === 'buy' ? 0 : moved,
        this.low,
        this.high,
        this.slackMWh,
        this.pruner,
      );
      if (source !== value) this.giveBack(source);
      if (!ok) return null;
      this.pruner.finish();
      source = target;
    }
    return source;
  }

  /** An empty function to fill. */
  borrow(): PiecewiseLinear {
    const free = this.pool.pop() ?? createPiecewiseLinear();
    free.count = 0;
    return free;
  }

  /** Takes back a function that nobody reads any more. */
  giveBack(f: PiecewiseLinear): void {
    this.pool.push(f);
  }
}
