import { VoxmatchError } from "../../../base/errors.js";
import type { DataType } from "../../../base/types.js";
import { bytesPerVoxel } from "../../../bindings/read/voxel-encoding.js";

/** A page, and where its blocks lie: strips of whole rows, or tiles. */
export interface TiffPage {
  readonly label: string;
  readonly width: number;
  readonly height: number;
  readonly dataType: DataType;
  /** Whether a voxel is a single bit. */
  readonly isBits: boolean;
  readonly compression: number;
  /** Whether a number is stored as its difference from the one before in its row. */
  readonly isDifferenced: boolean;
  readonly blockWidth: number;
  readonly blockHeight: number;
  readonly offsets: readonly number[];
  readonly byteCounts: readonly number[];
  readonly description: string;
  /** Pixels for each unit of length, along x and y. */
  readonly resolution: readonly (number | null)[];
}

type ReadTag = (tag: string) => Promise<unknown>;

/** Compressions that lose nothing, by their numbers. */
const LOSSLESS = new Set([1, 5, 8, 32_946, 32_773, 50_000]);

/** Names of other compressions. */
const OTHERS: ReadonlyMap<number, string> = new Map([
  [2, "CCITT"],
  [3, "CCITT"],
  [4, "CCITT"],
  [6, "JPEG"],
  [7, "JPEG"],
  [34_887, "LERC"],
  [34_712, "JPEG 2000"],
  [50_001, "WebP"],
]);

/** The size of a page that is a thumbnail, or a coarser level of another one; null of any other page. */
export async function reducedSize(read: ReadTag): Promise<readonly [width: number, height: number] | null> {
  const isReduced =
    ((await numberOf(read, "NewSubfileType", 0)) & 1) === 1 || (await numberOf(read, "SubfileType", 0)) === 2;
  return isReduced ? [await numberOf(read, "ImageWidth", 0), await numberOf(read, "ImageLength", 0)] : null;
}

/**
 * Reads the directory of a page and checks it against the size of the file.
 * @throws VoxmatchError `INVALID_FILE`, `INVALID_VOLUME`
 */
export async function describePage(read: ReadTag, label: string, size: number, isFirst: boolean): Promise<TiffPage> {
  const [width, height] = [await numberOf(read, "ImageWidth", 0), await numberOf(read, "ImageLength", 0)];
  const samples = await numberOf(read, "SamplesPerPixel", 1);
  if (samples !== 1) {
    throw refused(
      label,
      `stores ${samples} numbers for each voxel, as colours do, which are no labels. Save a stack of one number for each voxel`,
    );
  }
  const bits = await numberOf(read, "BitsPerSample", 1);
  const dataType = typeOf(bits, await numberOf(read, "SampleFormat", 1), label);
  const compression = await numberOf(read, "Compression", 1);
  if (!LOSSLESS.has(compression)) {
    const name = OTHERS.get(compression) ?? `number ${compression}`;
    throw refused(
      label,
      `is compressed by ${name}, which is not read${name === "CCITT" ? "" : " as it may change labels"}. Save it without, or with deflate`,
    );
  }
  const predictor = await numberOf(read, "Predictor", 1);
  if (predictor !== 1 && predictor !== 2)
    throw refused(label, `has the predictor ${predictor}, which is not read. Save it with another one, or none`);
  const isTiled = (await read("TileOffsets")) !== undefined;
  const blockWidth = isTiled ? await numberOf(read, "TileWidth", 0) : width;
  const blockHeight = isTiled
    ? await numberOf(read, "TileLength", 0)
    : Math.min(height, await numberOf(read, "RowsPerStrip", height));
  const offsets = numbersOf(await read(isTiled ? "TileOffsets" : "StripOffsets"));
  const byteCounts = numbersOf(await read(isTiled ? "TileByteCounts" : "StripByteCounts"));
  const sizes = [width, height, blockWidth, blockHeight];
  const blocks = Math.ceil(width / blockWidth) * Math.ceil(height / blockHeight);
  const isWhole =
    sizes.every((length) => Number.isSafeInteger(length) && length > 0) &&
    blocks === offsets.length &&
    blocks === byteCounts.length &&
    offsets.every((offset, i) => offset + byteCounts[i] <= size);
  if (!isWhole) {
    throw new VoxmatchError(
      "INVALID_FILE",
      `${label} is cut off or damaged: its directory claims ${width} × ${height} voxels in ${blocks} parts, of which the file holds fewer. ` +
        "Copy or write it again.",
      { source: label, width, height },
    );
  }
  const description = isFirst ? String((await read("ImageDescription")) ?? "") : "";
  const resolution = isFirst ? [await rationalOf(read, "XResolution"), await rationalOf(read, "YResolution")] : [];
  const isBits = bits === 1;
  return {
    ...{ label, width, height, dataType, isBits, compression, isDifferenced: predictor === 2 },
    ...{ blockWidth, blockHeight, offsets, byteCounts, description, resolution },
  };
}

/** @throws VoxmatchError `INVALID_VOLUME` if a page differs from the first */
export function checkAlike(first: TiffPage, page: TiffPage, label: string): void {
  const keys = ["width", "height", "dataType", "isBits", "compression", "isDifferenced"] as const;
  const other = keys.find((key) => first[key] !== page[key]);
  if (other === undefined) return;
  throw refused(
    label,
    `has pages that differ in ${other} (${first[other]} and ${page[other]}), so that they are no stack. Save one stack in a file`,
  );
}

/** The bytes that a row of a block takes. */
export function rowBytes({ blockWidth, isBits, dataType }: TiffPage): number {
  return isBits ? Math.ceil(blockWidth / 8) : blockWidth * bytesPerVoxel(dataType);
}

const TYPES: Readonly<Record<string, DataType>> = {
  "1,1": "uint8",
  "8,1": "uint8",
  "16,1": "uint16",
  "32,1": "uint32",
  "64,1": "uint64",
  "8,2": "int8",
  "16,2": "int16",
  "32,2": "int32",
  "64,2": "int64",
  "32,3": "float32",
  "64,3": "float64",
};

function typeOf(bits: number, format: number, label: string): DataType {
  const found = TYPES[`${bits},${format === 4 ? 1 : format}`];
  if (found !== undefined) return found;
  throw refused(
    label,
    `stores its voxels in ${bits} bits (sample format ${format}), which is not read. Save it with 8, 16 or 32 bits`,
  );
}

async function numberOf(read: ReadTag, tag: string, usual: number): Promise<number> {
  const value = await read(tag);
  return numbersOf(value)[0] ?? usual;
}

async function rationalOf(read: ReadTag, tag: string): Promise<number | null> {
  const [numerator, denominator] = numbersOf(await read(tag));
  return numerator > 0 && denominator > 0 ? numerator / denominator : null;
}

function numbersOf(value: unknown): readonly number[] {
  if (typeof value === "number" || typeof value === "bigint") return [Number(value)];
  return Array.isArray(value) || ArrayBuffer.isView(value)
    ? Array.from(value as unknown as ArrayLike<number>, Number)
    : [];
}

function refused(label: string, what: string): VoxmatchError {
  return new VoxmatchError("INVALID_VOLUME", `${label} ${what}.`, { source: label });
}
