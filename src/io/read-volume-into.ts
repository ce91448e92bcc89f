import type { VolumeHeader } from "../../base/types.js";
import type { Engine } from "../../bindings/engine/engine.js";
import { canScanInParallel, scanFilesInParallel } from "./scan-files-in-parallel.js";
import type { LoadedVoxels } from "./volume-notes.js";
import type { LoadOptions, VoxelSource } from "./voxel-source.js";

/** A volume in an engine's arena. */
export interface ReadVolume {
  readonly header: VolumeHeader;
  readonly loaded: LoadedVoxels;
}

/**
 * Reads a volume into the engine's arena, whose top it is, wherever its voxels are.
 * @throws VoxmatchError `INVALID_VOLUME`, `INVALID_FILE`, `FILE_ACCESS`, `OUT_OF_MEMORY`
 */
export async function readVolumeInto(
  engine: Engine,
  source: VoxelSource,
  options: LoadOptions = {},
): Promise<ReadVolume> {
  const loaded = await source.load(engine, options);
  return { header: await source.describe(loaded), loaded };
}

/** {@link readVolumeInto} of two volumes: of two gzipped files at once where there are threads, else one after the other. */
export async function readBothInto(
  engine: Engine,
  [first, second]: readonly [VoxelSource, VoxelSource],
  options: LoadOptions,
): Promise<readonly [ReadVolume, ReadVolume]> {
  const files = [first, second].flatMap(({ parallel }) => parallel ?? []);
  const [a, b] =
    files.length === 2 && canScanInParallel(engine, files)
      ? await scanFilesInParallel(engine, files, options)
      : [await first.load(engine, options), await second.load(engine, options)];
  return [
    { header: await first.describe(a), loaded: a },
    { header: await second.describe(b), loaded: b },
  ];
}
