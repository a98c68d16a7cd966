import { statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkPage, chromiumPath } from '../report/check-page.ts';
import {
  bessRisk,
  bessRiskDone,
  smallConfig,
  temporaryFolder,
  tinyConfig,
  writeConfig,
  writeRecentHistory,
} from './support.ts';

const folder = temporaryFolder();
const pages = [
  ['a run on the whole sample', 'small/2026-01-15/index.html'],
  ['a run on the long day whose limit no plan keeps', 'tiny/2025-10-26/index.html'],
  ['the list of runs with their trend', 'index.html'],
];

describe.skipIf(chromiumPath() === undefined)('in Chromium', () => {
  beforeAll(async () => {
    await writeConfig(folder, smallConfig);
    await bessRiskDone(['run', '--date', '2026-01-15'], folder);
    await writeRecentHistory(folder);
    await writeConfig(folder, { ...tinyConfig, risk: { ...tinyConfig.risk, limit: -1_000_000 } });
    for (const date of ['2025-10-25', '2025-10-26']) await bessRisk(['run', '--date', date], folder);
  });

  it.each(pages)('%s opens from disk, whole and without a request', async (_, page) => {
    await expect(checkPage(join(folder, 'reports', page))).resolves.toBeUndefined();
    expect(statSync(join(folder, 'reports', page)).size).toBeLessThan(3_000_000);
  });
});
