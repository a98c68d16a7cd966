/** What a horizon is of a year. */
export interface HorizonYears {
  /** Years that the horizon stands for: whole ones, or hours ÷ 8,760. */
  readonly years: number;
  /** False: figures per year are scaled up from part of a year, or down from years and a part. */
  readonly whole: boolean;
}

/** The years of a horizon: n whole ones where its hours lie within n years of 365 and of 366 days. */
export function horizonYears(hours: number): HorizonYears {
  const years = Math.floor(hours / 8760 + 1e-9);
  const whole = years >= 1 && hours <= years * 8784 + 1e-6;
  return { years: whole ? years : hours / 8760, whole };
}
