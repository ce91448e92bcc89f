import type { Engine } from "../../../bindings/engine/engine.js";
import { Crc } from "../../../bindings/read/crc.js";
import { Gunzip } from "../gzip/gunzip.js";
import { gzipWrapper } from "../gzip/wrapper.js";
import { CHUNK_BYTES } from "../source/byte-source.js";
import type { ByteSource } from "../source/source.js";
import type { Packing } from "./voxel-place.js";

/** How many bytes gzipped data have once they are inflated: a pass over all of them. */
export async function inflatedBytes(engine: Engine, source: ByteSource, { from }: Packing): Promise<number> {
  const mark = engine.arena.mark();
  let count = 0;
  const onBytes = (_: number, bytes: number) => {
    count += bytes;
  };
  try {
    const gunzip = new Gunzip(engine, source.label, gzipWrapper(new Crc(engine)), { onBytes, sum: null });
    for (let at = from; at < (source.size ?? 0); at += CHUNK_BYTES) {
      gunzip.push((await source.readAt?.(at, CHUNK_BYTES)) ?? new Uint8Array(0));
    }
    gunzip.finish();
    return count;
  } finally {
    engine.arena.release(mark);
  }
}
