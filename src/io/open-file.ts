import type { Engine } from "../../bindings/engine/engine.js";
import type { FileOptions } from "./file-options.js";
import type { FileSource } from "./file-source.js";
import type { VolumeInput } from "./source/byte-source.js";

/**
 * Opens a file, and reads and checks its header. The formats are loaded with the first file: typed arrays need none.
 * @param signal gives up reading
 * @throws VoxmatchError `FILE_ACCESS`, `INVALID_FILE`, `INVALID_VOLUME`, `INVALID_OPTION`
 */
export async function openFile(
  engine: Engine,
  input: VolumeInput,
  options: FileOptions = {},
  signal?: AbortSignal,
): Promise<FileSource> {
  const { FileSource: Source } = await import("./file-source.js");
  return Source.open(engine, input, options, signal);
}
