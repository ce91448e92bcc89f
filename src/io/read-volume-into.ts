import type { VolumeHeader } from "../../base/types.js";
import type { Engine } from "../../bindings/engine/engine.js";
import { threadsOf } from "../../bindings/threads/job.js";
import type { LoadedVoxels } from "./volume-notes.js";
import type { LoadOptions, ParallelRead, VoxelSource } from "./voxel-source.js";

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
    (await loadInParallel(engine, files, options)) ??
    ([await first.load(engine, options), await second.load(engine, options)] as const);
  return [
    { header: await first.describe(a), loaded: a },
    { header: await second.describe(b), loaded: b },
  ];
}

/** Null where there are not two files, or they must load one after the other. */
async function loadInParallel(
  engine: Engine,
  files: readonly ParallelRead[],
  options: LoadOptions,
): Promise<readonly LoadedVoxels[] | null> {
  if (files.length !== 2 || threadsOf(engine) === 1) return null;
  const { canScanInParallel, scanFilesInParallel } = await import("./scan-files-in-parallel.js");
  return canScanInParallel(engine, files) ? scanFilesInParallel(engine, files, options) : null;
}
