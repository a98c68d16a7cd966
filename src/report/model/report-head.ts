export interface ReportHead {
  /** Fleet or site, `Harrow Fen`. */
  readonly name: string;
  /** Local date of the delivery day, `2026-10-15`. */
  readonly deliveryDate: string;
  /** One text a battery, `50 MW / 100 MWh`. */
  readonly batteries: readonly string[];
  /** Market in words, `GB`. */
  readonly market: string;
  /** IANA zone or offset that every clock time on the page is in, `Europe/London`. */
  readonly timeZone: string;
  /** `23:00 Wed 14 Oct`, local. */
  readonly deliveryStart: string;
  /** `23:00 Thu 15 Oct`, local. */
  readonly deliveryEnd: string;
  /** `Wed 14 Oct 09:00`, local: the time up to which the run could know anything. */
  readonly planTime: string;
  /** Latest value used, `Wed 14 Oct 08:30`, local. */
  readonly dataKnownUntil: string;
  /** Sizes of the three disjoint scenario sets. */
  readonly scenarioCounts: { readonly plan: number; readonly choose: number; readonly evaluate: number };
  /** What must be said wherever the prices are shown: `synthetic prices`, `day-ahead: proxy marketIndexPrice`. */
  readonly labels: readonly string[];
  /** Program and version, `bess-risk 0.1.0`. */
  readonly generatedBy: string;
}
