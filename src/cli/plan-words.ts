import type { ExactRecourse } from './exact-recourse.ts';

/** What of a result is told in words. */
export interface PlanWords {
  readonly status: string;
  /** Only after an early end. */
  readonly limitsKept?: boolean;
  readonly method: string;
  /** Infinity where there is no bound. */
  readonly relativeGap: number;
  readonly mean: number;
  readonly conditionalValueAtRisk: number;
  readonly minimumConditionalValueAtRisk: number;
  readonly shadowPrice: number | null;
  readonly objective?: number;
  readonly exactRecourse: ExactRecourse | null;
  readonly repair?: { readonly continuous: number; readonly cost: number | null; readonly bound: number };
  readonly limits?: readonly {
    readonly confidenceLevel: number;
    readonly battery?: string;
    readonly limit: number;
    readonly conditionalValueAtRisk: number;
    readonly shadowPrice: number | null;
    readonly binding: boolean;
  }[];
  readonly plan: {
    readonly dayAheadMW: readonly number[];
    readonly reservedMW: Readonly<Record<string, readonly number[]>>;
    /** One an interval; only of a bid curve of one battery. */
    readonly bidCurve?: readonly { readonly steps: readonly PricedStep[] }[];
    /** By service, one a block; only of services that ask prices, of one battery. */
    readonly offers?: Readonly<Record<string, readonly { readonly steps: readonly PricedStep[] }[]>>;
  };
}

/** What it is, and the volumes by interval or block, MW. */
type VolumeLine = readonly [label: string, volumesMW: readonly number[]];

interface PricedStep {
  readonly threshold: number;
  readonly volumeMW: number;
}

/** The result of `optimise` for a reader at the terminal. */
export function planWords(result: PlanWords, confidenceLevel: number): string {
  const line = (label: string, value: string): string => `  ${label.padEnd(34)}${value}`;
  const volumes = (values: readonly number[]): string => values.map((value) => value.toFixed(2)).join(' ');
  return [
    `status ${result.status}, by ${result.method === 'extensive' ? 'the extensive form' : 'decomposition'}`,
    ...(result.limitsKept === false ? [line('limits', 'no plan that keeps them is known yet')] : []),
    ...(result.method === 'extensive'
      ? []
      : [
          line(
            'gap to the bound',
            result.relativeGap === Infinity ? 'no bound yet' : result.relativeGap.toExponential(1),
          ),
        ]),
    line('mean', result.mean.toFixed(2)),
    line(`CVaR ${confidenceLevel} (loss)`, result.conditionalValueAtRisk.toFixed(2)),
    ...exactLines(result.exactRecourse, confidenceLevel).map(([label, value]) => line(label, value)),
    line('least CVaR of any plan', result.minimumConditionalValueAtRisk.toFixed(2)),
    ...(result.objective === undefined ? [] : [line('mean − riskAversion × CVaR', result.objective.toFixed(2))]),
    ...(result.limits === undefined
      ? [
          line(
            'shadow price of the limit',
            result.shadowPrice === null ? 'not defined: the safest plan' : result.shadowPrice.toFixed(4),
          ),
        ]
      : result.limits.map((limit) =>
          line(
            `${limit.confidenceLevel === 1 ? 'worst case' : `CVaR ${limit.confidenceLevel}`}${limit.battery === undefined ? '' : ` of ${limit.battery}`}, limit ${limit.limit.toFixed(2)}`,
            `${limit.conditionalValueAtRisk.toFixed(2)}${limit.binding ? ', binding' : ''}${limit.shadowPrice === null ? '' : `, shadow price ${limit.shadowPrice.toFixed(4)}`}`,
          ),
        )),
    ...(result.repair === undefined
      ? []
      : [line('cost of lots and exclusions', result.repair.cost?.toFixed(2) ?? 'the limit is out of reach with them')]),
    ...volumeLines(result.plan).map(([label, values]) => line(label, volumes(values))),
  ].join('\n');
}

/** What is submitted, MW: of a curve or of offers with prices what each price adds. */
function volumeLines({ dayAheadMW, reservedMW, bidCurve, offers = {} }: PlanWords['plan']): VolumeLine[] {
  const energy: VolumeLine[] =
    bidCurve === undefined
      ? [['day-ahead MW by interval', dayAheadMW]]
      : [['day-ahead MW at any price', dayAheadMW], ...stepLines(bidCurve, 'more')];
  const capacity = Object.entries(reservedMW).flatMap(([name, values]): VolumeLine[] =>
    offers[name] === undefined ? [[`${name} MW by block`, values]] : stepLines(offers[name], `of ${name}`),
  );
  return [...energy, ...capacity];
}

/** One line a step; its price stands in the label where it is the same in every interval. */
function stepLines(intervals: readonly { readonly steps: readonly PricedStep[] }[], what: string): VolumeLine[] {
  return intervals[0].steps.map(({ threshold }, i) => {
    const isCommon = intervals.every(({ steps }) => steps[i].threshold === threshold);
    const label = isCommon ? `from a price of ${threshold}` : `from price ${i + 1} of each`;
    return [`  MW ${what} ${label}`, intervals.map(({ steps }) => steps[i].volumeMW)];
  });
}

/** What is left of the figures where no battery charges and discharges at once. */
function exactLines(exact: ExactRecourse | null, confidenceLevel: number): readonly (readonly [string, string])[] {
  const label = 'by exact recourse';
  if (exact === null) return [[label, 'not known: the connection binds the batteries together']];
  if (exact.burningShare === 0) return [[label, 'the same']];
  const { burningShare, mean, conditionalValueAtRisk, limitsKept } = exact;
  return [
    [label, `less in ${(100 * burningShare).toFixed(1)} % of scenarios, which charge and discharge at once`],
    ['  mean', mean.toFixed(2)],
    [
      `  CVaR ${confidenceLevel} (loss)`,
      `${conditionalValueAtRisk.toFixed(2)}${limitsKept === false ? ', above the limit' : ''}`,
    ],
  ];
}
