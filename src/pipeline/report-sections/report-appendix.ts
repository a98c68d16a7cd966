import { deviationLimit } from '../../optimise/plan-problem-of-day.ts';
import type { PipelineResult } from '../../pipeline.ts';
import { currencySymbol } from '../../report/currency-symbol.ts';
import { limitText } from '../../report/page-context.ts';
import type { ReportModel } from '../../report/report-model.ts';
import type { ReportContext } from './report-context.ts';

/** Settings, versions and digests. */
export function reportAppendix(result: PipelineResult, context: ReportContext): ReportModel['appendix'] {
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
