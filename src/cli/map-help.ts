import { resolveMapOptions } from "../maps/options/resolve.js";
import type { MapKind } from "../maps/options/types.js";
import { MAP_SCORES } from "../maps/scores/registry.js";
import { described } from "./help-text.js";

/** The scores of a kind of map, as the registry describes them. */
export function mapScoreTable(kind: MapKind): string {
  const options = resolveMapOptions({ kind });
  const scores = MAP_SCORES.filter(({ given }) => given?.(options) ?? true);
  return [
    "",
    "",
    "Scores, for the sum M of the map and M_R in the reference, N voxels of which K are of the reference, π = K/N:",
    ...described(scores.map(({ key, definition }) => [key, definition])),
  ].join("\n");
}
