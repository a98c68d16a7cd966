import type { CycleCalibration } from '../dispatch/lifetime/calibrate-cycles.ts';
import type { LifetimeValue } from '../dispatch/lifetime/lifetime-value.ts';
import type { WearDispatch } from '../dispatch/lifetime/solve-with-wear.ts';
import { textTable } from './text-table.ts';

/** What was asked about wear and extremes as one JSON object: the dispatch result and what was added to it. */
export function wearJson({ result, cash, calibrations, winsorised, lifetimes }: WearDispatch): string {
  return JSON.stringify({
    ...result,
    ...(calibrations === null ? {} : { cash, calibrations }),
    ...(winsorised === null ? {} : { winsorised }),
    ...(lifetimes === null ? {} : { lifetimes }),
  });
}

/** The same as text, to follow the summary of the dispatch; empty where nothing was asked. */
export function wearText({ result, cash, calibrations, winsorised, lifetimes }: WearDispatch): string {
  const currency = result.currency === undefined ? '' : `${result.currency} `;
  const parts: string[] = [];
  if (calibrations !== null) {
    parts.push(`cash, without throughput cost: ${currency}${number(cash, 2)}`);
    parts.push(...calibrations.map((calibration) => calibrationText(calibration, currency)));
  }
  if (winsorised !== null) {
    parts.push(
      [
        `decided on winsorised prices, settled at the actual ones; ${winsorised.changedPrices.toLocaleString('en-GB')} prices changed`,
        ...winsorised.markets.map(
          ({ name, lowPrice, highPrice, raised, lowered, priceCount }) =>
            `  ${name}: ${raised} raised to ${price(lowPrice)}, ${lowered} lowered to ${price(highPrice)}, of ${priceCount}`,
        ),
      ].join('\n'),
    );
  }
  if (lifetimes !== null) parts.push(...lifetimes.map((lifetime) => lifetimeText(lifetime, currency)));
  return parts.map((part) => `\n\n${part}`).join('');
}

function calibrationText(found: CycleCalibration, currency: string): string {
  const { batteries, target, throughputCost, cycles, freeCycles, bracket } = found;
  const cost = `${currency}${number(throughputCost, 3)} per MWh discharged`;
  const outcome = {
    met: `${cost} gives ${number(cycles, 3)}`,
    free: `no throughput cost is needed: free use gives ${number(freeCycles, 3)}`,
    jump: `none is met exactly, cycles jump: nearest ${cost} with ${number(cycles, 3)}${
      bracket === null
        ? ''
        : `; between ${number(bracket.below.cycles, 3)} at ${number(bracket.below.throughputCost, 3)} and ${number(bracket.above.cycles, 3)} at ${number(bracket.above.throughputCost, 3)}`
    }`,
  }[found.status];
  const monotone = found.monotone ? '' : '; a larger cost led to more cycles in places';
  return [
    `${batteries.join(', ')}: ${number(target, 3)} cycles a day: ${outcome}`,
    `${found.method}, ${found.evaluations} dispatches${monotone}`,
    textTable(
      ['throughput cost', 'cycles a day', 'cash'],
      found.trials.map((trial) => [number(trial.throughputCost, 3), number(trial.cycles, 3), number(trial.cash, 2)]),
    ),
  ].join('\n');
}

function lifetimeText(life: LifetimeValue, currency: string): string {
  const { horizon, internalRateOfReturn: rate } = life;
  const money = (amount: number | null): string => (amount === null ? 'none' : `${currency}${number(amount, 2)}`);
  const years = (amount: number | null): string =>
    amount === null ? 'not within the life' : `${number(amount, 2)} years`;
  const source = horizon.whole
    ? `prices of ${horizon.years === 1 ? 'one year' : `${horizon.years} years, their mean`}, repeated`
    : `annualised: ${number(horizon.years * 365, 1)} days of prices stand for every year`;
  const ends = {
    years: 'its years',
    cycles: 'its cycles',
    stateOfHealth: 'its state of health',
  }[life.endOfLife];
  const several = rate.rates.map((one) => `${number(100 * one, 2)} %`).join(' and ');
  const returns =
    rate.rate !== null
      ? `${number(100 * rate.rate, 2)} % a year`
      : `none${rate.rates.length > 1 ? ` that is unique: ${several}` : ''}`;
  return [
    `life of ${life.battery} (${life.engine}; ${source})`,
    textTable(
      ['year', 'health', 'MWh', 'full cycles', 'discharged MWh', 'gross margin', 'opex', 'cash'],
      life.years.map((year) => [
        year.operatingShare < 1 ? `${year.year} (${number(100 * year.operatingShare, 1)} %)` : String(year.year),
        `${number(100 * year.stateOfHealth, 2)} %`,
        number(year.energyCapacityMWh, 3),
        number(year.equivalentFullCycles, 1),
        number(year.dischargedMWh, 1),
        number(year.grossMargin, 2),
        number(year.opex, 2),
        number(year.grossMargin - year.opex, 2),
      ]),
    ),
    `ends with ${ends} after ${number(life.lifetimeYears, 2)} years and ${number(life.equivalentFullCycles, 0)} full cycles`,
    `net present value         ${money(life.netPresentValue)}`,
    `internal rate of return   ${returns}${rate.signChanges > 1 ? `; ${rate.signChanges} changes of sign` : ''}`,
    `payback                   ${years(life.paybackYears)}; discounted: ${years(life.discountedPaybackYears)}`,
    `levelised cost of storage ${money(life.levelisedCostOfStorage)} per MWh, without charging ${money(life.levelisedCostWithoutCharging)}`,
  ].join('\n');
}

function price(value: number | null): string {
  return value === null ? 'none' : number(value, 2);
}

function number(value: number, digits: number): string {
  return value.toLocaleString('en-GB', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
