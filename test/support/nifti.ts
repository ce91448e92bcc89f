import type { DataType, LabelVoxels } from "../../base/types.js";

/** Content of a test file; everything has a sensible default. */
export interface NiftiFile {
  readonly version?: 1 | 2;
  readonly littleEndian?: boolean;
  readonly dataType?: DataType;
  readonly shape?: readonly number[];
  readonly values?: readonly number[];
  readonly spacing?: readonly number[];
  readonly slope?: number;
  readonly intercept?: number;
  readonly units?: number;
  /** Bytes between header and voxels; 4 by default. */
  readonly gap?: number;
  readonly sform?: readonly number[];
  /** b, c, d, x, y, z and the handedness in `pixdim[0]` */
  readonly qform?: readonly number[];
  readonly qformCode?: number;
  readonly sformCode?: number;
  /** Overwrites header fields by name, after everything else. */
  readonly set?: Readonly<Record<string, number>>;
}

type Write = (view: DataView, at: number, value: number, littleEndian: boolean) => void;

const WRITE: Record<string, Write> = {
  u8: (view, at, value) => view.setUint8(at, value),
  i8: (view, at, value) => view.setInt8(at, value),
  u16: (view, at, value, le) => view.setUint16(at, value, le),
  i16: (view, at, value, le) => view.setInt16(at, value, le),
  u32: (view, at, value, le) => view.setUint32(at, value, le),
  i32: (view, at, value, le) => view.setInt32(at, value, le),
  u64: (view, at, value, le) => view.setBigUint64(at, BigInt(value), le),
  i64: (view, at, value, le) => view.setBigInt64(at, BigInt(value), le),
  f32: (view, at, value, le) => view.setFloat32(at, value, le),
  f64: (view, at, value, le) => view.setFloat64(at, value, le),
};

/** Code, bytes and writer of each type, as the standard's table has them. */
const TYPES: Record<DataType, readonly [number, number, string]> = {
  uint8: [2, 1, "u8"],
  int16: [4, 2, "i16"],
  int32: [8, 4, "i32"],
  float32: [16, 4, "f32"],
  float64: [64, 8, "f64"],
  int8: [256, 1, "i8"],
  uint16: [512, 2, "u16"],
  uint32: [768, 4, "u32"],
  int64: [1024, 8, "i64"],
  uint64: [1280, 8, "u64"],
};

export const DATA_TYPES = Object.keys(TYPES) as DataType[];

/** Offset and type of each field in nifti1.h and nifti2.h. */
const FIELDS = {
  1: {
    sizeof_hdr: [0, "i32"],
    dim: [40, "i16"],
    datatype: [70, "i16"],
    bitpix: [72, "i16"],
    pixdim: [76, "f32"],
    vox_offset: [108, "f32"],
    scl_slope: [112, "f32"],
    scl_inter: [116, "f32"],
    xyzt_units: [123, "u8"],
    qform_code: [252, "i16"],
    sform_code: [254, "i16"],
    quatern: [256, "f32"],
    srow: [280, "f32"],
    magic: [344, "u8"],
    extension: [348, "u8"],
    esize: [352, "i32"],
  },
  2: {
    sizeof_hdr: [0, "i32"],
    dim: [16, "i64"],
    datatype: [12, "i16"],
    bitpix: [14, "i16"],
    pixdim: [104, "f64"],
    vox_offset: [168, "i64"],
    scl_slope: [176, "f64"],
    scl_inter: [184, "f64"],
    xyzt_units: [500, "i32"],
    qform_code: [344, "i32"],
    sform_code: [348, "i32"],
    quatern: [352, "f64"],
    srow: [400, "f64"],
    magic: [4, "u8"],
    extension: [540, "u8"],
    esize: [544, "i32"],
  },
} as const;

const SIZES: Record<string, number> = { u8: 1, i16: 2, i32: 4, f32: 4, i64: 8, f64: 8 };

/** Writes a NIfTI file by the standard's tables and without any of the package's code. `set: { "dim[4]": 2 }` spoils it. */
export function niftiFile(file: NiftiFile = {}): Uint8Array<ArrayBuffer> {
  const { version = 1, littleEndian = true, dataType = "uint8", shape = [3, 2, 2], gap = 4 } = file;
  const voxels = shape.reduce((product, length) => product * length, 1);
  const values = file.values ?? Array.from({ length: voxels }, (_, index) => index % 5);
  const [code, size, type] = TYPES[dataType];
  const offset = (version === 1 ? 348 : 540) + gap;
  const bytes = new Uint8Array(offset + values.length * size);
  const view = new DataView(bytes.buffer);
  const set = (name: string, ...numbers: readonly number[]) => {
    const [, field, index = "0"] = /^(\w+)(?:\[(\d+)\])?$/.exec(name) ?? [];
    const [start, kind] = FIELDS[version][field as keyof (typeof FIELDS)[1]];
    numbers.forEach((number, each) => {
      WRITE[kind](view, start + (Number(index) + each) * SIZES[kind], number, littleEndian);
    });
  };
  set("sizeof_hdr", version === 1 ? 348 : 540);
  set("magic", ...(version === 1 ? [0x6e, 0x2b, 0x31, 0] : [0x6e, 0x2b, 0x32, 0, 0x0d, 0x0a, 0x1a, 0x0a]));
  set("dim", shape.length, ...shape);
  set("datatype", code);
  set("bitpix", 8 * size);
  set("pixdim", file.qform?.[6] ?? 1, ...(file.spacing ?? [1, 1, 1]));
  set("vox_offset", offset);
  set("scl_slope", file.slope ?? 0);
  set("scl_inter", file.intercept ?? 0);
  set("xyzt_units", file.units ?? 2);
  set("qform_code", file.qformCode ?? (file.qform ? 1 : 0));
  set("sform_code", file.sformCode ?? (file.sform ? 1 : 0));
  set("quatern", ...(file.qform?.slice(0, 6) ?? []));
  set("srow", ...(file.sform ?? []));
  for (const [name, number] of Object.entries(file.set ?? {})) set(name, number);
  values.forEach((value, index) => {
    WRITE[type](view, offset + index * size, value, littleEndian);
  });
  return bytes;
}

/** All voxels of a volume, 0 where there is no label. */
export function voxelsOf(volume: LabelVoxels & { readonly shape: readonly number[] }): number[] {
  const [nx, ...others] = volume.shape;
  const voxels = new Array<number>(others.reduce((product, length) => product * length, nx)).fill(0);
  if ("bits" in volume) {
    const words = 2 * Math.ceil(nx / 64);
    voxels.forEach((_, i) => {
      const [row, x] = [Math.floor(i / nx), i % nx];
      if ((volume.bits[row * words + (x >> 5)] >> (x & 31)) & 1) voxels[i] = volume.label;
    });
    return voxels;
  }
  for (let row = 0; row + 1 < volume.rowOffsets.length; row++) {
    for (let run = volume.rowOffsets[row]; run < volume.rowOffsets[row + 1]; run++) {
      const [ends, label] = volume.runs.subarray(2 * run, 2 * run + 2);
      voxels.fill(label, row * nx + (ends & 0xffff), row * nx + (ends >>> 16));
    }
  }
  return voxels;
}
