import type { DispatchProblem } from '../src/dispatch/dispatch-problem.ts';
import { budgeted, fleet, solveBoth } from '../test/dispatch/multiplier-problems.ts';

// `npx tsx bench/multiplier-gaps.ts [--problems 30]`: what multipliers leave open on random problems of 48 hours, against
// the mixed-integer programme (docs/method/dispatch.md).
const at = process.argv.indexOf('--problems');
const problems = at === -1 ? 30 : Number(process.argv[at + 1]);

const kinds: [string, (seed: number) => DispatchProblem][] = [
  ['cycle budgets every 12 hours', (seed) => budgeted(seed, 48)],
  ['two batteries at a meter, imports dear', (seed) => fleet(seed, 48)],
  ['two batteries at a meter, any prices', (seed) => fleet(seed, 48, false)],
];

const percent = (share: number): string => (100 * share).toFixed(1);
console.log(
  '| problems | solved | proved | gap, 90 of 100 below, % | largest | schedule lost, largest, % | relaxation too high, largest, % |',
);
console.log('|---|--:|--:|--:|--:|--:|--:|');
for (const [name, write] of kinds) {
  const gaps: number[] = [];
  let lost = 0;
  let tooHigh = 0;
  for (let seed = 1; seed <= problems; seed++) {
    const { found, whole, relaxed, scale } = await solveBoth(write(seed), true);
    if (found === null) continue;
    gaps.push((found.bound - found.objective) / scale);
    lost = Math.max(lost, (whole.objective - found.objective) / scale);
    tooHigh = Math.max(tooHigh, (relaxed - whole.objective) / scale);
    if (found.bound < whole.objective - 1e-7 * scale)
      throw new Error(`${name}, seed ${seed}: the bound is below the optimum`);
  }
  gaps.sort((a, b) => a - b);
  const proved = gaps.filter((gap) => gap <= 1e-6).length;
  const ninetieth = gaps[Math.ceil(0.9 * gaps.length) - 1];
  console.log(
    `| ${[name, gaps.length, proved, percent(ninetieth), percent(gaps[gaps.length - 1]), percent(lost), percent(tooHigh)].join(' | ')} |`,
  );
}
