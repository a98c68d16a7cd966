/** Past days to be judged: every `every`-th calendar day from `from` to `to`, both included. */
export interface DayRange {
  readonly from: string;
  readonly to: string;
  readonly every: number;
}
