import { isVoxmatchError, VoxmatchError } from "../../../base/errors.js";
import { checkGeometry, type GeometryOf } from "../../io/geometry.js";
import type { ResolvedMapOptions } from "../options/types.js";

/**
 * Checks that a volume lies on the grid of the map.
 * @param name what messages call the volume
 * @param against what they call the map
 * @returns remarks on differences that were allowed or ignored
 * @throws VoxmatchError `GEOMETRY_MISMATCH`
 */
export function checkGrid(
  name: string,
  volume: GeometryOf,
  map: GeometryOf,
  { ignoreGeometry, geometryTolerance }: Pick<ResolvedMapOptions, "ignoreGeometry" | "geometryTolerance">,
  against = "map",
): readonly string[] {
  try {
    // The map is the one whose spacing is used.
    const notes = checkGeometry(map, volume, { ignore: ignoreGeometry, tolerance: geometryTolerance });
    return notes.map((note) => note.replace("The grids", `The grids of the ${name} and the ${against}`));
  } catch (error) {
    if (!isVoxmatchError(error, "GEOMETRY_MISMATCH")) throw error;
    const message = error.message
      .replaceAll("the reference", `the ${against}`)
      .replaceAll("the prediction", `the ${name}`);
    throw new VoxmatchError("GEOMETRY_MISMATCH", message, error.details, { cause: error });
  }
}
