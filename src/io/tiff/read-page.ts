import { isVoxmatchError, VoxmatchError } from "../../../base/errors.js";
import { bytesPerVoxel } from "../../../bindings/read/voxel-encoding.js";
import { damaged } from "../damaged.js";
import type { SeekableFile } from "../zip/zip-directory.js";
import { rowBytes, type TiffPage } from "./tiff-page.js";

type Decode = (bytes: ArrayBuffer) => Promise<ArrayBufferLike> | ArrayBufferLike;

/** A page has to fit in memory. */
const MAXIMUM_PAGE_BYTES = 2 ** 32;

/**
 * The voxels of a page, row after row. Each block must decode to exactly what it is to hold.
 * @throws VoxmatchError `INVALID_FILE`, `INVALID_VOLUME`
 */
export async function readPage(
  file: SeekableFile,
  page: TiffPage,
  littleEndian: boolean,
  decode: Decode,
): Promise<Uint8Array> {
  const { label, width, height, blockWidth, blockHeight, offsets, byteCounts, isBits } = page;
  const size = isBits ? 1 : bytesPerVoxel(page.dataType);
  if (width * height * size > MAXIMUM_PAGE_BYTES) {
    throw new VoxmatchError(
      "INVALID_VOLUME",
      `${label} takes ${width * height * size} bytes, and at most ${MAXIMUM_PAGE_BYTES} are read at once. Crop it.`,
      {
        source: label,
        bytes: width * height * size,
      },
    );
  }
  const across = Math.ceil(width / blockWidth);
  const bytes = rowBytes(page);
  let voxels: Uint8Array | null = null;
  for (const [i, offset] of offsets.entries()) {
    const [x0, y0] = [(i % across) * blockWidth, Math.floor(i / across) * blockHeight];
    const rows = Math.min(blockHeight, height - y0);
    const stored = await file.readAt(offset, byteCounts[i]);
    const block = await decoded(stored, page, decode);
    // The last strip may be shorter, or filled up.
    const isWhole =
      block.length === bytes * blockHeight || (across === 1 && blockWidth === width && block.length === bytes * rows);
    if (!isWhole) throw damaged(label, `its part ${i} decodes to ${block.length} bytes, expected ${bytes * rows}`);
    const plain = isBits ? unpacked(block, bytes, blockWidth) : block;
    if (page.isDifferenced) addUp(plain, blockWidth, size, littleEndian);
    voxels ??= new Uint8Array(width * height * size);
    const columns = Math.min(blockWidth, width - x0);
    for (let row = 0; row < rows; row++) {
      const from = row * blockWidth * size;
      voxels.set(plain.subarray(from, from + columns * size), ((y0 + row) * width + x0) * size);
    }
  }
  if (voxels === null) throw damaged(label, "it has no parts");
  return voxels;
}

async function decoded(
  stored: Uint8Array<ArrayBuffer>,
  { label, compression }: TiffPage,
  decode: Decode,
): Promise<Uint8Array> {
  if (compression === 1) return stored;
  try {
    const found = await decode(stored.buffer.slice(stored.byteOffset, stored.byteOffset + stored.length));
    return new Uint8Array(found);
  } catch (cause) {
    if (isVoxmatchError(cause)) throw cause;
    throw damaged(label, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

/** A byte for each bit, the highest of a byte first. */
function unpacked(block: Uint8Array, rowLength: number, width: number): Uint8Array {
  const bytes = new Uint8Array((block.length / rowLength) * width);
  for (let at = 0; at < bytes.length; at++) {
    const [row, x] = [Math.floor(at / width), at % width];
    bytes[at] = (block[row * rowLength + (x >> 3)] >> (7 - (x & 7))) & 1;
  }
  return bytes;
}

/** Adds to each number of a row the one before it, in either byte order. */
function addUp(block: Uint8Array, width: number, size: number, littleEndian: boolean): void {
  for (let row = 0; row < block.length; row += width * size) {
    for (let at = row + size; at < row + width * size; at += size) {
      let carry = 0;
      for (let i = 0; i < size; i++) {
        const byte = littleEndian ? at + i : at + size - 1 - i;
        const sum = block[byte] + block[byte - size] + carry;
        block[byte] = sum;
        carry = sum >> 8;
      }
    }
  }
}
