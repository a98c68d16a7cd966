import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseDispatchProblem } from '../../src/dispatch/dispatch-problem-schema.ts';
import { solveWithEngine } from '../../src/dispatch/solve-dispatch.ts';
import { medianPriceEngine } from './fixtures/median-price.ts';
import { randomDispatchProblem } from './random-dispatch-problem.ts';
import { smallProblem } from './small-problem.ts';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

describe('the how-to of engines', () => {
  it('shows the code that this test runs', () => {
    const shown = /```ts\n([^]*?)```/.exec(read('../../docs/how-to/add-an-engine.md'))?.[1] ?? '';
    const here = read('./fixtures/median-price.ts')
      .replaceAll("'../../../src/dispatch/engines/", "'./")
      .replaceAll("'../../../src/dispatch/", "'../");
    expect(shown).toBe(here);
  });

  it('gives an engine that trades as its rule says', async () => {
    const problem = smallProblem([10, 20, 30, 40, 50], { energyCapacityMWh: 2 });
    const result = await solveWithEngine(problem, medianPriceEngine);
    // Median 30: buys at 10 and 20, sells at 40 and 50.
    expect(result.profit).toBe(60);
  });

  it('gives schedules that the checker passes, whatever the prices and the end', async () => {
    for (let seed = 1; seed <= 100; seed++) {
      const problem = parseDispatchProblem(randomDispatchProblem(seed, 24, 'one', seed % 2 === 0), 'random');
      expect((await solveWithEngine(problem, medianPriceEngine)).status).toBe('feasible');
    }
  });

  it('names files that exist', () => {
    const text = read('../../docs/how-to/add-an-engine.md');
    const files = [...text.matchAll(/`((?:src|test|docs)\/[\w/-]+\.(?:ts|md))`/g)].map(([, path]) => path);
    expect(files.length).toBeGreaterThan(4);
    // The engine itself is what the reader writes.
    const written = new Set(['src/dispatch/engines/median-price.ts', 'test/dispatch/median-price-engine.test.ts']);
    for (const path of files.filter((path) => !written.has(path)))
      expect({ path, exists: existsSync(new URL(`../../${path}`, import.meta.url)) }).toEqual({ path, exists: true });
  });
});
