/** The normal distribution, which libraries of this size give to seven digits only; here to the last two or three of a double. */

/** Beyond this the tail's own expansion keeps more digits than one half minus a sum. */
const SERIES_LIMIT = 3;
const TAIL_TERMS = 200;
const NEWTON_STEPS = 60;

function density(x: number): number {
  return Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
}

/**
 * Φ(x), the share of a standard normal distribution below x: ½ + φ(x)(x + x³/3 + x⁵/(3·5) + …) near 0 (Marsaglia 2004, DOI
 * 10.18637/jss.v011.i04), Laplace's continued fraction φ(x)/(x + 1/(x + 2/(x + …))) in the tails.
 */
export function normalCdf(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x < -SERIES_LIMIT) return upperTail(-x);
  if (x > SERIES_LIMIT) return 1 - upperTail(x);
  let term = x;
  let sum = x;
  for (let k = 3; sum + term !== sum; k += 2) {
    term *= (x * x) / k;
    sum += term;
  }
  return 0.5 + density(x) * sum;
}

function upperTail(x: number): number {
  if (x === Number.POSITIVE_INFINITY) return 0;
  let fraction = x;
  for (let k = TAIL_TERMS; k >= 1; k--) fraction = x + k / fraction;
  return density(x) / fraction;
}

/** The x below which the given share of a standard normal distribution lies: the root of {@link normalCdf}. */
export function normalQuantile(share: number): number {
  if (!(share >= 0 && share <= 1)) return Number.NaN;
  if (share === 0 || share === 1) return share === 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  if (share === 0.5) return 0;
  // In the upper half 1 − share has lost no digit that share had, and the lower tail keeps all its digits.
  if (share > 0.5) return -normalQuantile(1 - share);
  // Newton's steps on log Φ, which is concave: from the left of the root they rise to it and never pass it.
  let x = -Math.sqrt(-2 * Math.log(share)) - 1;
  for (let step = 0; step < NEWTON_STEPS; step++) {
    const below = normalCdf(x);
    const move = (Math.log(share / below) * below) / density(x);
    x += move;
    if (Math.abs(move) <= 2e-16 * (1 + Math.abs(x))) break;
  }
  return x;
}
