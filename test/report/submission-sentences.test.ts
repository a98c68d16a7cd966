import { describe, expect, it } from 'vitest';
import { bidCurveLines } from '../../src/report/bid-curve-lines.ts';
import { planPositionChart, type PlanPositionData } from '../../src/report/charts/plan-position.ts';
import { pageContext, type PageContext } from '../../src/report/page-context.ts';
import { bidCurveTable } from '../../src/report/sections/bid-curve-table.ts';
import { decisionLead } from '../../src/report/sentences/submit.ts';
import { renderPage } from '../../src/report/render-page.ts';
import type { ReportSubmission, SubmissionRow } from '../../src/report/model/report-submission.ts';
import type { ReportModel } from '../../src/report/report-model.ts';
import {
  bidCurveSentence,
  gateSentence,
  offerSentence,
  roundingSentence,
  soldSentence,
} from '../../src/report/sentences/submission.ts';
import { plausibleModel } from './fixtures/plausible-model.ts';

const row = (change: Partial<SubmissionRow>): SubmissionRow => ({
  asset: 'Harrow Fen',
  market: 'dayAhead',
  deliveryStart: '2026-10-15T16:00:00Z',
  deliveryEnd: '2026-10-15T17:00:00Z',
  localTime: '17:00',
  volumeMW: 0,
  price: 80,
  product: 'Day-ahead hour',
  localStart: '2026-10-15T17:00+01:00',
  localEnd: '2026-10-15T18:00+01:00',
  step: 0,
  offerPrice: null,
  soldMW: 0,
  totalMW: 0,
  ...change,
});
const modelWith = (submission: Partial<ReportSubmission>): ReportModel => ({
  ...plausibleModel(),
  submission: { rows: [], rules: [], rounding: null, ...submission },
});
const contextWith = (submission: Partial<ReportSubmission>): PageContext => pageContext(modelWith(submission));

describe('the cost of rounding', () => {
  const rounding = {
    meanBefore: 10_712.4,
    meanAfter: 10_700,
    meanDifferenceStandardError: 1.1,
    conditionalValueAtRiskBefore: 2080,
    conditionalValueAtRiskAfter: 2093.5,
  };

  it('is told in profit and in CVaR', () => {
    const context = contextWith({ rounding });
    expect(roundingSentence(context)).toBe(
      `Rounding to the volumes that the markets accept costs £12.4\u00a0±\u00a01.1 of expected profit and takes ${context.riskText} from £2,080 to £2,094, in the same scenarios.`,
    );
  });

  it('is told as a gain where rounding happens to add', () => {
    const better = { ...rounding, meanAfter: 10_720 };
    expect(roundingSentence(contextWith({ rounding: better }))).toContain('happens to add £7.6\u00a0±');
  });

  it('is not told where nothing was rounded, or in a model of an earlier version', () => {
    expect(roundingSentence(contextWith({}))).toBe('');
    expect(roundingSentence(pageContext(plausibleModel()))).toBe('');
  });
});

describe('the gates', () => {
  const rule = (displayName: string, gateClosure: string | null) => ({
    market: displayName,
    displayName,
    gateClosure,
    text: '',
  });

  it('are told once for the markets that share them', () => {
    const rules = [rule('Day-ahead', '09:20'), rule('DC low', '14:00'), rule('DC high', '14:00'), rule('Other', null)];
    expect(gateSentence(contextWith({ rules }))).toBe(
      'Offers are due on the eve: Day-ahead by 09:20; DC low and DC high by 14:00.',
    );
    expect(gateSentence(contextWith({ rules: [rule('Other', null)] }))).toBe('');
  });
});

describe('what was sold before', () => {
  it('is told by energy and by the most that is reserved of each service', () => {
    const [service] = plausibleModel().plan.services;
    const rows = [
      row({ soldMW: 5, totalMW: 9, volumeMW: 4 }),
      row({ soldMW: -2, totalMW: -2 }),
      row({ market: service.name, soldMW: 7.5, totalMW: 10, volumeMW: 2.5 }),
    ];
    expect(soldSentence(contextWith({ rows }))).toBe(
      `Positions from before are in these figures (3 MWh sold day-ahead, net; up to 7.5 MW of ${service.displayName} reserved); plan.csv shows what is added to them.`,
    );
    expect(soldSentence(contextWith({ rows: [row({ volumeMW: 3, totalMW: 3 })] }))).toBe('');
  });
});

describe('a bid curve', () => {
  const order = (hour: number, base: number, ...steps: readonly [price: number, totalMW: number][]) =>
    [[null, base] as const, ...steps].map(([offerPrice, totalMW], step) =>
      row({ deliveryStart: `2026-10-15T${hour}:00:00Z`, localTime: `${hour + 1}:00`, offerPrice, totalMW, step }),
    );
  const rows = [
    ...order(10, -10, [60, -5]),
    ...order(11, 0, [60, 20], [90, 30]),
    ...order(12, 5),
    ...order(13, 0, [70, 12]),
    ...order(14, 0, [70, 1]),
  ];

  it('is drawn in the three hours with the largest steps, in the order of the day', () => {
    const lines = bidCurveLines(modelWith({ rows }));
    expect(lines.map(({ clock }) => clock)).toEqual(['11:00', '12:00', '14:00']);
    expect(lines[1]).toEqual({
      clock: '12:00',
      baseMW: 0,
      steps: [
        { price: 60, totalMW: 20 },
        { price: 90, totalMW: 30 },
      ],
    });
    expect(bidCurveLines(modelWith({ rows: order(12, 5) }))).toEqual([]);
  });

  it('is told with the number of hours in which the price decides', () => {
    expect(bidCurveSentence(contextWith({ rows }), ['11:00', '12:00'])).toMatch(
      /^In 4 of 5 intervals the volume depends on the price.*start at 11:00 and 12:00\.$/,
    );
    expect(bidCurveSentence(contextWith({ rows: order(12, 5) }), [])).toBe('');
  });

  it('stands on the page whole: every interval, at any price and from each price on', () => {
    const html = bidCurveTable(contextWith({ rows }));
    const cells = [...html.matchAll(/<tr><th scope="row"[^>]*>(.*?)<\/th><td[^>]*>(.*?)<\/td><td[^>]*>(.*?)<\/td>/g)];
    expect(cells.map(([, clock, base, steps]) => [clock, base, steps])).toEqual([
      ['11:00', '−10', '−5 from £60.00'],
      ['12:00', '0', '+20 from £60.00; +30 from £90.00'],
      ['13:00', '+5', ''],
      ['14:00', '0', '+12 from £70.00'],
      ['15:00', '0', '+1 from £70.00'],
    ]);
  });

  it('is named in the decision, whose volumes are what is expected of it', () => {
    expect(decisionLead(contextWith({ rows })).decision).toMatch(
      /^Offer a bid curve day-ahead, expected to sell .* and buy /,
    );
    expect(decisionLead(contextWith({ rows: order(12, 5) })).decision).toMatch(/^Sell /);
  });

  it('shows in the chart of the position how far the price can move it', () => {
    const { plan } = plausibleModel();
    const accepted = plan.dayAhead.positionMW.map((power, i) => ({
      lowestMW: power - (i === 3 ? 5 : 0),
      highestMW: power,
    }));
    const { grid } = contextWith({});
    const count = (data: PlanPositionData): number =>
      JSON.stringify(planPositionChart.spec(data)).split('"rule"').length;
    expect(count({ grid, plan, accepted })).toBe(count({ grid, plan }) + 1);
    expect(count({ grid, plan, accepted: accepted.map(() => ({ lowestMW: 1, highestMW: 1 })) })).toBe(
      count({ grid, plan }),
    );
    expect(planPositionChart.describe({ grid, plan, accepted })).toContain('average accepted');
    expect(planPositionChart.describe({ grid, plan })).not.toContain('average accepted');
  });

  it('stands on the page with its chart, and changes the note below the table', async () => {
    const page = await renderPage(modelWith({ rows }));
    expect(page).toContain('In 4 of 5 intervals');
    expect(page).toContain('Position in MW by day-ahead price: from 11:00');
    expect(page).not.toContain('The same figures are in');
    expect(await renderPage(modelWith({ rows: order(12, 5) }))).toContain('The same figures are in');
  });
});

describe('offers with a price', () => {
  const asking = (count: number): PageContext => {
    const model = plausibleModel();
    const services = model.plan.services.map((service, i) =>
      i < count ? { ...service, offers: service.reservedMW.map(() => [{ price: 3.5, volumeMW: 7 }]) } : service,
    );
    return pageContext({ ...model, plan: { ...model.plan, services } });
  };

  it('are told with the services that ask, and shown with volume and price', async () => {
    const { model } = asking(1);
    const [{ displayName }] = model.plan.services;
    expect(offerSentence(asking(1))).toContain(`${displayName} is offered at prices`);
    const page = await renderPage(model);
    expect(page).toContain(`${displayName}: asked`);
    expect(page).toContain('7 <span class="at">from £3.50</span>');
  });

  it('are what is decided, and the reserved MW an expectation', async () => {
    expect(decisionLead(asking(1)).decision).toMatch(
      /and offer reserve at prices, expected to be 35–50\sMW in every block\./,
    );
    expect(await renderPage(asking(1).model)).not.toContain('The same figures are in');
  });

  it('are not mentioned where every service is offered as a price taker', () => {
    expect(offerSentence(asking(0))).toBe('');
  });
});
