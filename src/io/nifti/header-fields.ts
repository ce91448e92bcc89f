import { VoxmatchError } from "../../../base/errors.js";
import { refuseForeign } from "../foreign-files.js";

/** The fields of a NIfTI header that matter here, as stored, with nothing but its format checked. */
export interface NiftiFields {
  readonly version: 1 | 2;
  readonly littleEndian: boolean;
  readonly headerBytes: number;
  /** `dim[0..7]` */
  readonly dim: readonly number[];
  readonly datatype: number;
  readonly bitpix: number;
  /** `pixdim[0..7]` */
  readonly pixdim: readonly number[];
  readonly voxOffset: number;
  readonly slope: number;
  readonly intercept: number;
  readonly units: number;
  readonly qformCode: number;
  readonly sformCode: number;
  /** `quatern_b`, `quatern_c`, `quatern_d` */
  readonly quaternion: readonly number[];
  /** `qoffset_x`, `qoffset_y`, `qoffset_z` */
  readonly qoffset: readonly number[];
  /** `srow_x`, `srow_y`, `srow_z`: twelve numbers */
  readonly srow: readonly number[];
}

/** Bytes of a NIfTI-1 and of a NIfTI-2 header, which are also the numbers that they begin with. */
export const HEADER_BYTES = { 1: 348, 2: 540 } as const;

interface Format {
  readonly version: 1 | 2;
  readonly littleEndian: boolean;
}

const FORMATS: readonly Format[] = [
  { version: 1, littleEndian: true },
  { version: 1, littleEndian: false },
  { version: 2, littleEndian: true },
  { version: 2, littleEndian: false },
];

/**
 * How long the header is that begins with these bytes (four suffice).
 * @throws VoxmatchError `INVALID_FILE` if no NIfTI header begins so
 */
export function headerLength(bytes: Uint8Array, label: string): number {
  return HEADER_BYTES[formatOf(viewOf(bytes), label).version];
}

/** Whether bytes begin with the length of a NIfTI header, as every NIfTI file does. */
export function beginsLikeNifti(bytes: Uint8Array): boolean {
  if (bytes.length < 4) return false;
  const view = viewOf(bytes);
  return FORMATS.some((each) => view.getInt32(0, each.littleEndian) === HEADER_BYTES[each.version]);
}

/** Reads the fields. @throws VoxmatchError `INVALID_FILE` if the bytes are no header of a single-file NIfTI */
export function readNiftiFields(bytes: Uint8Array, label: string): NiftiFields {
  const view = viewOf(bytes);
  const format = formatOf(view, label);
  checkMagic(bytes, format, label);
  return format.version === 1 ? readVersion1(view, format.littleEndian) : readVersion2(view, format.littleEndian);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function formatOf(view: DataView, label: string): Format {
  const format = FORMATS.find((each) => view.getInt32(0, each.littleEndian) === HEADER_BYTES[each.version]);
  if (format !== undefined) return format;
  const foreign = refuseForeign(new Uint8Array(view.buffer, view.byteOffset, view.byteLength), label);
  if (foreign !== null) throw foreign;
  const found = [0, 1, 2, 3].map((at) => view.getUint8(at).toString(16).padStart(2, "0")).join(" ");
  throw new VoxmatchError(
    "INVALID_FILE",
    `${label} is not a NIfTI file: it begins with the bytes ${found}, where a NIfTI header begins with its length, ` +
      "348 or 540. Convert it to .nii or .nii.gz.",
    { source: label, found },
  );
}

const MAGIC_TAIL = [0, 0x0d, 0x0a, 0x1a, 0x0a];

/** All of the magic bytes count: the eight of NIfTI-2 are there to show a transfer that changed line ends. */
function checkMagic(bytes: Uint8Array, { version }: Format, label: string): void {
  const [start, length] = version === 1 ? [344, 4] : [4, 8];
  const found = [...bytes.subarray(start, start + length)];
  const text = String.fromCharCode(...found.slice(0, 3));
  const tail = MAGIC_TAIL.slice(0, length - 3);
  const intact = tail.every((byte, at) => found[3 + at] === byte);
  if (intact && text === `n+${version}`) return;
  const details = { source: label, version, magic: found };
  if (intact && text === `ni${version}`) {
    throw new VoxmatchError(
      "INVALID_FILE",
      `${label} is the header of a .hdr/.img pair, whose voxels lie in another file. Only single files can be read: ` +
        "convert the pair to .nii or .nii.gz.",
      details,
    );
  }
  const hex = found.map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
  const cause =
    text === `n+${version}`
      ? "The file was probably changed by a transfer in text mode: copy it again in binary mode."
      : "It may be an ANALYZE 7.5 header or a damaged file: convert or copy it again.";
  throw new VoxmatchError(
    "INVALID_FILE",
    `${label} has the length of a NIfTI-${version} header but not its magic: found ${hex}, expected "n+${version}" and ` +
      `${tail.length === 1 ? "a zero byte" : "00 0d 0a 1a 0a"}. ${cause}`,
    details,
  );
}

/** `count` numbers, `stride` bytes apart. */
function series(count: number, start: number, stride: number, read: (offset: number) => number): number[] {
  return Array.from({ length: count }, (_, index) => read(start + index * stride));
}

function readVersion1(view: DataView, littleEndian: boolean): NiftiFields {
  const i16 = (offset: number) => view.getInt16(offset, littleEndian);
  const f32 = (offset: number) => view.getFloat32(offset, littleEndian);
  return {
    version: 1,
    littleEndian,
    headerBytes: HEADER_BYTES[1],
    dim: series(8, 40, 2, i16),
    datatype: i16(70),
    bitpix: i16(72),
    pixdim: series(8, 76, 4, f32),
    voxOffset: f32(108),
    slope: f32(112),
    intercept: f32(116),
    units: view.getUint8(123),
    qformCode: i16(252),
    sformCode: i16(254),
    quaternion: series(3, 256, 4, f32),
    qoffset: series(3, 268, 4, f32),
    srow: series(12, 280, 4, f32),
  };
}

function readVersion2(view: DataView, littleEndian: boolean): NiftiFields {
  const i16 = (offset: number) => view.getInt16(offset, littleEndian);
  const i32 = (offset: number) => view.getInt32(offset, littleEndian);
  const i64 = (offset: number) => Number(view.getBigInt64(offset, littleEndian));
  const f64 = (offset: number) => view.getFloat64(offset, littleEndian);
  return {
    version: 2,
    littleEndian,
    headerBytes: HEADER_BYTES[2],
    dim: series(8, 16, 8, i64),
    datatype: i16(12),
    bitpix: i16(14),
    pixdim: series(8, 104, 8, f64),
    voxOffset: i64(168),
    slope: f64(176),
    intercept: f64(184),
    units: i32(500),
    qformCode: i32(344),
    sformCode: i32(348),
    quaternion: series(3, 352, 8, f64),
    qoffset: series(3, 376, 8, f64),
    srow: series(12, 400, 8, f64),
  };
}
