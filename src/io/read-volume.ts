import type { Volume } from "../../base/types.js";
import type { Engine } from "../../bindings/engine/engine.js";
import { useModule } from "../../bindings/pool/create-engine.js";
import { withEngine } from "../../bindings/pool/engine-pool.js";
import { copyVoxelsOut } from "../../bindings/volumes/arena-volume.js";
import type { FileOptions } from "./file-options.js";
import { openFile } from "./open-file.js";
import { readVolumeInto } from "./read-volume-into.js";
import type { VolumeInput } from "./source/byte-source.js";

export interface ReadVolumeOptions extends FileOptions {
  /** Scan with these kernels, once their earlier reads are done, instead of with an engine of the reading stage's own. */
  readonly engine?: Engine;
  /** The kernels as the host compiled them; see `WorkOptions.module`. */
  readonly module?: WebAssembly.Module;
}

/**
 * Reads a label volume of any format of `docs/formats.md`, which its content tells, and its name only where content cannot.
 *
 * The bytes are read, inflated, hashed and scanned in pieces, so that the voxels are never in memory as a whole. For a single
 * evaluation give it the file instead: it reads two files on two threads. The file must hold the bytes that its header promises. A
 * slope and intercept are applied, and numbers within a small tolerance of whole ones become those. Rounding, and every fault of the
 * header that could be read past, is in the volume's `notes`.
 *
 * @throws VoxmatchError `FILE_ACCESS` if the file cannot be read, `INVALID_FILE` if it is cut, damaged or of another
 * format, `INVALID_VOLUME` if it holds no label volume, `INVALID_OPTION` for wrong arguments
 */
export async function readVolume(
  input: VolumeInput,
  { engine, module, ...options }: ReadVolumeOptions = {},
): Promise<Volume> {
  if (module !== undefined) useModule(module);
  return withEngine(engine, async (lent) => {
    const source = await openFile(lent, input, options);
    try {
      const { header, loaded } = await readVolumeInto(lent, source);
      return { ...header, ...copyVoxelsOut(lent, loaded.voxels) };
    } finally {
      await source.close();
    }
  });
}
