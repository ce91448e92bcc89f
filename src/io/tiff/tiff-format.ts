import { VoxmatchError } from "../../../base/errors.js";
import { bytesPerVoxel } from "../../../bindings/read/voxel-encoding.js";
import { labelShape } from "../header/label-shape.js";
import { loadPackage } from "../packages.js";
import { PiecewiseVolume } from "../stream/piecewise-volume.js";
import type { FormatInput, StoredVolume } from "../voxel-source.js";
import { type SeekableFile, seekable } from "../zip/zip-directory.js";
import { readPage } from "./read-page.js";
import { checkAlike, describePage, reducedSize, type TiffPage } from "./tiff-page.js";
import { stackOf } from "./tiff-stack.js";

/** The lists that say where the parts of a page lie. */
const BLOCK_TAGS: Readonly<Record<string, number>> = {
  StripOffsets: 273,
  StripByteCounts: 279,
  TileOffsets: 324,
  TileByteCounts: 325,
};

/** Stacks of TIFF pages: plain, of ImageJ and of OME, BigTIFF included; read page by page. */
export async function openTiff(input: FormatInput): Promise<StoredVolume> {
  const { source, maximumVoxels, reading, choices } = input;
  const { label } = source;
  const { GeoTIFF, getDecoder } = await loadPackage("geotiff", "TIFF");
  const file = seekable(source);
  const fetchSlice = async ({ offset, length }: { offset: number; length: number }) => {
    const bytes = await file.readAt(offset, length);
    return { offset, length, data: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) };
  };
  const reader = {
    fileSize: file.size,
    fetchSlice,
    fetch: async (slices: { offset: number; length: number }[]) =>
      (await Promise.all(slices.map(fetchSlice))).map(({ data }) => data),
    close: async () => {},
  };
  const pages: TiffPage[] = [];
  const reduced: (readonly [width: number, height: number])[] = [];
  let littleEndian = true;
  try {
    const tiff = await GeoTIFF.fromSource(reader);
    ({ littleEndian } = tiff);
    const seen = new Set<number>();
    for (let i = 0, next = -1; next !== 0; i++) {
      const fileDirectory = await tiff.requestIFD(i);
      next = fileDirectory.nextIFDByteOffset;
      // Counting the pages of such a file would never end.
      if (seen.has(next)) throw new Error("its pages lead back to each other");
      seen.add(next);
      const read = async (tag: string): Promise<unknown> => {
        const deferred = fileDirectory.deferredArrays.get(BLOCK_TAGS[tag] ?? -1);
        return deferred === undefined
          ? fileDirectory.loadValue(tag as never)
          : readNumbers(file, deferred, tiff.littleEndian);
      };
      const size = await reducedSize(read);
      if (size !== null) {
        reduced.push(size);
        continue;
      }
      const page = await describePage(read, `${label}, page ${i}`, file.size, pages.length === 0);
      pages.push(page);
      checkAlike(pages[0], page, label);
    }
  } catch (cause) {
    if (cause instanceof VoxmatchError) throw cause;
    throw new VoxmatchError(
      "INVALID_FILE",
      `${label} cannot be read as TIFF: ${cause instanceof Error ? cause.message : cause}. The file is cut off or damaged: copy or write it again.`,
      { source: label },
      { cause },
    );
  }
  if (pages.length === 0)
    throw new VoxmatchError("INVALID_FILE", `${label} has no pages of full size.`, { source: label });
  if (reduced.some(([width, height]) => width >= pages[0].width && height >= pages[0].height)) {
    throw new VoxmatchError(
      "INVALID_FILE",
      `${label} has a page that says it is a thumbnail, and is no smaller than the others. Copy or write it again.`,
      { source: label },
    );
  }
  const stack = stackOf(pages, file.size, choices, label);
  const [first] = pages;
  const lengths =
    stack.pages.length === 1 ? [first.width, first.height] : [first.width, first.height, stack.pages.length];
  const shape = labelShape(lengths, { label, field: "width, height, pages", maximumVoxels });
  const { dataType } = first;
  const grid = stack.gridOf(shape);
  const header = { shape, dataType, ...grid, notes: [...stack.notes, ...grid.notes] };
  const encoding = { dataType, littleEndian, slope: 1, intercept: 0, ...reading };
  const decoderOf = (page: TiffPage) =>
    getDecoder(page.compression, {
      ...{ tileWidth: page.blockWidth, tileHeight: page.blockHeight, predictor: 1, planarConfiguration: 1 },
      bitsPerSample: 8 * bytesPerVoxel(dataType),
    });
  const pieces = async function* (from: number, to: number) {
    const decoder = await decoderOf(first);
    for (const page of stack.pages.slice(from, to))
      yield await readPage(file, page, littleEndian, (bytes) => decoder.decode(bytes));
  };
  const all = () => pieces(0, stack.pages.length);
  return new PiecewiseVolume(label, header, encoding, all, () => [], {
    chunk: [first.width, first.height, 1],
    read: async ({ origin: [x, y, z], shape: [nx, ny, nz] }) => {
      const size = bytesPerVoxel(dataType);
      const box = new Uint8Array(nx * ny * nz * size);
      let at = 0;
      for await (const page of pieces(z, z + nz)) {
        for (let row = y; row < y + ny; row++, at += nx * size) {
          const begin = (row * first.width + x) * size;
          box.set(page.subarray(begin, begin + nx * size), at);
        }
      }
      return box;
    },
  });
}

interface DeferredNumbers {
  readonly arrayOffset: number;
  readonly itemSize: number;
  readonly length: number;
}

/** Long lists of numbers, which geotiff 3.0 always reads as little endian. */
async function readNumbers(
  file: SeekableFile,
  { arrayOffset, itemSize, length }: DeferredNumbers,
  littleEndian: boolean,
): Promise<readonly number[]> {
  const bytes = await file.readAt(arrayOffset, Math.min(itemSize * length, file.size));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: Math.floor(bytes.length / itemSize) }, (_, i) => {
    if (itemSize === 8) return Number(view.getBigUint64(8 * i, littleEndian));
    return itemSize === 4 ? view.getUint32(4 * i, littleEndian) : view.getUint16(2 * i, littleEndian);
  });
}
