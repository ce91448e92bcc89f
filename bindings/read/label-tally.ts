import { VoxmatchError } from "../../base/errors.js";
import type { Engine } from "../engine/engine.js";
import type { Pointer } from "../engine/kernels.js";
import type { Triple } from "../volumes/run-volume.js";

/** How many stored numbers were no whole ones but so near to one that they mean it. */
export interface Rounding {
  readonly voxels: number;
  /** The largest distance of one of them from its label. */
  readonly farthest: number;
}

/** Numbers of one kind that are no labels: how many, and the most extreme of them. */
interface Refused {
  readonly count: number;
  readonly value: number;
  readonly index: number;
}

const LABELS = "labels are whole numbers from 0 to 4294967295";

/** Findings of decoding: see `assembly/read/decode-labels.ts`. */
export class LabelTally {
  readonly at: Pointer;
  readonly #engine: Engine;

  /** @throws VoxmatchError `OUT_OF_MEMORY` */
  constructor(engine: Engine) {
    this.#engine = engine;
    this.at = engine.arena.allocateZeroed(engine.kernels.tallyBytes());
  }

  /**
   * Rounded values; null if every number was whole.
   * @throws VoxmatchError `INVALID_VOLUME` if any was no label
   */
  close(shape: Triple): Rounding | null {
    const [voxels, farthest, ...numbers] = this.#engine.arena.f64(this.at, 16);
    const refusedAt = (i: number): Refused => ({ count: numbers[i], value: numbers[i + 1], index: numbers[i + 2] });
    const [fractions, negatives, tooLarge, notNumbers] = [0, 3, 6, 9].map(refusedAt);
    const [lowest, highest] = numbers.slice(12);
    if (fractions.count > 0) throw refuseFractions(fractions, lowest >= 0 && highest <= 1, shape);
    if (negatives.count > 0) throw refuseNegatives(negatives, shape);
    if (tooLarge.count > 0) throw refuseLarge(tooLarge, shape);
    if (notNumbers.count > 0) throw refuseNotNumbers(notNumbers, shape);
    return voxels > 0 ? { voxels, farthest } : null;
  }
}

/** Fewer fractions than this share are hardly those of an image. */
const FEW = 0.05;

function refuseFractions(found: Refused, isUnit: boolean, shape: Triple): VoxmatchError {
  const nearest = Math.round(found.value);
  const looks = isUnit
    ? "All values lie from 0 to 1, so this looks like a probability map: threshold it first, or score it as it is with voxmatch " +
      "probability (evaluateMap)"
    : found.count < FEW * total(shape)
      ? "Interpolation leaves a few such values between labels: resample with nearest neighbours"
      : "This looks like an intensity image or a heatmap: threshold or relabel it first, or score a heatmap as it is with voxmatch " +
        "heatmap (evaluateMap)";
  return refusal(
    found,
    shape,
    `${counted(found, shape, "is no whole number", "are no whole numbers")}; the farthest, ${voxelAt(found, shape)}, is ` +
      `${found.value}, which is no label: ${LABELS}, and ${nearest} is ${Math.abs(found.value - nearest)} away. ${looks}. ` +
      "If they are labels all the same, roundLabels (--round-labels) takes the nearest.",
    { fractions: found.count },
  );
}

function refuseNegatives(found: Refused, shape: Triple): VoxmatchError {
  const image =
    found.value < -1
      ? "An intensity image, such as a CT in Hounsfield units, holds no labels: was a file mixed up? "
      : "";
  return refusal(
    found,
    shape,
    `${counted(found, shape, "is negative", "are negative")}; the lowest, ${voxelAt(found, shape)}, is ${found.value}, which is ` +
      `no label: ${LABELS}. ${image}If ${found.value} marks voxels that are not to be judged, say so with ignoreLabel ` +
      `${found.value} (--ignore-label ${found.value}); if it means background, replace it by 0.`,
    { negatives: found.count },
  );
}

function refuseLarge(found: Refused, shape: Triple): VoxmatchError {
  return refusal(
    found,
    shape,
    `${counted(found, shape, "is", "are")} above 4294967295, the largest label that can be read; the largest, ` +
      `${voxelAt(found, shape)}, is ${found.value}. Relabel the volume with smaller numbers, such as 1, 2, 3 ….`,
    { tooLarge: found.count },
  );
}

function refuseNotNumbers(found: Refused, shape: Triple): VoxmatchError {
  return refusal(
    found,
    shape,
    `${counted(found, shape, "is", "are")} NaN, the first is ${voxelAt(found, shape)}, which is no label: all other ` +
      "voxels are labels, so NaN stands where background should be. Replace NaN by 0 (numpy.nan_to_num) and save with an " +
      "integer type.",
    { notNumbers: found.count },
  );
}

function counted({ count }: Refused, shape: Triple, one: string, several: string): string {
  return `${count} of ${total(shape)} voxels ${count === 1 ? one : several}`;
}

function refusal(
  found: Refused,
  shape: Triple,
  message: string,
  counts: Readonly<Record<string, number>>,
): VoxmatchError {
  const details = { voxel: coordinates(found.index, shape), value: found.value, ...counts };
  return new VoxmatchError("INVALID_VOLUME", message, details);
}

function voxelAt({ index }: Refused, shape: Triple): string {
  return `voxel [${coordinates(index, shape)}]`;
}

function coordinates(index: number, [nx, ny]: Triple): readonly number[] {
  const row = Math.floor(index / nx);
  return [index % nx, row % ny, Math.floor(row / ny)];
}

function total(shape: Triple): number {
  return shape[0] * shape[1] * shape[2];
}
