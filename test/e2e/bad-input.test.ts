import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PipelineConfigInput } from '../../src/config.ts';
import { smallFile, unitBattery } from '../dispatch/small-problem.ts';
import { bessRisk, temporaryFolder, tinyConfig, writeConfig, writeRecentHistory } from './support.ts';

/** What the message must say; the value is left out where nothing was given. */
interface Expected {
  readonly file?: string | RegExp;
  readonly field?: string | RegExp;
  readonly rule: RegExp;
  readonly value?: string | RegExp;
  readonly remedy: RegExp;
}

/** One bad input: prepares the folder and says how the program is called. */
type Case = [title: string, arrange: () => Promise<string[]>, expected: Expected];

const folder = temporaryFolder();
const sources = ['day-ahead.csv', 'imbalance.csv', 'response.csv'] as const;
const whole: Record<string, string[]> = {};

beforeAll(async () => {
  await writeRecentHistory(folder);
  for (const name of sources) whole[name] = (await readFile(join(folder, name), 'utf8')).split('\n');
});

/** A run of the small configuration with one thing changed. */
function config(change: (config: PipelineConfigInput) => unknown): () => Promise<string[]> {
  return async () => {
    await Promise.all(sources.map((name) => writeFile(join(folder, name), whole[name].join('\n'))));
    await writeConfig(folder, change(structuredClone(tinyConfig)));
    return ['run'];
  };
}

/** A run with one source file changed: its lines in, its lines out. */
function source(name: (typeof sources)[number], change: (lines: string[]) => string[]): () => Promise<string[]> {
  return async () => {
    const args = await config((good) => good)();
    await writeFile(join(folder, name), change([...whole[name]]).join('\n'));
    return args;
  };
}

/** A command on a JSON file with this text. */
function json(command: string, text: string, ...options: string[]): () => Promise<string[]> {
  return async () => {
    await writeFile(join(folder, 'problem.json'), text);
    return [command, 'problem.json', ...options];
  };
}

const battery = (change: Record<string, unknown>) =>
  config((good) => ({ ...good, batteries: [{ ...good.batteries[0], ...change }] }));

const typed =
  (...args: string[]) =>
  async () => {
    await config((good) => good)();
    return args;
  };

const stress = (...stresses: unknown[]) =>
  config((good) => ({ ...good, stress: [{ name: 'case', title: 'A case.', stresses }] as never }));

const line = (lines: string[], number: number, text: (line: string) => string): string[] =>
  lines.with(number - 1, text(lines[number - 1]));

const systemPrices = (rows: string[]) => async () => {
  const args = await config((good) => ({
    ...good,
    markets: good.markets.map((market) =>
      market.role === 'imbalance'
        ? { ...market, sources: [{ format: 'elexonSystemPrice', file: 'system.csv' }] }
        : market,
    ),
  }))();
  const header =
    'Settlement Date,Settlement Period,System Sell Price(GBP/MWh),System Buy Price(GBP/MWh),Net Imbalance Volume(MWh)';
  await writeFile(join(folder, 'system.csv'), [header, ...rows].join('\n'));
  return args;
};

/** A day whose price falls short on more than two days in five. */
const everyOtherDayBroken = (lines: string[]): string[] =>
  lines.filter((row) => !(/^\d{4}-\d\d-\d[02468]/.test(row) && /T1[0-4]:/.test(row)));

const configCases: Case[] = [
  [
    'an unknown configuration key',
    config((good) => ({ ...good, scenarios: { ...good.scenarios, cuont: 5 } })),
    {
      file: 'pipeline.config.ts',
      field: 'scenarios.cuont',
      rule: /known keys are count, plan/,
      remedy: /did you mean 'count'\?/,
    },
  ],
  [
    'an unknown key of a battery',
    battery({ maxChargeKW: 5 }),
    {
      file: 'pipeline.config.ts',
      field: 'batteries[0].maxChargeKW',
      rule: /known keys are name, maxChargeMW/,
      remedy: /did you mean 'maxChargeMW'\?/,
    },
  ],
  [
    'an efficiency in per cent',
    battery({ roundTripEfficiency: 87 }),
    {
      file: 'pipeline.config.ts',
      field: 'batteries[0].roundTripEfficiency',
      rule: /must be in \(0, 1\]/,
      value: '87',
      remedy: /write 0\.87 for 87 %/,
    },
  ],
  [
    'a negative power',
    battery({ maxChargeMW: -50 }),
    {
      file: 'pipeline.config.ts',
      field: 'batteries[0].maxChargeMW',
      rule: /must not be negative/,
      value: '-50',
      remedy: /correct/,
    },
  ],
  [
    'a terminal state above the window',
    battery({ terminal: { kind: 'atLeast', stateOfChargeMWh: 120 } }),
    {
      file: 'pipeline.config.ts',
      field: 'batteries[0].terminal.stateOfChargeMWh',
      rule: /must not exceed maxStateOfChargeMWh 95/,
      value: '120',
      remedy: /lower it/,
    },
  ],
  [
    'a terminal state that the charging power cannot reach',
    battery({ terminal: { kind: 'atLeast', stateOfChargeMWh: 95 }, maxChargeMW: 1 }),
    {
      file: 'pipeline.config.ts',
      field: 'batteries[0].terminal.stateOfChargeMWh',
      rule: /can be reached/,
      value: '95',
      remedy: /raise maxChargeMW/,
    },
  ],
  [
    'a state of the night outside of the window',
    config((good) => ({ ...good, state: { stateOfChargeMWh: 3 } })),
    { file: 'pipeline.config.ts', field: 'state.stateOfChargeMWh', rule: /\[5, 95\]/, value: '3', remedy: /correct/ },
  ],
  [
    'a number that is not finite',
    async () => {
      const args = await config((good) => good)();
      const file = join(folder, 'pipeline.config.ts');
      await writeFile(file, (await readFile(file, 'utf8')).replace('"throughputCost": 4', '"throughputCost": NaN'));
      return args;
    },
    {
      file: 'pipeline.config.ts',
      field: 'batteries[0].throughputCost',
      rule: /number/,
      value: 'NaN',
      remedy: /correct/,
    },
  ],
  [
    'a configuration that breaks off',
    async () => {
      const args = await config((good) => good)();
      const file = join(folder, 'pipeline.config.ts');
      await writeFile(file, (await readFile(file, 'utf8')).slice(0, 500));
      return args;
    },
    { file: 'pipeline.config.ts', rule: /\d+:\d+|line \d+/, remedy: /mend the file/ },
  ],
  [
    'an unknown key in the state of the night',
    async () => {
      const args = await config((good) => ({ ...good, state: { file: 'state.json' } }))();
      await writeFile(join(folder, 'state.json'), '{ "stateOfCharge": 50 }');
      return args;
    },
    {
      file: 'state.json',
      field: 'stateOfCharge',
      rule: /known keys are stateOfChargeMWh/,
      remedy: /did you mean 'stateOfChargeMWh'\?/,
    },
  ],
  [
    'an outage without a time zone',
    config((good) => ({
      ...good,
      state: {
        availability: [{ from: '2026-01-15T00:00', to: '2026-01-15T06:00Z', maxChargeMW: 0, maxDischargeMW: 0 }],
      },
    })),
    {
      file: 'pipeline.config.ts',
      field: 'state.availability[0].from',
      rule: /ISO 8601 instant with Z or an offset/,
      value: '2026-01-15T00:00',
      remedy: /write it like/,
    },
  ],
  [
    'two batteries',
    config((good) => ({ ...good, batteries: [good.batteries[0], { ...good.batteries[0], name: 'B2' }] })),
    {
      file: 'pipeline.config.ts',
      field: 'batteries',
      rule: /one battery/,
      value: '2 batteries',
      remedy: /one configuration for each/,
    },
  ],
  [
    'a stress of an unknown kind',
    stress({ kind: 'shft', market: 'both', perMWh: 5 }),
    {
      file: 'pipeline.config.ts',
      field: 'stress[0].stresses[0].kind',
      rule: /'shift' \| 'scale' \| 'spike' \| 'outage'/,
      value: 'shft',
      remedy: /correct/,
    },
  ],
  [
    'the replay of a day that is not over when the plan is made',
    stress({ kind: 'replay', date: '2026-01-14' }),
    {
      file: 'pipeline.config.ts',
      field: 'stress[0].stresses[0].date',
      rule: /known in full when 2026-01-15 is planned: up to 2026-01-13; a later one is foresight/,
      value: '2026-01-14',
      remedy: /replay an earlier day/,
    },
  ],
  [
    'the replay of a day before the history',
    stress({ kind: 'replay', date: '2019-01-01' }),
    {
      file: 'pipeline.config.ts',
      field: 'stress[0].stresses[0].date',
      rule: /a delivery day from 2025-05-\d\d to 2026-01-13/,
      value: '2019-01-01',
      remedy: /replay another day/,
    },
  ],
  [
    'a plan time between the gate and the results, before anything runs',
    async () => [...(await config((good) => ({ ...good, planTime: { eveAt: '09:30' } }))()), '--plan'],
    {
      file: 'pipeline.config.ts',
      field: 'markets[0].gateClosure',
      rule: /not before the plan is made, 09:30 on the eve/,
      value: '09:20',
      remedy: /plan before it, or once the results are known/,
    },
  ],
  [
    'a price in another currency',
    config((good) => ({
      ...good,
      markets: good.markets.map((market, i) =>
        i === 1 ? { ...market, sources: market.sources.map((one) => ({ ...one, currency: 'EUR' })) } : market,
      ),
    })),
    { file: 'imbalance.csv', rule: /GBP/, value: 'EUR', remedy: /./ },
  ],
  [
    'a source file that is not there',
    config((good) => ({ ...good, data: { directory: './elsewhere' } })),
    { file: 'day-ahead.csv', rule: /there is no file .*elsewhere/, remedy: /--data DIR or BESS_RISK_DATA/ },
  ],
];

const dataCases: Case[] = [
  [
    'a missing column',
    source('day-ahead.csv', (lines) => line(lines, 1, (header) => header.replace('dayAheadPrice', 'dayAheadPrise'))),
    {
      file: 'day-ahead.csv',
      field: 'line 1',
      rule: /columns are startTime, dayAheadPrise/,
      remedy: /did you mean 'dayAheadPrise'\?/,
    },
  ],
  [
    'text in a number column',
    source('day-ahead.csv', (lines) => line(lines, 100, (row) => row.replace(/,.*/, ',forty'))),
    {
      file: 'day-ahead.csv',
      field: "line 100, column 'dayAheadPrice'",
      rule: /a number, or blank/,
      value: 'forty',
      remedy: /correct the cell/,
    },
  ],
  [
    'NaN as a price',
    source('imbalance.csv', (lines) => line(lines, 7, (row) => row.replace(/,.*/, ',NaN'))),
    {
      file: 'imbalance.csv',
      field: "line 7, column 'imbalancePrice'",
      rule: /a number, or blank/,
      value: 'NaN',
      remedy: /blank/,
    },
  ],
  [
    'duplicate periods',
    source('imbalance.csv', (lines) => lines.toSpliced(50, 0, lines[20])),
    {
      file: 'imbalance.csv',
      field: 'lines 21 and 51',
      rule: /one price at 2025-/,
      value: /^(-?[\d.]+) and \1$/,
      remedy: /remove one row/,
    },
  ],
  [
    'missing periods beyond the rule',
    source('imbalance.csv', everyOtherDayBroken),
    { field: /./, rule: /40 %/, value: /\d/, remedy: /./ },
  ],
  [
    'period 47 on the 46-period day',
    systemPrices(['30/03/2025,46,50,50,0', '30/03/2025,47,50,50,0']),
    { file: 'system.csv', field: "line 3, column 'Settlement Period'", rule: /46/, value: '47', remedy: /./ },
  ],
  [
    'an empty file',
    source('day-ahead.csv', () => []),
    { file: 'day-ahead.csv', rule: /a header line and rows/, remedy: /fetch the file again/ },
  ],
  [
    'hours that start at half past',
    source('day-ahead.csv', (lines) => lines.map((row) => row.replace(':00:00Z', ':30:00Z'))),
    {
      file: 'day-ahead.csv',
      field: 'line 2',
      rule: /dayAheadPrice has one price per hour; the one there starts at 2025-05-1\dT/,
      value: /:30:00Z$/,
      remedy: /state the starts of the intervals/,
    },
  ],
  [
    'a header without rows',
    source('day-ahead.csv', (lines) => lines.slice(0, 1)),
    { file: 'day-ahead.csv', rule: /at least one row/, remedy: /fetch the file again/ },
  ],
  [
    'a row that breaks off',
    source('day-ahead.csv', (lines) => line(lines, 30, (row) => row.replace(/,.*/, ''))),
    { file: 'day-ahead.csv', field: 'line 30', rule: /2 cells, as in the header/, value: '1 cells', remedy: /whole/ },
  ],
  [
    'a time without its offset',
    source('day-ahead.csv', (lines) => line(lines, 12, (row) => row.replace('Z,', ','))),
    {
      file: 'day-ahead.csv',
      field: "line 12, column 'startTime'",
      rule: /ISO 8601 with its offset/,
      value: /^2025-/,
      remedy: /Z for UTC/,
    },
  ],
];

const optimiseProblem = {
  periodHours: 1,
  confidenceLevel: 0.5,
  batteries: [unitBattery],
  scenarios: {
    weights: null,
    dayAhead: [
      [10, 50],
      [10, 30],
    ],
    imbalance: [
      [10, 50],
      [10, 30],
    ],
    services: [],
  },
  decision: { dayAhead: 'position', intervalHours: 1 },
  deviationLimitMW: null,
  shortfallPenalty: 5000,
  risk: { limit: null, frontierPoints: 0 },
};
type OptimiseProblem = typeof optimiseProblem;
const optimise = (change: (good: OptimiseProblem) => unknown): (() => Promise<string[]>) =>
  json('optimise', JSON.stringify(change(structuredClone(optimiseProblem))));
const optimiseBattery = (change: Record<string, unknown>) =>
  optimise((good) => ({ ...good, batteries: [{ ...good.batteries[0], ...change }] }));

const dispatchProblem = smallFile([10, 50]);
const dispatch = (change: Record<string, unknown>, ...options: string[]): (() => Promise<string[]>) =>
  json('dispatch', JSON.stringify({ ...dispatchProblem, ...change }), ...options);
const dispatchBattery = (change: Record<string, unknown>) =>
  dispatch({ batteries: [{ ...dispatchProblem.batteries[0], ...change }] });

const problem = 'problem.json';
const jsonCases: Case[] = [
  [
    'optimise: an unknown key',
    optimise((good) => ({ ...good, shortfallPenality: 1 })),
    { file: problem, field: 'shortfallPenality', rule: /known keys/, remedy: /did you mean 'shortfallPenalty'\?/ },
  ],
  [
    'optimise: JSON cut off',
    json('optimise', JSON.stringify(optimiseProblem, null, 2).slice(0, 400)),
    { file: problem, field: /^line \d+, column \d+$/, rule: /JSON/, remedy: /mend the JSON/ },
  ],
  ['optimise: an empty file', json('optimise', ''), { file: problem, rule: /JSON object/, remedy: /./ }],
  [
    'optimise: rows of unequal length',
    optimise((good) => ({ ...good, scenarios: { ...good.scenarios, imbalance: [[10, 50], [10]] } })),
    { file: problem, field: 'scenarios.imbalance[1]', rule: /must have 2 values/, value: '1', remedy: /same length/ },
  ],
  [
    'optimise: as many weights as there are not scenarios',
    optimise((good) => ({ ...good, scenarios: { ...good.scenarios, weights: [1] } })),
    {
      file: problem,
      field: 'scenarios.weights',
      rule: /one weight per scenario, 2/,
      value: '1',
      remedy: /one per scenario, or null/,
    },
  ],
  [
    'optimise: a shortfall penalty below its bound',
    optimise((good) => ({ ...good, shortfallPenalty: 10 })),
    { file: problem, field: 'shortfallPenalty', rule: /must exceed \d+/, value: '10', remedy: /raise it above \d+/ },
  ],
  [
    'optimise: an efficiency in per cent',
    optimiseBattery({ chargeEfficiency: 87 }),
    {
      file: problem,
      field: 'batteries[0].chargeEfficiency',
      rule: /must be in \(0, 1\]/,
      value: '87',
      remedy: /write 0\.87 for 87 %/,
    },
  ],
  [
    'optimise: a negative power',
    optimiseBattery({ maxDischargeMW: -1 }),
    { file: problem, field: 'batteries[0].maxDischargeMW', rule: /must not be negative/, value: '-1', remedy: /./ },
  ],
  [
    'optimise: a terminal state out of reach',
    optimiseBattery({ maxChargeMW: 0.25, terminal: { kind: 'atLeast', stateOfChargeMWh: 1 } }),
    { file: problem, field: 'batteries[0].terminal.stateOfChargeMWh', rule: /can be reached/, value: '1', remedy: /./ },
  ],
  [
    'optimise: a price that is not finite',
    json('optimise', JSON.stringify(optimiseProblem).replace('[10,50]', '[1e999,50]')),
    { file: problem, field: 'scenarios.dayAhead[0][0]', rule: /number/, value: 'Infinity', remedy: /./ },
  ],
  [
    'optimise: NaN in JSON',
    json('optimise', JSON.stringify(optimiseProblem).replace('[10,50]', '[NaN,50]')),
    { file: problem, field: /^line 1, column \d+$/, rule: /JSON/, remedy: /mend the JSON/ },
  ],
  [
    'optimise: a missing field',
    optimise((good) => ({ ...good, decision: undefined })),
    { file: problem, field: 'decision', rule: /./, remedy: /add 'decision'/ },
  ],
  [
    'optimise: a file that is not there',
    async () => ['optimise', 'nowhere.json'],
    { file: 'nowhere.json', rule: /ENOENT/, remedy: /check the path/ },
  ],
  [
    'dispatch: an unknown key',
    dispatch({ nettting: true }),
    { file: problem, field: 'nettting', rule: /known keys/, remedy: /did you mean 'netting'\?/ },
  ],
  [
    'dispatch: an unknown engine',
    dispatch({}, '--engine', 'magic'),
    { field: '--engine', rule: /exact, lp, milp/, value: 'magic', remedy: /./ },
  ],
  [
    'dispatch: JSON cut off',
    json('dispatch', JSON.stringify(dispatchProblem).slice(0, 120)),
    { file: problem, field: /^line 1, column \d+$/, rule: /JSON/, remedy: /mend the JSON/ },
  ],
  [
    'dispatch: prices of unequal length',
    dispatch({
      markets: [...dispatchProblem.markets, { name: 'index', kind: 'energy', intervalHours: 1, prices: [10, 20, 30] }],
    }),
    { file: problem, field: /^markets\[1\]/, rule: /./, value: /3/, remedy: /./ },
  ],
  [
    'dispatch: an efficiency in per cent',
    dispatchBattery({ dischargeEfficiency: 87 }),
    {
      file: problem,
      field: 'batteries[0].dischargeEfficiency',
      rule: /must be in \(0, 1\]/,
      value: '87',
      remedy: /write 0\.87 for 87 %/,
    },
  ],
  [
    'dispatch: a negative power',
    dispatchBattery({ maxChargeMW: -1 }),
    { file: problem, field: 'batteries[0].maxChargeMW', rule: /must not be negative/, value: '-1', remedy: /./ },
  ],
  [
    'dispatch: a terminal state out of reach',
    dispatchBattery({ maxChargeMW: 0.25, terminal: { kind: 'atLeast', stateOfChargeMWh: 1 } }),
    {
      file: problem,
      field: 'batteries[0].terminal.stateOfChargeMWh',
      rule: /can be reached.*\[0, 0\.5\] MWh/,
      value: '1',
      remedy: /raise maxChargeMW/,
    },
  ],
];

const commandCases: Case[] = [
  [
    'an unknown command',
    typed('optimize'),
    { rule: /unknown command 'optimize'.*optimise/i, remedy: /bess-risk --help/ },
  ],
  ['an unknown option', typed('run', '--sed', '5'), { rule: /unknown option '--sed'.*--seed/i, remedy: /--help/ }],
  ['an argument too many', typed('run', 'now'), { rule: /too many arguments/, remedy: /--help/ }],
  ['a missing argument', typed('risk'), { rule: /missing required argument 'file'/, remedy: /--help/ }],
  [
    'a date that does not exist',
    typed('run', '--date', '2025-02-30'),
    { field: '--date', rule: /YYYY-MM-DD/, value: '2025-02-30', remedy: /2026-01-15/ },
  ],
  [
    'a date written otherwise',
    typed('run', '--date', '15/01/2026'),
    { field: '--date', rule: /YYYY-MM-DD/, value: '15/01/2026', remedy: /2026-01-15/ },
  ],
  [
    'a date long after the data',
    typed('run', '--date', '2027-01-15'),
    {
      file: /./,
      field: '--date',
      rule: /prices to the end of delivery day 2027/,
      value: /last usable day 2026-01-1/,
      remedy: /plan a date from 2025-08-\d\d to 2026-01-15/,
    },
  ],
  [
    'a date before the data',
    typed('run', '--date', '2025-06-01'),
    {
      field: '--date',
      rule: /at least 90 valid delivery days/,
      value: /^\d+ valid days$/,
      remedy: /plan a date from 2025-08-\d\d to 2026-01-15/,
    },
  ],
  [
    'a seed that is no whole number',
    typed('run', '--seed', '1.5'),
    { field: '--seed', rule: /whole number of at least 0/, value: '1.5', remedy: /correct/ },
  ],
  [
    'a negative seed',
    typed('run', '--seed', '-1'),
    { field: '--seed', rule: /whole number of at least 0/, value: '-1', remedy: /correct/ },
  ],
  [
    'an empty seed',
    typed('run', '--seed', ''),
    { field: '--seed', rule: /whole number of at least 0/, value: '', remedy: /correct/ },
  ],
  [
    'a seed beyond 32 bits',
    typed('run', '--seed', '4294967296'),
    { field: /seed/, rule: /./, value: '4294967296', remedy: /./ },
  ],
  [
    'no worker',
    typed('run', '--workers', '0'),
    { field: '--workers', rule: /whole number of at least 1/, value: '0', remedy: /correct/ },
  ],
  [
    'too few scenarios',
    typed('run', '--scenarios', '10'),
    { field: '--scenarios', rule: /whole number of at least 100/, value: '10', remedy: /correct/ },
  ],
  [
    'a configuration that is not there',
    typed('run', '--config', 'none.config.ts'),
    { file: 'none.config.ts', rule: /./, remedy: /--config FILE/ },
  ],
  [
    'a place for the run that is a file',
    typed('run', '--out', 'day-ahead.csv'),
    { file: /day-ahead\.csv\/\.artefacts$/, rule: /a part of the path is a file/, remedy: /another folder with --out/ },
  ],
  [
    'a folder that is no run',
    typed('report', '.'),
    { file: '.', rule: /report-model\.json/, remedy: /reports\/<name>\/<date>/ },
  ],
];

describe.each([
  ['the configuration', configCases],
  ['the data', dataCases],
  ['a problem file', jsonCases],
  ['the command line', commandCases],
])('bad input in %s', (_, cases) => {
  beforeEach(() => rm(join(folder, 'reports'), { recursive: true, force: true }));

  it.each(cases)('%s ends with exit code 2 and one message', async (_title, arrange, expected) => {
    const { exit, stdout, stderr } = await bessRisk([...(await arrange()), '--json'], folder);
    expect({ exit, stderr }).toMatchObject({ exit: 2 });

    const answer = JSON.parse(stdout) as { error: Record<string, string> };
    expect(Object.keys(answer)).toEqual(['error']);
    const { message } = answer.error;
    const { rule, ...others } = patterns(expected);
    const matching = Object.entries(others).map(([name, wanted]) => [name, expect.stringMatching(wanted)]);
    expect(answer.error).toMatchObject({
      code: expect.stringMatching(/^(config|data)$/),
      message: expect.stringMatching(rule),
      ...Object.fromEntries(matching),
    });
    const shown = [answer.error.file, answer.error.field, answer.error.rule, answer.error.remedy].filter(
      (part) => part !== undefined,
    );
    expect(shown.filter((part) => !message.includes(part))).toEqual([]);

    const said = stderr.trimEnd().split('\n');
    expect(said.filter((text) => text.startsWith('error: '))).toEqual([`error: ${message}`]);
    expect(said.at(-1)).toBe(`error: ${message}`);
    expect(stderr).not.toMatch(/^\s+at /m);

    expect(await runFolders()).toEqual([]);
  });
});

describe('an error', () => {
  it('prints nothing on standard output unless asked for JSON', async () => {
    const { exit, stdout, stderr } = await bessRisk(await battery({ roundTripEfficiency: 87 })(), folder);
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
    expect(stderr).toBe(
      'error: pipeline.config.ts: batteries[0].roundTripEfficiency: a field has a wrong value: must be in (0, 1], got 87; write 0.87 for 87 %\n',
    );
  });

  it('shows where it came from with --verbose', async () => {
    const { exit, stderr } = await bessRisk([...(await battery({ roundTripEfficiency: 87 })()), '--verbose'], folder);
    expect(exit).toBe(2);
    expect(stderr).toMatch(/^\s+at .*\.js:\d+/m);
  });

  it('is shown with the commands where none is given', async () => {
    const { exit, stdout, stderr } = await bessRisk([], folder);
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
    for (const command of ['run', 'ingest', 'fit', 'simulate', 'dispatch', 'optimise', 'risk', 'report'])
      expect(stderr).toMatch(new RegExp(`^  ${command} `, 'm'));
  });
});

/** A text stands for itself. */
function patterns(expected: Expected): Record<string, RegExp> & { rule: RegExp } {
  const pattern = (wanted: string | RegExp): RegExp =>
    typeof wanted === 'string' ? new RegExp(`^${wanted.replaceAll(/[.*+?^$(){}|[\]\\]/g, '\\$&')}$`) : wanted;
  const entries = Object.entries(expected).map(([name, wanted]) => [name, pattern(wanted)]);
  return { ...Object.fromEntries(entries), rule: expected.rule };
}

/** Everything below `reports` but the stored stages: what a failed run must not leave. */
async function runFolders(): Promise<string[]> {
  const names = await readdir(join(folder, 'reports'), { recursive: true }).catch(() => []);
  return names.filter((name) => !/^tiny(\/\.artefacts(\/ingest-[0-9a-f]+\.artefact)?)?$/.test(name));
}
