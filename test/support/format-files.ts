import { crc32, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
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

const NPY: Readonly<Record<DataType, string>> = {
  int8: "i1",
  uint8: "u1",
  int16: "i2",
  uint16: "u2",
  int32: "i4",
  uint32: "u4",
  int64: "i8",
  uint64: "u8",
  float32: "f4",
  float64: "f8",
};

interface NpyOptions {
  readonly version?: 1 | 2 | 3;
  readonly isFortran?: boolean;
  /** The shape as Python writes it. */
  readonly shape?: string;
  readonly descr?: string;
}

/** An array [z, y, x]. */
export function npyFile(voxels: TestVoxels, options: NpyOptions = {}): Uint8Array {
  const { version = 1, isFortran = false } = options;
  const [nx, ny, nz] = voxels.shape;
  const at = (i: number) => {
    // Element i of an array [z, y, x] whose first axis is the fastest.
    const [z, y, x] = [i % nz, Math.floor(i / nz) % ny, Math.floor(i / (nz * ny))];
    return voxels.values[x + nx * (y + ny * z)];
  };
  const values = isFortran ? voxels.values.map((_, i) => at(i)) : voxels.values;
  const order = NPY[voxels.dataType].endsWith("1") ? "|" : (voxels.littleEndian ?? true) ? "<" : ">";
  const { shape = `(${[...voxels.shape].reverse().join(", ")},)`, descr = order + NPY[voxels.dataType] } = options;
  const python = `{'descr': '${descr}', 'fortran_order': ${isFortran ? "True" : "False"}, 'shape': ${shape}, }`;
  const prefix = version === 1 ? 10 : 12;
  const text = python.padEnd(64 * Math.ceil((python.length + prefix + 1) / 64) - prefix - 1) + "\n";
  const head = Buffer.alloc(prefix);
  head.write("\x93NUMPY", "latin1");
  head[6] = version;
  if (version === 1) head.writeUInt16LE(text.length, 8);
  else head.writeUInt32LE(text.length, 8);
  return file(head, text, voxelBytes({ ...voxels, values }));
}

/** A ZIP archive of files by their names. `is64`: sizes stand in extra fields. */
export function zipFile(
  files: Readonly<Record<string, Uint8Array>>,
  { isDeflated = true, is64 = false }: { readonly isDeflated?: boolean; readonly is64?: boolean } = {},
): Uint8Array {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  const add = (part: Uint8Array) => {
    parts.push(part);
    at += part.length;
  };
  for (const [name, bytes] of Object.entries(files)) {
    const stored = isDeflated ? deflateRawSync(bytes) : bytes;
    const [local, entry] = [Buffer.alloc(30), Buffer.alloc(46)];
    local.writeUInt32LE(0x04034b50, 0);
    entry.writeUInt32LE(0x02014b50, 0);
    for (const [header, from] of [
      [local, 8],
      [entry, 10],
    ] as const) {
      header.writeUInt16LE(isDeflated ? 8 : 0, from);
      header.writeUInt32LE(crc32(bytes), from + 6);
      header.writeUInt32LE(is64 ? 0xffffffff : stored.length, from + 10);
      header.writeUInt32LE(is64 ? 0xffffffff : bytes.length, from + 14);
      header.writeUInt16LE(name.length, from + 18);
    }
    const extra = Buffer.alloc(is64 ? 28 : 0);
    if (is64) {
      extra.writeUInt16LE(1, 0);
      extra.writeUInt16LE(24, 2);
      for (const [i, size] of [bytes.length, stored.length, at].entries())
        extra.writeBigUInt64LE(BigInt(size), 4 + 8 * i);
      entry.writeUInt16LE(extra.length, 30);
    }
    entry.writeUInt32LE(is64 ? 0xffffffff : at, 42);
    directory.push(entry, Buffer.from(name), extra);
    for (const part of [local, Buffer.from(name), stored]) add(part);
  }
  const begin = at;
  for (const part of directory) add(part);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  const count = Object.keys(files).length;
  end.writeUInt16LE(is64 ? 0xffff : count, 10);
  end.writeUInt32LE(is64 ? 0xffffffff : at - begin, 12);
  end.writeUInt32LE(is64 ? 0xffffffff : begin, 16);
  if (is64) {
    const [end64, locator] = [Buffer.alloc(56), Buffer.alloc(20)];
    end64.writeUInt32LE(0x06064b50, 0);
    for (const [i, number] of [count, at - begin, begin].entries()) end64.writeBigUInt64LE(BigInt(number), 32 + 8 * i);
    locator.writeUInt32LE(0x07064b50, 0);
    locator.writeBigUInt64LE(BigInt(at), 8);
    add(end64);
    add(locator);
  }
  add(end);
  return file(...parts);
}

const MGH = { uint8: 0, int32: 1, float32: 3, int16: 4, uint16: 10 } as const;
export const MGH_TYPES = Object.keys(MGH) as (keyof typeof MGH)[];

interface MghOptions {
  readonly isPacked?: boolean;
  readonly frames?: number;
  readonly sizes?: readonly number[];
  readonly type?: number;
  /** Sizes of voxels, directions of the three axes, centre. */
  readonly grid?: readonly number[];
  readonly footer?: string;
}

export function mghFile(
  voxels: TestVoxels & { readonly dataType: keyof typeof MGH },
  options: MghOptions = {},
): Uint8Array {
  const {
    isPacked = false,
    frames = 1,
    grid,
    footer = "",
    sizes = voxels.shape,
    type = MGH[voxels.dataType],
  } = options;
  const head = Buffer.alloc(284);
  for (const [i, number] of [1, ...sizes, frames, type].entries()) head.writeInt32BE(number, 4 * i);
  if (grid !== undefined) head.writeInt16BE(1, 28);
  for (const [i, number] of (grid ?? []).entries()) head.writeFloatBE(number, 30 + 4 * i);
  const whole = file(head, voxelBytes({ ...voxels, littleEndian: false }), footer);
  return isPacked ? new Uint8Array(gzipSync(whole)) : whole;
}
