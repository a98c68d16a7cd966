import type { MarketNode } from './market-nest.ts';

/**
 * The cheapest way to trade in one direction throughout an interval: convex cost over MWh traded at the
 * grid, from 0 to full power. Segment i costs unitCost[i] per MWh (selling: minus the revenue) over
 * quantity[i] MWh and comes from children[owner[i]], or is the tangent to full power in the interval's
 * own market (owner −1; then it is the last). docs/method/dispatch.md.
 */
export interface MeritCurve {
  readonly unitCost: readonly number[];
  readonly quantity: readonly number[];
  readonly owner: readonly number[];
  /** MWh at full power. */
  readonly fullMWh: number;
  /** True where the interval's own market makes full power cheaper than its children together. */
  readonly improved: boolean;
  readonly children: readonly MeritCurve[];
}

const ownMarket: readonly number[] = [-1];
const noChildren: readonly MeritCurve[] = [];

/** The curve of a node; `unitCostOf` gives the cost per MWh in its own market, `powerMW` the full power. */
export function meritCurve(
  node: MarketNode,
  powerMW: number,
  periodHours: number,
  unitCostOf: (node: MarketNode) => number,
): MeritCurve {
  const fullMWh = powerMW * (node.end - node.start) * periodHours;
  const own = unitCostOf(node);
  if (node.children.length === 0) {
    return { unitCost: [own], quantity: [fullMWh], owner: ownMarket, fullMWh, improved: true, children: noChildren };
  }
  const children: MeritCurve[] = [];
  const unitCost: number[] = [];
  const quantity: number[] = [];
  const owner: number[] = [];
  let total = 0;
  for (let i = 0; i < node.children.length; i++) {
    const curve = meritCurve(node.children[i], powerMW, periodHours, unitCostOf);
    children.push(curve);
    for (let j = 0; j < curve.unitCost.length; j++) {
      total += curve.unitCost[j] * curve.quantity[j];
      // Cheapest first; a child's own segments, which ascend, keep their order.
      const cost = curve.unitCost[j];
      let at = unitCost.length;
      unitCost.push(cost);
      quantity.push(0);
      owner.push(i);
      for (; at > 0 && unitCost[at - 1] > cost; at--) {
        unitCost[at] = unitCost[at - 1];
        quantity[at] = quantity[at - 1];
        owner[at] = owner[at - 1];
      }
      unitCost[at] = cost;
      quantity[at] = curve.quantity[j];
      owner[at] = i;
    }
  }
  const full = own * fullMWh;
  const improved = fullMWh > 0 && full < total - 1e-12 * (Math.abs(full) + Math.abs(total));
  if (improved) {
    // The tangent from the full point back to the vertex where its slope is greatest.
    let keep = 0;
    let steepest = full / fullMWh;
    let rest = fullMWh;
    let reached = 0;
    let spent = 0;
    for (let k = 0; k < unitCost.length - 1; k++) {
      reached += quantity[k];
      spent += unitCost[k] * quantity[k];
      const slope = (full - spent) / (fullMWh - reached);
      if (slope > steepest) {
        steepest = slope;
        rest = fullMWh - reached;
        keep = k + 1;
      }
    }
    unitCost.length = keep;
    quantity.length = keep;
    owner.length = keep;
    unitCost.push(steepest);
    quantity.push(rest);
    owner.push(-1);
  }
  return { unitCost, quantity, owner, fullMWh, improved, children };
}

/**
 * Splits `tradedMWh` along the curve, scaled by `scale`, into energies in the own markets of the node and
 * the nodes below: `assign(node, MWh)`.
 */
export function splitTrade(
  node: MarketNode,
  curve: MeritCurve,
  tradedMWh: number,
  scale: number,
  assign: (node: MarketNode, energyMWh: number) => void,
): void {
  if (node.children.length === 0) {
    if (tradedMWh > 0) assign(node, tradedMWh);
    return;
  }
  const byChild = node.children.map(() => 0);
  let rest = tradedMWh;
  let childScale = scale;
  for (let i = 0; i < curve.quantity.length && rest > 0; i++) {
    const available = curve.quantity[i] * scale;
    const part = Math.min(rest, available);
    rest -= part;
    if (curve.owner[i] >= 0) {
      byChild[curve.owner[i]] += part;
      continue;
    }
    // On the tangent: a share of full power in the own market, the children's vertex scaled down.
    const share = available > 0 ? part / available : 0;
    assign(node, share * curve.fullMWh * scale);
    childScale = scale * (1 - share);
    for (let j = 0; j < byChild.length; j++) byChild[j] *= 1 - share;
  }
  for (const [i, child] of node.children.entries()) {
    if (byChild[i] > 0) splitTrade(child, curve.children[i], byChild[i], childScale, assign);
  }
}
