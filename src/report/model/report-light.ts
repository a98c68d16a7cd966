/** One of the three lights; the words carry the state, the colour only repeats it. */
export interface ReportLight {
  readonly name: 'data' | 'model' | 'limit';
  readonly state: 'ok' | 'caution' | 'breach';
  /** `Data complete`. */
  readonly title: string;
  /** `41 of 41 required series, to 14 Oct 05:30`. */
  readonly detail: string;
}
