import { energyMarket, type MarketConfig, type PipelineConfig } from '../config.ts';
import {
  blockBoundaries,
  isoTime,
  localClock,
  localTimeWithOffset,
  marketCalendars,
  planTime,
  wallClockSlots,
  type MarketCalendar,
} from '../domain/market-calendar.ts';
import type { NightState } from '../domain/night-state.ts';
import { quality, seriesWithRole, type PriceHistory } from '../domain/price-history.ts';
import { wallClockRows } from '../fit/delivery-day-table.ts';
import type { IngestResult } from '../ingest/assemble-history.ts';
import { assessData, type DataAssessment } from '../ingest/assess-data.ts';
import { knownHistory } from '../ingest/known-history.ts';
import { summariseQuality } from '../ingest/quality-summary.ts';
import type { ScorecardFile } from '../io/scorecard-file.ts';
import type { InputDigest } from '../io/source-files.ts';
import { sampleQuantiles } from '../math/sample-statistics.ts';
import type { Candidate } from '../optimise/choose-plan.ts';
import type { DispatchKind } from '../optimise/extensive-form.ts';
import { deviationLimit, offeredServices } from '../optimise/plan-problem-of-day.ts';
import { limitStatus } from '../risk/limit-status.ts';
import { shortfallTolerance } from '../optimise/evaluate-plan.ts';
import { policies } from '../optimise/policy/policies.ts';
import { notCash, profitByScenario } from '../optimise/settle.ts';
import { positionByPeriod, reservedPower, type Plan, type PlanProblem } from '../domain/plan-problem.ts';
import type { PipelineResult } from '../pipeline.ts';
import { currencySymbol } from '../report/currency-symbol.ts';
import { formatWithError } from '../report/format.ts';
import { limitText } from '../report/page-context.ts';
import type {
  FiveQuantiles,
  PriceFan,
  RecentPrices,
  ReportFigure,
  ReportHorizon,
  ReportLight,
  ReportModel,
  ReportPlan,
  ReportQuality,
  ReportRisk,
  ReportTail,
  ScenarioDispatch,
} from '../report/report-model.ts';
import type { Figure } from './measure-outcome.ts';
import { gateSentences } from './report-gates.ts';
import { reportScorecard, scorecardLight, type ScorecardReport } from './report-scorecard.ts';
import { scenarioFeatures, type NamedFeature } from './scenario-features.ts';
import { roundingFigures } from './submission-figures.ts';
import { reportRounding, reportSubmission } from './submission-report.ts';
import type { StoredScorecard } from './stored-scorecard.ts';

/** What the page needs beside the results. */
export interface ReportContext {
  readonly config: PipelineConfig;
  readonly night: NightState;
  readonly inputs: readonly InputDigest[];
  /** `bess-risk 0.1.0`. */
  readonly generatedBy: string;
  readonly versions: Readonly<Record<string, string>>;
  /** The scorecard stored beside the runs, as `fit --score` left it. */
  readonly scorecard: ScorecardFile<StoredScorecard>;
}

const fiveLevels = [0.05, 0.25, 0.5, 0.75, 0.95];

/** The report model of a finished run: plain data, every number computed before the page is drawn. */
export function buildReportModel(result: PipelineResult, context: ReportContext): ReportModel {
  const { config } = context;
  const calendar = marketCalendars[config.calendar];
  const known = knownHistory(result.ingested.history, config, result.date);
  const data = assessData(known, result.date, config.data);
  const risk = reportRisk(result, config);
  const planned = plan(result, context);
  const scored = reportScorecard(context.scorecard, config, result.date, context.generatedBy);
  return {
    schemaVersion: 1,
    currency: config.reportingCurrency,
    head: head(result, context, calendar, known),
    lights: [dataLight(data, known, calendar), modelLight(result, scored), limitLight(result, risk)],
    day: day(result, calendar),
    plan: planned,
    submission: reportSubmission(result, config, planned),
    priceFans: priceFans(result, config, known),
    figures: reportFigures(result, config),
    risk,
    distribution: { profitAndLoss: Array.from(profitByScenario(result.policy.flows)), weights: null },
    horizon: horizon(result),
    attribution: attribution(result, config),
    tail: tail(result, config, calendar),
    belief: { ...belief(result), scorecard: scored.scorecard, gates: gateSentences(config) },
    quality: reportQuality(result.ingested, config, data),
    appendix: appendix(result, context),
  };
}

/** Headline figures as `summary.json` and the page have them. */
export function reportFigures(result: PipelineResult, config: PipelineConfig): ReportFigure[] {
  const { choice, measured } = result;
  const ratio = `${config.reportingCurrency}/${config.reportingCurrency}`;
  const figures: ReportFigure[] = [...measured.figures];
  if (choice.shadowPrice !== null) {
    figures.push({
      name: 'shadowPrice',
      value: choice.shadowPrice,
      standardError: null,
      bankBand: null,
      unit: ratio,
      sample: 'choose',
      method: 'policy',
    });
  }
  const rounding = reportRounding(result, config);
  return rounding === null ? figures : [...figures, ...roundingFigures(rounding, config.reportingCurrency)];
}

export function figure(figures: readonly Figure[], name: string, method: string): Figure {
  const found = figures.find((candidate) => candidate.name === name && candidate.method === method);
  if (found === undefined) throw new RangeError(`no figure '${name}' by '${method}'`);
  return found;
}

function head(
  result: PipelineResult,
  { config, night, generatedBy }: ReportContext,
  calendar: MarketCalendar,
  known: PriceHistory,
): ReportModel['head'] {
  const [firstDay] = result.sets.evaluate.days;
  const time = planTime(calendar, result.date);
  return {
    name: config.title ?? config.name,
    deliveryDate: result.date,
    batteries: config.batteries.map((battery) => `${battery.maxDischargeMW} MW / ${battery.energyCapacityMWh} MWh`),
    market: calendar.name.toUpperCase(),
    timeZone: calendar.timeZone,
    deliveryStart: clockAndDate(calendar, firstDay.startTime),
    deliveryEnd: clockAndDate(calendar, firstDay.endTime),
    planTime: clockAndDate(calendar, time),
    dataKnownUntil: clockAndDate(calendar, lastKnownTime(known)),
    scenarioCounts: { plan: config.scenarios.plan, choose: config.scenarios.choose, evaluate: config.scenarios.count },
    labels: [
      ...(config.data.synthetic ? ['synthetic prices'] : []),
      ...(night.knownAt !== null && Date.parse(night.knownAt) > time
        ? ['state of charge known only after plan time']
        : []),
      ...config.markets.flatMap((market) =>
        market.proxy === undefined ? [] : [`${displayName(market)}: proxy ${market.proxy}`],
      ),
    ],
    generatedBy,
  };
}

/** `23:00 Wed 14 Jan`, local. */
function clockAndDate(calendar: MarketCalendar, time: number): string {
  return `${localClock(calendar, time)} ${shortDate(localTimeWithOffset(calendar, time).slice(0, 10))}`;
}

function shortDate(date: string): string {
  const [year, month, dayOfMonth] = date.split('-').map(Number);
  const weekday = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'][
    new Date(Date.UTC(year, month - 1, dayOfMonth)).getUTCDay()
  ];
  const monthName = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'][month - 1];
  return `${weekday} ${dayOfMonth} ${monthName}`;
}

/** End of the last period with a known imbalance price. */
function lastKnownTime(known: PriceHistory): number {
  const [imbalance] = seriesWithRole(known, 'imbalance');
  let period = imbalance.values.length - 1;
  while (period > 0 && Number.isNaN(imbalance.values[period])) period--;
  const dayIndex = known.dayOffsets.findLastIndex((offset) => offset <= period);
  const inDay = period - known.dayOffsets[dayIndex] + 1;
  return (
    known.days[Math.min(dayIndex, known.days.length - 1)].startTime + inDay * known.calendar.periodMinutes * 60_000
  );
}

/** Delivery days before the plan in which a suspicious price turns the light to caution. */
const watchedDays = 30;

function dataLight(data: DataAssessment, known: PriceHistory, calendar: MarketCalendar): ReportLight {
  const required = known.series.filter((series) => series.required);
  const from = known.dayOffsets[Math.max(0, known.days.length - watchedDays)];
  const suspicious = required
    .flatMap((series) => Array.from(series.flags.subarray(from)))
    .filter((flag) => flag === quality.suspicious).length;
  if (data.light === 'ok' && suspicious === 0) {
    const until = `to ${clockAndDate(calendar, lastKnownTime(known))}`;
    return data.invalidDays === 0
      ? { name: 'data', state: 'ok', title: 'Data complete', detail: `${required.length} required series, ${until}` }
      : {
          name: 'data',
          state: 'ok',
          title: 'Data sound',
          detail: `${required.length} required series, ${until}; ${data.invalidDays} of ${data.days} days left out`,
        };
  }
  return {
    name: 'data',
    state: 'caution',
    title: data.light === 'ok' ? 'Data has suspicious prices' : 'Data has gaps',
    detail:
      suspicious === 0
        ? data.text
        : `${suspicious} suspicious prices in the last ${watchedDays} days${data.light === 'ok' ? ', see quality.csv' : `; ${data.text}`}`,
  };
}

/** What the scorecard says, and what the tail rests on. */
function modelLight({ measured, model }: PipelineResult, scored: ScorecardReport): ReportLight {
  const { pastDayCount, topDayShare, restsOnFewDays } = measured.concentration;
  const detail = `${model.bank.days.length} past weeks; the tail rests on ${pastDayCount} past days, the top one ${Math.round(100 * topDayShare)} %`;
  return scorecardLight(scored, { restsOnFewDays, detail });
}

function limitLight(result: PipelineResult, risk: ReportRisk): ReportLight {
  const { value, standardError } = figure(result.measured.figures, 'conditionalValueAtRisk', 'policy');
  const symbol = currencySymbol(result.sets.evaluate.currency);
  const limit = risk.limit === null ? '' : `, limit ${limitText(risk.limit, symbol)}`;
  const detail = `CVaR ${formatWithError(value, standardError, symbol)}${limit}`;
  const words = {
    none: ['ok', 'No limit set'],
    kept: ['ok', 'Limit kept'],
    withinError: ['caution', 'Limit exceeded within sampling error'],
    breached: ['breach', 'Limit breached'],
    unattainable: ['breach', 'No plan keeps the limit'],
  } as const;
  const [state, title] = words[risk.limitStatus];
  return { name: 'limit', state, title, detail };
}

function day(result: PipelineResult, calendar: MarketCalendar): ReportModel['day'] {
  const [firstDay] = result.sets.evaluate.days;
  const { periodHours, periodCount } = result.problem;
  const starts = Array.from({ length: result.measured.hourCount }, (_, hour) => firstDay.startTime + hour * 3_600_000);
  const boundaries = Array.from(blockBoundaries(calendar, firstDay));
  return {
    periodHours,
    periodCount,
    hourLabels: starts.map((time) => localClock(calendar, time)),
    hourStarts: starts.map(isoTime),
    hoursWithOffset: starts.map((time) => localTimeWithOffset(calendar, time)),
    blockBoundaries: boundaries,
    blockLabels: boundaries.slice(1).map((_, index) => String(index + 1)),
    blockName: calendar.name === 'gb' ? 'EFA block' : 'block',
  };
}

function plan(result: PipelineResult, { config, night }: ReportContext): ReportPlan {
  const { problem, policy, submitted } = result;
  const { battery } = night;
  const reserved = reservedPower(problem, submitted);
  const T = problem.periodCount;
  const chargeMW = meanByColumn(policy.chargeMW, problem.weights, T);
  const dischargeMW = meanByColumn(policy.dischargeMW, problem.weights, T);
  return {
    dayAhead: {
      intervalStarts: Array.from(problem.intervalStarts),
      positionMW: expectedPosition(problem, submitted),
      expectedPrice: columnMeans(problem.dayAhead, problem.scenarioCount, T, problem.intervalStarts),
    },
    services: offeredServices(config, result.sets.evaluate).map(({ service }, k) => {
      const { blockStarts, availability } = problem.services[k];
      const blocks = blockStarts.length - 1;
      return {
        name: service.name,
        displayName: displayName(service),
        direction: service.direction,
        reservedMW: Array.from(submitted.reservedMW[k]),
        expectedPrice: columnMeans(
          availability,
          problem.scenarioCount,
          blocks,
          Int32Array.from({ length: blocks + 1 }, (_, b) => b),
        ),
      };
    }),
    maxChargeMW: battery.maxChargeMW,
    maxDischargeMW: battery.maxDischargeMW,
    energyCapacityMWh: battery.energyCapacityMWh,
    minStateOfChargeMWh: battery.minStateOfChargeMWh,
    maxStateOfChargeMWh: battery.maxStateOfChargeMWh,
    deviationLimitMW: deviationLimit(config),
    chargeMW,
    dischargeMW,
    stateOfChargeMWh: meanByColumn(policy.stateOfChargeMWh, problem.weights, T + 1),
    expectedDeliveryMW: Array.from(
      { length: T },
      (_, t) => dischargeMW[t] - chargeMW[t] + reserved.activationMWh[t] / problem.periodHours,
    ),
    reasonForNothing: null,
  };
}

/** MW by interval: the position, or the weighted mean of what the scenarios' prices accept of a bid curve. */
function expectedPosition(problem: PlanProblem, submitted: Plan): number[] {
  if (problem.decision.kind === 'position') return Array.from(submitted.dayAheadMW);
  const mean = new Float64Array(problem.intervalStarts.length - 1);
  problem.weights.forEach((weight, s) => {
    const position = positionByPeriod(problem, submitted, s);
    mean.forEach((_, i) => (mean[i] += weight * position[problem.intervalStarts[i]]));
  });
  return Array.from(mean);
}

/** Weighted mean over scenarios of each column; the value itself where all scenarios agree. */
function meanByColumn(matrix: Float64Array, weights: Float64Array, width: number): number[] {
  return Array.from({ length: width }, (_, column) => {
    const first = matrix[column];
    // Summed as differences from the first, so that one schedule for all keeps its values to the bit.
    return weights.reduce((mean, weight, s) => mean + weight * (matrix[s * width + column] - first), first);
  });
}

/** Mean over scenarios and over the columns of each interval. */
function columnMeans(matrix: Float64Array, S: number, width: number, starts: Int32Array): number[] {
  return Array.from({ length: starts.length - 1 }, (_, i) => {
    let sum = 0;
    for (let s = 0; s < S; s++) for (let t = starts[i]; t < starts[i + 1]; t++) sum += matrix[s * width + t];
    return sum / (S * (starts[i + 1] - starts[i]));
  });
}

function priceFans(result: PipelineResult, config: PipelineConfig, known: PriceHistory): PriceFan[] {
  const set = result.sets.evaluate;
  const total = set.dayOffsets[set.days.length];
  const T = set.dayOffsets[1];
  const { intervalStarts } = result.problem;
  const periods = Int32Array.from({ length: T + 1 }, (_, t) => t);
  const energy = (role: 'dayAhead' | 'imbalance', matrix: Float64Array, starts: Int32Array): PriceFan => {
    const market = energyMarket(config, role);
    return {
      market: role,
      displayName: displayName(market),
      role,
      unit: `${config.reportingCurrency}/MWh`,
      intervalStarts: Array.from(starts),
      quantiles: quantilesByColumn(matrix, set.scenarioCount, total, Array.from(starts.slice(0, -1))),
      recent: recentPrices(known, market.name, starts, result),
    };
  };
  const services = set.services.map((service): PriceFan => {
    const market = config.markets.find((candidate) => candidate.name === service.name) as MarketConfig;
    const inside = Array.from(service.intervalStarts).filter((start) => start < T);
    const starts = Int32Array.from([...inside, T]);
    const columns = inside.map((_, b) => b);
    return {
      market: service.name,
      displayName: displayName(market),
      role: 'service',
      ...(market.role === 'service' ? { direction: market.direction } : {}),
      unit: `${config.reportingCurrency}/MW/h`,
      intervalStarts: Array.from(starts),
      quantiles: quantilesByColumn(service.availability, set.scenarioCount, service.intervalStarts.length - 1, columns),
      recent: recentPrices(known, service.name, starts, result),
    };
  });
  return [energy('dayAhead', set.dayAhead, intervalStarts), energy('imbalance', set.imbalance, periods), ...services];
}

function quantilesByColumn(matrix: Float64Array, S: number, width: number, columns: readonly number[]): FiveQuantiles {
  const rows = columns.map((column) =>
    sampleQuantiles(
      Float64Array.from({ length: S }, (_, s) => matrix[s * width + column]),
      fiveLevels,
    ),
  );
  const [p05, p25, p50, p75, p95] = fiveLevels.map((_, level) => rows.map((row) => row[level]));
  return { p05, p25, p50, p75, p95 };
}

const recentDays = 7;

/** Least, middle and greatest price of each interval over the last seven days known when the plan was made. */
function recentPrices(
  known: PriceHistory,
  name: string,
  starts: Int32Array,
  result: PipelineResult,
): RecentPrices | null {
  const series = known.series.find((candidate) => candidate.name === name);
  if (series === undefined) return null;
  const slots = wallClockSlots(known.calendar, result.sets.evaluate.days[0]);
  const rows = wallClockRows(known, series);
  const width = rows.length / known.days.length;
  const lastDays = Array.from({ length: Math.min(recentDays, known.days.length) }, (_, i) => known.days.length - 1 - i);
  const values = Array.from(starts.slice(0, -1), (start) =>
    lastDays.map((index) => rows[index * width + slots[start]]).filter((price) => !Number.isNaN(price)),
  );
  if (values.every((prices) => prices.length === 0)) return null;
  const level = (probability: number): (number | null)[] =>
    values.map((prices) => (prices.length === 0 ? null : sampleQuantiles(prices, [probability])[0]));
  return {
    label: `${recentDays} days to ${shortDate(known.days[known.days.length - 1].date)}`,
    minimum: level(0),
    median: level(0.5),
    maximum: level(1),
  };
}

function reportRisk(result: PipelineResult, config: PipelineConfig): ReportRisk {
  const { choice, frontiers, policy } = result;
  const cvar = figure(result.measured.figures, 'conditionalValueAtRisk', 'policy');
  const short = policy.shortfallMWh.filter((value) => value > shortfallTolerance);
  return {
    confidenceLevel: config.risk.confidenceLevel,
    limit: config.risk.limit,
    limitStatus: limitStatus(cvar.value, cvar.standardError, config.risk.limit, choice.limitAttained),
    shadowPrice: choice.shadowPrice,
    policyName: config.policy.kind,
    policyText: policies[config.policy.kind].text,
    policySeesImbalance: false,
    shortfallShare: short.length / policy.shortfallMWh.length,
    shortfallLargestMWh: short.reduce((most, value) => Math.max(most, value), 0),
    minimumConditionalValueAtRisk: frontiers[choice.proposed.search].minimumConditionalValueAtRisk,
    frontier: frontierRows(result, choice.proposed.search),
  };
}

/** The frontier of one search: its points and, where it is a mixture of two of them, the proposed plan. */
export function frontierRows({ choice }: PipelineResult, search: DispatchKind): ReportRisk['frontier'] {
  const { proposed } = choice;
  const isProposed = (candidate: Candidate): boolean =>
    candidate.search === proposed.search &&
    candidate.meanInSample === proposed.meanInSample &&
    candidate.limit === proposed.limit;
  return choice.candidates
    .filter((candidate) => candidate.search === search && (candidate.limit !== null || isProposed(candidate)))
    .map((candidate) => ({
      limit: candidate.limit,
      meanInSample: candidate.meanInSample,
      conditionalValueAtRiskInSample: candidate.conditionalValueAtRiskInSample,
      meanPolicy: candidate.mean,
      meanPolicyStandardError: candidate.meanStandardError,
      conditionalValueAtRiskPolicy: candidate.conditionalValueAtRisk,
      conditionalValueAtRiskPolicyStandardError: candidate.conditionalValueAtRiskStandardError,
      policySample: 'choose',
      isProposed: isProposed(candidate),
    }));
}

function horizon(result: PipelineResult): ReportHorizon | null {
  const { evaluate } = result.sets;
  const total = evaluate.dayOffsets[evaluate.days.length];
  if (evaluate.days.length < 2) return null;
  const S = evaluate.scenarioCount;
  const step = Math.round(4 / evaluate.periodHours);
  const ends = [...Array.from({ length: Math.ceil(total / step) }, (_, i) => i * step), total];
  const cumulative = new Float64Array(S * ends.length);
  for (let s = 0; s < S; s++) {
    let sum = 0;
    let column = 1;
    for (let t = 0; t < total; t++) {
      sum += result.policy.profitByPeriod[s * total + t];
      if (t + 1 === ends[column]) cumulative[s * ends.length + column++] = sum;
    }
  }
  const { drawdowns, figures } = result.measured;
  const deepest = Array.from(drawdowns.keys())
    .sort((a, b) => drawdowns[b] - drawdowns[a])
    .slice(0, 5);
  return {
    days: evaluate.days.length,
    label: 'plan repeated',
    hours: ends.map((end) => end * evaluate.periodHours),
    quantiles: quantilesByColumn(
      cumulative,
      S,
      ends.length,
      ends.map((_, column) => column),
    ),
    worstPaths: deepest.map((s) => ({
      scenario: evaluate.firstScenario + s,
      maximumDrawdown: drawdowns[s],
      cumulative: Array.from(cumulative.subarray(s * ends.length, (s + 1) * ends.length)),
    })),
    drawdown: ['maximumDrawdownMean', 'maximumDrawdownQuantile95', 'conditionalDrawdownAtRisk'].map((name) =>
      figure(figures, name, 'policy'),
    ),
    total: figure(figures, 'horizonMean', 'policy'),
  };
}

function attribution({ measured }: PipelineResult, config: PipelineConfig): ReportModel['attribution'] {
  const { totals, rows } = measured.attribution;
  const hourly = (stream: string, value: (row: (typeof rows)[number]) => number): number[] =>
    rows.filter((row) => row.stream === stream).map(value);
  return {
    streams: totals.map((total) => ({
      name: total.stream,
      displayName: streamDisplayName(total.stream, config),
      mean: total.mean,
      conditionalValueAtRisk: total.conditionalValueAtRisk,
    })),
    meanByHour: totals.map((total) => hourly(total.stream, (row) => row.mean)),
    conditionalValueAtRiskByHour: totals.map((total) => hourly(total.stream, (row) => row.conditionalValueAtRisk)),
    cashMean: totals.some((total) => notCash.has(total.stream) && total.mean !== 0)
      ? totals.filter((total) => !notCash.has(total.stream)).reduce((sum, total) => sum + total.mean, 0)
      : null,
  };
}

function streamDisplayName(stream: string, config: PipelineConfig): string {
  const service = /^availability:(.+)$/.exec(stream)?.[1];
  if (service !== undefined)
    return displayName(config.markets.find((market) => market.name === service) as MarketConfig);
  const names: Record<string, string> = {
    dayAhead: 'Day-ahead',
    imbalance: 'Imbalance',
    utilisation: 'Utilisation',
    throughput: 'Throughput',
    penalties: 'Penalties',
    storedEnergy: 'Stored energy',
  };
  return names[stream] ?? stream;
}

function tail(result: PipelineResult, config: PipelineConfig, calendar: MarketCalendar): ReportTail {
  const { measured, problem, sets } = result;
  const { evaluate } = sets;
  const features = new Map(scenarioFeatures(evaluate, problem).map((feature) => [feature.name, feature]));
  const inTail = Array.from(measured.tailWeights.keys()).filter((s) => measured.tailWeights[s] > 0);
  const others = Array.from(measured.tailWeights.keys()).filter((s) => measured.tailWeights[s] === 0);
  const T = problem.periodCount;
  const band = (
    role: 'dayAhead' | 'imbalance',
    matrix: Float64Array,
    starts: Int32Array,
  ): ReportTail['priceBands'][number] => {
    const quantiles = (scenarios: readonly number[]) => {
      const rows = Array.from(starts.slice(0, -1), (t) =>
        sampleQuantiles(
          scenarios.map((s) => matrix[s * T + t]),
          [0.25, 0.5, 0.75],
        ),
      );
      return { p25: rows.map((row) => row[0]), p50: rows.map((row) => row[1]), p75: rows.map((row) => row[2]) };
    };
    return {
      market: role,
      displayName: displayName(energyMarket(config, role)),
      role,
      unit: `${config.reportingCurrency}/MWh`,
      intervalStarts: Array.from(starts),
      tail: quantiles(inTail),
      rest: quantiles(others),
    };
  };
  const profit = profitByScenario(result.policy.flows);
  const [median] = sampleQuantiles(profit, [0.5]);
  const cvar = figure(measured.figures, 'conditionalValueAtRisk', 'policy').value;
  const periods = Int32Array.from({ length: T + 1 }, (_, t) => t);
  return {
    tailCount: inTail.length,
    restCount: others.length,
    drivers: measured.drivers.slice(0, 8).map((driver) => {
      const feature = features.get(driver.name) as NamedFeature;
      return {
        name: driver.name,
        market: feature.market,
        displayName: featureName(feature, config, calendar, result),
        unit: `${config.reportingCurrency}/${config.markets.some((market) => market.role === 'service' && market.name === feature.market) ? 'MW/h' : 'MWh'}`,
        tailMean: driver.tailMean,
        restMean: driver.restMean,
        standardisedDifference: driver.standardisedDifference,
      };
    }),
    // Where all scenarios earn the same, all of them are the tail and there is nothing to compare it with.
    priceBands:
      inTail.length === 0 || others.length === 0
        ? []
        : [band('dayAhead', problem.dayAhead, problem.intervalStarts), band('imbalance', problem.imbalance, periods)],
    typical: scenarioDispatch(result, config, nearest(profit, median)),
    bad: scenarioDispatch(result, config, nearest(profit, -cvar)),
  };
}

function featureName(
  feature: NamedFeature,
  config: PipelineConfig,
  calendar: MarketCalendar,
  result: PipelineResult,
): string {
  const { periodHours, periodCount } = result.problem;
  const [firstDay] = result.sets.evaluate.days;
  const clock = (period: number): string => localClock(calendar, firstDay.startTime + period * periodHours * 3_600_000);
  const subject =
    feature.market === 'basis'
      ? 'Imbalance less day-ahead'
      : feature.market === 'dayAhead' || feature.market === 'imbalance'
        ? `${displayName(energyMarket(config, feature.market))} price`
        : `${displayName(config.markets.find((market) => market.name === feature.market) as MarketConfig)} availability price`;
  if (feature.kind === 'spread') return `${subject}, dearest less cheapest four hours`;
  if (feature.kind === 'maximum') return `${subject}, highest half-hour`;
  return feature.to - feature.from >= periodCount
    ? `${subject}, mean of the day`
    : `${subject} ${clock(feature.from)}–${clock(feature.to)}`;
}

function nearest(values: Float64Array, target: number): number {
  return values.reduce((best, value, s) => (Math.abs(value - target) < Math.abs(values[best] - target) ? s : best), 0);
}

function scenarioDispatch(result: PipelineResult, config: PipelineConfig, s: number): ScenarioDispatch {
  const { policy, problem, sets, submitted } = result;
  const { flows } = policy;
  const T = problem.periodCount;
  const row = (matrix: Float64Array): number[] => Array.from(matrix.subarray(s * T, (s + 1) * T));
  const reserved = reservedPower(problem, submitted);
  const streams = flows.streams.map(({ name, values }) => ({
    name,
    displayName: streamDisplayName(name, config),
    value: values.subarray(s * T, (s + 1) * T).reduce((sum, value) => sum + value, 0),
  }));
  return {
    scenario: sets.evaluate.firstScenario + s,
    profitAndLoss: streams.reduce((sum, stream) => sum + stream.value, 0),
    bankDate: sets.evaluate.bankDates[sets.evaluate.bankDay[s]],
    dayAheadPrice: row(problem.dayAhead),
    imbalancePrice: row(problem.imbalance),
    positionMW: Array.from(positionByPeriod(problem, submitted, s)),
    netExportMW: Array.from(
      { length: T },
      (_, t) =>
        policy.dischargeMW[s * T + t] - policy.chargeMW[s * T + t] + reserved.activationMWh[t] / problem.periodHours,
    ),
    stateOfChargeMWh: Array.from(policy.stateOfChargeMWh.subarray(s * (T + 1), (s + 1) * (T + 1))),
    streams,
  };
}

function belief(result: PipelineResult): ReportModel['belief'] {
  const { measured, model, recourse, sets } = result;
  const { pastDayCount, topDayShare, topDay, restsOnFewDays } = measured.concentration;
  const differing = recourse.dayProfit.filter(
    (value, s) => Math.abs(value - recourse.exactDayProfit[s]) > 1e-6 * Math.max(1, Math.abs(value)),
  ).length;
  const notes = [
    'The evaluate scenarios share the bank of past days with those that the plan was made on: out of sample excludes sampling optimism only.',
    ...(restsOnFewDays ? ['The tail rests on few past days: read its figures with the bank band.'] : []),
    ...model.notes,
  ];
  return {
    bank: {
      bankDays: model.bank.days.length,
      daysInTail: pastDayCount,
      topDayShare,
      topDay: sets.evaluate.bankDates[topDay],
    },
    sampleSize: measured.bySampleSize.map((row) => ({ ...row })),
    physics: {
      relaxationMean: figure(measured.figures, 'mean', 'recourse').value,
      exactMean: figure(measured.figures, 'mean', 'recourseExact').value,
      scenariosDiffering: differing,
      scenarioCount: recourse.dayProfit.length,
      schedulesVerified: result.policy.schedulesVerified,
      schedulesChecked: result.policy.schedulesVerified,
    },
    notes,
  };
}

function reportQuality(ingested: IngestResult, config: PipelineConfig, data: DataAssessment): ReportQuality {
  const stepName = { period: 'half-hourly', hour: 'hourly', block: 'by block' } as const;
  const market = (name: string): MarketConfig =>
    config.markets.find((candidate) => candidate.name === name) as MarketConfig;
  return {
    series: summariseQuality(config, ingested.qualityRows).map((row) => ({
      displayName: displayName(market(row.series)),
      source: row.sources.join(', '),
      from: row.from ?? '–',
      until: row.until ?? '–',
      step: stepName[row.interval],
      required: ingested.history.series.find((series) => series.name === row.series)?.required ?? false,
      expected: row.expected,
      present: row.present,
      missing: row.missing,
      duplicate: row.duplicate,
      repaired: row.repaired,
      suspicious: row.suspicious,
      labels: ingested.history.series.find((series) => series.name === row.series)?.labels ?? [],
    })),
    invalidDays: { count: data.invalidDays, considered: data.days },
    overlaps: ingested.overlaps.map((overlap) => ({
      displayName: displayName(market(overlap.series)),
      counted: overlap.countedSource,
      other: overlap.otherSource,
      periods: overlap.periods,
      meanDifference: overlap.meanDifference,
      meanAbsoluteDifference: overlap.meanAbsoluteDifference,
      shareDiffering: overlap.periods === 0 ? 0 : overlap.differing / overlap.periods,
      unit: ingested.history.series.find((series) => series.name === overlap.series)?.unit ?? '',
    })),
    leftOut: ingested.leftOut.map((series) => ({
      series: series.series,
      reason: `${series.days} days of history; ${series.rule}`,
    })),
  };
}

function appendix(result: PipelineResult, context: ReportContext): ReportModel['appendix'] {
  const { config, night, versions, inputs } = context;
  const { battery } = night;
  const percent = (share: number): string => `${Math.round(1000 * share) / 10} %`;
  return {
    settings: [
      {
        label: 'Battery',
        text: `${battery.name}: charge ${battery.maxChargeMW} MW, discharge ${battery.maxDischargeMW} MW, ${battery.energyCapacityMWh} MWh, used from ${battery.minStateOfChargeMWh} to ${battery.maxStateOfChargeMWh} MWh`,
      },
      {
        label: 'Efficiency',
        text: `charge ${percent(battery.chargeEfficiency)}, discharge ${percent(battery.dischargeEfficiency)}; standing loss ${percent(battery.standingLossPerHour)} per hour`,
      },
      { label: 'Throughput cost', text: `${battery.throughputCost} ${config.reportingCurrency} per MWh discharged` },
      {
        label: 'State of charge',
        text: `${battery.initialStateOfChargeMWh} MWh at the start of delivery${night.knownAt === null ? '' : `, known at ${night.knownAt}`}; end: ${battery.terminal.kind}`,
      },
      {
        label: 'Deviation limit',
        text:
          deviationLimit(config) === null ? 'none: the open position is not limited' : `${deviationLimit(config)} MW`,
      },
      {
        label: 'Risk',
        text: `CVaR at ${percent(config.risk.confidenceLevel)}, limit ${config.risk.limit === null ? 'none' : limitText(config.risk.limit, currencySymbol(config.reportingCurrency))}`,
      },
      {
        label: 'Generator',
        text: `${config.generator.name}, window ${config.generator.windowDays} days, half-life ${config.generator.halfLifeDays} days`,
      },
      {
        label: 'Activation (assumption)',
        text:
          result.problem.services
            .map((service) => `${service.name} ${percent(service.activation[0] ?? 0)} of reserved MW`)
            .join('; ') || 'no service offered',
      },
      {
        label: 'Shortfall penalty',
        text: `${result.shortfallPenalty} ${config.reportingCurrency} per MWh and boundary`,
      },
    ],
    run: [
      { label: 'Seed', text: String(config.seed) },
      {
        label: 'Two-stage search',
        text: `${config.scenarios.recourse} scenarios, decomposition, gap ${(100 * result.frontiers.recourse.relativeGap).toPrecision(1)} %`,
      },
      { label: 'One-schedule search', text: `${config.scenarios.plan} scenarios, one linear program` },
      {
        label: 'Proposed plan from',
        text: result.choice.proposed.search === 'schedule' ? 'the one-schedule search' : 'the two-stage search',
      },
      { label: 'Version', text: context.generatedBy },
      ...Object.entries(versions).map(([label, text]) => ({ label, text })),
      ...inputs.map(({ file, sha256 }) => ({ label: file, text: `sha256 ${sha256.slice(0, 16)}…` })),
    ],
  };
}

function displayName(market: MarketConfig): string {
  return market.displayName ?? market.name;
}
