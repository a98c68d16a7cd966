import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { parseDispatchProblem } from '../../src/dispatch/dispatch-problem-schema.ts';
import type { DispatchProblem } from '../../src/dispatch/dispatch-problem.ts';
import { solveDispatch } from '../../src/dispatch/solve-dispatch.ts';
import type { DispatchOptions } from '../../src/dispatch/solve-dispatch.ts';

const folder = join(process.env.BESS_RISK_DATA ?? '../shared/market-data', 'merged');
const available = existsSync(join(folder, 'gb-half-hourly-2016-2024.csv.gz'));

/** Half-hours of a quarter, and of the eight weeks before it that are known. */
const QUARTER = 90 * 48;
const HISTORY = 56 * 48;

const rolling: DispatchOptions = { engine: 'rolling', windowHours: 24, stepHours: 0.5 };

// The figures of docs/method/dispatch.md, "What foresight is worth": 1 MW / 2 MWh, 95 %/95 %, empty at the start.
describe.skipIf(!available)('a quarter of real prices, dispatched without seeing them', () => {
  it('earns in Great Britain what the method page says', async () => {
    const shares = await sharesOfExact(study('gb-half-hourly-2016-2024.csv.gz', 4, '2024-01-01', 1));
    expect(shares).toEqual({
      perfect: 100,
      yesterday: 54.9,
      seasonal: 62.4,
      recent: 67.4,
      markov: 69.5,
      lateYesterday: 1,
      lateRecent: 13.7,
      lateMarkov: 31.1,
    });
  });

  it('earns in South Australia what the method page says', async () => {
    const shares = await sharesOfExact(study('aemo-rrp-5min-2022-2023.csv.gz', 2, '2023-01-01', 6));
    expect(shares).toEqual({
      perfect: 100,
      yesterday: 35.2,
      seasonal: 32,
      recent: 33.7,
      markov: 45.5,
      lateYesterday: 52,
      lateRecent: 59.9,
      lateMarkov: 55.3,
    });
  });
});

/** Per cent of the optimum, to the tenth. */
async function sharesOfExact(problem: DispatchProblem): Promise<Record<string, number>> {
  const optimum = (await solveDispatch(problem)).objective;
  const share = async (options: DispatchOptions): Promise<number> =>
    Math.round((1000 * (await solveDispatch(problem, options)).objective) / optimum) / 10;
  return {
    perfect: await share({ ...rolling, forecast: 'perfect' }),
    yesterday: await share({ ...rolling, forecast: 'yesterday' }),
    seasonal: await share({ ...rolling, forecast: 'seasonal' }),
    recent: await share({ ...rolling, forecast: 'seasonal', forecastHalfLifeDays: 7 }),
    markov: await share({ engine: 'markov' }),
    lateYesterday: await share({ ...rolling, forecast: 'yesterday', lagHours: 0.5 }),
    lateRecent: await share({ ...rolling, forecast: 'seasonal', forecastHalfLifeDays: 7, lagHours: 0.5 }),
    lateMarkov: await share({ engine: 'markov', lagHours: 0.5 }),
  };
}

/** Half-hourly prices from a column, the mean of `rowsPerPrice` rows; an empty cell repeats the price before. */
function study(file: string, column: number, firstDate: string, rowsPerPrice: number): DispatchProblem {
  const rows = gunzipSync(readFileSync(join(folder, file)))
    .toString()
    .trim()
    .split('\n')
    .slice(1);
  const first = rows.findIndex((row) => row.startsWith(firstDate));
  const from = first - HISTORY * rowsPerPrice;
  let last = 0;
  const cells = rows.slice(from, first + QUARTER * rowsPerPrice).map((row) => {
    const cell = row.split(',')[column];
    if (cell !== '') last = Number(cell);
    return last;
  });
  const prices = Array.from({ length: HISTORY + QUARTER }, (_, i) => {
    const part = cells.slice(i * rowsPerPrice, (i + 1) * rowsPerPrice);
    return part.reduce((sum, price) => sum + price, 0) / rowsPerPrice;
  });
  return parseDispatchProblem(
    {
      periodHours: 0.5,
      startTime: `${firstDate}T00:00Z`,
      batteries: [
        {
          name: 'B1',
          maxChargeMW: 1,
          maxDischargeMW: 1,
          energyCapacityMWh: 2,
          initialStateOfChargeMWh: 0,
          chargeEfficiency: 0.95,
          dischargeEfficiency: 0.95,
        },
      ],
      markets: [
        {
          name: 'imbalance',
          kind: 'energy',
          intervalHours: 0.5,
          prices: prices.slice(HISTORY),
          history: prices.slice(0, HISTORY),
        },
      ],
    },
    file,
  );
}
