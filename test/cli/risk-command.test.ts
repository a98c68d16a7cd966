import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { riskCommand } from '../../src/cli/risk-command.ts';
import { ConfigError, DataError } from '../../src/errors.ts';
import { runCommand } from './run-command.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'risk-command-'));
  const rows = Array.from({ length: 200 }, (_, i) => `${i},${(i - 20) * 100},${i % 7}`);
  await writeFile(join(folder, 'pnl.csv'), `scenario,dayAhead,imbalance\n${rows.join('\n')}\n`);
  await writeFile(join(folder, 'safe.csv'), 'dayAhead\n5\n7\n');
  await writeFile(join(folder, 'bad.csv'), 'dayAhead\n5\nfive\n');
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function risk(args: string[], json = false): Promise<string> {
  const { printed, exit } = await runCommand(riskCommand, folder, args, json);
  expect(exit).toBe(0);
  expect(printed).toHaveLength(1);
  return printed[0];
}

describe('risk FILE', () => {
  it('prints one JSON object with the names of the contract, at 95 % by default', async () => {
    const result = JSON.parse(await risk(['pnl.csv'], true)) as Record<string, unknown>;
    const figures = [
      'scenarioCount',
      'effectiveSampleSize',
      'confidenceLevel',
      'mean',
      'standardDeviation',
      'valueAtRisk',
      'conditionalValueAtRisk',
      'probabilityOfLoss',
      'worstLoss',
    ];
    expect(Object.keys(result)).toEqual([...figures, 'standardErrors', 'components']);
    expect(Object.keys(result.standardErrors as object)).toEqual(figures);
    expect(result.confidenceLevel).toBe(0.95);
    // Losses are 2000 − 100·i − (i mod 7): the worst ten are i = 0…9.
    expect(result.conditionalValueAtRisk).toBeCloseTo(2000 - 450 - 2.4, 9);
    expect(result.valueAtRisk).toBe(2000 - 1000 - 3);
  });

  it('prints a table with errors, and components that add up, otherwise', async () => {
    const text = await risk(['pnl.csv', '--confidence', '0.9']);
    // The worst twenty are i = 0…19: the mean of i mod 7 over them is 57/20.
    expect(text).toContain('pnl.csv: 200 scenarios');
    expect(text).toContain('On average the worst 10 % of scenarios is a loss of 1,047.15');
    expect(text).toMatch(/^conditional value at risk \(loss\) +1,047\.15 +± [\d.]+$/m);
    expect(text).toMatch(/^imbalance +[\d.]+ +-[\d.]+$/m);
    expect(text).toMatch(/^sum of the streams +[\d,.]+ +1,047\.15$/m);
  });

  it('says in words that a negative CVaR is still a gain, and marks figures without an error', async () => {
    const text = await risk(['safe.csv', '--confidence', '0.5']);
    expect(text).toContain('On average the worst 50 % of scenarios is still a gain of 5.00');
    expect(text).toMatch(/^worst loss +-5\.00 +–$/m);
  });

  it('takes 0 and 1', async () => {
    expect(
      (JSON.parse(await risk(['safe.csv', '--confidence', '0'], true)) as { conditionalValueAtRisk: number })
        .conditionalValueAtRisk,
    ).toBe(-6);
    expect(await risk(['safe.csv', '--confidence', '1'])).toContain('The worst case is still a gain of 5.00.');
  });

  it.each([
    ['95', /--confidence.*got 95; write 0.95 for 95 %/],
    ['99%', /got "99%"; write 0.99 for 99 %/],
    ['-0.1', /got -0.1/],
    ['1.01', /got 1.01/],
    ['high', /got "high"/],
    ['', /got ""/],
    ['NaN', /got "NaN"/],
  ])('refuses --confidence %j', async (level, message) => {
    const failure = risk(['safe.csv', `--confidence=${level}`]);
    await expect(failure).rejects.toThrow(ConfigError);
    await expect(failure).rejects.toThrow(message);
  });

  it('passes the error of a bad table on, naming the file as the user did', async () => {
    const failure = risk(['bad.csv']);
    await expect(failure).rejects.toThrow(DataError);
    await expect(failure).rejects.toThrow(/^bad.csv: line 3, column 'dayAhead': not a number.*got "five"/);
  });
});
