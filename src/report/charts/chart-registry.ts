import { attributionHeatMapChart } from './attribution-heat-map.ts';
import { attributionStreamsChart } from './attribution-streams.ts';
import { backtestDaysChart } from './backtest-days.ts';
import { backtestSumChart } from './backtest-sum.ts';
import type { Chart } from './chart.ts';
import { bidCurveChart } from './bid-curve.ts';
import { coverageByThirdChart } from './coverage-by-third.ts';
import { drawdownHorizonChart } from './drawdown-horizon.ts';
import { frontierChart } from './frontier.ts';
import { planPositionChart } from './plan-position.ts';
import { priceFanChart } from './price-fan.ts';
import { profitDistributionChart } from './profit-distribution.ts';
import { rankHistogramChart } from './rank-histogram.ts';
import { rivalScoresChart } from './rival-scores.ts';
import { reservationByBlockChart } from './reservation-by-block.ts';
import { runTrendChart } from './run-trend.ts';
import { sampleSizeChart } from './sample-size.ts';
import { scenarioChargeChart, scenarioPowerChart, scenarioPricesChart } from './scenario-dispatch.ts';
import { stateOfChargeChart } from './state-of-charge.ts';
import { storageDistributionChart } from './storage-distribution.ts';
import { stressCasesChart } from './stress-cases.ts';
import { stripChart } from './strip.ts';
import { tailPricesChart } from './tail-prices.ts';

/** Every chart of the page, of the list of runs and of the back-test, in the order in which they are read. */
export const chartRegistry = [
  priceFanChart,
  planPositionChart,
  bidCurveChart,
  reservationByBlockChart,
  stateOfChargeChart,
  stripChart,
  profitDistributionChart,
  drawdownHorizonChart,
  frontierChart,
  attributionStreamsChart,
  attributionHeatMapChart,
  tailPricesChart,
  scenarioPricesChart,
  scenarioPowerChart,
  scenarioChargeChart,
  stressCasesChart,
  sampleSizeChart,
  coverageByThirdChart,
  storageDistributionChart,
  rankHistogramChart,
  rivalScoresChart,
  runTrendChart,
  backtestDaysChart,
  backtestSumChart,
] as const satisfies readonly Chart<never>[];
