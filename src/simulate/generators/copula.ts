import {
  locationPrice,
  locationResiduals,
  residualBank,
  residualTarget,
  type ResidualTarget,
} from '../../fit/location-residuals.ts';
import { principalAxes } from '../../math/cholesky.ts';
import { fitCopula } from '../../math/copula.ts';
import { studentProbability, studentQuantile } from '../../math/distributions.ts';
import { lowerTriangularProduct, matrixProduct } from '../../math/lower-triangular.ts';
import { sampledNormals, type NormalSampling } from '../../math/scenario-normals.ts';
import { fitTailQuantile, tailQuantile } from '../../math/tail-quantile.ts';
import type { DayModel, DayPainter, Generator } from './generator.ts';
import { monthly } from './monthly.ts';

/** Correlated scores of every price of a day, brought back through each price's own distribution. D = intervals + slots. */
export interface CopulaModel extends DayModel {
  readonly intervals: number;
  readonly location: ResidualTarget;
  /** Infinity: Gaussian. */
  readonly degreesOfFreedom: number;
  /** Lower Cholesky factor of the correlation, D × D. */
  readonly factor: Float64Array;
  readonly sampling: NormalSampling;
  /** Principal axes of the correlation, D × D, for Sobol points, whose first dimensions are the best; else null. */
  readonly axes: Float64Array | null;
  readonly shrinkage: number;
  readonly repairDistance: number;
  /** D × knots: standardised residual at scores spread evenly over ±`scoreLimit`. */
  readonly margins: Float64Array;
  readonly scoreLimit: number;
}

const windowDays = 730;
const minimumDays = 120;
const tailShare = 0.05;
/** Residuals are of asinh prices, on which the tail of a Pareto price is exponential: a heavier one would have no mean. */
const largestTailShape = 0;
const knots = 1025;
/** Beyond the score of this probability the margins are cut: one half-hour in some 20 years. */
const smallestProbability = 1e-6;

/**
 * Location forecast by ridge regression, size of the residuals from the last days, empirical margins of the
 * standardised residuals with generalised Pareto tails, and their dependence by a copula: `student` with the degrees
 * of freedom of the best likelihood, which may be the Gaussian. Fitted monthly on up to 730 days.
 */
export function copulaGenerator(name: string, family: 'gaussian' | 'student'): Generator<CopulaModel> {
  return {
    name,
    description: `correlated scores of every half-hour, ${family === 'gaussian' ? 'Gaussian' : 'Student-t'} copula`,
    open(pass, { generator: { sampling } }) {
      const residuals = locationResiduals(pass);
      const { table } = pass;
      const fitted = monthly(table, (firstDay) => {
        const { rows, dates } = residualBank(pass, residuals, firstDay, windowDays, minimumDays);
        const { correlation, ...copula } = fitCopula(rows, dates.length, residuals.width, family);
        const axes = sampling === 'sobol' ? principalAxes(correlation, residuals.width) : null;
        const notes =
          copula.repairDistance === 0
            ? []
            : [`Correlation moved by ${copula.repairDistance.toPrecision(2)} to be positive definite.`];
        return { ...copula, axes, ...marginTable(rows, dates.length, residuals.width, copula.degreesOfFreedom), notes };
      });
      return (target) => {
        const model = fitted(target);
        return {
          generator: name,
          leads: 1,
          slots: table.slots,
          intervals: table.intervals,
          bankDates: [],
          location: residualTarget(pass, residuals, target),
          sampling,
          ...model,
        };
      };
    },
    painter: paintCopula,
  };
}

/** Quantile functions of the columns, tabulated over the score: what is drawn needs no distribution function. */
function marginTable(
  rows: Float64Array,
  n: number,
  D: number,
  degreesOfFreedom: number,
): Pick<CopulaModel, 'margins' | 'scoreLimit'> {
  const scoreLimit = -studentQuantile(smallestProbability, degreesOfFreedom);
  const probabilities = Float64Array.from({ length: knots }, (_, g) =>
    studentProbability(scoreLimit * ((2 * g) / (knots - 1) - 1), degreesOfFreedom),
  );
  const margins = new Float64Array(D * knots);
  const column = new Float64Array(n);
  for (let k = 0; k < D; k++) {
    for (let i = 0; i < n; i++) column[i] = rows[i * D + k];
    const quantile = fitTailQuantile(column, tailShare, largestTailShape);
    for (let g = 0; g < knots; g++) margins[k * knots + g] = tailQuantile(quantile, probabilities[g]);
  }
  return { margins, scoreLimit };
}

function paintCopula(model: CopulaModel, seed: number): DayPainter {
  const { slots, intervals, factor, axes, degreesOfFreedom, margins, scoreLimit, location } = model;
  const D = intervals + slots;
  const repeat = slots / intervals;
  const squares = degreesOfFreedom === Infinity ? 0 : degreesOfFreedom;
  const normalsOf = sampledNormals(model.sampling, seed, 'copula', D, squares);
  const score = new Float64Array(D);
  const perScore = (knots - 1) / (2 * scoreLimit);

  return (scenario, _days, dayAhead, imbalance) => {
    const normals = normalsOf(scenario);
    if (axes === null) lowerTriangularProduct(factor, D, normals, score);
    else matrixProduct(axes, D, normals, score);
    const stretch = squares === 0 ? 1 : Math.sqrt(squares / sumOfSquares(normals, D));
    for (let interval = 0; interval < intervals; interval++) {
      const y = location.location[interval] + location.size.dayAhead * residual(interval, score[interval] * stretch);
      dayAhead.fill(locationPrice(location, y), interval * repeat, (interval + 1) * repeat);
    }
    for (let slot = 0; slot < slots; slot++) {
      const k = intervals + slot;
      const own = location.size.imbalance * residual(k, score[k] * stretch);
      imbalance[slot] = locationPrice(location, location.location[Math.floor(slot / repeat)] + own);
    }
    return -1;
  };

  /** The margin's table at a score, by straight lines. */
  function residual(k: number, value: number): number {
    const place = Math.max(0, Math.min(knots - 1, (value + scoreLimit) * perScore));
    const below = Math.min(knots - 2, Math.floor(place));
    const at = k * knots + below;
    return margins[at] + (place - below) * (margins[at + 1] - margins[at]);
  }
}

/** χ² with as many degrees of freedom as there are normals from `from` on. */
function sumOfSquares(normals: Float64Array, from: number): number {
  let sum = 0;
  for (let k = from; k < normals.length; k++) sum += normals[k] * normals[k];
  return sum;
}
