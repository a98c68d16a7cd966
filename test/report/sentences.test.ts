import { knowledgeSentence } from '../../src/report/sentences/knowledge.ts';
import { describe, expect, it } from 'vitest';
import { attributionRows } from '../../src/report/attribution-rows.ts';
import { pageContext } from '../../src/report/page-context.ts';
import type { PageContext } from '../../src/report/page-context.ts';
import type { ReportFigure } from '../../src/report/model/report-figure.ts';
import type { ReportRisk } from '../../src/report/model/report-risk.ts';
import type { ReportModel } from '../../src/report/report-model.ts';
import { driversSentence, longDate, scenarioOrigin, twoDaysSentence } from '../../src/report/sentences/bad-day.ts';
import {
  bankSentence,
  errorsSentence,
  fansSentence,
  physicsSentence,
  qualitySentence,
  sampleSizeSentence,
} from '../../src/report/sentences/belief.ts';
import {
  distributionSentence,
  drawdownSentence,
  frontierSentence,
  horizonSentence,
  lossFrequency,
  valueAtRiskText,
} from '../../src/report/sentences/how-bad.ts';
import { hoursSentence, shortestWindow, streamsSentence } from '../../src/report/sentences/sources.ts';
import { decisionLead, planShape } from '../../src/report/sentences/submit.ts';
import { plausibleModel } from './fixtures/plausible-model.ts';

const base = plausibleModel();
const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

describe('the decision', () => {
  it('names energy sold and bought, the reserved range and the expected profit', () => {
    expect(plain(decisionLead(withRisk({})).decision)).toBe(
      'Sell 270 MWh and buy 215 MWh day-ahead, and reserve 35–50 MW in every block. Expect £10,700 ± 130.',
    );
  });

  it('is about reservations alone where the auction is over, and of the position says what it is', () => {
    const closed = (services = base.plan.services): PageContext =>
      pageContext({ ...base, plan: { ...base.plan, services, dayAhead: { ...base.plan.dayAhead, closed: true } } });
    expect(plain(decisionLead(closed()).decision)).toBe(
      'Reserve 35–50 MW in every block; the day-ahead position is closed. Expect £10,400 ± 130.',
    );
    expect(plain(decisionLead(closed([])).decision)).toMatch(/^Submit nothing\./);
    expect(planShape(closed())).toMatch(/^The battery buys/);
  });

  it('tells how far inside the limit the worst days are, as printed', () => {
    expect(riskText({ limit: 2500, limitStatus: 'kept' })).toBe(
      'The worst 5 % of days lose £2,090 ± 490 on average: £410 inside the £2,500 limit.',
    );
  });

  it('says that even the worst days earn where CVaR is negative, and leaves the limit out', () => {
    expect(riskText({ limit: 2500, limitStatus: 'kept' }, -1610)).toBe(
      'Even the worst 5 % of days earn £1,610 ± 490 on average.',
    );
  });

  it('keeps a negative limit in view', () => {
    expect(riskText({ limit: -1000, limitStatus: 'kept' }, -1610)).toBe(
      'Even the worst 5 % of days earn £1,610 ± 490 on average: £610 inside the −£1,000 limit.',
    );
  });

  it('tells a limit within sampling error from a breach', () => {
    expect(riskText({ limit: 2000, limitStatus: 'withinError' })).toContain(
      ': £90 above the £2,000 limit, within sampling error.',
    );
    expect(riskText({ limit: 500, limitStatus: 'breached' })).toContain(': £1,590 above the £500 limit, a breach.');
  });

  it('says where no plan keeps the limit', () => {
    expect(riskText({ limit: 500, limitStatus: 'unattainable' })).toContain(
      'no plan found keeps it; this is the plan with the least CVaR.',
    );
  });

  it('drops the clause without a limit', () => {
    expect(riskText({ limit: null, limitStatus: 'none' })).toBe('The worst 5 % of days lose £2,090 ± 490 on average.');
  });

  it('says so where only figures that see the imbalance prices exist', () => {
    const model = { ...base, risk: { ...base.risk, policySeesImbalance: true } };
    expect(decisionLead(pageContext(model)).risk).toContain('see the day’s imbalance prices: an upper estimate.');
  });

  it('drops reservation without services, and counts blocks where only some are reserved', () => {
    expect(decisionLead(pageContext(plausibleModel({ services: false }))).decision).toMatch(
      /^Sell 270 MWh and buy 215 MWh day-ahead\. /,
    );
    const [service] = base.plan.services;
    const some = { ...base, plan: { ...base.plan, services: [{ ...service, reservedMW: [10, 0, 0, 7.5, 0, 0] }] } };
    expect(decisionLead(pageContext(some)).decision).toContain('and reserve 7.5–10 MW in 2 of 6 blocks.');
  });

  it('submits nothing with its reason', () => {
    const { dayAhead } = base.plan;
    const plan = {
      ...base.plan,
      services: [],
      dayAhead: { ...dayAhead, positionMW: dayAhead.positionMW.map(() => 0) },
      reasonForNothing: 'no spread covers the losses',
    };
    expect(decisionLead(pageContext({ ...base, plan })).decision).toMatch(
      /^Submit nothing: no spread covers the losses\. Expect/,
    );
  });

  it('names when the plan trades and the longest run that it leaves to the imbalance price', () => {
    expect(plain(planShape(pageContext(base)))).toBe(
      'The plan buys 01:00–06:00 and 11:00–15:00 and sells 07:00–10:00 and 15:00–22:00; from 16:00 to 21:00 it sells 18.5 MW more than the battery is expected to deliver.',
    );
  });

  it('names the largest spell where there are many', () => {
    const { dayAhead } = base.plan;
    const positionMW = dayAhead.positionMW.map((_, hour) => (hour % 3 === 0 ? -10 : hour === 7 ? 40 : 0));
    const text = planShape(pageContext({ ...base, plan: { ...base.plan, dayAhead: { ...dayAhead, positionMW } } }));
    expect(text).toMatch(/^The plan buys in 8 spells, the largest 23:00–00:00, and sells 06:00–07:00;/);
  });

  it('says where the battery delivers what is traded', () => {
    const byPeriod = base.plan.dayAhead.positionMW.flatMap((power) => [power, power]);
    const plan = { ...base.plan, expectedDeliveryMW: byPeriod };
    expect(planShape(pageContext({ ...base, plan }))).toContain('expected to deliver what is traded, within 5 MW.');
  });
});

describe('how bad it can get', () => {
  it('counts losing days as one in N, from 15 % up as per cent, and zero with its bound', () => {
    expect(lossFrequency(0.036, 2000)).toBe('One day in 28 loses money');
    expect(plain(lossFrequency(0.22, 2000))).toBe('22 % of days lose money');
    expect(plain(lossFrequency(0, 2000))).toBe('No scenario of 2,000 loses money (less than 0.2 % of days)');
  });

  it('states frequency, average of the worst days and the worst day', () => {
    const context = withFigures({ probabilityOfLoss: 0.036, conditionalValueAtRisk: 2090, worstLoss: 14_683 });
    expect(plain(distributionSentence(context))).toBe(
      'One day in 28 loses money; the worst 5 % average a loss of £2,090, and the worst of 2,000 loses £14,700.',
    );
    const earning = withFigures({ probabilityOfLoss: 0, conditionalValueAtRisk: -2090, worstLoss: -310 });
    expect(plain(distributionSentence(earning))).toContain(
      'the worst 5 % still earn £2,090 on average, and the worst of 2,000 earns £310.',
    );
  });

  it('writes a negative value at risk gain-positive', () => {
    expect(plain(valueAtRiskText(pageContext(base), -1552, 370))).toBe('5 % of days earn less than £1,550 ± 370');
    expect(plain(valueAtRiskText(pageContext(base), 1552, 370))).toBe('5 % of days lose more than £1,550 ± 370');
  });

  it('tells drawdown in weeks and in average days', () => {
    const horizon = base.horizon!;
    expect(horizonSentence(withRisk({}), horizon)).toMatch(
      /^Repeated for 7 days, the plan earns £[\d,]+ in the median; its deepest fall averages £2,930\.$/,
    );
    expect(plain(drawdownSentence(withRisk({}), horizon))).toBe(
      'In the worst 5 % of weeks the fall from a peak averages £17,900: 1.7 average days’ profit.',
    );
  });

  it('prices the limit in all its states', () => {
    expect(frontierSentence(withRisk({ shadowPrice: 0.214 }))).toMatch(
      /^Another £1,000 of CVaR limit would earn £214; giving up all loss in the tail \(CVaR £0\) would cost £\d+\.$/,
    );
    expect(frontierSentence(withRisk({ shadowPrice: 0 }))).toMatch(/^More limit would earn nothing: it does not bind/);
    expect(frontierSentence(withRisk({ shadowPrice: null }))).toBe(
      'The value of more limit is not defined: this is the safest plan.',
    );
    expect(frontierSentence(withRisk({ limit: null, limitStatus: 'none' }))).toMatch(/^No limit is set/);
  });

  it('leaves out the cost of no loss where zero lies outside the frontier', () => {
    const frontier = base.risk.frontier.map((point) => ({
      ...point,
      conditionalValueAtRiskPolicy: point.conditionalValueAtRiskPolicy + 50_000,
    }));
    expect(frontierSentence(withRisk({ frontier }))).not.toContain('giving up');
  });
});

describe('where it comes from', () => {
  it('names one stream that holds half of the difference, else two', () => {
    const context = pageContext(base);
    expect(streamsSentence(context, attributionRows(context))).toMatch(
      /^Imbalance turns a good day into a bad one: of the £[\d,]+ between/,
    );
    const even = context.model.attribution.streams.map((stream, i) => ({
      ...stream,
      mean: i < 4 ? 1000 : 0,
      conditionalValueAtRisk: i < 4 ? -600 + i : 0,
    }));
    const two = pageContext({ ...base, attribution: { ...base.attribution, streams: even } });
    expect(streamsSentence(two, attributionRows(two))).toMatch(/ and .* turn a good day into a bad one/);
  });

  it('prints streams that add up to their total', () => {
    const { rows, total } = attributionRows(pageContext(base));
    const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
    expect(sum(rows.map(({ average }) => average))).toBe(total.average);
    expect(sum(rows.map(({ worst }) => worst))).toBe(total.worst);
    expect(sum(rows.map(({ difference }) => difference))).toBe(total.difference);
  });

  it('leaves out streams without money and names them', () => {
    expect(attributionRows(pageContext(base)).empty).toEqual(['Penalties']);
  });

  it('finds the shortest hours that hold three quarters', () => {
    expect(shortestWindow([0, 0, -1, -6, -3, 0], 0.75)).toEqual({ from: 3, to: 5, share: 0.9 });
    expect(shortestWindow([-1, -1, -1, -1], 0.75)).toEqual({ from: 0, to: 3, share: 0.75 });
    const context = pageContext(base);
    expect(plain(hoursSentence(context, attributionRows(context)))).toMatch(
      /of what imbalance loses on the worst 5 % of days falls between 15:00 and 22:00, where the plan is short\.$/,
    );
  });
});

describe('a bad day', () => {
  it('names the strongest driver, and says when day-ahead prices give no warning', () => {
    expect(driversSentence(pageContext(base))).toBe(
      'On a bad day the evening imbalance price (16:00–20:00) is £246 instead of £126/MWh, while day-ahead prices look ordinary.',
    );
    const drivers = base.tail.drivers.map((driver) =>
      driver.market === 'dayAhead' ? { ...driver, standardisedDifference: -0.7 } : driver,
    );
    expect(driversSentence(pageContext({ ...base, tail: { ...base.tail, drivers } }))).not.toContain('ordinary');
  });

  it('compares the two days by their worst stream', () => {
    const [typical, bad] = [base.tail.typical!, base.tail.bad!];
    expect(twoDaysSentence(pageContext(base), typical, bad)).toMatch(
      /^The bad day makes −£[\d,]+ against £[\d,]+: most is lost in imbalance, −£[\d,]+ against −£[\d,]+\.$/,
    );
    expect(plain(scenarioOrigin(bad))).toBe('Scenario 56: 5 Nov 2019, re-scaled');
    expect(plain(longDate('2024-02-29'))).toBe('29 Feb 2024');
  });
});

describe('what to believe', () => {
  it('says what the tail rests on, and when that is little', () => {
    const bank = base.belief.bank!;
    expect(plain(bankSentence(pageContext(base), bank))).toBe(
      'The worst 5 % come from 14 past days of 912; 5 Nov 2019 alone supplies 22 %.',
    );
    expect(bankSentence(pageContext(base), { ...bank, daysInTail: 7 })).toContain('rests on few days');
    expect(bankSentence(pageContext(base), { ...bank, topDayShare: 0.41 })).toContain('rests on few days');
  });

  it('names the larger of the two errors', () => {
    expect(errorsSentence(pageContext(base))).toContain('The history limits');
    const figures = base.figures.map((figure) => ({ ...figure, bankBand: 1 }));
    expect(errorsSentence(pageContext({ ...base, figures }))).toContain('The sample limits');
  });

  it('tells the error of CVaR and what halves it', () => {
    expect(plain(sampleSizeSentence(pageContext(base), base.belief.sampleSize))).toBe(
      '2,000 scenarios put CVaR 95 % within ± £960; halving that error needs 8,000.',
    );
  });

  it('tells what exact physics costs, or that it costs nothing', () => {
    const physics = { ...base.belief.physics!, relaxationMean: 10_000, exactMean: 9970 };
    expect(plain(physicsSentence(pageContext(base), physics))).toBe('Exact physics costs 0.3 % of expected profit.');
    expect(physicsSentence(pageContext(base), { ...physics, exactMean: 10_000, scenariosDiffering: 0 })).toBe(
      'Exact physics changes nothing on this day.',
    );
  });

  it('tells how much of what could be known is earned, and says so where nothing was computed', () => {
    expect(plain(knowledgeSentence(pageContext(base)))).toBe(
      'The policy earns 62 % of what perfect foresight of all prices would; not seeing the day’s imbalance prices costs £2,490 a day. Acting on the imbalance prices published in the day adds £200 ± 33 a day. Waiting for the day-ahead results before reserving is worth nothing that these scenarios can show (−£4.0 ± 9.0 a day).',
    );
    const without = (name: string, method: string) => ({
      ...base,
      figures: base.figures.filter((figure) => figure.name !== name || figure.method !== method),
    });
    expect(plain(knowledgeSentence(pageContext(without('valueOfDayAheadWhenReserving', 'policy'))))).toContain(
      'Reserving only once the day-ahead results are known adds £64 ± 12 a day.',
    );
    const figures = base.figures.map((figure) =>
      figure.name === 'valueOfPublishedImbalance' ? { ...figure, value: -figure.value } : figure,
    );
    expect(plain(knowledgeSentence(pageContext({ ...base, figures })))).toContain(
      'Acting on the imbalance prices published in the day loses £200 ± 33 a day.',
    );
    expect(knowledgeSentence(pageContext({ ...base, figures: [] }))).toBe(
      'What more knowledge would earn was not computed.',
    );
  });

  it('counts incomplete series, repairs, days left out and series not used', () => {
    expect(plain(qualitySentence(pageContext(base)))).toBe(
      'One of three required series is complete, 23 values were repaired, three days of 730 left out of the fit (0.4 %) and one series not used.',
    );
    const series = base.quality.series.map((row) => ({ ...row, missing: 1 }));
    const sentence = (required: typeof series): string =>
      plain(qualitySentence(pageContext({ ...base, quality: { ...base.quality, series: required } })));
    expect(sentence(series.filter((row) => row.required))).toMatch(/^None of the three required series is complete,/);
    expect(sentence(series.filter((row) => row.required).slice(0, 2))).toMatch(
      /^Neither of the two required series is complete,/,
    );
  });

  it('counts how often recent prices lie inside the fan', () => {
    const [fan] = base.priceFans;
    const recent = { ...fan.recent!, median: fan.quantiles.p50.map((price, i) => (i % 4 === 0 ? 1e6 : price)) };
    expect(plain(fansSentence([{ ...fan, recent }]))).toBe(
      'Recent prices lie inside the simulated 5–95 % in 75 % of intervals.',
    );
    expect(fansSentence([{ ...fan, recent: null }])).toContain('No recent prices');
    const published = { ...fan, recent, quantiles: { ...fan.quantiles, p05: recent.median, p95: recent.median } };
    expect(fansSentence([published])).toContain('No recent prices');
  });
});

/** The fixture with a mean of 10,712 ± 131 and the given CVaR ± 487. */
function withRisk(risk: Partial<ReportRisk>, conditionalValueAtRisk = 2093): PageContext {
  const context = withFigures({ mean: 10_712, conditionalValueAtRisk });
  return pageContext({ ...context.model, risk: { ...base.risk, ...risk } });
}

function riskText(risk: Partial<ReportRisk>, conditionalValueAtRisk = 2093): string {
  return plain(decisionLead(withRisk(risk, conditionalValueAtRisk)).risk);
}

function withFigures(values: Readonly<Record<string, number>>): PageContext {
  const errors: Readonly<Record<string, number>> = { mean: 131, conditionalValueAtRisk: 487 };
  const figures = base.figures.map((figure): ReportFigure => {
    if (figure.method !== 'policy' || values[figure.name] === undefined) return figure;
    return { ...figure, value: values[figure.name], standardError: errors[figure.name] ?? figure.standardError };
  });
  const model: ReportModel = { ...base, figures };
  return pageContext(model);
}
