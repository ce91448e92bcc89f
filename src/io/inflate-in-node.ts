import { isVoxmatchError } from "../errors.js";
import { brokenGzip } from "./gzip-error.js";
import { isTrailer, memberBegin, TRAILER_BYTES } from "./gzip-member.js";
import type { Stored } from "./inflate.js";

type Zlib = typeof import("node:zlib");

/** Two megabytes a step: another thread is woken for each, which took as long as inflating where a step was 16 kB. */
const STEP_BYTES = 1 << 21;

/** Reads several members as one, checks their CRC-32, and takes anything that begins with a zero byte as padding. */
export async function* inflateInNode(stored: Stored, zlib: Zlib, label: string): AsyncGenerator<Uint8Array> {
  const gunzip = zlib.createGunzip({ chunkSize: STEP_BYTES });
  const closed = new Promise<void>((resolve) => gunzip.once("close", () => resolve()));
  const feeding = feed(stored, gunzip, closed);
  let finished = false;
  try {
    for await (const chunk of gunzip) yield chunk;
    finished = true;
  } catch (cause) {
    throw refusalOf(cause, label);
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

function refusalOf(cause: unknown, label: string): unknown {
  if (isVoxmatchError(cause)) return cause;
  const code = cause instanceof Error && "code" in cause ? cause.code : null;
  return brokenGzip(label, code === "Z_BUF_ERROR" ? "cut" : "damaged", cause);
}

/**
 * As {@link inflateInNode}, but who takes the bytes sums those of the first member, for which zlib takes three quarters of its
 * time: 36 ms for a volume of 79 MB, 12 without when measured. Further members are left to it.
 * @param sum the CRC-32 of all bytes that were taken
 */
export async function* inflateSummed(
  stored: Stored,
  zlib: Zlib,
  label: string,
  sum: () => number | null,
): AsyncGenerator<Uint8Array> {
  const { done, value: first } = await stored.next();
  const begin = done ? null : memberBegin(first);
  if (done || begin === null) {
    yield* inflateInNode(done ? stored : startingWith(first, stored), zlib, label);
    return;
  }
  const raw = zlib.createInflateRaw({ chunkSize: STEP_BYTES });
  const closed = new Promise<void>((resolve) => raw.once("close", () => resolve()));
  const feeding = feedMember(first.subarray(begin), stored, raw, closed);
  let length = 0;
  let finished = false;
  try {
    for await (const chunk of raw) {
      length += chunk.length;
      yield chunk;
    }
    finished = true;
  } catch (cause) {
    throw refusalOf(cause, label);
  } finally {
    raw.destroy();
    if (!finished) await stored.return(undefined);
    await feeding;
  }
  let rest = await feeding;
  while (rest.length <= TRAILER_BYTES) {
    const { done, value } = await stored.next();
    if (done) break;
    rest = Buffer.concat([rest, value]);
  }
  if (rest.length < TRAILER_BYTES) throw brokenGzip(label, "cut");
  if (!isTrailer(rest, sum(), length)) throw brokenGzip(label, "damaged");
  const others = startingWith(rest.subarray(TRAILER_BYTES), stored);
  // As zlib has it, whatever begins with a zero is padding; it is read all the same, because it counts for the file's hash.
  if (rest.length > TRAILER_BYTES && rest[TRAILER_BYTES] !== 0) yield* inflateInNode(others, zlib, label);
  else for await (const _ of others);
}

/** Some bytes that were taken already, and all that follow. */
async function* startingWith(first: Uint8Array<ArrayBuffer>, others: Stored): Stored {
  try {
    yield first;
    yield* others;
  } finally {
    await others.return(undefined);
  }
}

/**
 * Writes the compressed data of a member into `raw`.
 * @returns a copy of what follows them in the piece in which they end
 */
async function feedMember(
  first: Uint8Array<ArrayBuffer>,
  stored: Stored,
  raw: import("node:zlib").InflateRaw,
  closed: Promise<void>,
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    for (let chunk = first; ; ) {
      const before = raw.bytesWritten;
      await Promise.race([closed, new Promise((resolve) => raw.write(chunk, resolve))]);
      const taken = raw.bytesWritten - before;
      if (raw.destroyed || taken < chunk.length) return new Uint8Array(chunk.subarray(taken));
      const { done, value } = await stored.next();
      if (done) break;
      chunk = value;
    }
    raw.end();
  } catch (error) {
    raw.destroy(error instanceof Error ? error : new Error(String(error)));
  }
  return new Uint8Array(0);
}
