import { VoxmatchError } from "../../../base/errors.js";
import { MAXIMUM_ROW_LENGTH } from "../../../bindings/volumes/run-volume.js";
import { dimensionAdvice } from "../shape.js";

/** Source of a claimed shape, and the limit of the claim. */
export interface ShapeClaim {
  readonly label: string;
  /** How messages name the field that holds the lengths, such as "sizes" or "dim". */
  readonly field: string;
  readonly maximumVoxels: number;
}

/**
 * The shape of a label volume whose header claims these lengths, x first: axes of one voxel beyond the third are dropped, and a
 * single axis becomes `[n, 1]`.
 * @throws VoxmatchError `INVALID_FILE` for lengths below 1, `INVALID_VOLUME` for too many axes or voxels
 */
export function labelShape(lengths: readonly number[], { label, field, maximumVoxels }: ShapeClaim): readonly number[] {
  const bad = lengths.findIndex((length) => !Number.isSafeInteger(length) || length < 1);
  if (lengths.length === 0 || bad >= 0) {
    const what = lengths.length === 0 ? "no axis" : `${lengths[bad]} voxels along axis ${bad + 1}`;
    throw new VoxmatchError(
      "INVALID_FILE",
      `${label}: the header claims ${what} (${field}), expected whole numbers of at least 1. The file is damaged: copy or write ` +
        "it again.",
      { source: label, field, lengths },
    );
  }
  const dimensions = lengths.findLastIndex((length) => length > 1) + 1;
  if (dimensions > 3) {
    throw new VoxmatchError(
      "INVALID_VOLUME",
      `${label} has ${dimensions} dimensions (${lengths.join(" × ")}), but a label volume has two or three. ` +
        dimensionAdvice(lengths.slice(0, dimensions)),
      { source: label, shape: lengths },
    );
  }
  const voxels = lengths.reduce((product, length) => product * BigInt(length), 1n);
  if (voxels > BigInt(maximumVoxels)) {
    throw new VoxmatchError(
      "INVALID_VOLUME",
      `${label}: the header claims ${lengths.join(" × ")} = ${voxels} voxels, and at most ${maximumVoxels} are read. If ` +
        "the file really is that large, crop it or raise maximumVoxels (--max-voxels).",
      { source: label, shape: lengths, voxels: String(voxels), maximumVoxels },
    );
  }
  if (lengths[0] > MAXIMUM_ROW_LENGTH) {
    throw new VoxmatchError(
      "INVALID_VOLUME",
      `${label} is ${lengths[0]} voxels long along x, and at most ${MAXIMUM_ROW_LENGTH} can be read. Crop the volume, or transpose ` +
        "it so that another axis is the first.",
      { source: label, shape: lengths, maximum: MAXIMUM_ROW_LENGTH },
    );
  }
  return lengths.length === 1 ? [lengths[0], 1] : lengths.slice(0, 3);
}
