import { isVoxmatchError } from "../errors.js";
import { brokenGzip } from "./gzip-error.js";
import { nodeModules } from "./platform.js";

/** A megabyte a step: 31 ms for a volume of 79 MB, where zlib's own 16 kB take 120. */
const STEP_BYTES = 1 << 20;

/** No gzip file inflates to more than this many times its size (deflate's limit is 1032). */
export const MAXIMUM_INFLATION = 1032;

type Stored = AsyncGenerator<Uint8Array<ArrayBuffer>>;

/** True if the bytes begin as gzip does, whatever the file is called. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes.length >= 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * Inflates gzip piece by piece by the fastest means that the platform has: zlib in Node, whose work is done on another
 * thread, DecompressionStream in a page, fflate where there is neither. A piece is only valid until the next is asked for.
 * @param stored the stored bytes; read to the end if the inflated ones are
 * @param reopen gives the stored bytes once more from the start
 * @throws VoxmatchError `INVALID_FILE` for cut, damaged or trailing bytes
 */
export function inflate(stored: Stored, reopen: () => Stored, label: string): AsyncGenerator<Uint8Array> {
  const node = nodeModules();
  if (node !== null) return inflateInNode(stored, node.zlib(), label);
  if (typeof DecompressionStream !== "undefined") return inflateInPage(stored, reopen, label);
  return inflateByHand(stored, label);
}

/** Loads its inflater when it is the first to need one: Node never does. */
async function* inflateByHand(stored: Stored, label: string): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const { gunzipMembers } = await import("./gunzip-members.js");
  yield* gunzipMembers(stored, label);
}

/** Reads several members as one, checks their CRC-32, and takes anything that begins with a zero byte as padding. */
export async function* inflateInNode(
  stored: Stored,
  zlib: typeof import("node:zlib"),
  label: string,
): AsyncGenerator<Uint8Array> {
  const gunzip = zlib.createGunzip({ chunkSize: STEP_BYTES });
  const closed = new Promise<void>((resolve) => gunzip.once("close", () => resolve()));
  const feeding = feed(stored, gunzip, closed);
  let finished = false;
  try {
    for await (const chunk of gunzip) yield chunk;
    finished = true;
  } catch (cause) {
    if (isVoxmatchError(cause)) throw cause;
    const code = cause instanceof Error && "code" in cause ? cause.code : null;
    throw brokenGzip(label, code === "Z_BUF_ERROR" ? "cut" : "damaged", cause);
  } finally {
    gunzip.destroy();
    if (!finished) await stored.return(undefined);
    await feeding;
  }
}

/**
 * Writes everything into `gunzip`, each piece once the last was taken. Pieces after the end of the compressed data are
 * read all the same, because they count for the file's hash.
 */
async function feed(stored: Stored, gunzip: import("node:zlib").Gunzip, closed: Promise<void>): Promise<void> {
  try {
    for await (const chunk of stored) {
      // A destroyed stream never calls back for a piece that it was working on.
      if (!gunzip.destroyed) await Promise.race([closed, new Promise((resolve) => gunzip.write(chunk, resolve))]);
    }
    if (!gunzip.destroyed) gunzip.end();
  } catch (error) {
    gunzip.destroy(error instanceof Error ? error : new Error(String(error)));
  }
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
