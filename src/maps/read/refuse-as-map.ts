import { isVoxmatchError, VoxmatchError } from "../../../base/errors.js";

/** What readers say of volumes that are no labels, and what is true of maps instead. */
const OF_MAPS: readonly (readonly [RegExp, string])[] = [
  [
    /which cannot be labels\..*/s,
    "which are not one real number a voxel. Save one volume of numbers: of complex values the magnitude, of colours one channel.",
  ],
  [
    /but a label volume has two or three\..*/s,
    "but a map has two or three. Save each volume (time point, channel or class) in a separate file, and score each by itself.",
  ],
];

/** The same refusal with advice for maps where the reader's is for labels. */
export function asRefusalOfMap(error: unknown): unknown {
  if (!isVoxmatchError(error)) return error;
  const found = OF_MAPS.find(([labels]) => labels.test(error.message));
  if (found === undefined) return error;
  return new VoxmatchError(error.code, error.message.replace(...found), error.details, { cause: error });
}
