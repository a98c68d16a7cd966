import { energyMarket, type PipelineConfig } from '../../config.ts';
import type { MarketCalendar } from '../../domain/market-calendar.ts';
import { sampleQuantiles } from '../../math/sample-statistics.ts';
import { profitByScenario } from '../../optimise/settle.ts';
import type { PipelineResult } from '../../pipeline.ts';
import type { ReportTail } from '../../report/model/report-tail.ts';
import { scenarioFeatures, type NamedFeature } from '../scenario-features.ts';
import { displayName } from './display-name.ts';
import { featureName } from './feature-name.ts';
import { namedFigure } from './named-figure.ts';
import { scenarioDispatch } from './scenario-dispatch.ts';
import { tailOrigin } from './tail-origin.ts';

/** What sets the worst scenarios apart, and a typical and a bad one of them. */
export function reportTail(result: PipelineResult, config: PipelineConfig, calendar: MarketCalendar): ReportTail {
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
  const cvar = namedFigure(measured.figures, 'conditionalValueAtRisk', 'policy').value;
  const chosen = { typical: nearest(profit, median), bad: nearest(profit, -cvar) };
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
    typical: scenarioDispatch(result, config, chosen.typical),
    bad: scenarioDispatch(result, config, chosen.bad),
    origin: tailOrigin(result, profit, chosen),
  };
}

function nearest(values: Float64Array, target: number): number {
  return values.reduce((best, value, s) => (Math.abs(value - target) < Math.abs(values[best] - target) ? s : best), 0);
}
