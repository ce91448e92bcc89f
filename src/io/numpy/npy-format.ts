import { VoxmatchError } from "../../../base/errors.js";
import { wholeFile } from "../stream/voxel-place.js";
import type { FormatInput, StoredVolume } from "../voxel-source.js";
import { npyHeader, npyHeaderBytes } from "./npy-header.js";
import { npyVolume } from "./npy-volume.js";

/** An array of NumPy (.npy). */
export async function openNpy(input: FormatInput): Promise<StoredVolume> {
  const { label } = input.source;
  for (let wanted = 12; ; ) {
    const { bytes, isAll } = await input.bytes.front(wanted);
    const length = npyHeaderBytes(bytes, label);
    if (length !== null && bytes.length >= length) {
      return npyVolume(input, input, npyHeader(bytes, length, label), wholeFile(false), label);
    }
    if (isAll) {
      throw new VoxmatchError("INVALID_FILE", `${label} is cut off within its header. Copy or write the file again.`, {
        source: label,
        heldBytes: bytes.length,
      });
    }
    wanted = length ?? wanted;
  }
}
