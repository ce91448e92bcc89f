import { MACHINE_IS_LITTLE_ENDIAN } from "../nifti/data-types.js";
import { decodeLz4 } from "./lz4.js";

/** Layout of a chunk: github.com/Blosc/c-blosc, README_CHUNK_FORMAT.rst. */
const HEADER_BYTES = 16;

const [BYTE_SHUFFLE, STORED, BIT_SHUFFLE, WHOLE_BLOCKS] = [1, 2, 4, 16];
/** The number of LZ4 among the formats of blocks. */
const LZ4 = 1;

/** Blocks of smaller elements, and enough of them, are split into a stream for each byte of an element. */
const [MAXIMUM_SPLITS, LEAST_SPLIT_BYTES] = [16, 128];

/** The header of a chunk. */
export interface BloscHeader {
  readonly flags: number;
  readonly elementBytes: number;
  /** Once decoded. */
  readonly bytes: number;
  readonly blockBytes: number;
  readonly storedBytes: number;
}

/** @throws Error if it is no chunk, or cut. Some writers pad chunks. */
export function bloscHeader(chunk: Uint8Array): BloscHeader {
  if (chunk.length < HEADER_BYTES) throw new Error(`a chunk of ${chunk.length} bytes is none of blosc`);
  const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  const [bytes, blockBytes, storedBytes] = [4, 8, 12].map((at) => view.getUint32(at, true));
  if (chunk.length < storedBytes)
    throw new Error(`a chunk of blosc claims ${storedBytes} bytes and holds ${chunk.length}`);
  return { flags: chunk[2], elementBytes: chunk[3], bytes, blockBytes, storedBytes };
}

/** Whether {@link decodeBlosc} decodes it: LZ4, which is the default of writers of Zarr 2, without shuffled bits. */
export function isPlainBlosc({ flags, elementBytes, bytes, blockBytes }: BloscHeader): boolean {
  if (elementBytes === 0 || (flags & STORED) !== 0) return false;
  return flags >> 5 === LZ4 && (flags & BIT_SHUFFLE) === 0 && blockBytes > 0 && blockBytes <= bytes;
}

/**
 * Decodes a chunk of LZ4: the package's decoder takes longer to load than this does for a volume.
 * @throws Error if the chunk is damaged
 */
export function decodeBlosc(chunk: Uint8Array, header: BloscHeader): Uint8Array {
  const { flags, elementBytes, bytes, blockBytes, storedBytes } = header;
  const stored = chunk.subarray(0, storedBytes);
  const view = new DataView(stored.buffer, stored.byteOffset, stored.byteLength);
  const blocks = Math.ceil(bytes / blockBytes);
  if (HEADER_BYTES + 4 * blocks > storedBytes) throw new Error("a chunk of blosc has no room for its blocks");
  const isShuffled = (flags & BYTE_SHUFFLE) !== 0 && elementBytes > 1;
  const found = new Uint8Array(bytes);
  const shuffled = isShuffled ? new Uint8Array(blockBytes) : null;
  for (let block = 0; block < blocks; block++) {
    const target = found.subarray(block * blockBytes, Math.min(bytes, (block + 1) * blockBytes));
    const into = shuffled === null ? target : shuffled.subarray(0, target.length);
    const isSplit =
      (flags & WHOLE_BLOCKS) === 0 &&
      elementBytes <= MAXIMUM_SPLITS &&
      blockBytes >= elementBytes * LEAST_SPLIT_BYTES &&
      target.length === blockBytes;
    decodeBlock(stored, view, view.getUint32(HEADER_BYTES + 4 * block, true), into, isSplit ? elementBytes : 1);
    if (shuffled !== null) unshuffle(into, target, elementBytes);
  }
  return found;
}

/** The streams of a block, each behind its length; one that takes as much as it holds is stored as it is. */
function decodeBlock(stored: Uint8Array, view: DataView, at: number, into: Uint8Array, streams: number): void {
  const bytes = Math.floor(into.length / streams);
  for (let i = 0, from = at; i < streams; i++) {
    if (from < HEADER_BYTES || from + 4 > stored.length) throw new Error("a block of blosc lies outside of its chunk");
    const length = view.getUint32(from, true);
    const begin = from + 4;
    from = begin + length;
    if (from > stored.length) throw new Error("a block of blosc is longer than its chunk");
    const target = into.subarray(i * bytes, (i + 1) * bytes);
    if (length === bytes) target.set(stored.subarray(begin, from));
    else decodeLz4(stored.subarray(begin, from), target);
  }
}

/** Puts the bytes of each element together, which lie apart: all first ones, then all second ones. */
function unshuffle(from: Uint8Array, into: Uint8Array, size: number): void {
  const count = Math.floor(from.length / size);
  const isAligned = MACHINE_IS_LITTLE_ENDIAN && into.byteOffset % size === 0;
  if (size === 2 && isAligned) joinPairs(from, new Uint16Array(into.buffer, into.byteOffset, count));
  else if (size === 4 && isAligned) joinQuads(from, new Uint32Array(into.buffer, into.byteOffset, count));
  else {
    for (let byte = 0; byte < size; byte++) {
      for (let i = 0, to = byte, at = byte * count; i < count; i++, to += size) into[to] = from[at + i];
    }
  }
  into.set(from.subarray(count * size), count * size);
}

function joinPairs(from: Uint8Array, into: Uint16Array): void {
  const count = into.length;
  for (let i = 0; i < count; i++) into[i] = from[i] | (from[count + i] << 8);
}

function joinQuads(from: Uint8Array, into: Uint32Array): void {
  const count = into.length;
  for (let i = 0; i < count; i++) {
    into[i] = from[i] | (from[count + i] << 8) | (from[2 * count + i] << 16) | (from[3 * count + i] << 24);
  }
}
