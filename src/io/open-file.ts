import { VoxmatchError } from "../../base/errors.js";
import type { VolumeHeader } from "../../base/types.js";
import type { Engine } from "../../bindings/engine/engine.js";
import type { Pointer } from "../../bindings/engine/kernels.js";
import { Crc } from "../../bindings/read/crc.js";
import type { CrcBefore } from "../../bindings/read/voxel-crc.js";
import type { VoxelEncoding } from "../../bindings/read/voxel-encoding.js";
import { Gunzip } from "./gzip/gunzip.js";
import { isGzip } from "./gzip/gzip-member.js";
import { findHeader, joined } from "./nifti/find-header.js";
import { DEFAULT_MAXIMUM_VOXELS, type NiftiHeader } from "./nifti/header.js";
import { type ByteSource, openSource, type VolumeInput } from "./source/byte-source.js";
import { type Hash, startHash } from "./source/hash.js";
import { type LoadedVoxels, roundingNote, type TrailingCount, trailingNote, withNotes } from "./volume-notes.js";
import { type VoxelSink, VoxelStream } from "./voxel-stream.js";

/** What is told beside the file when a label volume is read. */
export interface FileOptions {
  /** Compute the SHA-256 of the file as stored; true by default. */
  readonly hash?: boolean;
  /** What messages and {@link VolumeHeader.source} call the volume, instead of its path or file name. */
  readonly name?: string;
  /** Headers that claim more voxels are refused; 2³² by default. */
  readonly maximumVoxels?: number;
  /** Round every number to the nearest label, however far off it is; false by default: fractions are refused. */
  readonly roundLabels?: boolean;
  /** A negative number that is read as the label 2³² more than itself, to be ignored as `ignoreLabel`; null by default. */
  readonly negativeLabel?: number | null;
}

/** The options of a file, as they are checked. */
export const FILE_OPTIONS = ["hash", "name", "maximumVoxels", "roundLabels", "negativeLabel"] as const;

/** A file of which so much was read as is needed to know its header. */
export interface OpenedFile {
  readonly source: ByteSource;
  readonly header: NiftiHeader;
  /** How its voxels are stored and read. */
  readonly encoding: VoxelEncoding;
  readonly isCompressed: boolean;
  /** All stored bytes from the start, once; a piece is only valid until the next is asked for. */
  readonly stored: AsyncGenerator<Uint8Array<ArrayBuffer>>;
  readonly hash: Hash | null;
}

/** Looks for the header in so many stored bytes at first, and in four times as many as long as these do not hold it. */
const FRONT_BYTES = 1 << 16;

/**
 * Opens a file and reads and checks its header. It must be closed, whatever happens.
 * @throws VoxmatchError `FILE_ACCESS`, `INVALID_FILE`, `INVALID_VOLUME`, `INVALID_OPTION`
 */
export async function openFile(
  engine: Engine,
  input: VolumeInput,
  options: FileOptions = {},
  signal?: AbortSignal,
): Promise<OpenedFile> {
  const maximumVoxels = options.maximumVoxels ?? DEFAULT_MAXIMUM_VOXELS;
  if (!Number.isSafeInteger(maximumVoxels) || maximumVoxels < 1) {
    throw new VoxmatchError(
      "INVALID_OPTION",
      `maximumVoxels is ${maximumVoxels}, expected a whole number of at least 1.`,
      { option: "maximumVoxels", value: maximumVoxels },
    );
  }
  const source = await openSource(input, options.name);
  const hash = (options.hash ?? true) ? startHash(source) : null;
  const chunks = hashed(untilAborted(source.chunks(), signal), hash);
  try {
    // Loading the second reader takes 20 ms, for which who evaluates arrays need not wait.
    const loading = import("./nifti/header-cross-check.js");
    let front = new Uint8Array(0);
    for (let wanted = FRONT_BYTES; ; wanted *= 4) {
      const { bytes, isAll } = await fill(front, chunks, wanted);
      front = bytes;
      const { checkAgainstReader } = await loading;
      const header = findHeader(engine, front, isAll, { source, maximumVoxels, check: checkAgainstReader });
      if (header === null) continue;
      const { roundLabels = false, negativeLabel = null } = options;
      const encoding = { ...header, roundLabels, negativeLabel };
      return { source, header, encoding, isCompressed: isGzip(front), stored: startingWith(front, chunks), hash };
    }
  } catch (error) {
    await chunks.return(undefined);
    await source.close();
    throw error;
  }
}

/** Gives back what an opened file holds. */
export async function closeFile({ stored, source }: OpenedFile): Promise<void> {
  await stored.return(undefined);
  await source.close();
}

/** What a file that was read to its end says of its volume; `found` is what its voxels said. */
export async function headerOf(
  { header, source, hash }: OpenedFile,
  found: Pick<LoadedVoxels, "rounding" | "trailingBytes">,
): Promise<VolumeHeader> {
  const { shape, spacing, affine, dataType } = header;
  const sha256 = hash === null ? null : await hash.digest();
  const notes = [...header.notes, ...trailingNote(source.label, found), ...roundingNote(source.label, found)];
  return withNotes({ shape, spacing, affine, dataType, source: { path: source.path, sha256 } }, notes);
}

/** Passes the voxels of an opened file on to what `createSink` makes, and reads it to its end. */
export async function streamVoxels<Found>(
  engine: Engine,
  { source: { label }, header, isCompressed, stored }: OpenedFile,
  sums: boolean,
  createSink: (sumBefore: CrcBefore | null) => VoxelSink<Found>,
): Promise<{ readonly found: Found } & TrailingCount> {
  const crc = isCompressed ? new Crc(engine) : null;
  const stream = new VoxelStream(engine, { ...header, label }, createSink, sums ? crc : null);
  try {
    if (crc === null) {
      for await (const chunk of stored) stream.push(chunk);
    } else {
      const take = (at: Pointer, bytes: number) => stream.pushAt(at, bytes);
      const gunzip = new Gunzip(engine, label, crc, { take, sum: sums ? () => stream.sum : null });
      for await (const chunk of stored) gunzip.push(chunk);
      gunzip.finish();
    }
    return { found: stream.finish(), trailingBytes: stream.trailingBytes };
  } catch (error) {
    stream.abandon();
    throw error;
  }
}

/** The pieces until work is given up, also while one is waited for, as a pipe may never give it. */
async function* untilAborted(
  chunks: AsyncGenerator<Uint8Array<ArrayBuffer>>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  if (signal === undefined) return yield* chunks;
  let giveUp = () => {};
  const aborted = new Promise<never>((_, reject) => {
    giveUp = () => reject(signal.reason);
  });
  aborted.catch(() => {});
  signal.addEventListener("abort", giveUp);
  try {
    for (;;) {
      signal.throwIfAborted();
      const { done, value } = await Promise.race([chunks.next(), aborted]);
      if (done) return;
      yield value;
    }
  } finally {
    signal.removeEventListener("abort", giveUp);
    // A read that is under way may never end: it must not be waited for.
    const closed = chunks.return(undefined);
    if (!signal.aborted) await closed;
  }
}

async function* hashed(
  chunks: AsyncGenerator<Uint8Array<ArrayBuffer>>,
  hash: Hash | null,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for await (const chunk of chunks) {
    hash?.update(chunk);
    yield chunk;
  }
}

/** Adds the next pieces to some bytes until they are as many as wanted. A pipe may give its bytes one by one. */
async function fill(
  front: Uint8Array<ArrayBuffer>,
  chunks: AsyncGenerator<Uint8Array<ArrayBuffer>>,
  wanted: number,
): Promise<{ readonly bytes: Uint8Array<ArrayBuffer>; readonly isAll: boolean }> {
  // A piece is only valid until the next is asked for.
  let bytes = front.slice();
  while (bytes.length < wanted) {
    const { done, value } = await chunks.next();
    if (done) return { bytes, isAll: true };
    // One alone is enough for most files, and need not be copied.
    bytes = bytes.length === 0 && value.length >= wanted ? value : joined(bytes, value);
  }
  return { bytes, isAll: false };
}

/** Some bytes that were taken already, and all that follow. */
async function* startingWith(
  front: Uint8Array<ArrayBuffer>,
  chunks: AsyncGenerator<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  try {
    if (front.length > 0) yield front;
    yield* chunks;
  } finally {
    await chunks.return(undefined);
  }
}
