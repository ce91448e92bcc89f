import { VoxmatchError } from "../../../base/errors.js";
import { refuseForeign } from "../foreign-files.js";
import { listedEndings } from "../format-endings.js";
import { HEADER_BYTES, MAGIC_AT, type NiftiForm, niftiForm } from "./magic.js";

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

/**
 * How long the header is that begins with these bytes (four suffice).
 * @throws VoxmatchError `INVALID_FILE` if no NIfTI header begins so, and no other format claimed the file
 */
export function headerLength(bytes: Uint8Array, label: string): number {
  return HEADER_BYTES[formOf(bytes, label).version];
}

/**
 * Reads the fields.
 * @param isPair whether to expect the header of a pair
 * @throws VoxmatchError `INVALID_FILE` if the bytes are no such header
 */
export function readNiftiFields(bytes: Uint8Array, label: string, isPair = false): NiftiFields {
  const view = viewOf(bytes);
  const format = formOf(bytes, label);
  checkMagic(bytes, format, label, isPair);
  return format.version === 1 ? readVersion1(view, format.littleEndian) : readVersion2(view, format.littleEndian);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function formOf(bytes: Uint8Array, label: string): NiftiForm {
  const form = niftiForm(bytes);
  if (form !== null) return form;
  const foreign = refuseForeign(bytes, label);
  if (foreign !== null) throw foreign;
  const found = [0, 1, 2, 3].map((at) => bytes[at].toString(16).padStart(2, "0")).join(" ");
  throw new VoxmatchError(
    "INVALID_FILE",
    `${label} is of no format that is read: it begins with the bytes ${found}. Convert it to one of ${listedEndings()}.`,
    { source: label, found },
  );
}

const MAGIC_TAIL = [0, 0x0d, 0x0a, 0x1a, 0x0a];

/** All of the magic bytes count: the eight of NIfTI-2 are there to show a transfer that changed line ends. */
function checkMagic(bytes: Uint8Array, { version }: NiftiForm, label: string, isPair: boolean): void {
  const [start, length] = [MAGIC_AT[version], version === 1 ? 4 : 8];
  const expected = `${isPair ? "ni" : "n+"}${version}`;
  const found = [...bytes.subarray(start, start + length)];
  const text = String.fromCharCode(...found.slice(0, 3));
  const tail = MAGIC_TAIL.slice(0, length - 3);
  const intact = tail.every((byte, at) => found[3 + at] === byte);
  if (intact && text === expected) return;
  const details = { source: label, version, magic: found };
  const hex = found.map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
  const cause =
    text === expected
      ? "The file was probably changed by a transfer in text mode: copy it again in binary mode."
      : "It may be an ANALYZE 7.5 header, which says nothing of orientation, or a damaged file: convert or copy it again.";
  throw new VoxmatchError(
    "INVALID_FILE",
    `${label} has the length of a NIfTI-${version} header but not its magic: found ${hex}, expected "${expected}" and ` +
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
