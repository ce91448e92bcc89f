import type { Volume } from "../../base/types.js";
import { type Engine, useModule } from "../../bindings/engine/engine.js";
import { withEngine } from "../../bindings/engine/engine-pool.js";
import { VolumeEncoder } from "../../bindings/read/volume-encoder.js";
import { copyVoxelsOut } from "../../bindings/volumes/arena-volume.js";
import { closeFile, type FileOptions, headerOf, type OpenedFile, openFile, streamVoxels } from "./open-file.js";
import type { VolumeInput } from "./source/byte-source.js";
import type { LoadedVoxels } from "./volume-notes.js";

export interface ReadVolumeOptions extends FileOptions {
  /** Scan with these kernels, once their earlier reads are done, instead of with an engine of the reading stage's own. */
  readonly engine?: Engine;
  /** The kernels as the host compiled them; see `WorkOptions.module`. */
  readonly module?: WebAssembly.Module;
}

/**
 * Reads a label volume: NIfTI-1 or NIfTI-2 in a single file, plain or gzipped (told by content, not by name).
 *
 * The bytes are read, inflated, hashed and scanned in pieces, so that the voxels are never in memory as a whole. Who needs the
 * volume for one evaluation only gives the file to that, which reads two on two threads. The file must hold the bytes that its header promises. A slope and intercept are applied, and
 * numbers that lie within a small tolerance of whole ones are those: what was rounded, and every fault of the header that could
 * be read past, is in the volume's `notes`.
 *
 * @throws VoxmatchError `FILE_ACCESS` if the file cannot be read, `INVALID_FILE` if it is cut, damaged or of another
 * format, `INVALID_VOLUME` if it holds no label volume, `INVALID_OPTION` for wrong arguments
 */
export async function readVolume(
  input: VolumeInput,
  { engine: own, module, ...options }: ReadVolumeOptions = {},
): Promise<Volume> {
  if (module !== undefined) useModule(module);
  return withEngine(own, async (engine) => {
    const file = await openFile(engine, input, options);
    try {
      const scanned = await scanFile(engine, file);
      const voxels = copyVoxelsOut(engine, scanned.voxels);
      return { ...(await headerOf(file, scanned)), ...voxels };
    } finally {
      await closeFile(file);
    }
  });
}

/**
 * Scans the voxels of a file piece by piece; they lie in the engine's arena, whose top they are.
 * @param joins whether blocks of theirs are joined as they come
 */
export async function scanFile(engine: Engine, file: OpenedFile, joins = false): Promise<LoadedVoxels> {
  const { header, encoding } = file;
  const { found, trailingBytes } = await streamVoxels(engine, file, true, (sumBefore) => {
    return new VolumeEncoder(engine, header.shape, encoding, { sumBefore, joins });
  });
  return { ...found, trailingBytes };
}
