import { inflateInNode, inflateSummed } from "./inflate-in-node.js";
import { nodeModules } from "./platform.js";

/** No gzip file inflates to more than this many times its size (deflate's limit is 1032). */
export const MAXIMUM_INFLATION = 1032;

/** Stored bytes in pieces; one is only valid until the next is asked for. */
export type Stored = AsyncGenerator<Uint8Array<ArrayBuffer>>;

/** True if the bytes begin as gzip does, whatever the file is called. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes.length >= 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** Whether {@link inflate} has a use for sums here. */
export function asksForSums(): boolean {
  return nodeModules() !== null;
}

/**
 * Inflates gzip piece by piece by the fastest means that the platform has: zlib in Node, whose work is done on another
 * thread, DecompressionStream in a page, fflate where there is neither. A piece is only valid until the next is asked for.
 * @param stored the stored bytes; read to the end if the inflated ones are
 * @param reopen gives the stored bytes once more from the start
 * @param sum the CRC-32 of all inflated bytes that were taken, where who takes them sums them faster than zlib would
 * @throws VoxmatchError `INVALID_FILE` for cut, damaged or trailing bytes
 */
export function inflate(
  stored: Stored,
  reopen: () => Stored,
  label: string,
  sum: (() => number | null) | null = null,
): AsyncGenerator<Uint8Array> {
  const node = nodeModules();
  if (node !== null && sum !== null) return inflateSummed(stored, node.zlib(), label, sum);
  if (node !== null) return inflateInNode(stored, node.zlib(), label);
  if (typeof DecompressionStream !== "undefined") return inflateInPage(stored, reopen, label);
  return inflateByHand(stored, label);
}

/** Loads its inflater when it is the first to need one: Node never does. */
async function* inflateByHand(stored: Stored, label: string): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const { gunzipMembers } = await import("./gunzip-members.js");
  yield* gunzipMembers(stored, label);
}

/**
 * DecompressionStream takes a second member for garbage, and says of nothing what was wrong. So whatever it refuses is
 * inflated again by other means, which go on where it stopped or name the defect.
 */
export async function* inflateInPage(
  stored: Stored,
  reopen: () => Stored,
  label: string,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const stream = new DecompressionStream("gzip");
  const feeding = pipe(stored, stream.writable.getWriter());
  const reader = stream.readable.getReader();
  let emitted = 0;
  try {
    for (;;) {
      const step = await reader.read().catch(() => null);
      if (step === null) break;
      if (step.done) return;
      emitted += step.value.length;
      yield step.value;
    }
  } finally {
    await reader.cancel().catch(() => {});
    await feeding;
  }
  for await (const chunk of inflateByHand(reopen(), label)) {
    if (chunk.length > emitted) yield chunk.subarray(emitted);
    emitted = Math.max(0, emitted - chunk.length);
  }
}

async function pipe(stored: Stored, writer: WritableStreamDefaultWriter<BufferSource>): Promise<void> {
  try {
    // A copy, because nothing tells when the stream has done with a piece.
    for await (const chunk of stored) await writer.write(new Uint8Array(chunk));
    await writer.close();
  } catch (error) {
    // The reader hears of it, and what went wrong shows when the bytes are read again.
    await writer.abort(error).catch(() => {});
  }
}
