import { deflateSync, gzipSync } from "node:zlib";
import type { DataType } from "../../base/types.js";
import { niftiFile } from "./nifti.js";

/** Voxels as files of every format hold them. */
export interface TestVoxels {
  readonly dataType: DataType;
  readonly shape: readonly number[];
  readonly values: readonly number[];
  readonly littleEndian?: boolean;
}

/** The voxels as bytes: those of an uncompressed NIfTI file behind its header. */
export function voxelBytes({ littleEndian = true, ...voxels }: TestVoxels): Uint8Array {
  return niftiFile({ ...voxels, littleEndian, spacing: voxels.shape.map(() => 1) }).subarray(352);
}

/** Labels of every size that a type holds, and background. */
export function testVoxels(dataType: DataType, littleEndian = true): TestVoxels {
  const shape = [5, 4, 3];
  const largest =
    dataType === "int8" ? 127 : dataType === "uint8" ? 255 : dataType.endsWith("16") ? 32_767 : 16_777_215;
  const values = Array.from({ length: 60 }, (_, i) => (i % 4 === 0 ? 0 : i % 7 === 0 ? largest : 1 + (i % 3)));
  return { dataType, shape, values, littleEndian };
}

function file(...parts: readonly (string | Uint8Array)[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part) : part))));
}

interface NrrdOptions {
  readonly encoding?: "raw" | "gzip" | "ascii";
  /** More lines of the header. */
  readonly lines?: readonly string[];
  readonly sizes?: string;
  /** Stands between header and data. */
  readonly before?: string;
  /** Where the data lie: behind the header, if nothing is said. */
  readonly dataFile?: string;
}

export function nrrdFile(voxels: TestVoxels, options: NrrdOptions = {}): Uint8Array {
  const { encoding = "raw", lines = [], sizes = voxels.shape.join(" "), before = "", dataFile } = options;
  const bytes = voxelBytes(voxels);
  const text = Buffer.from(voxels.values.join(" "));
  const data = { raw: bytes, gzip: gzipSync(bytes), ascii: text }[encoding];
  const type = voxels.dataType.replace("float32", "float").replace("float64", "double");
  const head = [
    "NRRD0005",
    "# a comment",
    `type: ${type}`,
    `dimension: ${sizes.split(" ").length}`,
    `sizes: ${sizes}`,
    `encoding: ${encoding}`,
    `endian: ${(voxels.littleEndian ?? true) ? "little" : "big"}`,
    ...lines,
    ...(dataFile === undefined ? [] : [`data file: ${dataFile}`]),
  ];
  return dataFile === undefined ? file(`${head.join("\n")}\n\n${before}`, data) : file(`${head.join("\n")}\n`);
}

const MET: Readonly<Record<DataType, string>> = {
  int8: "CHAR",
  uint8: "UCHAR",
  int16: "SHORT",
  uint16: "USHORT",
  int32: "INT",
  uint32: "UINT",
  int64: "LONG_LONG",
  uint64: "ULONG_LONG",
  float32: "FLOAT",
  float64: "DOUBLE",
};

interface MetaImageOptions {
  readonly isPacked?: boolean;
  readonly lines?: readonly string[];
  readonly size?: string;
  readonly dataFile?: string;
}

export function metaImageFile(voxels: TestVoxels, options: MetaImageOptions = {}): Uint8Array {
  const { isPacked = false, lines = [], size = voxels.shape.join(" "), dataFile = "LOCAL" } = options;
  const bytes = voxelBytes(voxels);
  const head = [
    "ObjectType = Image",
    `NDims = ${size.split(" ").length}`,
    "BinaryData = True",
    `BinaryDataByteOrderMSB = ${(voxels.littleEndian ?? true) ? "False" : "True"}`,
    `CompressedData = ${isPacked ? "True" : "False"}`,
    ...lines,
    `DimSize = ${size}`,
    `ElementType = MET_${MET[voxels.dataType]}`,
    `ElementDataFile = ${dataFile}`,
  ];
  return file(`${head.join("\n")}\n`, ...(dataFile === "LOCAL" ? [isPacked ? deflateSync(bytes) : bytes] : []));
}
