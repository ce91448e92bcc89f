import type { VolumeHeader } from "../../base/types.js";
import type { Engine } from "../../bindings/engine/engine.js";
import type { ScannedVoxels } from "../../bindings/read/volume-encoder.js";
import { readBothInto } from "../io/read-volume-into.js";
import type { LoadOptions, VoxelSource } from "../io/voxel-source.js";

/** Both volumes of a case in an engine's arena: the reference, then the prediction. */
export interface CaseVoxels {
  readonly engine: Engine;
  readonly scanned: readonly [ScannedVoxels, ScannedVoxels];
  /** The reference's spacing holds for both. */
  readonly headers: readonly [VolumeHeader, VolumeHeader];
  /** Notes on the pair that hold for all options. */
  readonly notes: readonly string[];
}

/** Reads both volumes into the engine's arena. */
export async function readVoxels(
  engine: Engine,
  sources: readonly [VoxelSource, VoxelSource],
  options: LoadOptions,
): Promise<CaseVoxels> {
  const [reference, prediction] = await readBothInto(engine, sources, options);
  const headers = [reference.header, prediction.header] as const;
  return {
    engine,
    scanned: [reference.loaded, prediction.loaded],
    headers,
    notes: sameVolumeNotes(sources, headers),
  };
}

/** A note if the two volumes are one and the same, by path or by content. */
export function sameVolumeNotes(
  [reference, prediction]: readonly [VoxelSource, VoxelSource],
  [{ source: one }, { source: other }]: readonly [VolumeHeader, VolumeHeader],
): readonly string[] {
  const isSamePlace = reference.identity !== null && reference.identity === prediction.identity;
  const isSameHash = (one?.sha256 ?? null) !== null && one?.sha256 === other?.sha256;
  if (!isSamePlace && !isSameHash) return [];
  const names = [...new Set([one?.path, other?.path].filter((path) => typeof path === "string"))].join(", ");
  const which = isSamePlace ? "the same volume" : "files of the same bytes";
  return [`Reference and prediction are ${which}${names === "" ? "" : ` (${names})`}: it is compared with itself.`];
}
