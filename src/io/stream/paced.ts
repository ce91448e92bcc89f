import type { Pace } from "../voxel-source.js";

/** Deflate makes a thousand bytes of one at the most, so that a sink that must wait waits no later than after 32 MB. */
const PIECE_BYTES = 1 << 15;

/** Chunks as they come or, for a sink that has to wait now and then, in short pieces at its pace. */
export async function* paced(chunks: AsyncGenerator<Uint8Array>, pace?: Pace): AsyncGenerator<Uint8Array> {
  if (pace === undefined) return yield* chunks;
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += PIECE_BYTES) {
      await pace();
      yield chunk.subarray(at, at + PIECE_BYTES);
    }
  }
}
