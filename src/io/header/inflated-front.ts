import { VoxmatchError } from "../../../base/errors.js";
import { Crc } from "../../../bindings/read/crc.js";
import { Gunzip } from "../gzip/gunzip.js";
import { isGzip } from "../gzip/gzip-member.js";
import { gzipWrapper } from "../gzip/wrapper.js";
import { joined } from "../source/stored-bytes.js";
import type { FormatInput } from "../voxel-source.js";

/**
 * The first bytes of a file once it is inflated, if it is gzipped.
 * @throws VoxmatchError `INVALID_FILE` if there are fewer
 */
export async function inflatedFront({ engine, source, bytes }: FormatInput, count: number): Promise<Uint8Array> {
  const { label } = source;
  for (let wanted = 1 << 16; ; wanted *= 4) {
    const { bytes: stored, isAll } = await bytes.front(wanted);
    const found = isGzip(stored) ? inflated(engine, stored, isAll, count, label) : stored.subarray(0, count);
    if (found.length === count) return found;
    if (!isAll) continue;
    throw new VoxmatchError("INVALID_FILE", `${label} is cut off within its header. Copy or write the file again.`, {
      source: label,
      heldBytes: found.length,
    });
  }
}

function inflated(
  engine: FormatInput["engine"],
  stored: Uint8Array,
  isAll: boolean,
  count: number,
  label: string,
): Uint8Array {
  const mark = engine.arena.mark();
  let front = new Uint8Array(0);
  const onBytes = (at: number, bytes: number) => {
    const wanted = Math.min(bytes, count - front.length);
    if (wanted > 0) front = joined(front, engine.arena.u8(at, wanted));
  };
  try {
    const gunzip = new Gunzip(engine, label, gzipWrapper(new Crc(engine)), { onBytes, sum: null });
    for (let at = 0; at < stored.length && front.length < count; at += 1024)
      gunzip.push(stored.subarray(at, at + 1024));
    if (isAll && front.length < count) gunzip.finish();
    return front;
  } finally {
    engine.arena.release(mark);
  }
}
