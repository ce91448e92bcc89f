import { Crc } from "../../bindings/crc.js";
import type { Engine } from "../../bindings/engine.js";
import type { Pointer } from "../../bindings/kernels.js";
import { lendEngine } from "../../bindings/lend-engine.js";
import { VoxelScanner } from "../../bindings/scan-voxels.js";
import type { SumBefore } from "../../bindings/voxel-sum.js";
import { VoxmatchError } from "../errors.js";
import type { Volume } from "../types.js";
import { type ByteSource, openSource, type VolumeInput } from "./byte-source.js";
import { crc32 } from "./crc32.js";
import { Gunzip, MAXIMUM_INFLATION } from "./gunzip.js";
import { isGzip } from "./gzip-member.js";
import { type Hash, startHash } from "./hash.js";
import { DEFAULT_MAXIMUM_VOXELS, type NiftiHeader } from "./nifti-header.js";
import { VolumeStream, type VoxelSink } from "./volume-stream.js";

export interface ReadVolumeOptions {
  /** Compute the SHA-256 of the file as stored; true by default. */
  readonly hash?: boolean;
  /** What messages and {@link Volume.source} call the volume, instead of its path or file name. */
  readonly name?: string;
  /** Headers that claim more voxels are refused; 2³² by default. */
  readonly maximumVoxels?: number;
  /** Scan with these kernels, once their earlier reads are done, instead of with an engine of the reading stage's own. */
  readonly engine?: Engine;
}

/**
 * Reads a label volume: NIfTI-1 or NIfTI-2 in a single file, plain or gzipped (told by content, not by name).
 *
 * The bytes are read, inflated, hashed and scanned in pieces, so that the voxels are never in memory as a whole; two reads
 * awaited at once overlap. The file must hold exactly the bytes that its header promises: fewer mean that it was cut,
 * more that the header is wrong about what it describes. A slope and intercept are applied.
 *
 * @throws VoxmatchError `FILE_ACCESS` if the file cannot be read, `INVALID_FILE` if it is cut, damaged or of another
 * format, `INVALID_VOLUME` if it holds no label volume, `INVALID_OPTION` for wrong arguments
 */
export async function readVolume(input: VolumeInput, options: ReadVolumeOptions = {}): Promise<Volume> {
  const maximumVoxels = options.maximumVoxels ?? DEFAULT_MAXIMUM_VOXELS;
  if (!Number.isSafeInteger(maximumVoxels) || maximumVoxels < 1) {
    throw new VoxmatchError(
      "INVALID_OPTION",
      `maximumVoxels is ${maximumVoxels}, expected a whole number of at least 1.`,
      { option: "maximumVoxels", value: maximumVoxels },
    );
  }
  return lendEngine(options.engine, async (engine) => {
    const source = await openSource(input, options.name);
    try {
      const hash = (options.hash ?? true) ? startHash(source) : null;
      return await readSource(source, hash, engine, maximumVoxels);
    } finally {
      await source.close();
    }
  });
}

async function readSource(
  source: ByteSource,
  hash: Hash | null,
  engine: Engine,
  maximumVoxels: number,
): Promise<Volume> {
  const { found, header } = await pourVolume(
    engine,
    source,
    { hash, maximumVoxels, sums: true },
    ({ shape, dataType, littleEndian, slope, intercept }, sumBefore) => {
      return new VoxelScanner(engine, shape, { dataType, littleEndian, slope, intercept }, sumBefore);
    },
  );
  const { shape, spacing, affine, dataType } = header;
  const sha256 = hash === null ? null : await hash.digest();
  return { ...found, shape, spacing, affine, dataType, source: { path: source.path, sha256 } };
}

interface PourOptions {
  readonly hash: Hash | null;
  readonly maximumVoxels: number;
  /** Whether the sink sums the bytes that it takes. */
  readonly sums: boolean;
}

/** Passes the voxels of a file on to what `openSink` makes once the header is checked. */
export async function pourVolume<Found>(
  engine: Engine,
  source: ByteSource,
  { hash, maximumVoxels, sums }: PourOptions,
  openSink: (header: NiftiHeader, sumBefore: SumBefore | null) => VoxelSink<Found>,
): Promise<{ readonly header: NiftiHeader; readonly found: Found }> {
  // Loading the second reader takes 20 ms, for which who evaluates arrays need not wait.
  const [{ head, stored }, { checkAgainstReader }] = await Promise.all([
    peek(hashed(source.chunks(), hash)),
    import("./second-reader.js"),
  ]);
  const crc = isGzip(head) ? new Crc(engine) : null;
  const stream = new VolumeStream(source.label, maximumVoxels, checkAgainstReader, (header, before) => {
    checkClaim(header, source, crc !== null);
    return openSink(header, crc !== null && sums ? { crc, sum: crc32(before) } : null);
  });
  try {
    if (crc === null) {
      for await (const chunk of stored) stream.push(chunk);
    } else {
      const take = (at: Pointer, bytes: number) => stream.pushAt(engine, at, bytes);
      const gunzip = new Gunzip(engine, source.label, crc, { take, sum: sums ? () => stream.sum : null });
      for await (const chunk of stored) gunzip.push(chunk);
      gunzip.finish();
    }
    return stream.finish();
  } catch (error) {
    stream.abandon();
    throw error;
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

/** The first bytes, at least two if there are so many, and all bytes with these put back. */
async function peek(chunks: AsyncGenerator<Uint8Array<ArrayBuffer>>) {
  let head = new Uint8Array(0);
  while (head.length < 2) {
    const { done, value } = await chunks.next();
    if (done) break;
    head = head.length === 0 && value.length >= 2 ? value : join(head, value);
  }
  async function* stored() {
    try {
      if (head.length > 0) yield head;
      yield* chunks;
    } finally {
      await chunks.return(undefined);
    }
  }
  return { head, stored: stored() };
}

/** A pipe may give its bytes one by one, and a piece must be copied before the next is asked for. */
function join(head: Uint8Array, next: Uint8Array): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(head.length + next.length);
  joined.set(head);
  joined.set(next, head.length);
  return joined;
}

/** Compares what the header claims with what the file can hold, before anything is reserved for it. */
function checkClaim(header: NiftiHeader, { size, label }: ByteSource, compressed: boolean): void {
  if (size === null) return;
  const claimed = header.voxelOffset + header.voxelBytes;
  const possible = compressed ? size * MAXIMUM_INFLATION : size;
  if (claimed <= possible) return;
  const held = compressed ? `at most ${possible} once inflated` : String(possible);
  throw new VoxmatchError(
    "INVALID_FILE",
    `${label} is cut off: its header promises ${claimed} bytes (${header.voxelBytes} of them voxels, ` +
      `${header.shape.join(" × ")} ${header.dataType}), and it holds ${held}. Copy or write the file again.`,
    { source: label, claimedBytes: claimed, heldBytes: possible, shape: header.shape },
  );
}
