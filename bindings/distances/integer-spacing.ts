import { VoxmatchError } from "../../base/errors.js";
import type { Triple } from "../volumes/run-volume.js";

/**
 * The squared spacings of a grid as whole numbers: d² = unit · (x·dx² + y·dy² + z·dz²) mm².
 *
 * With whole weights every squared distance is a whole number, two distances are equal exactly when the numbers are, and
 * the order of equally near labels is a fact rather than an accident of rounding.
 */
export interface IntegerWeights {
  readonly weights: Triple;
  /** Square millimetres of one unit. */
  readonly unit: number;
  /** The largest relative error of a weight, and so of every squared distance. */
  readonly relativeError: number;
}

/** Every squared distance of the grid is below this, so that sums and doubles of them are exact in f64. */
const LARGEST_DISTANCE = 2 ** 51;

/**
 * Weights closer than this to the ratio of the squared spacings are taken for that ratio: two decimal spacings as doubles,
 * their squares, the quotient and its multiple are rounded by at most 8·2⁻⁵³ together, so that 0.8 × 0.8 × 1.5 becomes
 * 64 : 64 : 225.
 */
const SAME = 2 ** -49;

/**
 * Finds the smallest whole weights in the ratio of the squared spacings; where spacings are no round numbers
 * (0.800000011920929), the best that keeps all distances of this grid exact. Axes with one voxel do not count.
 *
 * For two different spacings these are convergents of a continued fraction, whose error is below 1/q² for weights of
 * size q: below 2⁻⁴⁰ for every clinical volume. For three different ones the candidates are products of the
 * convergents' denominators; the error is then that of rounding, about 10⁻¹⁰ for a clinical volume.
 * @throws VoxmatchError `INVALID_VOLUME` for spacings that are not positive, or so unlike that no whole weights fit
 */
export function integerSpacing(shape: Triple, spacing: readonly number[]): IntegerWeights {
  const squares = shape.map((n, axis) => (n > 1 ? Math.max(0, spacing[axis]) ** 2 : Number.POSITIVE_INFINITY));
  const least = Math.min(...squares);
  if (least === Number.POSITIVE_INFINITY) return { weights: [1, 1, 1], unit: 1, relativeError: 0 };
  const ratios = squares.map((square) => (square === Number.POSITIVE_INFINITY ? 1 : square / least));
  const farthest = ratios.reduce((sum, ratio, axis) => sum + ratio * shape[axis] ** 2, 0);
  const largest = Math.floor(LARGEST_DISTANCE / farthest);
  if (!(least > 0) || !(largest >= 1)) {
    throw new VoxmatchError(
      "INVALID_VOLUME",
      `Distances need a positive spacing for each axis, and not too unlike ones for a grid of ${shape.join("×")} voxels; ` +
        `the spacing is ${spacing.join("×")} mm. Correct the spacing of the volume.`,
      { shape, spacing },
    );
  }

  // Candidates rise, and those below the largest are the same for all grids: what was exact for one is what is found again.
  const known = exact?.ratios.every((ratio, axis) => ratio === ratios[axis]) ? exact : null;
  let best = known !== null && known.weight <= largest ? known.best : weightsOf(1, ratios);
  let weight = 1;
  for (const q of best.relativeError <= SAME ? [] : candidates(ratios, largest)) {
    if (best.relativeError <= SAME) break;
    const next = weightsOf(q, ratios);
    if (next.relativeError < best.relativeError) [best, weight] = [next, q];
  }
  if (best.relativeError <= SAME && best !== known?.best && weight < largest) exact = { ratios, weight, best };
  // The unit is taken from the largest weight, whose rounding is relatively the least.
  const heaviest = Math.max(...best.weights);
  return { ...best, unit: (least * Math.max(...ratios)) / heaviest };
}

/** The latest weights that were exact: a volume's instances have thousands of boxes, but one spacing. */
let exact: {
  readonly ratios: readonly number[];
  readonly weight: number;
  readonly best: Omit<IntegerWeights, "unit">;
} | null = null;

function weightsOf(q: number, ratios: readonly number[]) {
  const [x, y, z] = ratios.map((ratio) => Math.round(q * ratio));
  const errors = [x, y, z].map((weight, axis) => Math.abs(weight - q * ratios[axis]) / (q * ratios[axis]));
  return { weights: [x, y, z] as const, relativeError: Math.max(...errors) };
}

/** Numbers worth trying as the weight of the closest axis, rising; one by one, since most often the first few will do. */
function* candidates(ratios: readonly number[], largest: number): Generator<number> {
  const [first, second] = new Set(ratios.filter((ratio) => ratio !== 1));
  if (first === undefined) return;
  if (second === undefined) {
    yield* denominators(first, largest);
    yield largest;
    return;
  }
  const lists = [first, second].map((ratio) => [...denominators(ratio, largest)]);
  const products = lists[0].flatMap((a) => lists[1].map((b) => a * b));
  yield* [...new Set([...lists.flat(), ...products, largest])].filter((q) => q <= largest).sort((a, b) => a - b);
}

/** The denominators of the convergents of `ratio`'s continued fraction, up to `largest`. */
function* denominators(ratio: number, largest: number): Generator<number> {
  let [before, now] = [0, 1];
  let rest = ratio;
  while (now <= largest) {
    yield now;
    const fraction = rest - Math.floor(rest);
    if (fraction === 0) break;
    rest = 1 / fraction;
    [before, now] = [now, Math.floor(rest) * now + before];
  }
}

/** Weights for passes inside slices, and what makes them those of the volume. */
export interface PlanarWeights {
  /** The weights of x and y without their common divisor: smaller numbers. */
  readonly planar: readonly [x: number, y: number];
  /** That divisor. */
  readonly scale: number;
}

/** Divides the weights of x and y by their greatest common divisor. */
export function planarWeights([x, y]: Triple): PlanarWeights {
  let [scale, rest] = [x, y];
  while (rest !== 0) [scale, rest] = [rest, scale % rest];
  return { planar: [x / scale, y / scale], scale };
}
